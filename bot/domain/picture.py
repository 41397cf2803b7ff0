"""Pictures: what Slack can show, a picture on the web as a scenario describes it, and pictures in a text."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, NamedTuple
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


class InText(NamedTuple):
    """A picture that stands on a line of its own in a text: `alt` says what it shows, and `source` is the
    name of a file of the pack, or an address on the web."""

    alt: str
    source: str

    @property
    def on_the_web(self) -> bool:
        """Whether it is an address."""
        return "://" in self.source


_LINE = re.compile(r"!\[(?P<alt>.*)\]\((?P<source>[^()]*)\)")


def on_line(line: str) -> InText | None:
    """The picture for which a line such as `![what it shows](graph.png)` stands; None for any other line."""
    found = _LINE.fullmatch(line.strip())
    return InText(found["alt"].strip(), found["source"].strip()) if found else None


def parts_of(text: str) -> Iterator[str | InText]:
    """A text's words and pictures, in order; words keep their lines."""
    words: list[str] = []
    for line in text.split("\n"):
        picture = on_line(line)
        if picture is None:
            words.append(line)
            continue
        if said := "\n".join(words).strip("\n"):
            yield said
        yield picture
        words = []
    if said := "\n".join(words).strip("\n"):
        yield said


def alt_texts(texts: Iterable[str]) -> Mapping[str, str]:
    """What each picture in these texts shows, by its source."""
    found = (part for text in texts for part in parts_of(text))
    return {one.source: one.alt for one in found if isinstance(one, InText)}


def without_pictures(text: str) -> str:
    """Its words alone."""
    if "![" not in text:
        return text.strip("\n")
    return "\n".join(part for part in parts_of(text) if isinstance(part, str))
