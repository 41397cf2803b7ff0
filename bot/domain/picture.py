"""Pictures on the web: what Slack can show, and a picture as a scenario describes it."""

import re
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field

from bot.domain.parts import Part

ADDRESS_LENGTH = 1000  # of a picture; Slack takes 3,000
NOT_SHOWN = (".svg", ".webp", ".heic", ".avif", ".bmp", ".tif", ".tiff", ".pdf", ".htm", ".html")


def shows_picture(address: str) -> bool:
    """Whether Slack may take it for a picture's: on the web, in public, of a kind that Slack shows."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return False
    if (
        len(address) > ADDRESS_LENGTH
        or parts.scheme != "https"
        or "@" in parts.netloc
        or "." not in host.strip(".")
    ):
        return False
    return not parts.path.lower().endswith(NOT_SHOWN) and re.search(r"[\s<>|\"]", address) is None


def _shown(address: str) -> str:
    if not shows_picture(address):
        raise ValueError(
            "Slack shows a PNG, JPEG or GIF at a public address that begins with https://; give one"
        )
    return address


class Picture(Part):
    """A picture on the web, and what it shows."""

    url: Annotated[str, AfterValidator(_shown)] = Field(
        description="Its public address, which begins with https://. Slack shows PNG, JPEG and GIF."
    )
    alt: str = Field(min_length=1, max_length=500, description="What it shows, for people who cannot see it.")
