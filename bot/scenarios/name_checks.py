"""Whether people can tell things apart by their names: names that read alike look like one."""

import unicodedata
from collections.abc import Iterable, Iterator

from bot.scenarios.draft import Draft
from bot.scenarios.expansion import written_phases
from bot.scenarios.marked import Marked
from bot.scenarios.schema import Found

_CYRILLIC_AND_GREEK = "авеёԁһіјкмнорсѕтухѵԝαβεικνορτυχ"
_TWINS = str.maketrans(_CYRILLIC_AND_GREEK, "abeëdhijkmhopcstyxvwabeikvoptux")


def check_names(draft: Draft) -> Iterator[Found]:
    """Each name that reads like another of its kind."""
    pack = draft.pack
    kinds: tuple[tuple[str, Iterable[Marked], str], ...] = (
        ("team or group", (*pack.each("teams"), *pack.each("groups")), "name"),
        ("role", pack.each("roles"), "name"),
        ("phase", written_phases(draft.written), "title"),
        ("question", pack.each("strategy"), "short"),
        ("question", pack.each("strategy"), "text"),
        ("question", pack.each("asks"), "title"),
        ("inject", (one for one in pack.each("injects") if "to" not in one.parts), "title"),
        ("rule", pack.at("charter").each("rules"), "name"),
        ("sample", pack.each("samples"), "title"),
    )
    for what, entries, key in kinds:
        yield from _alike(what, entries, key)


def _alike(what: str, entries: Iterable[Marked], key: str) -> Iterator[Found]:
    first: dict[str, Marked] = {}
    for entry in entries:
        if not (read := as_read(entry.text(key))):
            continue
        one, other = entry.at(key), first.setdefault(read, entry.at(key))
        if other is one:
            continue
        same = "has the same" if one.value == other.value else f"looks the same: `{other.value}`, its"
        yield one.line, f"another {what} {same} `{key}` (line {other.line}); change one of them"


def as_read(name: str) -> str:
    """The name as people tell it from others: without capitals, blanks, and letters that look like others."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return "".join(plain.translate(_TWINS).split())
