"""Claims and wins: by both missions, or by all of the team's priorities in a book that was approved."""

from dataclasses import replace
from types import MappingProxyType

import pytest

from bot.domain.ballot import Choice
from bot.domain.claims import Claim, Ground, Ruling, Verdict, Win, grounds_of, win
from bot.domain.council import Council, evolve
from bot.domain.council import commands as cc
from bot.domain.council import events as ce
from bot.domain.council.verdicts import may_win, to_rule_on, verdict
from bot.domain.errors.authority import FacilitatorsOnly
from bot.domain.errors.claims import (
    ClaimRuledAlready,
    ClaimRuledOn,
    ClaimsClosed,
    ClaimsNotOpen,
    ClaimsOver,
    EvidenceMissing,
    EvidenceUnknown,
    JudgingOver,
    NoSuchClaim,
    OwnClaim,
)
from bot.domain.evidence import BOOK, CHARTER, NOT_CLAIMED, Case, Evidence, EvidenceKind
from bot.domain.ids import MOOT, CouncilId, RoleNumber, UserId
from bot.intents.claims import ClaimCard, ClaimsOpenCard, FarewellCard, ResultsCard, RulingsCard
from bot.intents.councils import of_council
from bot.intents.intent import Card
from bot.intents.steps import StepsCard
from bot.services.games import layout_of
from bot.slack.claims import cards as claims_cards
from bot.slack.claims.evidence import exhibit, named
from bot.slack.results import cards as results_cards
from tests.builders import (
    EMERGENCY,
    FACILITATOR,
    PRESENTING,
    SIDEBAR,
    VOTING,
    CouncilLog,
    a_book_of_everything,
    a_council,
    a_voting_council,
    at,
    by_policies,
    player,
    rainbow_road,
)

PACK = rainbow_road()
OTHER = UserId("U0OTHER")
THREE, ALL = RoleNumber(3), frozenset({"one", "two"})
PRIORITIES = tuple(
    (one.key, by_policies(1)) for one in PACK.team("data-platform").priorities
)  # of roles 3 and 4


def a_claim(*, team: tuple[int, ...] = (), role: tuple[int, ...] = (), **codified: int) -> Claim:
    """A claim of role 3."""
    priorities = MappingProxyType({key: by_policies(number) for key, number in codified.items()})
    return Claim(THREE, by_policies(*team), by_policies(*role), priorities)


def a_counted_council(*, passed: bool = True, open_hand: bool = False, policies: int = 2) -> CouncilLog:
    """The shipped pack's council after its vote; with `open_hand`, role 3 has no secret."""
    log = a_council(layout=layout_of(PACK))
    if open_hand:
        log.do(cc.VacateSeat(player(3)), MOOT)
        log.do(cc.FillSeat(player(3), open_hand=True), MOOT)
    for number in range(policies):
        log.do(cc.RecordDecision(log.propose(f"Policy {number}")), at=at(6))
    log.reach(EMERGENCY, SIDEBAR, VOTING)
    log.do(cc.OpenBallot(), MOOT, at(31))
    for role in range(1, 11):
        log.vote(Choice.YES if passed else Choice.NO, role, at(32))
    log.reach(PRESENTING)
    log.close(log.shown())
    return log


def claim(log: CouncilLog, team: tuple[int, ...] = (), own: tuple[int, ...] = ()) -> list[ce.CouncilEvent]:
    """Role 3 claims missions."""
    return log.do(cc.MakeClaim(by_policies(*team), by_policies(*own)), player(3), at(40))


def judge(log: CouncilLog, by: int, confirms: bool, when: float = 41) -> list[ce.CouncilEvent]:
    """Somebody judges the claim of role 3."""
    return log.do(cc.JudgeClaim(THREE, confirms), player(by), at(when))


# --- what wins


@pytest.mark.parametrize(
    ("claimed", "approved", "grounds"),
    [
        (a_claim(team=(1,), role=(2,)), True, [Ground.MISSIONS]),
        (a_claim(team=(1,), role=(2,)), False, [Ground.MISSIONS]),  # read from the book, approved or not
        (a_claim(team=(1,)), True, []),  # one of two missions is none
        (a_claim(role=(1,)), True, []),
        (a_claim(one=1, two=1), True, [Ground.PRIORITIES]),
        (a_claim(one=1, two=1), False, []),  # a book that nobody approved codifies nothing
        (a_claim(one=1), True, []),  # all of them, or none
        (a_claim(one=1, three=1), True, []),
        (a_claim(one=1, two=2, three=3), True, [Ground.PRIORITIES]),
        (a_claim(team=(1,), role=(1,), one=1, two=1), True, [Ground.MISSIONS, Ground.PRIORITIES]),
        (a_claim(), True, []),
    ],
)
def test_a_player_wins_by_both_missions_or_by_all_priorities_in_an_approved_book(
    claimed: Claim, approved: bool, grounds: list[Ground]
) -> None:
    assert [*grounds_of(claimed, ALL, approved=approved)] == grounds


def test_each_win_rests_on_its_own_evidence_and_names_each_piece_once() -> None:
    claimed = a_claim(team=(3, 1), role=(1,), one=4, two=2)
    grounds = grounds_of(claimed, ALL, approved=True)

    assert [win(claimed, ground, cases) for ground, cases in grounds.items()] == [
        Win(THREE, Ground.MISSIONS, by_policies(3, 1).evidence),
        Win(THREE, Ground.PRIORITIES, by_policies(4, 2).evidence),
    ]


def test_a_team_without_priorities_wins_nothing_by_them() -> None:
    assert grounds_of(a_claim(), frozenset(), approved=True) == {}


# --- claiming


def test_claims_open_with_the_count() -> None:
    log = a_voting_council()

    with pytest.raises(ClaimsNotOpen):
        claim(log, team=(1,))
    log.close(log.shown())

    assert claim(log, team=(1,))


@pytest.mark.parametrize(
    "unknown",
    [
        *(Evidence(EvidenceKind.POLICY, number) for number in (0, 3)),
        *(Evidence(EvidenceKind.PROCESS, number) for number in (0, 2)),
        *(Evidence(EvidenceKind.PARKED, number) for number in (0, 1)),
        CHARTER,
    ],
)
def test_a_claim_rests_on_nothing_that_is_not_in_the_book(unknown: Evidence) -> None:
    log, case = a_counted_council(), Case((unknown,))

    for claimed in (
        cc.MakeClaim(case),
        cc.MakeClaim(NOT_CLAIMED, case),
        cc.MakeClaim(priorities=(("a", case),)),
    ):
        with pytest.raises(EvidenceUnknown):
            log.do(claimed, player(3))


def test_the_same_claim_again_changes_nothing_whatever_its_order() -> None:
    log = a_counted_council()

    made = claim(log, team=(2, 1), own=(1,))

    assert made == [ce.ClaimMade(THREE, by_policies(1, 2), by_policies(1), (), at(40))]
    assert claim(log, team=(1, 2), own=(1,)) == []


def test_a_claim_may_rest_on_everything_that_the_book_holds_and_on_the_book_as_a_whole() -> None:
    log = a_book_of_everything()
    process, parked = Evidence(EvidenceKind.PROCESS, 1), Evidence(EvidenceKind.PARKED, 2)
    whole = (*by_policies(2, 1).evidence, CHARTER, process, parked, BOOK)

    log.do(cc.MakeClaim(Case(whole[::-1], " It says so. "), Case((BOOK,))), player(3), at(40))

    assert log.council.evidence() == whole, "in the book's order, without what is parked no longer"
    assert log.council.claims[THREE].team_mission == Case(whole, "It says so.")
    cards = {one: exhibit(PACK, log.council, one) for one in whole}
    assert [one.title for one in cards.values()] == [
        "Policy 2 (proposal 2): Policy 1",
        "Policy 1 (proposal 1): Policy 0",
        "The charter",
        "Process 1: First the road.",
        "Parked 2: Who pays?",
        "The book as a whole",
    ]
    posted = [
        delivery.intent.key
        for event in log.events
        for delivery in of_council(log.council, event, 1)
        if isinstance(delivery.intent, Card)
    ]
    assert {one.card for one in cards.values()} <= set(posted), "each can be read on a card that was posted"
    policies = "policy 1 (proposal 1) and policy 2 (proposal 2)"
    assert named(log.council, whole) == f"{policies}, the charter, process 1, parked 2, the book as a whole"


def test_a_reason_without_evidence_is_refused_and_nothing_at_all_is_no_claim() -> None:
    log = a_counted_council()

    with pytest.raises(EvidenceMissing):
        log.do(cc.MakeClaim(Case(why="Everybody knows.")), player(3))
    log.do(cc.MakeClaim(priorities=(("one", NOT_CLAIMED),)), player(3))

    assert log.council.claims[THREE].cases == ()


def test_evidence_is_read_as_it_was_written_and_nothing_else_is() -> None:
    for one in (*by_policies(1, 17).evidence, CHARTER, BOOK, Evidence(EvidenceKind.PARKED, 3)):
        assert Evidence.read(str(one)) == one
    for wrong in ("", "policy", "policy-", "policy--1", "policy-²", "charter-1", "1", "law-1"):
        with pytest.raises(EvidenceUnknown):
            Evidence.read(wrong)


def test_a_new_claim_is_judged_anew_and_after_a_ruling_there_is_none() -> None:
    log = a_counted_council()
    claim(log, team=(1,))
    judge(log, 4, confirms=False)

    claim(log, team=(1,), own=(2,))
    anew = log.council.claims[THREE].disputed
    log.do(cc.RuleOnClaim(THREE, upheld=True, reason="So."), FACILITATOR)

    assert anew == 0
    with pytest.raises(ClaimRuledOn):
        claim(log)


def test_whoever_asked_for_no_secret_can_claim_priorities_only() -> None:
    log = a_counted_council(open_hand=True)

    log.do(cc.MakeClaim(by_policies(1), by_policies(1), PRIORITIES), player(3), at(40))

    claimed = log.council.claims[THREE]
    assert (claimed.team_mission, claimed.role_mission) == (NOT_CLAIMED, NOT_CLAIMED)
    assert [win.ground for win in may_win(PACK, log.council, claimed)] == [Ground.PRIORITIES]


# --- judging and ruling


def test_the_latest_word_of_each_seat_counts_and_nobody_judges_their_own_claim() -> None:
    log = a_counted_council()
    claim(log, team=(1,))

    judge(log, 4, confirms=True, when=41)
    judge(log, 4, confirms=False, when=42)
    again = judge(log, 4, confirms=True, when=41)
    with pytest.raises(OwnClaim):
        judge(log, 3, confirms=True)
    with pytest.raises(NoSuchClaim):
        log.do(cc.JudgeClaim(RoleNumber(5), confirms=True), player(4))

    assert again == []
    assert (log.council.claims[THREE].confirmed, log.council.claims[THREE].disputed) == (0, 1)
    log.do(cc.JudgeClaim(THREE, None, was=False), player(4), at(43))
    assert log.council.claims[THREE].confirmed == 1


def test_a_ruling_has_its_reason_may_be_mended_and_ends_the_judging() -> None:
    log = a_counted_council()
    claim(log, team=(1,), own=(1,))
    judge(log, 4, confirms=False)

    ruled = log.do(cc.RuleOnClaim(THREE, upheld=True, reason="Policy 1 says so."), FACILITATOR)
    again = log.do(cc.RuleOnClaim(THREE, upheld=True, reason="Policy 1 says so."), FACILITATOR)
    log.do(cc.RuleOnClaim(THREE, False, "On reflection, no.", instead=True), FACILITATOR)

    assert ruled == [ce.ClaimRuled(THREE, True, "Policy 1 says so.", FACILITATOR)]
    assert again == []
    assert judge(log, 5, confirms=True) == []
    assert verdict(PACK, log.council, log.council.claims[THREE]) is Verdict.LOST


def test_of_two_who_rule_at_once_the_second_changes_only_what_they_have_seen() -> None:
    log = a_counted_council()
    log.do(cc.KnowFacilitators(frozenset({FACILITATOR, OTHER})), MOOT)
    claim(log, team=(1,), own=(1,))
    log.do(cc.RuleOnClaim(THREE, upheld=True, reason="It says so."), FACILITATOR)

    same = log.do(cc.RuleOnClaim(THREE, upheld=True, reason="Yes."), OTHER)
    with pytest.raises(ClaimRuledAlready, match="already upheld"):
        log.do(cc.RuleOnClaim(THREE, upheld=False), OTHER)
    log.do(cc.RuleOnClaim(THREE, upheld=False, reason="Not quite.", instead=True), OTHER)
    with pytest.raises(ClaimRuledAlready, match="already rejected"):
        log.do(cc.RuleOnClaim(THREE, upheld=True, instead=True, reason="My reason."), FACILITATOR)

    assert same == []
    assert log.council.claims[THREE].ruling == Ruling(False, "Not quite.", OTHER)
    log.do(cc.EndCouncil(), MOOT, at(50))
    log.do(cc.RuleOnClaim(THREE, True, "After all.", instead=False), FACILITATOR, at(51))
    log.do(cc.CloseCouncil(), MOOT, at(52))
    with pytest.raises(ClaimsClosed):
        log.do(cc.RuleOnClaim(THREE, False, "No.", instead=True), FACILITATOR, at(53))


def test_the_majority_is_followed_where_there_is_one_and_a_tie_stays_open() -> None:
    log = a_counted_council()
    for role, sides in ((3, {5: True, 6: False, 7: False}), (4, {5: True, 6: True, 7: False, 8: False})):
        log.do(cc.MakeClaim(by_policies(1), by_policies(1)), player(role), at(40))
        for judge_role, confirms in sides.items():
            log.do(cc.JudgeClaim(RoleNumber(role), confirms), player(judge_role), at(41))
    both = cc.FollowMajority((THREE, RoleNumber(4)))

    with pytest.raises(FacilitatorsOnly):
        log.do(both, player(5))
    ruled = log.do(both, FACILITATOR)

    assert ruled == [ce.ClaimRuled(THREE, False, "", FACILITATOR, by_majority=True)]
    assert log.do(both, FACILITATOR) == []
    assert [one.seat for one in to_rule_on(PACK, log.council)] == [4]
    assert (
        "Rejected by the facilitator: most who took a side dispute it."
        in claims_cards.claim(PACK, log.council, log.council.claim_of(THREE)).text
    )


def test_the_judging_ends_with_the_game_and_what_was_said_before_still_counts() -> None:
    log = a_counted_council()
    claim(log, team=(1,), own=(1,))
    open_until_then = verdict(PACK, log.council, log.council.claims[THREE])
    log.do(cc.EndCouncil(), MOOT, at(50))

    judge(log, 4, confirms=False, when=49)
    with pytest.raises(JudgingOver):
        judge(log, 5, confirms=False, when=51)
    with pytest.raises(JudgingOver):
        log.do(cc.JudgeClaim(THREE, None, was=False), player(4), at(52))
    with pytest.raises(ClaimsOver):
        claim(log, team=(2,), own=(1,))
    with pytest.raises(ClaimsOver):
        log.do(cc.MakeClaim(by_policies(1), by_policies(1)), player(7), at(51))

    assert open_until_then is Verdict.OPEN
    assert log.council.claims[THREE].disputed == 1
    assert verdict(PACK, log.council, log.council.claims[THREE]) is Verdict.UNDECIDED
    log.do(cc.RuleOnClaim(THREE, upheld=True, reason=""), FACILITATOR, at(60))
    assert verdict(PACK, log.council, log.council.claims[THREE]) is Verdict.WON


def test_a_claim_that_can_win_nothing_waits_for_no_ruling_and_is_lost_in_the_end() -> None:
    log = a_counted_council()
    claim(log, team=(1,))
    for role in (4, 5):
        judge(log, role, confirms=False)

    waiting = list(to_rule_on(PACK, log.council))
    log.do(cc.EndCouncil(), MOOT, at(50))

    assert waiting == []
    assert verdict(PACK, log.council, log.council.claims[THREE]) is Verdict.LOST


def test_a_vote_that_is_counted_after_the_end_opens_no_claims() -> None:
    log = a_voting_council(layout=layout_of(PACK))
    log.do(cc.EndCouncil(), MOOT, at(33))
    events = log.close(log.shown(), at(34))

    work = [one.intent for event in events for one in of_council(log.council, event, 9)]

    assert log.council.outcome is not None
    assert not any(isinstance(one, ClaimsOpenCard) for one in work)


# --- what people read


def test_the_result_says_who_won_by_what_and_why() -> None:
    log = a_counted_council()
    log.do(cc.MakeClaim(by_policies(1), by_policies(2), PRIORITIES), player(3), at(40))
    log.do(cc.MakeClaim(by_policies(1)), player(5), at(40))
    judge(log, 4, confirms=False)
    log.do(cc.RuleOnClaim(THREE, upheld=True, reason="The text says so."), FACILITATOR)

    shown = results_cards.farewell(PACK, log.council).text

    assert "*Individual wins: 1*" in shown
    assert "Wins by both secret missions [policy 1 (proposal 1) and policy 2 (proposal 2)] and by" in shown
    assert "upheld by the facilitator: The text says so." in shown
    assert f"<@{player(5)}>" not in shown


def test_where_the_vote_failed_priorities_win_nothing_and_the_card_says_so() -> None:
    log = a_counted_council(passed=False)
    log.do(cc.MakeClaim(priorities=PRIORITIES), player(3), at(40))
    log.do(cc.MakeClaim(by_policies(1), by_policies(1)), player(5), at(40))

    cards = {
        role: claims_cards.verdict(PACK, log.council, log.council.claims[RoleNumber(role)]) for role in (3, 5)
    }

    assert "As it stands, no individual win" in cards[3]
    assert cards[5] == "Open until the game ends."
    claims_are_open = claims_cards.claims_open(PACK, log.council).text
    log.do(cc.EndCouncil(), MOOT, at(50))
    shown = results_cards.farewell(PACK, log.council).text
    assert f"<@{player(5)}>, Grants Controller: Wins by both secret missions" in shown
    assert f"<@{player(3)}>" not in shown
    assert not log.council.won
    assert "only the secret missions can win" in claims_are_open
    assert "only the secret" not in claims_cards.claims_open(PACK, a_counted_council().council).text


def test_what_changes_a_verdict_is_made_true_on_the_claims_card_and_in_the_results() -> None:
    log = a_counted_council()
    (made,) = claim(log, team=(1,))
    (confirmed,) = judge(log, 4, confirms=True)
    quiet = list(of_council(log.council, confirmed, 9))
    (disputed,) = judge(log, 5, confirms=False)

    cards = [one.intent for one in of_council(log.council, disputed, 9)]
    updates = [type(one) for one in cards if isinstance(one, Card) and one.existing]

    assert quiet == [], "a claim that nobody disputes says the same as before"
    assert updates == [ClaimCard, FarewellCard, ResultsCard, RulingsCard, StepsCard]
    assert FarewellCard in [type(one.intent) for one in of_council(log.council, made, 9)]


def test_disputes_in_a_hundred_councils_are_one_message_to_each_facilitator() -> None:
    log = a_counted_council()
    log.do(cc.KnowFacilitators(frozenset({FACILITATOR, OTHER})), MOOT)
    claim(log, team=(1,), own=(1,))
    disputes = [judge(log, role, confirms=False)[0] for role in (4, 5, 6)]
    hundred = [replace(log.council, id=CouncilId(f"g1-{n}"), number=n) for n in range(1, 101)]

    work = [one for council in hundred for event in disputes for one in of_council(council, event, 9)]

    told = {(one.room, one.coalesce) for one in work if one.room.startswith("dm:")}
    assert {room for room, _ in told} == {f"dm:{FACILITATOR}", f"dm:{OTHER}"}
    assert len(told) == 4, "the queue, and the card that leads them"


def test_whoever_runs_the_game_from_now_on_gets_the_queue_and_for_the_others_it_ends() -> None:
    log = a_counted_council()
    claim(log, team=(1,), own=(1,))
    for role in (4, 5):
        judge(log, role, confirms=False)
    (changed,) = log.do(cc.KnowFacilitators(frozenset({OTHER})), MOOT)

    queues = [
        (one.intent.room, one.intent.existing)
        for one in of_council(log.council, changed, 9)
        if isinstance(one.intent, RulingsCard)
    ]

    assert queues == [(f"dm:{OTHER}", False), (f"dm:{FACILITATOR}", True)]


def test_replaying_the_log_makes_the_same_claims() -> None:
    log = a_counted_council()
    claim(log, team=(1,), own=(2,))
    judge(log, 4, confirms=False)
    log.do(cc.RuleOnClaim(THREE, upheld=False, reason="No."), FACILITATOR)

    state: Council | None = None
    for event in log.events:
        state = evolve(state, event)

    assert state == log.council


def test_claims_and_rulings_stay_as_they_are_once_the_game_is_closed() -> None:
    log = a_counted_council()
    log.do(cc.MakeClaim(role_mission=by_policies(1), team_mission=by_policies(2)), player(3), at(40))
    log.do(cc.CloseCouncil(), MOOT, at(50))

    for command, actor in (
        (cc.MakeClaim(role_mission=by_policies(2)), player(3)),
        (cc.JudgeClaim(THREE, confirms=False), player(4)),
        (cc.RuleOnClaim(THREE, upheld=False, reason="No"), FACILITATOR),
    ):
        with pytest.raises(ClaimsClosed):
            log.do(command, actor, at(51))
    assert log.do(cc.CloseCouncil(), MOOT, at(52)) == []
