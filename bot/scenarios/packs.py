"""The content packs that can be played: those that came with Moot, and the operator's own."""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from bot.domain.edition import AS_WRITTEN, Edition, Offered
from bot.domain.errors import MootError
from bot.domain.scenario import LAST_IN_MENUS, Scenario
from bot.scenarios.editions.offered import kinds, missing, offered
from bot.scenarios.faults import BrokenPack, nearest
from bot.scenarios.files import HANDBOOK, PACK, ROLES, in_language, language_of
from bot.scenarios.load import load_pack

if TYPE_CHECKING:  # a check of a pack needs no settings
    from bot.config import Settings

Stamp: TypeAlias = tuple[tuple[str, int, int], ...]
_PACKAGE = Path(__file__).resolve().parents[1]
_PARTS = {HANDBOOK, ROLES, f"{Path(PACK).stem}.yml"}  # by which a folder is known that lacks a pack.yaml
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
        "There is no content pack {named}: there is no file {file}, and no pack has that key{near}. Name a "
        "pack's folder, or one of: {known}."
    )


class SeveralPacks(MootError):
    template = "{folder} is not a content pack, but a folder of packs. Name one: {inside}."


class UnreadablePack(MootError):
    template = "Moot is not allowed to read {folder}. Change the folder's permissions, or copy the pack."


def find_pack(named: str, settings: "Callable[[], Settings]") -> Path:
    """The folder of a pack, which is named by it, by its pack.yaml, or by the key of a pack that Moot knows.
    Without a name, it is the first in menus. Raises NoSuchPack, SeveralPacks, UnreadablePack and what
    `known_packs` raises."""
    if not named:
        return next(iter(known_packs(settings()).values()))
    path = Path(os.path.expanduser(named))
    pack = in_language(Path(PACK), language_of(path))  # or a translation of it
    folder = path.parent if path.name == pack.name else path
    if _is_pack(folder):
        return folder
    if path.exists() and (around := next(filter(_is_pack, path.parents), None)) is not None:
        return around  # of a sheet, say
    known = known_packs(settings())
    if (key := named.rstrip("/")) in known:
        return known[key]
    if inside := available(folder):
        raise SeveralPacks(folder=folder, inside=", ".join(map(str, inside.values())))
    if folder.is_dir() and ({one.name for one in folder.iterdir()} or _PARTS) & _PARTS:
        return folder  # some of a pack, or nothing yet: the check says what is missing in it
    beside = {one.name: str(one) for one in available(folder.parent).values()}
    near = nearest(folder.name, (*known, *beside))
    said = f" (did you mean `{beside.get(near, near)}`?)" if near else ""
    raise NoSuchPack(named=named, file=folder / PACK, near=said, known=", ".join(known))


def _is_pack(folder: Path) -> bool:
    try:
        return (folder / PACK).is_file()
    except PermissionError:
        raise UnreadablePack(folder=folder) from None


class UnknownScenario(MootError):
    template = "There is no content pack called {key}."


class UnknownEdition(UnknownScenario):
    template = "The content pack {key} has no {what} called {named}; it has {known}."


def must_have(pack: Path, edition: Edition) -> None:
    """Raises UnknownEdition if there is no such edition of the pack in this folder."""
    if (lacks := missing(pack, edition)) is not None:
        what, named = lacks
        known = ", ".join(kinds(pack, edition.language)[what]) or "none"
        raise UnknownEdition(key=pack.name, what=what, named=named, known=known)


class Packs:
    """The packs of the content folders, each checked at the start as it is written; other editions are read
    when they are first asked for. A broken one keeps no other from being played."""

    def __init__(self, *folders: Path) -> None:
        self._folders = folders
        self._packs: dict[tuple[str, Edition], Scenario] = {}
        self._stamps: dict[tuple[str, Edition], Stamp] = {}
        self._broken: dict[tuple[str, Edition], BrokenPack] = {}
        self._offered: dict[tuple[str, str], Offered] = {}
        for key in sorted({key for folder in folders for key in available(folder)}):
            self._read(key, AS_WRITTEN)

    def keys(self) -> tuple[str, ...]:
        """The keys of the packs that can be played, in their order in menus."""
        packs = {key: pack for (key, edition), pack in self._packs.items() if edition == AS_WRITTEN}
        return tuple(sorted(packs, key=lambda key: (packs[key].menu, key)))

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

    def offered(self, key: str, language: str = "") -> Offered:
        """The pack's formats and sets of missions in a language, and its languages besides its own;
        UnknownScenario if there is no such pack."""
        if (pack := self._folder(key)) is None:
            raise UnknownScenario(key=key)
        if (key, language) not in self._offered:
            self._offered[key, language] = offered(pack, language)
        return self._offered[key, language]

    def read_again(self, key: str) -> None:
        """Somebody may have mended it, or put it back. If not, the pack stays as it was read."""
        for edition in {AS_WRITTEN, *(one for known, one in self._stamps if known == key)}:
            self._read(key, edition)

    def _folder(self, key: str) -> Path | None:
        """The operator's own goes before one that came with Moot."""
        paths = [folder / key for folder in self._folders if (folder / key / PACK).is_file()]
        return paths[-1] if paths else None

    def _exists(self, key: str, edition: Edition) -> None:
        """Raises UnknownEdition if the pack is there and has none such."""
        if (pack := self._folder(key)) is not None:
            must_have(pack, edition)

    def _read(self, key: str, edition: Edition) -> None:
        """Nothing is read twice in vain."""
        pack, name = self._folder(key), (key, edition)
        if pack is None or self._stamps.get(name) == (stamp := stamp_of(pack)):
            return
        self._stamps[name] = stamp
        self._offered = {of: known for of, known in self._offered.items() if of[0] != key}
        try:
            self._packs[name] = load_pack(pack, edition)
        except BrokenPack as broken:
            if name not in self._packs:
                self._broken[name] = broken
        else:
            self._broken.pop(name, None)


def stamp_of(pack: Path) -> Stamp:
    """What changes when one of its files does."""
    return tuple(_stamps(pack))


def _stamps(pack: Path) -> Iterator[tuple[str, int, int]]:
    files = (os.path.join(place, name) for place, _, names in os.walk(pack) for name in names)
    for file in sorted(files):  # `walk` passes over a folder that goes while it looks
        with suppress(OSError):  # an editor's link to nowhere, or a file that has just gone
            found = os.stat(file)
            yield file, found.st_mtime_ns, found.st_size


def packs_of(settings: "Settings") -> Packs:
    """The packs that came with Moot, and the operator's own. Raises what `content_folders` raises."""
    return Packs(*content_folders(settings))
