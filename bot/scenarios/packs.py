"""The content packs that can be played: those that came with Moot, and the operator's own."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from bot.domain.edition import AS_WRITTEN, Edition, Offered
from bot.domain.errors import MootError
from bot.domain.scenario import Scenario
from bot.scenarios.editions.offered import missing, offered
from bot.scenarios.faults import BrokenPack
from bot.scenarios.files import PACK
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


class UnknownEdition(UnknownScenario):
    template = "The content pack {key} has no {what} called {named}."


class NoSuchContent(MootError):
    template = "MOOT_CONTENT is {folder}, and there is no such folder."


class Packs:
    """The packs of the content folders, each checked at the start as it is written; other editions are read
    when they are first asked for. A broken one keeps no other from being played."""

    def __init__(self, *folders: Path) -> None:
        self._folders = folders
        self._packs: dict[tuple[str, Edition], Scenario] = {}
        self._stamps: dict[tuple[str, Edition], Stamp] = {}
        self._broken: dict[tuple[str, Edition], BrokenPack] = {}
        self._offered: dict[str, Offered] = {}
        for key in sorted({key for folder in folders for key in available(folder)}):
            self._read(key, AS_WRITTEN)

    def keys(self) -> tuple[str, ...]:
        """The keys of the packs that can be played, sorted."""
        return tuple(sorted(key for key, edition in self._packs if edition == AS_WRITTEN))

    @property
    def broken(self) -> dict[str, BrokenPack]:
        """The packs that have faults as they are written, by key."""
        return {key: broken for (key, edition), broken in self._broken.items() if edition == AS_WRITTEN}

    def scenario(self, key: str, edition: Edition) -> Scenario:
        """The pack in this edition; UnknownScenario if there is none of this key, UnknownEdition if it has no
        such edition, and BrokenPack if that has faults."""
        if (key, edition) not in self._stamps:
            self._exists(key, edition)
            self._read(key, edition)
        if (key, edition) in self._broken:
            raise self._broken[key, edition]
        if (key, edition) not in self._packs:
            raise UnknownScenario(key=key)
        return self._packs[key, edition]

    def offered(self, key: str) -> Offered:
        """The pack's formats, sets of missions and languages; UnknownScenario if there is no such pack."""
        if (pack := self._folder(key)) is None:
            raise UnknownScenario(key=key)
        if key not in self._offered:
            self._offered[key] = offered(pack)
        return self._offered[key]

    def read_again(self, key: str) -> None:
        """Somebody may have mended it, or put it back. If not, the pack stays as it was read."""
        for edition in {AS_WRITTEN, *(one for known, one in self._stamps if known == key)}:
            self._read(key, edition)

    def _folder(self, key: str) -> Path | None:
        """The operator's own goes before one that came with Moot."""
        paths = [found[key] for folder in self._folders if key in (found := available(folder))]
        return paths[-1] if paths else None

    def _exists(self, key: str, edition: Edition) -> None:
        """Raises UnknownEdition if the pack is there and has none such."""
        pack = self._folder(key)
        if pack is not None and (lacks := missing(pack, edition)) is not None:
            raise UnknownEdition(key=key, what=lacks[0], named=lacks[1])

    def _read(self, key: str, edition: Edition) -> None:
        """Nothing is read twice in vain."""
        pack, name = self._folder(key), (key, edition)
        if pack is None or self._stamps.get(name) == (stamp := _stamp(pack)):
            return
        self._stamps[name] = stamp
        try:
            self._packs[name] = load_pack(pack, edition)
        except BrokenPack as broken:
            if name not in self._packs:
                self._broken[name] = broken
        else:
            self._broken.pop(name, None)


def _stamp(pack: Path) -> Stamp:
    """What changes when one of its files does."""
    files = ((str(file), file.stat()) for file in sorted(pack.rglob("*")))
    return tuple((name, found.st_mtime_ns, found.st_size) for name, found in files)


def packs_of(settings: "Settings") -> Packs:
    """The packs that came with Moot, and the operator's own. Raises NoSuchContent."""
    if settings.moot_content is not None and not settings.moot_content.is_dir():
        raise NoSuchContent(folder=settings.moot_content)
    return Packs(content_folder(), *([settings.moot_content] if settings.moot_content else []))
