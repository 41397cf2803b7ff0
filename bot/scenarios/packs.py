"""The content packs that can be played: those that came with Moot, and the operator's own."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from bot.domain.errors import MootError
from bot.domain.scenario import Scenario
from bot.scenarios.draft import PACK
from bot.scenarios.faults import BrokenPack
from bot.scenarios.load import load_pack

if TYPE_CHECKING:  # a check of a pack needs no settings
    from bot.config import Settings

Stamp: TypeAlias = tuple[tuple[str, int, int], ...]
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


class NoSuchPack(MootError):
    template = (
        "There is no content pack {named}: there is no file {file}, and no pack has that key. Name a pack's "
        "folder, or one of: {known}."
    )


def find_pack(named: str, settings: "Callable[[], Settings]") -> Path:
    """The folder of a pack, which is named by it, by its pack.yaml, or by the key of a pack that came with
    Moot or is the operator's own. Raises NoSuchPack."""
    path = Path(named).expanduser()
    folder = path.parent if path.name == PACK else path
    if (folder / PACK).is_file():
        return folder
    own = settings().moot_content
    known = {**available(content_folder()), **(available(own) if own else {})}
    if named in known:
        return known[named]
    if folder.is_dir():
        return folder  # the check says what is missing in it
    raise NoSuchPack(named=named, file=folder / PACK, known=", ".join(sorted(known)))


class UnknownScenario(MootError):
    template = "There is no content pack called {key}."


class NoSuchContent(MootError):
    template = "MOOT_CONTENT is {folder}, and there is no such folder."


class Packs:
    """The packs of the content folders, each checked at the start. A broken one keeps no other from being
    played."""

    def __init__(self, *folders: Path) -> None:
        self._folders = folders
        self._packs: dict[str, Scenario] = {}
        self._stamps: dict[str, Stamp] = {}
        self.broken: dict[str, BrokenPack] = {}
        for key in sorted({key for folder in folders for key in available(folder)}):
            self._read(key)

    def keys(self) -> tuple[str, ...]:
        """The packs' keys, sorted."""
        return tuple(sorted(self._packs))

    def scenario(self, key: str) -> Scenario:
        """The pack; UnknownScenario if there is none of this key, and BrokenPack if it has faults."""
        if key in self.broken:
            raise self.broken[key]
        if key not in self._packs:
            raise UnknownScenario(key=key)
        return self._packs[key]

    def read_again(self, key: str) -> None:
        """Somebody may have mended it, or put it back. If not, the pack stays as it was read."""
        self._read(key)

    def _read(self, key: str) -> None:
        """The operator's own goes before one that came with Moot. Nothing is read twice in vain."""
        paths = [found[key] for folder in self._folders if key in (found := available(folder))]
        stamp = _stamp(paths[-1]) if paths else None
        if stamp is None or self._stamps.get(key) == stamp:
            return
        self._stamps[key] = stamp
        try:
            self._packs[key] = load_pack(paths[-1])
        except BrokenPack as broken:
            if key not in self._packs:
                self.broken[key] = broken
        else:
            self.broken.pop(key, None)


def _stamp(pack: Path) -> Stamp:
    """What changes when one of its files does."""
    files = ((str(file), file.stat()) for file in sorted(pack.rglob("*")))
    return tuple((name, found.st_mtime_ns, found.st_size) for name, found in files)


def packs_of(settings: "Settings") -> Packs:
    """The packs that came with Moot, and the operator's own. Raises NoSuchContent."""
    if settings.moot_content is not None and not settings.moot_content.is_dir():
        raise NoSuchContent(folder=settings.moot_content)
    return Packs(content_folder(), *([settings.moot_content] if settings.moot_content else []))
