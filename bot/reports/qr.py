"""QR codes: an address that a phone's camera reads from paper or from a screen."""

from io import BytesIO


def svg(text: str) -> str:
    """The text as a square SVG image without a size of its own, black on white with the quiet margin that
    readers need, so that it can be read on a dark page, too. Takes up to 2,331 bytes."""
    import segno

    drawn = BytesIO()
    code = segno.make_qr(text, error="m")
    code.save(
        drawn,
        kind="svg",
        xmldecl=False,
        omitsize=True,
        light="white",
        svgclass=None,
        lineclass=None,
        nl=False,
    )
    return drawn.getvalue().decode()
