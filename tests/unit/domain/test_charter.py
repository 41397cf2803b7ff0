"""Decision rules by themselves, and when a proposal has what it needs. And the charter that a pack gives: in
force from the start, and amended by its own rule unless it is fixed."""

from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.db.codec import decode, encode
from bot.domain.charter import Charter, Conditions, Given, Terms, adopts, given_by, offer_of
from bot.domain.council import ProposalStatus, evolve
from bot.domain.council import events as ce
from bot.domain.cues import Unless
from bot.domain.errors.charter import CharterIsFixed, StewardsPropose, StewardsProposeHere
from bot.domain.offer import CharterOffer, Proposers
from bot.domain.rules import DecisionRuleKind, Tally, voices
from bot.domain.settled import settled
from bot.slack.charter import cards as charter_cards
from tests.builders import a_charter, a_council, at, player, rainbow_road

CONSENT, TEAMS = DecisionRuleKind.CONSENT, DecisionRuleKind.TEAMS

MAJORITY, TWO_THIRDS, STEWARDS = tuple(DecisionRuleKind)[:3]


def under(rule: DecisionRuleKind, quorum: float = 0.0) -> Charter:
    """A charter with this rule."""
    return Charter(1, rule, quorum, "", "")


@pytest.mark.parametrize(
    ("rule", "support", "seats", "adopted"),
    [
        (MAJORITY, 5, 10, False),
        (MAJORITY, 6, 10, True),
        (MAJORITY, 4, 9, False),
        (MAJORITY, 5, 9, True),
        (MAJORITY, 3, 5, True),
        (MAJORITY, 1, 1, True),
        (TWO_THIRDS, 6, 10, False),
        (TWO_THIRDS, 7, 10, True),
        (TWO_THIRDS, 6, 9, True),  # exactly two thirds is enough
        (TWO_THIRDS, 5, 9, False),
        (TWO_THIRDS, 3, 5, False),
        (TWO_THIRDS, 4, 5, True),
        (STEWARDS, 5, 10, False),  # where no steward is seated, as by majority
        (STEWARDS, 6, 10, True),
    ],
)
def test_a_proposal_is_adopted_at_the_boundary_of_its_rule(
    rule: DecisionRuleKind, support: int, seats: int, adopted: bool
) -> None:
    assert adopts(under(rule), Tally(support, 0, seats)) is adopted


@pytest.mark.parametrize(
    ("support", "oppose", "quorum", "adopted"),
    [(6, 0, 0.6, True), (6, 0, 0.61, False), (6, 1, 0.7, True), (6, 3, 1.0, False), (6, 4, 1.0, True)],
)
def test_the_quorum_is_the_share_of_filled_seats_that_took_a_side(
    support: int, oppose: int, quorum: float, adopted: bool
) -> None:
    assert adopts(under(MAJORITY, quorum), Tally(support, oppose, 10)) is adopted


@given(st.sampled_from(DecisionRuleKind), st.floats(0, 1), st.integers(0, 30), st.integers(0, 30))
def test_silence_never_adopts_anything(
    rule: DecisionRuleKind, quorum: float, oppose: int, silent: int
) -> None:
    assert not adopts(under(rule, quorum), Tally(0, oppose, oppose + silent))


@pytest.mark.parametrize(
    ("support", "oppose", "objections", "quorum", "adopted"),
    [
        (5, 0, 0, 0.5, True),
        (4, 0, 0, 0.5, False),
        (4, 1, 0, 0.5, True),  # a thumb down is a side, and blocks nothing
        (9, 1, 1, 0.5, False),
        (1, 0, 0, 0.0, True),
        (0, 0, 0, 0.0, False),  # silence is not consent
        (0, 10, 0, 0.5, False),  # nor is a council that nobody's support moves
        (5, 0, 0, 0.51, False),
    ],
)
def test_consent_needs_the_quorum_a_supporter_and_no_objection(
    support: int, oppose: int, objections: int, quorum: float, adopted: bool
) -> None:
    assert adopts(Charter(1, CONSENT, quorum, "", ""), Tally(support, oppose, 10, objections)) is adopted


@pytest.mark.parametrize(
    ("teams_for", "teams", "adopted"),
    [(2, 4, False), (3, 4, True), (2, 5, False), (3, 5, True), (1, 1, True)],
)
def test_more_than_half_of_the_teams_must_support(teams_for: int, teams: int, adopted: bool) -> None:
    tally = Tally(8, 2, 10, teams=teams, teams_for=teams_for)

    assert adopts(Charter(1, TEAMS, 0.5, "", ""), tally) is adopted


def test_a_teams_voice_is_the_side_that_more_of_its_seats_take() -> None:
    sides = [("a", True), ("a", True), ("a", False), ("b", True), ("b", False), ("c", None), ("d", False)]

    assert voices((team, side, 1) for team, side in sides) == {"a": True, "b": None, "c": None, "d": False}


# --- a charter that the pack gives

TERMS = Terms(MAJORITY, 0.5, "The clerk writes it down.", "By a check.")
SUPPORTERS = (1, 2, 3, 4, 5, 6)


def an_offer(**given: object) -> CharterOffer:
    """What a pack of two rules offers, with a charter that it gives."""
    rules = [{"kind": kind, "name": kind, "text": "A rule."} for kind in ("majority", "consent")]
    offer = {"rules": rules, "quorum": 0.4, "enactment": "By Friday.", "enforcement": "By a check."}
    return CharterOffer.model_validate({**offer, "waiting": ["0s", "2m"], "given": given})


def test_what_a_given_charter_leaves_out_is_the_default_of_the_offer() -> None:
    charter = given_by(an_offer())

    assert charter == Given(Terms(MAJORITY, 0.4, "By Friday.", "By a check."))


def test_a_given_charter_says_what_it_says_in_the_games_time_and_that_is_on_offer_too() -> None:
    offer = an_offer(rule="consent", quorum=1, proposers="stewards", waiting="10m", seconds=2)

    charter = given_by(offer, tempo=0.5)

    assert charter is not None
    assert charter.terms.rule is DecisionRuleKind.CONSENT
    assert charter.terms.quorum == 1
    assert charter.terms.conditions == Conditions(Proposers.STEWARDS, timedelta(minutes=5), 2)
    assert offer_of(offer, tempo=0.5).allows(charter.terms.conditions)


def test_a_given_charter_needs_no_sample_texts_beside_its_own() -> None:
    rules = [{"kind": "majority", "name": "Majority", "text": "More than half."}]
    own = {"enactment": "At once.", "enforcement": "By nobody."}

    charter = given_by(CharterOffer.model_validate({"rules": rules, "given": own}))

    assert charter == Given(Terms(MAJORITY, 0.5, "At once.", "By nobody."))


def test_a_given_charter_names_one_of_several_shares() -> None:
    shares = [{"kind": "share", "name": name, "text": ".", "at_least": name} for name in ("2/3", "3/4")]
    offer = {"rules": shares, "enactment": "By Friday.", "enforcement": "By a check."}

    charter = given_by(CharterOffer.model_validate({**offer, "given": {"rule": "3/4"}}))

    assert charter is not None
    assert charter.terms.threshold is not None
    assert charter.terms.threshold.at_least == Fraction(3, 4)


def test_a_council_decides_by_its_given_charter_from_the_first_session() -> None:
    log = a_council(given=Given(TERMS))

    number = log.propose("Owners merge")
    for role in SUPPORTERS:
        log.react(number, support=True, by=role, at=at(6))

    (policy,) = log.council.policies
    assert (policy.charter, policy.by_steward) == (1, None)
    assert settled(Unless.CHARTER, rainbow_road(), log.council)


def test_a_given_charter_is_amended_by_its_own_rule() -> None:
    log = a_council(given=Given(TERMS))

    log.do(a_charter(DecisionRuleKind.CONSENT), player(7), at(6))
    (change,) = log.council.proposals.values()
    for role in SUPPORTERS:
        log.react(change.number, support=True, by=role, at=at(7))

    assert log.council.charter is not None
    assert (log.council.charter.version, log.council.charter.rule) == (2, DecisionRuleKind.CONSENT)
    assert log.council.proposals[change.number].status is ProposalStatus.CHARTERED


def test_a_fixed_charter_stays_as_it_is_and_its_card_has_no_button() -> None:
    log = a_council(given=Given(TERMS, fixed=True))
    free = a_council(given=Given(TERMS))

    with pytest.raises(CharterIsFixed):
        log.do(a_charter(DecisionRuleKind.CONSENT), player(1), at(6))

    card, other = (str(charter_cards.charter(rainbow_road(), one.council).as_kwargs()) for one in (log, free))
    assert "stays as it is" in card
    assert "Change the charter" not in card
    assert "begins with it" in other
    assert "Change the charter" in other


def test_where_a_fixed_charter_lets_only_stewards_propose_nobody_is_told_to_change_it() -> None:
    terms = Terms(MAJORITY, 0.5, "", "", Conditions(Proposers.STEWARDS))

    with pytest.raises(StewardsPropose) as open_to_change:
        a_council(given=Given(terms)).propose("Owners merge", by=5)
    with pytest.raises(StewardsProposeHere) as fixed:
        a_council(given=Given(terms, fixed=True)).propose("Owners merge", by=5)

    assert "change the charter" in str(open_to_change.value)
    assert "change the charter" not in str(fixed.value)


def test_the_given_charter_is_stored_with_the_council_and_logs_without_one_fold() -> None:
    log = a_council(until=None, given=Given(TERMS, fixed=True))
    (founded,) = [event for event in log.events if isinstance(event, ce.CouncilSeated)]

    kind, data = encode(founded)
    old = {name: value for name, value in data.items() if name != "given"}

    assert decode(kind, data) == founded
    council = evolve(None, decode(kind, old))
    assert (council.charter, council.given) == (None, None)
