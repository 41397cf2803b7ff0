"""How a stand-in fills in a question's form: whatever it asks for, within the bounds that it tells of."""

import re
from collections.abc import Mapping
from random import Random

from bot.rehearsal.stand_ins.cards import Json, Values, inputs_of
from bot.rehearsal.stand_ins.opinions import words_of

SAID = (  # by somebody who has no words of their own
    "Let us not promise more than we can keep.",
    "Somebody has to look after what we decide.",
    "Do not forget those who are not at this table.",
    "I would rather begin small, and see what happens.",
)
_NUMBER = r"(-?[\d,]+)"
_EXACTLY = re.compile(rf"Your numbers add up to {_NUMBER}\.")
_AT_MOST = (
    re.compile(rf"You have {_NUMBER} points? to spread"),
    re.compile(rf"Your numbers add up to {_NUMBER} at most"),
    re.compile(rf"; {_NUMBER} left\."),
)


def answers(view: Json, random: Random, words: str) -> Values:
    """Something for each field: a choice, every option in some place, numbers that add up, or these words."""
    inputs = inputs_of(view)
    ranks = [block for block in inputs if block.startswith("rank:")]
    numbers = {name: one["element"] for name, one in inputs.items() if name.startswith("number:")}
    if ranks:
        options = [one["value"] for one in inputs[ranks[0]]["element"]["options"]]
        return dict(zip(ranks, random.sample(options, len(options)), strict=False))
    if numbers:
        return _spread(numbers, words_of(view), random)
    if "choice" in inputs:
        return {"choice": random.choice(inputs["choice"]["element"]["options"])["value"]}
    return {"text": words or random.choice(SAID)}


def _spread(elements: Mapping[str, Json], told: str, random: Random) -> Values:
    """Numbers within each field's bounds, which add up as the form says."""
    given = {name: max(0, int(one["min_value"])) for name, one in elements.items()}
    highs = {name: int(one["max_value"]) for name, one in elements.items()}
    exactly = _EXACTLY.search(told)
    bounds = [_read(found[1]) for one in _AT_MOST if (found := one.search(told))]
    most = _read(exactly[1]) if exactly else min((*bounds, sum(highs.values())))
    left = max(0, most - sum(given.values()))
    if not exactly:
        left = random.randint(min(1, left), left)
    names = random.sample([*given], len(given))
    for place, name in enumerate(names, start=1):
        room = min(left, highs[name] - given[name])
        later = sum(highs[other] - given[other] for other in names[place:])
        some = random.randint(max(0, min(room, left - later)), room)
        given[name], left = given[name] + some, left - some
    return {name: str(number) for name, number in given.items()}


def _read(number: str) -> int:
    return int(number.replace(",", ""))
