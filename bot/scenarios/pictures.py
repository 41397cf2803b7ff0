"""The pictures in the Handbook: files of the pack, or addresses on the web."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.domain.picture import InText, shows_picture
from bot.scenarios.draft import Draft
from bot.scenarios.faults import did_you_mean
from bot.scenarios.files import HANDBOOK
from bot.scenarios.passages import Passage

MOST_BYTES = 1_000_000  # of a picture: people read the Handbook on phones
MOST_ALT = 1000  # characters; Slack takes 2,000
_BEGINNINGS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a")
_ENDINGS = (".png", ".jpg", ".jpeg", ".gif")  # docs.slack.dev, slack file object: no other kind is shown
_MARK = re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)")


def check_pictures(draft: Draft, texts: Iterable[Passage]) -> None:
    """Notes a fault for each picture that Slack could not show, or that says nothing to people who cannot see
    it."""
    file = draft.name(HANDBOOK)
    for section in draft.handbook:
        for line, picture in section.pictures:
            for message in _faults(draft.folder, picture):
                draft.complain(file, line, message)
    for passage in texts:
        if passage.file != file and _MARK.search(passage.text):
            message = "only the Handbook can show pictures; move this one to handbook.md"
            draft.complain(passage.file, passage.line, message)


def pictures_of(draft: Draft) -> tuple[tuple[str, bytes], ...]:
    """The Handbook's files, by name, as far as they are there."""
    shown = (picture for section in draft.handbook for _, picture in section.pictures)
    names = dict.fromkeys(one.source for one in shown if not one.on_the_web)
    found = ((name, _file(draft.folder, name)) for name in names)
    return tuple((name, path.read_bytes()) for name, path in found if path is not None)


def _file(folder: Path, name: str) -> Path | None:
    """The pack's file of this name; None where it has none, also for a file outside its folder."""
    path = (folder / name).resolve()
    return path if name and path.is_file() and path.is_relative_to(folder.resolve()) else None


def _faults(folder: Path, picture: InText) -> Iterator[str]:
    if not picture.alt:
        yield "this picture has no alt text; write in the brackets what it shows"
    if len(picture.alt) > MOST_ALT:
        yield f"this alt text has {len(picture.alt):,} characters; shorten it to {MOST_ALT:,} or fewer"
    yield from _of_address(picture) if picture.on_the_web else _of_file(folder, picture.source)


def _of_address(picture: InText) -> Iterator[str]:
    if not shows_picture(picture.source):
        yield f"Slack cannot show `{picture.source}`; give the https:// address of a PNG, JPEG or GIF"


def _of_file(folder: Path, name: str) -> Iterator[str]:
    path = _file(folder, name)
    if path is None:
        known = [one.name for one in folder.iterdir() if one.suffix.lower() in _ENDINGS]
        yield f"this pack has no file `{name}`{did_you_mean(name, known)}; add it, or drop the picture"
    elif path.suffix.lower() not in _ENDINGS or not path.read_bytes().startswith(_BEGINNINGS):
        yield f"`{name}` is not a PNG, JPEG or GIF, and Slack shows no other pictures; convert it"
    elif (size := path.stat().st_size) > MOST_BYTES:
        yield f"`{name}` has {size / 1e6:.1f} MB; a picture may have {MOST_BYTES / 1e6:.0f} MB, so shrink it"
