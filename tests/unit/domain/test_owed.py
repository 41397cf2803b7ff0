"""What people still have to do: every phase, and every kind of person."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from bot.domain.agenda import PlannedPhase
from bot.domain.ballot import Choice
from bot.domain.council import Council
from bot.domain.council import commands as cc
from bot.domain.cues import CueKind
from bot.domain.feedback import Feedback
from bot.domain.game import Game
from bot.domain.game import commands as gc
from bot.domain.ids import MOOT, RoleNumber, UserId
from bot.domain.owed import owed, owed_afterwards, owed_by_facilitators
from bot.domain.paper import paper_id
from bot.domain.phases import PhaseKind
from bot.domain.rules import DecisionRuleKind
from bot.domain.scenario import Reveal
from bot.queries.place import Where
from bot.services.games import layout_of
from bot.slack.blocks import names
from bot.slack.help import cards as help_cards
from bot.slack.help.owed import in_words
from tests.builders import (
    EMERGENCY,
    FACILITATOR,
    OBSERVER,
    OFFER,
    ONE,
    PRESENTING,
    SESSION,
    SETUP,
    SIDEBAR,
    STRANGER,
    VOTING,
    CouncilLog,
    GameLog,
    a_charter,
    a_council,
    a_council_with_policies,
    a_cue,
    a_dealt_game,
    a_game,
    a_phase,
    a_running_game,
    a_voting_council,
    at,
    by_policies,
    player,
    rainbow_road,
)

READING = a_phase("setup", 5, kind=PhaseKind.SETUP)
CHARTERING = a_phase("session-1", 10, charter=True)
TALKING = a_phase("session-2", 10)
CALLING = a_phase("session-3", 10, a_cue(before=4, kind=CueKind.BALLOT))
TROUBLE = a_phase("emergency", 5, kind=PhaseKind.EMERGENCY)
ASIDE = a_phase("sidebar", 5, kind=PhaseKind.SIDEBAR)
SHOWING = a_phase("presentations", 10, kind=PhaseKind.PRESENTATIONS)
ENDING = a_phase("wrap-up", 5, kind=PhaseKind.WRAP_UP)
WRAP_UP = cc.EnterPhase("wrap-up", PhaseKind.WRAP_UP, at(45), charter=False, holds_ballot=False)
ZOE, STEWARD, HOLDER, LATE = paper_id("Zoe"), player(1), player(4), player(77)


def in_phase(*agenda: PlannedPhase) -> Game:
    """A game in the last of these phases."""
    log = a_running_game(*agenda)
    for _ in agenda[1:]:
        assert log.game.clock is not None
        log.do(gc.SkipPhase(seen=log.game.clock.phase))
    return log.game


def ended(log: GameLog | None = None) -> Game:
    """A game that is over."""
    log = log or a_running_game()
    log.do(gc.EndGame())
    return log.game


def debts(log: CouncilLog, user: UserId | int, game: Game, when: float = 30) -> Sequence[str]:
    """The keys of what somebody owes, whoever they are."""
    who = player(user) if isinstance(user, int) else user
    seat, council = log.council.seat_of(who), all_read(log.council)
    found = [one.key for one in owed(game, council, seat, at(when))] if seat else []
    found += (
        [one.key for one in owed_by_facilitators(rainbow_road(), game, [log.council])]
        if who == FACILITATOR
        else []
    )
    return found + [one.key for one in owed_afterwards(game, who)]


def all_read(council: Council) -> Council:
    """The council, in which everybody has read their sheet."""
    return replace(council, care=replace(council.care, opened=frozenset(council.seats)))


# --- councils in every state


def proposing(until: cc.EnterPhase = SESSION) -> CouncilLog:
    """A council with a proposal of role 3, and no charter."""
    log = a_council(until=SESSION)
    log.propose(by=3)
    if until is not SESSION:
        log.reach(EMERGENCY, *([SIDEBAR] if until is SIDEBAR else []))
    return log


def chaired_on_paper(until: cc.EnterPhase = SESSION) -> CouncilLog:
    """A council whose only steward sits there on paper, so that everybody records."""
    log = a_council(until=SESSION)
    log.do(cc.VacateSeat(player(2)), MOOT)
    log.do(cc.HandOverSeat(player(1), ZOE), MOOT)
    if until is VOTING:
        log.do(cc.RecordDecision(log.propose()), player(4))
        log.reach(EMERGENCY, SIDEBAR, VOTING)
    return log


def stewards_decide() -> CouncilLog:
    """A council whose charter leaves decisions to the stewards, and makes proposals stand for two minutes."""
    log = a_council(offer=OFFER)
    log.do(a_charter(DecisionRuleKind.STEWARDS, waiting=2), STEWARD, at(6))
    log.propose(by=3, at=at(29))
    return log


def voting() -> CouncilLog:
    """An open vote: role 4 has voted, somebody on paper has not, and one has come too late for it."""
    log = a_council_with_policies(filled=8)
    log.do(cc.FillSeat(ZOE, open_hand=False), MOOT, at(30))
    log.propose("Open")
    log.do(cc.OpenBallot(), MOOT, at(31))
    log.do(cc.FillSeat(LATE, open_hand=False), MOOT, at(32))
    log.vote(Choice.YES, 4, at(33))
    return log


def called() -> CouncilLog:
    """The bell has rung, and the reactions are being read."""
    log = voting()
    log.reach(PRESENTING)
    return log


def counted(passed: bool = True, reveal: Reveal = Reveal.ALL) -> CouncilLog:
    """A counted vote; role 10 plays without a secret."""
    log = a_council(9, layout=layout_of(rainbow_road()), reveal=reveal)
    last = next(seat.role for seat in log.council.seats.values() if seat.holder is None)
    log.do(cc.FillSeat(player(last), open_hand=True), MOOT)
    log.do(cc.RecordDecision(log.propose(by=3)), STEWARD)
    log.reach(EMERGENCY, SIDEBAR, VOTING)
    log.do(cc.OpenBallot(), MOOT, at(31))
    for role in range(1, 8):
        log.vote(Choice.YES if passed else Choice.NO, role, at(32))
    log.close(log.shown())
    return log


def claimed() -> CouncilLog:
    """Role 3 claims its missions, role 5 nothing; roles 1 and 2 have judged, and dispute."""
    log = counted()
    log.do(cc.MakeClaim(by_policies(1), by_policies(1)), player(3))
    log.do(cc.MakeClaim(), player(5))
    for judge in (1, 2):
        log.do(cc.JudgeClaim(RoleNumber(3), confirms=False), player(judge))
    return log


def presented() -> CouncilLog:
    """A counted vote, and the presentation is prepared."""
    log = counted()
    log.do(cc.PreparePresentation(((0, "By majority."),)), STEWARD)
    return log


def wrapped_up() -> CouncilLog:
    """The wrap-up of a game whose pack asks for consent; role 4 has answered, Zoe sits there on paper."""
    log = counted(reveal=Reveal.CONSENT)
    log.do(cc.HandOverSeat(player(6), ZOE), MOOT)
    log.reach(WRAP_UP)
    log.do(cc.AnswerReveal(RoleNumber(4), consents=False), HOLDER)
    return log


def none() -> Game:
    """A game in sign-up, with too few players."""
    return a_game(players=4).game


Row = tuple[str, Callable[[], CouncilLog], Callable[[], Game], dict[UserId, list[str]]]
EVERYBODY = (STEWARD, HOLDER, LATE, ZOE, OBSERVER, FACILITATOR, STRANGER)

TABLE: list[Row] = [
    ("sign-up, too few", a_council, none, {}),
    ("sign-up", a_council, lambda: a_game().game, {FACILITATOR: ["deal"]}),
    ("dealt", a_council, lambda: a_dealt_game().game, {FACILITATOR: ["start"]}),
    ("set-up", lambda: a_council(until=SETUP), lambda: in_phase(READING), {}),
    ("session 1", a_council, lambda: in_phase(CHARTERING), {STEWARD: ["charter"]}),
    (
        "session 1, with a proposal",
        proposing,
        lambda: in_phase(CHARTERING),
        {STEWARD: ["charter", "sides"], HOLDER: ["sides"], player(3): []},
    ),
    (
        "session 1, chaired on paper",
        chaired_on_paper,
        lambda: in_phase(CHARTERING),
        {HOLDER: ["charter"], ZOE: ["charter"]},
    ),
    (
        "emergency, still without a charter",
        lambda: proposing(EMERGENCY),
        lambda: in_phase(CHARTERING, TROUBLE),
        {STEWARD: ["charter", "response", "sides"], HOLDER: ["sides"]},
    ),
    (
        "a pack without a charter",
        proposing,
        lambda: in_phase(TALKING),
        {STEWARD: ["sides"], HOLDER: ["sides"]},
    ),
    (
        "sidebar",
        lambda: proposing(SIDEBAR),
        lambda: in_phase(CHARTERING, ASIDE),
        {STEWARD: ["charter", "sides"], HOLDER: ["sides"]},
    ),
    (
        "stewards decide, and the proposal still waits",
        stewards_decide,
        lambda: in_phase(TALKING),
        {STEWARD: ["sides"], HOLDER: ["sides"]},
    ),
    (
        "last session",
        a_council_with_policies,
        lambda: in_phase(CALLING),
        {STEWARD: ["call"]},
    ),
    ("last session, with an empty book", lambda: a_council(until=VOTING), lambda: in_phase(CALLING), {}),
    (
        "last session, chaired on paper",
        lambda: chaired_on_paper(VOTING),
        lambda: in_phase(CALLING),
        {HOLDER: ["call"], ZOE: ["call"]},
    ),
    (
        "the vote is open",
        voting,
        lambda: in_phase(CALLING),
        {STEWARD: ["vote", "proxy"], ZOE: ["vote"], FACILITATOR: ["proxy"]},
    ),
    ("the vote is being counted, after its only turn", called, lambda: in_phase(CALLING, SHOWING), {}),
    (
        "counted, presentations ahead",
        counted,
        lambda: a_running_game(CALLING, SHOWING).game,
        {STEWARD: ["presentation", "claim"], HOLDER: ["claim"], player(10): ["claim"]},
    ),
    (
        "counted, and there are no presentations",
        counted,
        lambda: in_phase(CALLING, ENDING),
        {STEWARD: ["claim"], HOLDER: ["claim"]},
    ),
    (
        "refused: only missions can win",
        lambda: counted(passed=False),
        lambda: in_phase(CALLING, ENDING),
        {STEWARD: ["claim"], HOLDER: ["claim"], player(10): []},
    ),
    (
        "claims to judge",
        claimed,
        lambda: in_phase(CALLING, ENDING),
        {
            STEWARD: ["claim"],
            HOLDER: ["claim", "judge"],
            player(3): [],
            player(5): ["judge"],
            FACILITATOR: ["rule"],
        },
    ),
    (
        "presented",
        presented,
        lambda: a_running_game(CALLING, SHOWING).game,
        {STEWARD: ["claim"], HOLDER: ["claim"]},
    ),
    (
        "wrap-up with consent",
        wrapped_up,
        lambda: in_phase(CALLING, ENDING),
        {
            STEWARD: ["claim", "claim", "reveal"],  # Zoe's, too
            HOLDER: ["claim"],
            player(10): ["claim"],
            ZOE: ["claim", "reveal"],
            FACILITATOR: ["reveal"],
        },
    ),
    (
        "over",
        presented,
        ended,
        {STEWARD: ["claim", "feedback"], HOLDER: ["claim", "feedback"], OBSERVER: ["feedback"]},
    ),
    (
        "over, with consent",
        wrapped_up,
        ended,
        {
            STEWARD: ["claim", "claim", "reveal", "feedback"],
            HOLDER: ["claim", "feedback"],
            ZOE: ["claim", "reveal"],
            FACILITATOR: ["reveal"],
            OBSERVER: ["feedback"],
        },
    ),
    (
        "over, before there was a vote",
        proposing,
        ended,
        {STEWARD: ["feedback"], HOLDER: ["feedback"], OBSERVER: ["feedback"]},
    ),
]


@pytest.mark.parametrize(("table", "game", "expected"), [pytest.param(*row[1:], id=row[0]) for row in TABLE])
def test_everybody_owes_what_they_can_do_and_nothing_else(
    table: Callable[[], CouncilLog], game: Callable[[], Game], expected: dict[UserId, list[str]]
) -> None:
    log, running = table(), game()

    found = {user: debts(log, user, running) for user in (*EVERYBODY, *expected)}

    assert {user: keys for user, keys in found.items() if keys} == {u: k for u, k in expected.items() if k}


# --- what ends a debt


def test_a_steward_owes_the_charter_until_it_is_written() -> None:
    log, game = a_council(), in_phase(CHARTERING)
    before = debts(log, 1, game)

    log.do(a_charter())

    assert (before, debts(log, 1, game)) == (["charter"], [])


def test_a_steward_owes_the_response_until_it_is_recorded() -> None:
    log, game = a_council(until=EMERGENCY), in_phase(TROUBLE)
    before = debts(log, 2, game)

    log.do(cc.RecordResponse("Steps"))

    assert (before, debts(log, 2, game)) == (["response"], [])


def test_a_side_is_owed_until_it_is_taken_or_the_proposal_is_settled() -> None:
    log, game = proposing(), in_phase(TALKING)

    before = debts(log, 4, game)
    log.react(ONE, False, 4, at(7))
    after = debts(log, 4, game)
    log.do(cc.WithdrawProposal(ONE), player(3))

    assert (before, after, debts(log, 5, game)) == (["sides"], [], [])


def test_an_objection_is_a_side() -> None:
    log, game = a_council(), in_phase(TALKING)
    log.do(a_charter(DecisionRuleKind.CONSENT))
    log.propose(by=3)

    log.do(cc.Object(ONE, "It costs."), player(4))

    assert debts(log, 4, game) == []


def test_stewards_owe_a_decision_as_soon_as_the_charter_lets_them_take_it() -> None:
    log, game = stewards_decide(), in_phase(TALKING)

    assert debts(log, 1, game, when=30.9) == ["sides"]
    assert debts(log, 1, game, when=31) == ["record", "sides"]
    assert debts(log, 4, game, when=31) == ["sides"]
    log.react(ONE, False, 1, at(31))
    assert debts(log, 1, game, when=31) == []


def test_the_sentence_names_every_undecided_proposal() -> None:
    log = a_council()
    log.propose("One")
    log.propose("Two")
    seat = log.council.seat_of(player(4))
    assert seat is not None

    sentences = [in_words(one) for one in owed(in_phase(TALKING), all_read(log.council), seat, at(8))]

    assert sentences == ["Take a side on proposal 1, 2: react on its card."]


def test_a_vote_is_owed_until_it_is_cast_and_again_where_it_is_taken_back() -> None:
    log, game = a_voting_council(), in_phase(CALLING)
    log.vote(Choice.ABSTAIN, 4, at(32))
    after = debts(log, 4, game)

    log.take_back(Choice.ABSTAIN, 4, at(33))

    assert (after, debts(log, 4, game)) == ([], ["vote"])


def test_a_paper_seats_vote_is_owed_until_somebody_enters_it() -> None:
    log, game = voting(), in_phase(CALLING)
    sentences = [in_words(one) for one in owed_by_facilitators(rainbow_road(), game, [log.council])]

    log.do(cc.CastProxyVote(ZOE, Choice.NO), STEWARD, at(33))

    assert sentences == ["Enter the vote of Zoe in Council 1: `/moot proxy Name yes`."]
    assert debts(log, STEWARD, game) == ["vote"]
    assert debts(log, FACILITATOR, game) == []


def test_stewards_owe_the_claims_of_people_on_paper_until_they_are_entered() -> None:
    log, game = voting(), in_phase(CALLING)
    log.close({})
    seat = log.council.seat_of(ZOE)
    assert seat is not None

    def said() -> list[str]:
        steward = log.council.seats[RoleNumber(1)]
        return [in_words(one) for one in owed(game, all_read(log.council), steward, at(37))]

    before = said()
    log.do(cc.EnterForPaper(seat.role, cc.MakeClaim(by_policies(1), by_policies(1))), STEWARD, at(37))

    entered = "Ask Zoe for their claims, and enter them from the slips: `/moot enter`."
    assert entered in before
    assert entered not in said()


def test_a_ruling_settles_what_the_others_and_the_facilitator_owe() -> None:
    log, game = claimed(), in_phase(CALLING, ENDING)

    log.do(cc.RuleOnClaim(RoleNumber(3), upheld=True, reason="It says so."), FACILITATOR)

    assert debts(log, HOLDER, game) == ["claim"]
    assert debts(log, FACILITATOR, game) == []


def test_feedback_is_owed_until_it_is_given_by_everybody_who_was_on_the_list() -> None:
    log = a_running_game()
    log.do(gc.EndGame())
    log.do(gc.GiveFeedback(Feedback(5, "", "")), OBSERVER)

    assert list(owed_afterwards(log.game, OBSERVER)) == []
    assert [one.key for one in owed_afterwards(log.game, HOLDER)] == ["feedback"]
    assert list(owed_afterwards(log.game, STRANGER)) == []


def test_a_facilitator_who_plays_owes_both_and_an_observer_is_told_to_enjoy() -> None:
    log, game = claimed(), in_phase(CALLING, ENDING)
    log.do(cc.HandOverSeat(HOLDER, FACILITATOR), MOOT)
    seat = log.council.seat_of(FACILITATOR)
    pack = rainbow_road()

    both = help_cards.owed_card(Where(game, pack, FACILITATOR, log.council, seat), at(40), [log.council]).text
    watching = help_cards.owed_card(Where(game, pack, OBSERVER, log.council, None), at(40)).text
    running = help_cards.owed_card(Where(game, pack, FACILITATOR, None, None), at(40)).text

    assert "make your claim" in both
    assert "Rule on a disputed claim: `/moot rule`" in both
    assert "Enjoy watching" in watching
    assert "Nothing to do right now" in running


def test_the_first_thing_to_do_is_to_read_ones_sheet_until_it_was_opened_once() -> None:
    log, game = a_council(until=SESSION), in_phase(TALKING)
    log.do(cc.HandOverSeat(player(3), ZOE), MOOT)
    seats = {who: log.council.seat_of(who) for who in (STEWARD, HOLDER, ZOE)}
    log.propose(by=1)

    def first(who: UserId, over: Game = game) -> list[str]:
        seat = seats[who]
        return [str(one.key) for one in owed(over, log.council, seat, at(8))][:1] if seat else []

    before = first(STEWARD), first(HOLDER), first(ZOE), first(HOLDER, ended())
    log.do(cc.OpenEnvelope(), HOLDER)
    log.do(cc.OpenEnvelope(), HOLDER)

    assert before == (["sheet"], ["sheet"], ["sides"], ["claim"] if log.council.outcome else [])
    assert first(HOLDER) == ["sides"]
    assert first(STEWARD) == ["sheet"]


def test_what_is_owed_can_be_done_where_one_reads_that_it_is_owed() -> None:
    log, game = claimed(), in_phase(CALLING, ENDING)
    pack = rainbow_road()
    without_claim = next(s for s in log.council.filled if s.role not in log.council.claims and s.holder)
    assert without_claim.holder is not None

    card = help_cards.owed_card(
        Where(game, pack, without_claim.holder, all_read(log.council), without_claim), at(40)
    )

    row = next(block.to_dict() for block in card.blocks if block.type == "actions")
    assert [(one["action_id"], one["value"]) for one in row["elements"]] == [
        (names.MAKE_CLAIM, log.council.id)
    ]
