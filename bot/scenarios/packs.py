"""The content packs that can be played: those that came with Moot, and the operator's own."""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from bot.domain.errors import MootError
from bot.domain.scenario import LAST_IN_MENUS, Scenario
from bot.scenarios.draft import PACK
from bot.scenarios.faults import BrokenPack
from bot.scenarios.load import load_pack

if TYPE_CHECKING:  # a check of a pack needs no settings
    from bot.config import Settings

Stamp: TypeAlias = tuple[tuple[str, int, int], ...]
_PACKAGE = Path(__file__).resolve().parents[1]
_MENU = re.compile(rb"^menu:[ \t]*(\d{1,3})\b", re.MULTILINE)


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
    """The packs in a content folder, by key, in their order in menus: each subfolder that has a pack.yaml."""
    found = [path.parent for path in folder.glob(f"*/{PACK}") if not path.parent.name.startswith(".")]
    return {pack.name: pack for pack in sorted(found, key=_order)}


def _order(pack: Path) -> tuple[int, str]:
    """Its `menu`, which can be read without the rest of the pack; then its key."""
    try:
        written = _MENU.search((pack / PACK).read_bytes())
    except OSError:
        written = None  # loading it tells why it cannot be read
    return int(written[1]) if written else LAST_IN_MENUS, pack.name


class NoSuchContent(MootError):
    template = "MOOT_CONTENT is {folder}, and there is no such folder."


class ContentIsAPack(MootError):
    template = "MOOT_CONTENT is {folder}, which is a pack itself. Set it to the folder around it: {around}."


class UnreadableContent(MootError):
    template = "MOOT_CONTENT is {folder}, and Moot is not allowed to read that folder."


def content_folders(settings: "Settings") -> tuple[Path, ...]:
    """The folder of packs that came with Moot, and the operator's own. Raises NoContent, NoSuchContent,
    ContentIsAPack and UnreadableContent."""
    own = settings.moot_content
    if own is None:
        return (content_folder(),)
    if not own.is_dir():
        raise NoSuchContent(folder=own)
    if not os.access(own, os.R_OK | os.X_OK):
        raise UnreadableContent(folder=own)
    if (own / PACK).is_file():
        raise ContentIsAPack(folder=own, around=own.resolve().parent)
    return content_folder(), own


def known_packs(settings: "Settings") -> dict[str, Path]:
    """All packs that Moot knows, by key, in their order in menus. The operator's own goes before one of the
    same key that came with Moot. Raises what `content_folders` raises."""
    found: dict[str, Path] = {}
    for folder in content_folders(settings):
        found |= available(folder)
    return dict(sorted(found.items(), key=lambda pack: _order(pack[1])))


class NoSuchPack(MootError):
    template = (
        "There is no content pack {named}: there is no file {file}, and no pack has that key. Name a pack's "
        "folder, or one of: {known}."
    )


class SeveralPacks(MootError):
    template = "{folder} is no content pack, but a folder of them. Name one: {inside}."


class UnreadablePack(MootError):
    template = "Moot is not allowed to read {folder}. Change the folder's permissions, or copy the pack."


def find_pack(named: str, settings: "Callable[[], Settings]") -> Path:
    """The folder of a pack, which is named by it, by its pack.yaml, or by the key of a pack that Moot knows.
    Without a name, it is the first in menus. Raises NoSuchPack, SeveralPacks, UnreadablePack and what
    `known_packs` raises."""
    if not named:
        return next(iter(known_packs(settings()).values()))
    path = Path(os.path.expanduser(named))
    folder = path.parent if path.name == PACK else path
    if _is_pack(folder):
        return folder
    known = known_packs(settings())
    if (key := named.rstrip("/")) in known:
        return known[key]
    if inside := available(folder):
        raise SeveralPacks(folder=folder, inside=", ".join(map(str, inside.values())))
    if folder.is_dir():
        return folder  # the check says what is missing in it
    raise NoSuchPack(named=named, file=folder / PACK, known=", ".join(known))


def _is_pack(folder: Path) -> bool:
    try:
        return (folder / PACK).is_file()
    except PermissionError:
        raise UnreadablePack(folder=folder) from None


class UnknownScenario(MootError):
    template = "There is no content pack called {key}."


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
        """The packs' keys, in their order in menus."""
        return tuple(sorted(self._packs, key=lambda key: (self._packs[key].menu, key)))

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
        stamp = stamp_of(paths[-1]) if paths else None
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


def stamp_of(pack: Path) -> Stamp:
    """What changes when one of its files does."""
    return tuple(_stamps(pack))


def _stamps(pack: Path) -> Iterator[tuple[str, int, int]]:
    for file in sorted(pack.rglob("*")):
        with suppress(OSError):  # an editor's link to nowhere, or a file that has just gone
            found = file.stat()
            yield str(file), found.st_mtime_ns, found.st_size


def packs_of(settings: "Settings") -> Packs:
    """The packs that came with Moot, and the operator's own. Raises what `content_folders` raises."""
    return Packs(*content_folders(settings))
