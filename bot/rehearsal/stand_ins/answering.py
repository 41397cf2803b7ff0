"""How a stand-in fills in a question's form: whatever it asks for, within the bounds that it tells of."""

import re
from collections.abc import Mapping
from fractions import Fraction
from math import ceil, floor
from random import Random

from bot.domain.amounts import figure
from bot.rehearsal.stand_ins.cards import Json, Values, inputs_of
from bot.rehearsal.stand_ins.opinions import words_of

SAID = (  # by somebody who has no words of their own
    "Let us not promise more than we can keep.",
    "Somebody has to look after what we decide.",
    "Do not forget those who are not at this table.",
    "I would rather begin small, and see what happens.",
)
_NUMBER = r"(-?[\d,]+(?:\.\d+)?)"
_EXACTLY = re.compile(rf"Your numbers add up to {_NUMBER}\.")
_STEP = re.compile(r"In steps of ([\d.]+\d)")
_AT_MOST = (
    re.compile(rf"You have {_NUMBER} points? to spread"),
    re.compile(rf"Your numbers add up to {_NUMBER} at most"),
    re.compile(rf"; {_NUMBER} left\."),
)


def answers(view: Json, random: Random, words: str) -> Values:
    """Something for each field: a choice, every option in some place, numbers that add up, or these words."""
    inputs = inputs_of(view)
    ranks = [block for block in inputs if block.startswith("rank:")]
    numbers = {name: one for name, one in inputs.items() if name.startswith("number:")}
    if ranks:
        options = [one["value"] for one in inputs[ranks[0]]["element"]["options"]]
        return dict(zip(ranks, random.sample(options, len(options)), strict=False))
    if numbers:
        return _spread(numbers, words_of(view), random)
    if "choice" in inputs:
        return {"choice": random.choice(inputs["choice"]["element"]["options"])["value"]}
    return {"text": words or random.choice(SAID)}


def _spread(fields: Mapping[str, Json], told: str, random: Random) -> Values:
    """Numbers within each field's bounds, which add up as the form says."""
    elements = {name: one["element"] for name, one in fields.items()}
    steps = {name: _step(one) for name, one in fields.items()}
    given = {name: max(Fraction(), Fraction(one["min_value"])) for name, one in elements.items()}
    highs = {name: Fraction(one["max_value"]) for name, one in elements.items()}
    exactly = _EXACTLY.search(told)
    bounds = [_read(found[1]) for one in _AT_MOST if (found := one.search(told))]
    most = _read(exactly[1]) if exactly else min((*bounds, sum(highs.values())))
    left = max(Fraction(), most - sum(given.values()))
    if not exactly:
        left = _between(min(Fraction(1), left), left, Fraction(1), random)
    names = sorted(random.sample([*given], len(given)), key=lambda name: -steps[name])  # the finest fits last
    for place, name in enumerate(names, start=1):
        room = min(left, highs[name] - given[name])
        later = sum(highs[other] - given[other] for other in names[place:])
        some = _between(min(room, left - later), room, steps[name], random)
        given[name], left = given[name] + some, left - some
    return {name: figure(number).replace(",", "") for name, number in given.items()}


def _step(field: Json) -> Fraction:
    found = _STEP.search(field.get("hint", {}).get("text", ""))
    return Fraction(found[1]) if found else Fraction(1)


def _between(low: int | Fraction, high: int | Fraction, step: Fraction, random: Random) -> Fraction:
    """A multiple of the step between these, from 0 on."""
    most = max(0, floor(high / step))
    return random.randint(min(most, max(0, ceil(low / step))), most) * step


def _read(number: str) -> Fraction:
    return Fraction(number.replace(",", ""))
