"""How a stand-in claims to have won: with what in the book speaks of the same things."""

import re
from collections.abc import Callable, Mapping

from bot.rehearsal.stand_ins.cards import Json
from bot.rehearsal.stand_ins.opinions import subjects

ENOUGH = 2  # subjects that a mission and its evidence have in common
MOST = 2  # pieces of evidence for one mission
_ABSENT = re.compile(r"\b(nothing|no (?:policy|rule|process))\b", re.IGNORECASE)


def fitting(view: Json, known: Callable[[str], str]) -> Mapping[str, list[str]]:
    """The evidence for each mission and priority of a claim's form; none for what nothing speaks of.

    `known` is what they know of a piece of the book besides its title.
    """
    found, words = {}, ""
    for block in view["blocks"]:
        if block["type"] == "section":
            words = block["text"]["text"]
        elif block["type"] == "input" and block["element"]["type"] == "multi_static_select":
            options = {one["value"]: one["text"]["text"] for one in block["element"]["options"]}
            found[block["block_id"]] = _evidence(words, options, known)
    return found


def _evidence(words: str, options: Mapping[str, str], known: Callable[[str], str]) -> list[str]:
    wanted = subjects(words)
    common = {value: len(wanted & subjects(f"{title} {known(title)}")) for value, title in options.items()}
    most = max([ENOUGH, *common.values()])
    chosen = [value for value in options if common[value] == most][:MOST]
    whole = [value for value, title in options.items() if "as a whole" in title]
    return [*chosen, *whole] if chosen and _ABSENT.search(words) else chosen
