"""Decision rules: what a card says and what adopts come from one row."""

import re
from dataclasses import fields, replace
from math import ceil
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.charter import Charter, adopts, requirement
from bot.domain.council import Council
from bot.domain.ids import RoleNumber
from bot.domain.rules import DecisionRuleKind, NoObjection, Rule, StewardsSupport, Tally, TeamSupport
from bot.services.games import layout_of
from bot.slack.proposals import cards
from tests.builders import ONE, SESSION, a_council, rainbow_road, reactions

BOT = Path(__file__).parents[2] / "bot"
PACK = rainbow_road()
SEATS = [RoleNumber(number) for number in range(1, 11)]

# what a reader takes from a card: who must support it, and how many seats must take a side
BY_SEATS = re.compile(r"when (\d+) of \d+ seats support it(?: and (\d+) take a side)?\.")
BY_TEAMS = re.compile(r"when (\d+) of \d+ teams support it and (\d+) of \d+ seats take a side;")
BY_CONSENT = re.compile(r"when (\d+) of \d+ seats have taken a side, somebody supports it and no objection")
BY_STEWARDS = re.compile(r"when (\d+) of \d+ stewards support it(?: and (\d+) take a side)?;")


def a_table() -> Council:
    """A full council in a session, with one proposal."""
    log = a_council(layout=layout_of(PACK))
    log.reach(SESSION)
    log.propose()
    return log.council


TABLE = a_table()


def reached(card: str, now: Tally) -> bool:
    """Whether a reader of the card would say that the proposal has what it needs."""
    said = [pattern.search(card) for pattern in (BY_SEATS, BY_TEAMS, BY_CONSENT, BY_STEWARDS)]
    assert len([one for one in said if one]) == 1, f"teach this test to read: {card}"
    seats, teams, consent, stewards = said
    if seats:
        return now.support >= int(seats[1]) and now.support + now.oppose >= int(seats[2] or 0)
    if teams:
        return now.teams_for >= int(teams[1]) and now.support + now.oppose >= int(teams[2])
    if consent:
        takes_part = now.support + now.oppose >= int(consent[1])
        return takes_part and now.support >= 1 and not now.objections
    assert stewards
    spoken = now.stewards_for + now.stewards_against
    return now.stewards_for >= int(stewards[1]) and spoken >= int(stewards[2] or 0)


@given(
    st.sampled_from(DecisionRuleKind),
    st.integers(0, 100),
    st.dictionaries(st.sampled_from(SEATS), st.booleans()),
    st.sets(st.sampled_from(SEATS)),
    st.sets(st.sampled_from(SEATS), max_size=9),
)
def test_the_rule_adopts_exactly_when_the_numbers_on_the_card_are_reached(
    rule: DecisionRuleKind,
    percent: int,
    sides: dict[RoleNumber, bool],
    objecting: set[RoleNumber],
    vacant: set[RoleNumber],
) -> None:
    one = replace(
        TABLE.proposals[ONE],
        reactions=reactions({seat: (side,) for seat, side in sides.items()}),
        objections=MappingProxyType(dict.fromkeys(objecting, "It harms us.") if rule.row.objections else {}),
    )
    council = replace(
        TABLE,
        charter=Charter(1, rule, percent / 100, "", ""),
        seats={
            role: replace(seat, holder=None) if role in vacant else seat for role, seat in TABLE.seats.items()
        },
    )
    assert council.charter is not None

    tally, adopted = council.tally(one), adopts(council.charter, council.tally(one))

    assert adopted == reached(cards.proposal(PACK, council, one).text, tally)
    by_stewards = rule.row.by_stewards and tally.stewards > 0
    of, spoken = tally.seats, tally.support + tally.oppose
    if by_stewards:
        of, spoken = tally.stewards, tally.stewards_for + tally.stewards_against
    assert not adopted or spoken >= ceil(percent * of / 100)


@given(
    st.sampled_from(DecisionRuleKind),
    st.integers(0, 100),
    st.integers(0, 200),
    st.integers(0, 20),
    st.integers(0, 5),
)
def test_a_rule_asks_for_nothing_that_a_full_table_could_not_give(
    rule: DecisionRuleKind, percent: int, seats: int, teams: int, stewards: int
) -> None:
    teams, stewards = min(teams, seats), min(stewards, seats)
    everybody = Tally(seats, 0, seats, teams=teams, teams_for=teams, stewards=stewards, stewards_for=stewards)
    nobody = Tally(0, 0, seats, teams=teams, stewards=stewards)
    charter = Charter(1, rule, percent / 100, "", "")

    could = seats > 0 and (everybody.teams > 0 or not rule.row.by_teams)
    assert adopts(charter, everybody) is could
    assert not adopts(charter, nobody)


@pytest.mark.parametrize("rule", DecisionRuleKind)
def test_the_traits_of_a_rule_agree_with_what_it_needs(rule: DecisionRuleKind) -> None:
    needed = requirement(Charter(1, rule, 0.5, "", ""), Tally(0, 0, 10, teams=5, stewards=2))

    assert rule.row.objections is isinstance(needed, NoObjection)
    assert rule.row.by_teams is isinstance(needed, TeamSupport)
    assert rule.row.by_stewards is isinstance(needed, StewardsSupport)


def test_a_row_without_one_of_its_traits_is_refused() -> None:
    whole = {one.name: getattr(DecisionRuleKind.MAJORITY.row, one.name) for one in fields(Rule)}

    for left_out in whole:
        with pytest.raises(TypeError, match=left_out):
            Rule(**{name: value for name, value in whole.items() if name != left_out})


def test_no_other_file_asks_which_rule_it_is() -> None:
    for file in BOT.rglob("*.py"):
        if file != BOT / "domain" / "rules.py" and BOT / "gallery" not in file.parents:
            assert not re.search(r"DecisionRuleKind\.[A-Z]", file.read_text(encoding="utf-8")), file
