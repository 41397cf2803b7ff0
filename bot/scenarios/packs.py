"""Where the content packs are: in a checkout, or inside the installed package."""

from pathlib import Path

from bot.domain.errors import MootError
from bot.scenarios.draft import PACK

_PACKAGE = Path(__file__).resolve().parents[1]


class NoContent(MootError):
    """There is no content folder at {places}. Reinstall Moot, or run it in a checkout."""


def content_folder(package: Path = _PACKAGE) -> Path:
    """The folder of packs that came with Moot; `package` is where `bot` lies. Raises NoContent."""
    places = (package / "_shipped" / "content", package.parent / "content")
    for place in places:
        if place.is_dir():
            return place
    raise NoContent(places=" or ".join(map(str, places)))


def available(folder: Path) -> dict[str, Path]:
    """The packs in a content folder, by key, sorted: each subfolder that has a pack.yaml."""
    return {path.parent.name: path.parent for path in sorted(folder.glob(f"*/{PACK}"))}
