"""Who may do what in a council, its phases, and its shared win."""

import pytest

from bot.domain.asks.answers import Answer
from bot.domain.asks.ask import AskKind, ShowWhen
from bot.domain.ballot import Choice
from bot.domain.council import commands as cc
from bot.domain.council import events as ce
from bot.domain.council.ask_commands import AnswerAsk, CloseAsk, JudgeText, OpenAsk, ShowAsk
from bot.domain.council.evolve import evolve
from bot.domain.errors import Refusal
from bot.domain.errors.authority import FacilitatorsOnly, MootOnly, NotInACouncil, NotSeated, StewardsOnly
from bot.domain.errors.ballot import NotInElectorate
from bot.domain.errors.book import NotYourParkedItem
from bot.domain.errors.charter import StewardsPropose
from bot.domain.errors.clock import GameOver
from bot.domain.errors.floor import NotWaiting, NotYoursToCall, OnlySeatsSpeak
from bot.domain.errors.proposals import NotYourProposal
from bot.domain.errors.results import NotYourSecret
from bot.domain.floor import AskFloor, CallNext, LeaveFloor
from bot.domain.ids import MOOT, ProposalNumber, RoleNumber, TeamKey, UserId
from bot.domain.offer import Proposers
from bot.domain.paper import paper_id
from bot.domain.rules import DecisionRuleKind
from bot.domain.scenario import Reveal
from bot.domain.wording import Wording
from tests.builders import (
    EMERGENCY,
    FACILITATOR,
    OBSERVER,
    OFFER,
    ONE,
    SESSION,
    SETUP,
    SIDEBAR,
    STRANGER,
    VOTING,
    CouncilLog,
    a_charter,
    a_council,
    a_council_with_policies,
    a_proposal,
    a_question,
    a_secret_vote,
    a_voting_council,
    at,
    founding,
    player,
)

# --- who may do what

HOLDER, STEWARD, PROPOSER, OWNER = player(4), player(1), player(3), player(6)
ELSEWHERE = UserId("U0OTHER")  # holds a seat in another council
NOBODY_HERE = (ELSEWHERE, OBSERVER, FACILITATOR, STRANGER)

Verdict = type[Refusal] | None


def outsiders(verdict: Verdict) -> dict[UserId, Verdict]:
    """The same answer to everybody without a seat here."""
    return dict.fromkeys(NOBODY_HERE, verdict)


SEATED = {HOLDER: None, STEWARD: None, MOOT: NotSeated, **outsiders(NotSeated)}
STEWARDS = {**SEATED, HOLDER: StewardsOnly}
MOOTS = {HOLDER: MootOnly, STEWARD: MootOnly, MOOT: None, **outsiders(MootOnly)}
VOTERS = {HOLDER: None, STEWARD: None, MOOT: NotInElectorate, **outsiders(NotInElectorate)}


def a_counted_council() -> CouncilLog:
    """A council whose vote is counted, with a claim of role 3."""
    log = a_voting_council()
    log.close({})
    log.do(cc.MakeClaim(), player(3), at(37))
    return log


def a_vote_with_paper() -> CouncilLog:
    """An open vote in a council whose last seat is held by somebody on paper."""
    log = a_council_with_policies(filled=9)
    log.do(cc.FillSeat(paper_id("Zoe"), open_hand=False), MOOT, at(30))
    log.do(cc.OpenBallot(), MOOT, at(31))
    return log


def a_council_of_consent_with_paper() -> CouncilLog:
    """A council whose role 10 is held by somebody on paper, in a game that asks before it reveals."""
    log = a_council(9, reveal=Reveal.CONSENT)
    log.do(cc.FillSeat(paper_id("Zoe"), open_hand=False), MOOT)
    return log


def a_council_where_stewards_propose() -> CouncilLog:
    """A council whose charter takes proposals from stewards only."""
    log = a_council(offer=OFFER)
    log.do(a_charter(proposers=Proposers.STEWARDS), player(1), at(6))
    log.propose(by=1)
    return log


def a_council_by_consent() -> CouncilLog:
    """A council in which reasons block."""
    log = a_council()
    log.do(a_charter(DecisionRuleKind.CONSENT), player(1), at(6))
    return log


def two_proposals() -> CouncilLog:
    """A council with two open proposals of role 3."""
    log = a_council()
    log.propose("One")
    log.propose("Two")
    return log


def a_parked_item() -> CouncilLog:
    """A council that parked something, of which the team of roles 5 and 6 takes care."""
    log = a_council()
    log.do(cc.Park("Standby", "15 March", owner_team=TeamKey("team-2")), player(1), at(6))
    return log


AUTHORITY: list[tuple[cc.CouncilCommand, CouncilLog, dict[UserId, Verdict]]] = [
    (founding(), a_council(), MOOTS),
    (SESSION, a_council(until=SETUP), MOOTS),
    (cc.VacateSeat(player(5)), a_council(), MOOTS),
    (cc.FillSeat(player(77), open_hand=False), a_council(9), MOOTS),
    (cc.MoveBallot(), a_voting_council(), MOOTS),
    (cc.CloseBallot({}), a_voting_council(), MOOTS),
    (cc.CatchUpVotes({}), a_voting_council(), MOOTS),
    (a_proposal("Another"), a_council(), SEATED),
    (cc.TakeSide(ONE, True), a_council(), SEATED),
    (cc.TakeSide(ONE, None, was=True), a_council(), SEATED),
    (cc.CarryBack("An idea"), a_council(until=SIDEBAR), SEATED),
    (cc.WithdrawProposal(ONE), a_council(), {**SEATED, HOLDER: NotYourProposal, PROPOSER: None}),
    (cc.RecordDecision(ONE), a_council(), {**STEWARDS, PROPOSER: StewardsOnly}),
    (a_charter(), a_council(), STEWARDS),
    (cc.RecordResponse("Step one"), a_council(until=EMERGENCY), STEWARDS),
    (cc.SayDone(), a_council(), STEWARDS),
    (cc.OpenBallot(), a_council_with_policies(), {**STEWARDS, MOOT: None, FACILITATOR: None}),
    (cc.CallBallot(), a_voting_council(), MOOTS),
    (cc.EndCouncil(), a_voting_council(), MOOTS),
    (cc.CloseCouncil(), a_counted_council(), MOOTS),
    (cc.MakeClaim(), a_counted_council(), SEATED),
    (cc.JudgeClaim(RoleNumber(3), confirms=True), a_counted_council(), SEATED),
    (
        cc.RuleOnClaim(RoleNumber(3), upheld=True, reason="Policy 1 says so"),
        a_counted_council(),
        {**dict.fromkeys(SEATED, FacilitatorsOnly), FACILITATOR: None},
    ),
    (
        cc.FollowMajority((RoleNumber(3),)),
        a_counted_council(),
        {**dict.fromkeys(SEATED, FacilitatorsOnly), FACILITATOR: None},
    ),
    (cc.HandOverSeat(player(5), player(88)), a_council(), MOOTS),
    (
        cc.MoveHolder(player(1), RoleNumber(10)),
        a_council(9),
        {**dict.fromkeys(SEATED, FacilitatorsOnly), FACILITATOR: None},
    ),
    (
        cc.CastProxyVote(paper_id("Zoe"), Choice.YES),
        a_vote_with_paper(),
        {
            **dict.fromkeys(NOBODY_HERE, NotSeated),
            HOLDER: StewardsOnly,
            STEWARD: None,
            FACILITATOR: None,
        },
    ),
    (
        cc.EnterForPaper(RoleNumber(10), a_proposal("Another")),
        a_council_of_consent_with_paper(),
        {
            **dict.fromkeys(NOBODY_HERE, NotSeated),
            HOLDER: StewardsOnly,
            STEWARD: None,
            FACILITATOR: None,
        },
    ),
    (cc.PreparePresentation(((0, "By majority"),)), a_counted_council(), STEWARDS),
    (cc.AskStraw("Shall we move on?"), a_council(), SEATED),
    (cc.CastVote(Choice.YES), a_voting_council(), VOTERS),
    (cc.RetractVote(Choice.YES), a_voting_council(), VOTERS),
    (cc.PressVote(Choice.YES), a_secret_vote(), VOTERS),
]


def an_idle_council() -> CouncilLog:
    """A council of which role 4 let a window pass."""
    log = a_council()
    log.do(cc.JudgeWindow("setup", (RoleNumber(4),)), MOOT, at(6))
    return log


AUTHORITY += [
    (cc.Object(ONE, "It costs."), a_council_by_consent(), SEATED),
    (cc.WithdrawObjection(ONE), a_council(), SEATED),
    (
        cc.AmendProposal(ONE, Wording("Other", "Words."), seen=1),
        a_council(),
        {**SEATED, HOLDER: NotYourProposal, PROPOSER: None},
    ),
    (
        cc.CompleteProposal(ONE, review="in May"),
        a_council(),
        {**SEATED, HOLDER: NotYourProposal, PROPOSER: None},
    ),
    (
        cc.MergeProposals(((ONE, 1), (ProposalNumber(2), 1)), Wording("Both", "Words.")),
        two_proposals(),
        {**STEWARDS, PROPOSER: StewardsOnly},
    ),
    (cc.OrderBook((2, 1)), a_council_with_policies(2), STEWARDS),
    (cc.Park("Standby", "15 March", owner_team=TeamKey("team-1")), a_council(), STEWARDS),
    (
        cc.Park("", "15 March", owner_team=TeamKey("team-1"), proposal=ONE),
        a_council(),
        {**STEWARDS, PROPOSER: None},
    ),
    (cc.Unpark(1), a_parked_item(), {**STEWARDS, HOLDER: NotYourParkedItem, OWNER: None}),
    (cc.FollowClock(None, at(5)), a_council(), MOOTS),
    (cc.LetTimePass(), a_council(), MOOTS),
    (
        cc.AnswerReveal(RoleNumber(4), consents=True),
        a_council(reveal=Reveal.CONSENT),
        {**dict.fromkeys(SEATED, NotYourSecret), HOLDER: None},
    ),
    (
        cc.AnswerReveal(RoleNumber(10), consents=True),
        a_council_of_consent_with_paper(),
        {**dict.fromkeys(SEATED, NotYourSecret), FACILITATOR: None},
    ),
    (
        a_proposal("Another"),
        a_council_where_stewards_propose(),
        {**SEATED, HOLDER: StewardsPropose},
    ),
]
AUTHORITY += [
    (cc.GreetMorning(at(35), told=True), a_council(), MOOTS),
    (cc.RemindSeats("session-1", ce.Mark.HALF, (RoleNumber(3),), ()), a_council(), MOOTS),
    (cc.JudgeWindow("setup", (RoleNumber(3),)), a_council(), MOOTS),
    (cc.OpenEnvelope(), a_council(), SEATED),
    (cc.ComeBack(), an_idle_council(), SEATED),
    (
        cc.StopIdleCare(RoleNumber(4), player(4)),
        an_idle_council(),
        {**dict.fromkeys(SEATED, FacilitatorsOnly), FACILITATOR: None},
    ),
]


def a_council_with_a_straw_poll() -> CouncilLog:
    """A council that was asked something."""
    log = a_council()
    log.do(cc.AskStraw("Shall we?"), player(5))
    return log


AUTHORITY += [
    (cc.KnowFacilitators(frozenset({FACILITATOR, UserId("U0NEW")})), a_council(), MOOTS),
    (cc.AnswerStraw(1), a_council_with_a_straw_poll(), SEATED),
    (
        cc.NudgeSeat(RoleNumber(4)),
        a_council(),
        {**dict.fromkeys(SEATED, FacilitatorsOnly), FACILITATOR: None},
    ),
]


def a_council_with_speakers() -> CouncilLog:
    """A council in which the holder of role 5 has the floor, and its partner waits for it."""
    log = a_council()
    log.do(AskFloor(), player(5), at(38))
    log.do(AskFloor(), player(6), at(38))
    return log


AUTHORITY += [
    (AskFloor(), a_council_with_speakers(), dict.fromkeys((MOOT, *NOBODY_HERE), OnlySeatsSpeak)),
    (AskFloor(), a_council_with_speakers(), dict.fromkeys((HOLDER, STEWARD))),
    (LeaveFloor(), a_council_with_speakers(), {player(5): None, player(6): None, STEWARD: NotWaiting}),
    (
        CallNext(),
        a_council_with_speakers(),
        {**dict.fromkeys((player(8), STRANGER), NotYoursToCall), STEWARD: None, FACILITATOR: None},
    ),
    (cc.FollowTurns("session-1", SESSION.at, at(60), (), None), a_council(), MOOTS),
]


def a_council_that_is_asked(kind: AskKind = AskKind.ONE_OF, *, closed: bool = False) -> CouncilLog:
    """A council with a question that waits for a facilitator's word, and an answer of role 5."""
    log = a_council()
    log.do(OpenAsk(a_question(kind, show=ShowWhen.FACILITATOR)), MOOT, at(6))
    log.do(AnswerAsk("poll", Answer(chosen=("1",), text="Rest.")), player(5), at(7))
    if closed:
        log.do(CloseAsk("poll"), MOOT, at(8))
    return log


RUNNING_IT: dict[UserId, Verdict] = {
    **dict.fromkeys((HOLDER, STEWARD, ELSEWHERE, OBSERVER, STRANGER), FacilitatorsOnly),
    FACILITATOR: None,
    MOOT: None,
}
AUTHORITY += [
    (AnswerAsk("poll", Answer(chosen=("2",))), a_council_that_is_asked(), SEATED),
    (OpenAsk(a_question(id="other")), a_council_that_is_asked(), RUNNING_IT),
    (CloseAsk("poll"), a_council_that_is_asked(), RUNNING_IT),
    (ShowAsk("poll"), a_council_that_is_asked(closed=True), RUNNING_IT),
    (JudgeText("poll", 1, shown=True), a_council_that_is_asked(AskKind.TEXT, closed=True), RUNNING_IT),
]


def with_a_proposal(log: CouncilLog) -> CouncilLog:
    """A copy of the council, with proposal 1 of role 3 where there is none yet."""
    copied = CouncilLog(log.state, list(log.events))
    if not copied.council.proposals and copied.council.begun:
        copied.propose()
    return copied


@pytest.mark.parametrize(
    ("command", "log", "verdicts"),
    [pytest.param(*row, id=type(row[0]).__name__) for row in AUTHORITY],
)
def test_each_command_is_for_those_whom_it_concerns(
    command: cc.CouncilCommand, log: CouncilLog, verdicts: dict[UserId, Verdict]
) -> None:
    found: dict[UserId, Verdict] = {}
    for actor in verdicts:
        table = with_a_proposal(log)
        before, found[actor] = table.council, None
        try:
            table.do(command, actor, at(40))
        except Refusal as refused:
            found[actor] = type(refused)
            assert table.council is before, actor

    assert found == verdicts


def test_the_table_of_authority_names_every_command() -> None:
    assert {type(command) for command, _, _ in AUTHORITY} == set(cc.CouncilCommand.__args__)


def test_nothing_can_be_asked_of_a_council_that_is_not_founded() -> None:
    with pytest.raises(NotInACouncil):
        CouncilLog().do(a_proposal(), player(1))


def test_where_no_steward_seat_is_filled_everybody_may_record_so_that_the_council_is_not_stuck() -> None:
    log = a_council(until=SESSION)
    number = log.propose()
    log.do(cc.VacateSeat(player(1)), MOOT)
    with pytest.raises(StewardsOnly):
        log.do(cc.RecordDecision(number), player(4))

    log.do(cc.VacateSeat(player(2)), MOOT)

    assert log.do(cc.RecordDecision(number), player(4))
    assert log.do(a_charter(), player(5))


# --- phases


def test_a_bell_is_heard_once_and_one_that_was_overtaken_is_not_heard() -> None:
    log = a_council(until=EMERGENCY)

    assert log.do(EMERGENCY, MOOT, at(16)) == []
    assert log.do(SESSION, MOOT, at(16)) == []
    assert log.council.phase is not None
    assert log.council.phase.phase == "emergency"


# --- winning


@pytest.mark.parametrize(("yes", "won"), [(6, True), (4, False)])
def test_a_council_wins_together_when_its_book_has_policies_and_the_vote_passed(yes: int, won: bool) -> None:
    log = a_voting_council()
    for role in range(1, 11):
        log.vote(Choice.YES if role <= yes else Choice.NO, role, at(32))

    before = log.council.won
    log.close(log.shown())

    assert not before
    assert log.council.won is won


def test_the_first_event_of_a_council_is_its_founding_and_a_vote_follows_an_opening() -> None:
    with pytest.raises(ValueError, match="founding"):
        evolve(None, ce.ProposalWithdrawn(ONE))
    with pytest.raises(ValueError, match="opening"):
        evolve(a_council(until=VOTING).council, ce.VoteCast(RoleNumber(1), Choice.YES, at(30)))


# --- when the game is over


@pytest.mark.parametrize("command", [one for one, _, _ in AUTHORITY if isinstance(one, cc.TABLE_WORK)])
def test_nothing_is_decided_at_a_table_whose_game_is_over(command: cc.CouncilCommand) -> None:
    """Nor where no vote was ever opened, which would have frozen the book."""
    log = a_council()
    log.do(cc.EndCouncil(), MOOT, at(50))

    for actor in (player(1), FACILITATOR):
        with pytest.raises(GameOver):
            log.do(command, actor, at(51))


def test_the_end_calls_an_open_vote_and_comes_once() -> None:
    log = a_voting_council()

    assert log.do(cc.EndCouncil(), MOOT, at(33)) == [ce.BallotCalled(at(33)), ce.CouncilEnded(at(33))]
    assert log.do(cc.EndCouncil(), MOOT, at(34)) == []
