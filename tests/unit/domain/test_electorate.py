"""Who decides: exact counts of weights, vetoes, shares and quorums by group, in proposals and the ballot."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.amounts import digits
from bot.domain.ballot import Ballot, Choice, count
from bot.domain.charter import Charter, adopts, requirement
from bot.domain.counting import counted
from bot.domain.electorate import EVERYBODY_ALIKE, Electorate, GroupQuorum
from bot.domain.ids import RoleNumber, TeamKey, UserId
from bot.domain.offer import BallotRule
from bot.domain.rules import DecisionRuleKind
from bot.domain.seating import Seat
from bot.domain.thresholds import CountedOf, Threshold
from tests.builders import NOON, reactions

MAJORITY, TWO_THIRDS, SHARE = DecisionRuleKind.MAJORITY, DecisionRuleKind.TWO_THIRDS, DecisionRuleKind.SHARE
Numbers = tuple[int, ...]


def seats(*teams: int, vacant: Numbers = ()) -> list[Seat]:
    """Filled seats of teams of these sizes; the first team's are stewards'."""
    owners = [team for team, size in enumerate(teams) for _ in range(size)]
    return [
        Seat(RoleNumber(n), TeamKey(f"team-{team}"), team == 0, UserId(f"U{n}"))
        for n, team in enumerate(owners, 1)
        if n not in vacant
    ]


def votes(**weights: str) -> tuple[tuple[RoleNumber, int | Fraction], ...]:
    """`r1="5"`: role 1 has five votes."""
    read = {role: Fraction(weight) for role, weight in weights.items()}
    return tuple(
        (RoleNumber(int(role[1:])), int(weight) if weight.denominator == 1 else weight)
        for role, weight in read.items()
    )


def roles(*numbers: int) -> tuple[RoleNumber, ...]:
    return tuple(map(RoleNumber, numbers))


def a_charter(
    kind: DecisionRuleKind = MAJORITY, quorum: float = 0, threshold: Threshold | None = None
) -> Charter:
    return Charter(1, kind, quorum, "", "", threshold=threshold)


def adopted(who: Electorate, table: list[Seat], for_it: Numbers, against: Numbers, charter: Charter) -> bool:
    sides = {**dict.fromkeys(roles(*for_it), True), **dict.fromkeys(roles(*against), False)}
    return adopts(charter, counted(who, table, sides, charter.row))


def approved(
    who: Electorate, table: list[Seat], yes: Numbers, no: Numbers, rule: BallotRule
) -> tuple[bool, str]:
    said = {**dict.fromkeys(roles(*yes), (Choice.YES,)), **dict.fromkeys(roles(*no), (Choice.NO,))}
    electorate = frozenset(seat.role for seat in who.voters(table))
    outcome = count(
        Ballot(NOON, "0123456789", electorate, reactions(said)),
        rule,
        who,
        teams={seat.role: seat.team for seat in table},
    )
    return outcome.passed, outcome.reason


BLOCS = Electorate(weights=votes(r1="5", r2="3", r3="2"))  # and 4 and 5 with one vote each: twelve in all


@pytest.mark.parametrize(
    ("for_it", "against", "carried"),
    [
        ((1, 3), (), True),  # 7 of 12
        ((1, 4), (), False),  # 6 of 12 are half
        ((2, 3, 4), (1, 5), False),  # three seats of five, and 6 of 12 votes
        ((2, 3, 4, 5), (1,), True),  # 7 of 12
        ((1,), (2, 3, 4, 5), False),
    ],
)
def test_a_majority_is_one_of_votes_and_not_of_seats(
    for_it: Numbers, against: Numbers, carried: bool
) -> None:
    assert adopted(BLOCS, seats(1, 1, 1, 1, 1), for_it, against, a_charter()) is carried
    rule = BallotRule(of=CountedOf.SEATED, quorum=Fraction())
    assert approved(BLOCS, seats(1, 1, 1, 1, 1), for_it, against, rule)[0] is carried


def test_weights_may_be_fractions_and_are_counted_exactly() -> None:
    who = Electorate(weights=votes(r1="1/3", r2="1/3", r3="1/3"))
    table = seats(1, 1, 1)
    two_thirds = a_charter(TWO_THIRDS)

    assert adopted(who, table, (1, 2), (), two_thirds)
    assert not adopted(who, table, (1,), (), two_thirds)
    needed = requirement(two_thirds, counted(who, table, {}, two_thirds.row))
    assert (needed.support, needed.seats) == (Fraction(2, 3), 1)  # type: ignore[union-attr]


def test_a_seat_without_a_vote_counts_nowhere() -> None:
    who, table = Electorate(voiceless=roles(4, 5)), seats(1, 1, 1, 1, 1)
    everybody = a_charter(quorum=1)

    assert adopted(who, table, (1, 2, 3), (), everybody)
    assert not adopted(who, table, (1, 2, 4, 5), (), everybody)
    assert adopted(who, table, (1, 2), (3, 4, 5), a_charter())
    assert approved(who, table, (1, 2), (3,), BallotRule(quorum=Fraction(1)))[0]


@pytest.mark.parametrize("kind", DecisionRuleKind)
def test_a_veto_stops_what_any_rule_would_adopt(kind: DecisionRuleKind) -> None:
    who, table = Electorate(veto=roles(5)), seats(1, 1, 1, 1, 1)

    assert adopted(who, table, (1, 2, 3, 4), (), a_charter(kind))
    assert adopted(who, table, (1, 2, 3, 4, 5), (), a_charter(kind))
    assert not adopted(who, table, (1, 2, 3, 4), (5,), a_charter(kind))
    assert adopted(EVERYBODY_ALIKE, table, (1, 2, 3, 4), (5,), a_charter(kind))


def test_a_veto_stops_the_book_and_its_holders_silence_does_not() -> None:
    who, table = Electorate(veto=roles(4, 5)), seats(1, 1, 1, 1, 1)

    assert approved(who, table, (1, 2, 3), (), BallotRule())[0]
    told = approved(who, table, (1, 2, 3, 4), (5,), BallotRule())
    assert told == (False, "a seat that holds a veto voted against it")


@pytest.mark.parametrize(
    ("for_it", "against", "vacant", "carried"),
    [
        ((1, 2, 3, 4), (), (), False),  # nobody of the islands
        ((1, 2, 3, 4, 5), (), (), False),  # one of three
        ((1, 2, 3, 4, 5), (6,), (), True),
        ((1, 2, 3, 5), (), (6, 7), True),  # one of the one that is there
        ((1, 2, 3), (), (5, 6, 7), True),  # nobody of theirs sits here
    ],
)
def test_a_group_must_take_part_whatever_the_others_do(
    for_it: Numbers, against: Numbers, vacant: Numbers, carried: bool
) -> None:
    who = Electorate(quorums=(GroupQuorum("The islands", roles(5, 6, 7), Fraction(1, 2)),))
    table = seats(2, 2, 3, vacant=vacant)

    assert adopted(who, table, for_it, against, a_charter(SHARE, threshold=CAST)) is carried
    assert approved(who, table, for_it, against, BallotRule(quorum=Fraction()))[0] is carried


CAST = Threshold(CountedOf.CAST)


@pytest.mark.parametrize(
    ("threshold", "for_it", "against", "carried"),
    [
        (Threshold(at_least=Fraction(3, 5)), (1, 2, 3), (), True),  # 3 of 5
        (Threshold(at_least=Fraction(3, 5)), (1, 2), (3, 4, 5), False),
        (Threshold(more_than=Fraction(3, 5)), (1, 2, 3), (), False),
        (Threshold(more_than=Fraction(3, 5)), (1, 2, 3, 4), (), True),
        (Threshold(at_least=Fraction(1)), (1, 2, 3, 4), (), False),
        (Threshold(at_least=Fraction(1)), (1, 2, 3, 4, 5), (), True),
        (CAST, (1,), (), True),
        (CAST, (1, 2), (3, 4), False),  # a tie
        (CAST, (1, 2), (3,), True),
        (CAST, (), (), False),
        (Threshold(CountedOf.CAST, at_least=Fraction(3, 4)), (1, 2, 3), (4,), True),
        (Threshold(CountedOf.CAST, at_least=Fraction(3, 4)), (1, 2), (4,), False),
        (Threshold(CountedOf.TEAMS, at_least=Fraction(2, 3)), (1, 3), (), True),  # two of three teams
        (Threshold(CountedOf.TEAMS, at_least=Fraction(2, 3)), (1, 2), (), False),
        (Threshold(CountedOf.TEAMS, at_least=Fraction(2, 3)), (1, 3), (2,), False),  # their team is split
    ],
)
def test_a_share_carries_a_proposal_at_its_boundary(
    threshold: Threshold, for_it: Numbers, against: Numbers, carried: bool
) -> None:
    charter = a_charter(SHARE, threshold=threshold)

    assert adopted(EVERYBODY_ALIKE, seats(2, 2, 1), for_it, against, charter) is carried


def test_a_teams_voice_is_that_of_more_of_its_votes_and_each_team_has_one() -> None:
    who, table = Electorate(weights=votes(r1="5", r3="9")), seats(3, 2)  # 1 outweighs 2; 3 is in team 0, too
    teams = a_charter(SHARE, threshold=Threshold(CountedOf.TEAMS))
    everybody = a_charter(SHARE, threshold=Threshold(CountedOf.TEAMS, at_least=Fraction(1)))

    assert adopted(who, table, (1, 2, 4, 5), (), everybody)
    assert not adopted(who, table, (1, 2, 4, 5), (3,), everybody)  # 9 against 6
    assert not adopted(who, table, (1, 2, 3), (4, 5), teams)  # one team of two, however heavy
    assert not approved(who, table, (1, 2, 3), (4, 5), BallotRule(of=CountedOf.TEAMS))[0]


def test_the_quorum_counts_votes_too() -> None:
    table = seats(1, 1, 1, 1, 1)

    assert not adopted(BLOCS, table, (2, 3, 4), (), a_charter(SHARE, 0.75, CAST))  # 6 of 12
    assert adopted(BLOCS, table, (1, 2, 4), (), a_charter(SHARE, 0.75, CAST))  # 9 of 12
    told = approved(BLOCS, table, (2, 4), (5,), BallotRule())
    assert told == (False, "only 5 of 12 votes took part; 6 were needed")


def test_the_reasons_of_a_ballot_name_votes_where_seats_differ() -> None:
    table = seats(1, 1, 1, 1, 1)

    assert approved(BLOCS, table, (1, 2), (3, 4), BallotRule())[1] == (
        "8 of 11 votes cast were in favour; more than half was needed"
    )
    assert approved(BLOCS, table, (1,), (2, 3), BallotRule())[1] == "5 to 5 is a tie, and a tie does not pass"


def test_nobody_with_a_vote_seated_adopts_and_approves_nothing() -> None:
    who, table = Electorate(voiceless=roles(1, 2, 3)), seats(1, 1, 1)

    assert not adopted(who, table, (1, 2, 3), (), a_charter())
    told = approved(who, table, (1, 2, 3), (), BallotRule())
    assert told == (False, "nobody held a seat that votes when the vote opened")


SIDES = st.dictionaries(st.integers(1, 6), st.booleans())
WEIGHTS = st.dictionaries(
    st.integers(1, 6), st.sampled_from([0, 1, 2, 5, Fraction(1, 2), Fraction(1, 3), Fraction(7, 4)])
)


@given(
    SIDES, WEIGHTS, st.sets(st.integers(1, 6)), st.sampled_from(CountedOf), st.sampled_from(["1/2", "2/3"])
)
def test_no_share_lets_a_minority_decide(
    said: dict[int, bool],
    weights: dict[int, int | Fraction],
    voiceless: set[int],
    of: CountedOf,
    share: str,
) -> None:
    who = Electorate(
        tuple(sorted(map(RoleNumber, voiceless))), tuple((RoleNumber(n), w) for n, w in weights.items())
    )
    table, threshold = seats(2, 2, 2), Threshold(of, at_least=Fraction(share) if share != "1/2" else None)
    yes, no = (tuple(n for n, side in said.items() if side is want) for want in (True, False))
    charter = a_charter(SHARE, threshold=threshold)
    tally = counted(who, table, {RoleNumber(n): side for n, side in said.items()}, charter.row)

    if adopts(charter, tally):
        for_it, against = (
            (tally.teams_for, tally.teams_against) if of is CountedOf.TEAMS else (tally.support, tally.oppose)
        )
        assert for_it > against
    rule = BallotRule(of=of, more_than=threshold.more_than, at_least=threshold.at_least, quorum=Fraction())
    assert adopts(charter, tally) == approved(who, table, yes, no, rule)[0]


@pytest.mark.parametrize(
    ("amount", "shown"), [(3, "3"), (Fraction(5, 2), "2.5"), (Fraction(1, 3), "1/3"), (Fraction(4, 2), "2")]
)
def test_amounts_are_shown_exactly(amount: int | Fraction, shown: str) -> None:
    assert digits(amount) == shown
