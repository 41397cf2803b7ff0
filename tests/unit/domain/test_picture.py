"""Pictures in a text."""

from bot.domain.picture import InText, on_line, parts_of, without_pictures


def test_a_picture_has_a_line_of_its_own() -> None:
    assert on_line("![Four [projects] in a row](graph.png)") == InText(
        "Four [projects] in a row", "graph.png"
    )
    assert on_line("  ![ ]( https://example.org/a.png )  ") == InText("", "https://example.org/a.png")
    assert on_line("See ![a graph](graph.png)") is None


def test_a_text_is_its_words_and_pictures_in_order() -> None:
    text = "One\n\nTwo\n\n![A graph](a.png)\n![A map](b.png)\nThree"

    assert list(parts_of(text)) == [
        "One\n\nTwo",
        InText("A graph", "a.png"),
        InText("A map", "b.png"),
        "Three",
    ]
    assert without_pictures(text) == "One\n\nTwo\nThree"
