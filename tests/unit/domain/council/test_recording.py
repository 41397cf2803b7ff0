"""Once there is a charter its rule decides; a steward records only what it has decided, with its numbers."""

import pytest

from bot.domain.council import commands as cc
from bot.domain.council import events as ce
from bot.domain.errors import Refusal
from bot.domain.errors.charter import CardSaysOtherwise, MoreThanDecide, NotByTheRule, NumbersNeeded
from bot.domain.ids import MOOT, RoleNumber
from bot.domain.paper import paper_id
from bot.domain.rules import DecisionRuleKind, Voices, Who
from tests.builders import EMERGENCY, ONE, CouncilLog, a_charter, a_council, at, player

MAJORITY, TWO_THIRDS = DecisionRuleKind.MAJORITY, DecisionRuleKind.TWO_THIRDS
STEWARDS, CONSENT, TEAMS = DecisionRuleKind.STEWARDS, DecisionRuleKind.CONSENT, DecisionRuleKind.TEAMS
STEWARD = player(1)
Said = tuple[int, int]


def a_debate(
    rule: DecisionRuleKind,
    quorum: float = 0.5,
    *,
    supported_by: tuple[int, ...] = (),
    opposed_by: tuple[int, ...] = (),
    vacant: tuple[int, ...] = (),
) -> CouncilLog:
    """A council of ten seats in five teams, of which roles 1 and 2 chair, with a charter and a proposal."""
    log = a_council()
    for role in vacant:
        log.do(cc.VacateSeat(player(role)), MOOT)
    log.propose()
    log.do(a_charter(rule, quorum), player(next(iter({1, 2, 3} - {*vacant}))), at(6))
    for side, roles in ((True, supported_by), (False, opposed_by)):
        for role in roles:
            log.do(cc.TakeSide(ONE, side), player(role), at(7))
    return log


def recorded(log: CouncilLog, said: Said | None, by: int = 1) -> list[ce.CouncilEvent]:
    """A steward records the proposal as decided with these numbers."""
    return log.do(cc.RecordDecision(ONE, said=said), player(by), at(9))


@pytest.mark.parametrize("said", [None, (0, 8), (2, 8), (6, 4), (10, 0), (-1, 8), (6, 8), (1, 0)])
def test_with_none_for_and_eight_against_no_steward_records_a_majority(said: Said | None) -> None:
    log = a_debate(MAJORITY, opposed_by=(3, 4, 5, 6, 7, 8, 9, 10))

    with pytest.raises(Refusal):
        recorded(log, said)

    assert log.council.policies == ()


@pytest.mark.parametrize(
    ("rule", "quorum", "said", "enough"),
    [
        (MAJORITY, 0.5, (6, 4), True),
        (MAJORITY, 0.5, (5, 5), False),
        (MAJORITY, 0.5, (5, 0), False),
        (MAJORITY, 0.8, (6, 1), False),
        (MAJORITY, 0.8, (6, 2), True),
        (TWO_THIRDS, 0.5, (6, 0), False),
        (TWO_THIRDS, 0.5, (7, 3), True),
        (CONSENT, 0.5, (5, 0), True),
        (CONSENT, 0.5, (4, 0), False),
        (CONSENT, 0.5, (9, 1), False),
        (TEAMS, 0.5, (3, 2), True),
        (TEAMS, 0.5, (2, 0), False),
        (TEAMS, 1.0, (3, 1), False),
        (TEAMS, 1.0, (3, 2), True),
        (STEWARDS, 0.5, (2, 0), True),
        (STEWARDS, 0.5, (1, 1), False),
        (STEWARDS, 0.5, (1, 0), False),
    ],
)
def test_what_was_decided_aloud_is_checked_by_the_charters_rule(
    rule: DecisionRuleKind, quorum: float, said: Said, enough: bool
) -> None:
    log = a_debate(rule, quorum)

    if not enough:
        with pytest.raises(NotByTheRule):
            recorded(log, said)
        return
    (made,) = recorded(log, said)

    assert isinstance(made, ce.PolicyAdopted)
    assert made.aloud is not None
    assert (made.aloud.for_it, made.aloud.against, made.by_steward) == (*said, RoleNumber(1))


def test_no_more_voices_are_recorded_than_can_decide() -> None:
    with pytest.raises(MoreThanDecide) as refused:
        recorded(a_debate(TEAMS), (4, 2))

    assert (
        refused.value.sentence == "That makes 6 in all, but only 5 teams decide on it. Nothing was recorded."
    )


def test_nobody_is_left_out_whose_side_stands_on_the_card() -> None:
    log = a_debate(MAJORITY, supported_by=(3,), opposed_by=(4, 5))

    for said in ((6, 1), (0, 10)):
        with pytest.raises(CardSaysOtherwise):
            recorded(log, said)

    assert recorded(log, (6, 2))


def test_people_on_paper_count() -> None:
    # given four people in Slack and six on paper
    log = a_debate(MAJORITY, supported_by=(1, 2, 3))
    for role in range(5, 11):
        log.do(cc.HandOverSeat(player(role), paper_id(f"Player {role}")), MOOT)

    # when and then
    (made,) = recorded(log, (8, 1))
    assert isinstance(made, ce.PolicyAdopted)
    assert made.aloud == Voices(8, 1, 10)


@pytest.mark.parametrize(
    ("vacant", "for_it", "adopted"),
    [
        ((), (1,), False),  # one of two is no majority
        ((), (1, 2), True),
        ((), (1, 3, 4, 5, 6, 7, 8, 9, 10), False),
        ((2,), (1,), True),  # the only one decides
        ((1,), (2,), True),
        ((1, 2), (3, 4, 5, 6), False),  # where none is seated, most of the seats decide: five of eight
        ((1, 2), (3, 4, 5, 6, 7), True),
    ],
)
def test_stewards_decide_by_more_than_half_of_those_who_are_seated(
    vacant: tuple[int, ...], for_it: tuple[int, ...], adopted: bool
) -> None:
    log = a_debate(STEWARDS, supported_by=for_it, vacant=vacant)

    assert bool(log.council.policies) is adopted


def test_one_steward_of_two_does_not_overrule_the_other() -> None:
    log = a_debate(STEWARDS, opposed_by=(2,))

    for said, refused in (((1, 0), CardSaysOtherwise), ((1, 1), NotByTheRule), ((2, 0), CardSaysOtherwise)):
        with pytest.raises(refused):
            recorded(log, said)


def test_a_process_is_recorded_by_the_charters_rule_too() -> None:
    # given an emergency under a charter
    log = a_debate(MAJORITY)
    log.reach(EMERGENCY)

    # when one steward records a process without the council, and then with it
    with pytest.raises(NumbersNeeded):
        log.do(cc.RecordResponse("Put it back."), STEWARD)
    with pytest.raises(NotByTheRule):
        log.do(cc.RecordResponse("Put it back.", said=(2, 5)), STEWARD)
    log.do(cc.RecordResponse("Put it back.", said=(7, 2)), STEWARD)

    # then
    (process,) = log.council.responses
    assert process.aloud == Voices(7, 2, 10)


def test_before_there_is_a_charter_the_stewards_record_without_numbers() -> None:
    log = a_council()
    log.propose()

    (made,) = recorded(log, None)

    assert isinstance(made, ce.PolicyAdopted)
    assert made.aloud is None


def test_the_numbers_are_of_those_whose_voices_the_rule_counts() -> None:
    counted = {
        rule: log.council.policies[0].aloud
        for rule in DecisionRuleKind
        for log in [a_debate(rule)]
        if recorded(log, (2, 0) if rule is STEWARDS else (5, 0) if rule is TEAMS else (10, 0))
    }

    assert {rule: voices and (voices.of, voices.who) for rule, voices in counted.items()} == {
        MAJORITY: (10, Who.SEATS),
        TWO_THIRDS: (10, Who.SEATS),
        CONSENT: (10, Who.SEATS),
        DecisionRuleKind.SHARE: (10, Who.SEATS),
        TEAMS: (5, Who.TEAMS),
        STEWARDS: (2, Who.STEWARDS),
    }
