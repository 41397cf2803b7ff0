"""The content packs that can be played: those that came with Moot, and the operator's own."""

from pathlib import Path
from typing import Protocol

from bot.config import Settings
from bot.domain.errors import MootError
from bot.domain.scenario import Scenario
from bot.scenarios.draft import PACK
from bot.scenarios.load import load_pack

_PACKAGE = Path(__file__).resolve().parents[1]


class NoContent(MootError):
    template = "There is no content folder at {places}. Reinstall Moot, or run it in a checkout."


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


class Packs(Protocol):
    """The content packs that can be played."""

    def keys(self) -> tuple[str, ...]:
        """The packs' keys, sorted."""

    def scenario(self, key: str) -> Scenario:
        """The pack; UnknownScenario if there is none of this key."""


class UnknownScenario(MootError):
    template = "There is no content pack called {key}."


class NoSuchContent(MootError):
    template = "MOOT_CONTENT is {folder}, and there is no such folder."


class LoadedPacks:
    """The packs of the content folders, checked once at the start."""

    def __init__(self, *folders: Path) -> None:
        self._packs: dict[str, Scenario] = {}
        for folder in folders:
            for key, path in available(folder).items():
                self._packs[key] = load_pack(path)

    def keys(self) -> tuple[str, ...]:
        """The packs' keys, sorted."""
        return tuple(sorted(self._packs))

    def scenario(self, key: str) -> Scenario:
        """The pack; UnknownScenario if there is none of this key."""
        if key not in self._packs:
            raise UnknownScenario(key=key)
        return self._packs[key]


def packs_of(settings: Settings) -> LoadedPacks:
    """The packs that came with Moot, and the operator's own. Raises BrokenPack and NoSuchContent."""
    if settings.moot_content is not None and not settings.moot_content.is_dir():
        raise NoSuchContent(folder=settings.moot_content)
    return LoadedPacks(content_folder(), *([settings.moot_content] if settings.moot_content else []))
