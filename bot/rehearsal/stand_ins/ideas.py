"""What stand-ins propose where a pack has no sample proposals: something of the pack's own words.

Only what everybody may read: priorities, public missions, options of questions, strategy questions, and the
teams' names; never a secret.
"""

from collections.abc import Iterator
from itertools import cycle

from bot.domain.asks.ask import POLICIES, Ask
from bot.domain.lines import SampleProposal
from bot.domain.offer import Proposers
from bot.domain.parts import LINE_LENGTH
from bot.domain.scenario import Scenario


def ideas(scenario: Scenario) -> tuple[SampleProposal, ...]:
    """The pack's samples, or else some for the seats that the smallest council fills."""
    if scenario.samples:
        return scenario.samples
    told = (*_wanted(scenario), *_anything(scenario))
    seats = _seats(scenario)
    others = cycle(seats)
    return tuple(
        SampleProposal(
            role=role or next(others),
            title=_short(title),
            text=text,
            question=question,
            enforcement=scenario.charter.enforcement,
        )
        for role, title, text, question in told
    )


_Idea = tuple[int, str, str, str | None]  # of a role, or of anybody (0): title, text, strategy question


def _wanted(scenario: Scenario) -> Iterator[_Idea]:
    """What teams want, and what a question offers."""
    for team in scenario.teams:
        role = next((one.number for one in scenario.roles if one.team == team.key), 0)
        for one in team.priorities:
            yield role, one.key.replace("-", " ").capitalize(), one.text, None
        if team.mission and not scenario.has_secrets:
            yield role, f"An aim of {team.name}", team.mission, None
    for ask in scenario.asks:
        for option in _options(ask)[:1]:  # they exclude each other
            title = ask.title.rstrip(".:")
            text = f"This is our answer to “{title}”: {option}."
            yield 0, f"{title}{'' if title.endswith('?') else ':'} {option}", text, None


def _options(ask: Ask) -> tuple[str, ...]:
    """What could be decided. A survey asks what people think, and not what is to be done."""
    return () if ask.when is not None or ask.options == (POLICIES,) else ask.options


def _anything(scenario: Scenario) -> Iterator[_Idea]:
    """What could be proposed at any table."""
    for one in scenario.strategy:
        text = f"Before the game is over, we write down our answer to this question: {one.text}"
        yield 0, f"An answer to “{one.short}”", text, one.key
    for team in scenario.teams:
        if team.stewards:
            yield 0, "Keep a list", f"{team.name} keeps a list of what is decided and still to be done.", None
        else:
            text = f"Before we decide something that concerns {team.name}, somebody of that team speaks."
            yield 0, f"First a word from {team.name}", text, None
    yield (
        0,
        "Look again",
        "Before we part, we look again at each of our policies and mend what did not work.",
        None,
    )


def _seats(scenario: Scenario) -> list[int]:
    """One role of each team, then the second of each, as many as the smallest council has; only those that
    may propose."""
    places: dict[str, int] = {}
    order = []
    for role in scenario.roles:
        places[role.team] = places.get(role.team, 0) + 1
        order.append((places[role.team], role.number))
    seated = [number for _, number in sorted(order)][: max(scenario.minimum, len(scenario.teams))]
    offer = scenario.charter
    who = (offer.given and offer.given.proposers) or offer.proposers[0]
    stewards = [one for one in seated if scenario.team(scenario.role(one).team).stewards]
    return stewards if who is Proposers.STEWARDS and stewards else seated


def _short(title: str) -> str:
    return title if len(title) <= LINE_LENGTH else f"{title[: LINE_LENGTH - 1].rstrip()}…"
