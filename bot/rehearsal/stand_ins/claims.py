"""How stand-ins claim to have won, with evidence that fits, and how they judge what others claim."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from random import Random
from typing import TypeAlias

from bot.domain.lines import Proof, asks_for, has
from bot.rehearsal.stand_ins.cards import Json, Values
from bot.rehearsal.stand_ins.opinions import subjects
from bot.rehearsal.stand_ins.script import Script

ENOUGH = 2  # subjects that a mission and its evidence have in common
MOST = 2  # pieces of evidence for one mission
BOLD = 0.8  # how often somebody claims what is borne out only in part
WHOLE = "The book as a whole"
_ABSENT = re.compile(r"\b(nothing|no (?:policy|rule|process))\b", re.IGNORECASE)
_NAMES = {"team_mission": ("team", "team_why"), "role_mission": ("role", "role_why")}

Known: TypeAlias = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Shown:
    """What of a proof is found in a book: the pieces, and whether they are all there."""

    pieces: tuple[str, ...]
    whole: bool


def shown(proof: Proof, book: Mapping[str, str], negations: tuple[str, ...] = ()) -> Shown:
    """What bears a proof out in a book of pieces, each by its name with what it says."""
    found: dict[str, None] = {}
    missing = False
    for words in proof.needs:
        piece = next((name for name, text in book.items() if any(has(text, word) for word in words)), None)
        missing |= piece is None
        if piece is not None:
            found[piece] = None
    undone = any(asks_for(text, word, negations) for text in book.values() for word in proof.unless)
    if proof.unless and found:
        found.update({name: None for name, text in book.items() if text.startswith(WHOLE)})
    return Shown(tuple(found), bool(found) and not missing and not undone)


def fitting(view: Json, script: Script, role: int, known: Known, random: Random) -> Values | None:
    """How somebody fills in a claim: both missions, or else all priorities, where the book bears them out.
    Somebody bold claims what it bears out in part. None: they have not won, and claim nothing.

    `known` is what they know of a piece of the book besides its title.
    """
    asked = {name: (words, _book(block, known)) for name, words, block in _asked(view)}
    missions = {name: one for name, one in asked.items() if name in _NAMES}
    priorities = {name: one for name, one in asked.items() if name.startswith("priority:")}
    for points in (missions, priorities):
        cases = [_case(script, role, name, *one) for name, one in points.items()]
        if cases and all(case.whole for case, _ in cases):
            return dict(_filled(points, cases, stretched=False))
    cases = [_case(script, role, name, *one) for name, one in missions.items()]
    partly = any(case.whole for case, _ in cases) and all(_stretches(case, proof) for case, proof in cases)
    if partly and random.random() < BOLD:
        return dict(_filled(missions, cases, stretched=True))
    return _whatever_counts(script, role, asked) if script.points else None


def _whatever_counts(
    script: Script, role: int, asked: Mapping[str, tuple[str, Mapping[str, str]]]
) -> Values | None:
    """What came true, if anything did."""
    cases = {name: _case(script, role, name, *one) for name, one in asked.items()}
    true = {name: case for name, case in cases.items() if case[0].whole}
    return dict(_filled(true, [*true.values()], stretched=False)) or None


def _stretches(case: Shown, proof: Proof | None) -> bool:
    return case.whole or bool(case.pieces and proof is not None and proof.stretch)


def _case(
    script: Script, role: int, name: str, words: str, book: Mapping[str, str]
) -> tuple[Shown, Proof | None]:
    of = _NAMES[name][0] if name in _NAMES else name.partition(":")[2]
    proof = script.proof(role, of)
    if proof is not None:
        return shown(proof, book, script.lines.negations), proof
    pieces = _by_subject(words, book)
    return Shown(tuple(pieces), bool(pieces)), None


def _filled(
    points: Mapping[str, object], cases: list[tuple[Shown, Proof | None]], *, stretched: bool
) -> Iterator[tuple[str, str | list[str]]]:
    for name, (case, proof) in zip(points, cases, strict=True):
        yield name, list(case.pieces)
        if proof is None:
            continue
        why = proof.stretch if stretched and not case.whole else proof.why
        reason = _NAMES[name][1] if name in _NAMES else name.replace("priority:", "why:")
        if why:
            yield reason, why


def _asked(view: Json) -> Iterator[tuple[str, str, Json]]:
    """Each menu of evidence: its block, the words above it, and itself."""
    words = ""
    for block in view["blocks"]:
        if block["type"] == "section":
            words = block["text"]["text"]
        elif block["type"] == "input" and block["element"]["type"] == "multi_static_select":
            yield block["block_id"], words, block["element"]


def _book(element: Json, known: Known) -> dict[str, str]:
    """The pieces that can be chosen: what each says, by the option's value."""
    options = {one["value"]: one["text"]["text"] for one in element["options"]}
    return {value: f"{title}. {known(title)}" for value, title in options.items()}


def _by_subject(words: str, book: Mapping[str, str]) -> list[str]:
    """For a pack without proofs: what speaks of the same things."""
    wanted = subjects(words)
    common = {value: len(wanted & subjects(text)) for value, text in book.items()}
    most = max([ENOUGH, *common.values()])
    chosen = [value for value in book if common[value] == most][:MOST]
    whole = [value for value, text in book.items() if text.startswith(WHOLE)]
    return [*chosen, *whole] if chosen and _ABSENT.search(words) else chosen


def unproved(script: Script, role: int, card: str, book: Mapping[str, str]) -> Proof | None:
    """Which of the missions on a claim's card the book does not bear out, as far as the pack tells."""
    for of, label in (("team", "Team mission"), ("role", "Own mission")):
        proof = script.proof(role, of)
        if proof is not None and label in card and not shown(proof, book, script.lines.negations).whole:
            return proof
    return None
