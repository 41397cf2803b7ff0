"""A council's table: seats, phases, proposals, responses, ideas, and who may do what."""

import pytest

from bot.domain.ballot import Choice
from bot.domain.council import ProposalStatus
from bot.domain.council import commands as cc
from bot.domain.council import events as ce
from bot.domain.council.evolve import evolve
from bot.domain.errors import Refusal
from bot.domain.errors.authority import FacilitatorsOnly, MootOnly, NotInACouncil, NotSeated, StewardsOnly
from bot.domain.errors.ballot import NotInElectorate
from bot.domain.errors.book import BookClosed, NotYourParkedItem
from bot.domain.errors.charter import StewardsPropose
from bot.domain.errors.proposals import NotYourProposal, ProposalSettled, ProposalUnknown
from bot.domain.errors.results import NotYourSecret
from bot.domain.errors.seating import SignUpClosed
from bot.domain.errors.sessions import NoEmergency, NoSidebar, SessionsNotBegun
from bot.domain.ids import MOOT, ProposalNumber, RoleNumber, TeamKey, UserId
from bot.domain.paper import paper_id
from bot.domain.phases import PhaseKind
from bot.domain.rules import DecisionRuleKind
from bot.domain.scenario import Proposers, Reveal
from bot.domain.wording import Wording
from tests.builders import (
    EMERGENCY,
    FACILITATOR,
    OBSERVER,
    OFFER,
    ONE,
    PHASES,
    PRESENTING,
    SESSION,
    SETUP,
    SIDEBAR,
    STRANGER,
    VOTING,
    CouncilLog,
    a_charter,
    a_council,
    a_council_with_policies,
    a_layout,
    a_proposal,
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
    (cc.MakeClaim(), a_counted_council(), SEATED),
    (cc.JudgeClaim(RoleNumber(3), confirms=True), a_counted_council(), SEATED),
    (
        cc.RuleOnClaim(RoleNumber(3), upheld=True, reason="Policy 1 says so"),
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
    (cc.PreparePresentation(((0, "By majority"),)), a_counted_council(), STEWARDS),
    (cc.AskStraw("Shall we move on?"), a_council(), SEATED),
    (cc.CastVote(Choice.YES), a_voting_council(), VOTERS),
    (cc.RetractVote(Choice.YES), a_voting_council(), VOTERS),
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


def with_a_proposal(log: CouncilLog) -> CouncilLog:
    """A copy of the council, with proposal 1 of role 3 where there is none yet."""
    copied = CouncilLog(log.state, list(log.events))
    if not copied.council.proposals and copied.council.begun:
        copied.propose()
    return copied


@pytest.mark.parametrize(
    ("command", "log", "actor", "verdict"),
    [
        pytest.param(command, log, actor, verdict, id=f"{type(command).__name__}-{actor}")
        for command, log, verdicts in AUTHORITY
        for actor, verdict in verdicts.items()
    ],
)
def test_each_command_is_for_those_whom_it_concerns(
    command: cc.CouncilCommand, log: CouncilLog, actor: UserId, verdict: Verdict
) -> None:
    table = with_a_proposal(log)
    before = table.council

    if verdict is None:
        table.do(command, actor, at(40))
    else:
        with pytest.raises(verdict) as refused:
            table.do(command, actor, at(40))
        assert type(refused.value) is verdict
        assert table.council is before


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


# --- seats


def test_a_founded_council_is_not_founded_again() -> None:
    log = a_council()

    assert log.do(founding(name="Another"), MOOT) == []


def test_a_late_joiner_takes_the_first_vacant_seat_in_the_order_in_which_seats_are_filled() -> None:
    log = a_council(6, layout=a_layout(2, 2, 2, 2, 2))

    filled = log.do(cc.FillSeat(player(77), open_hand=True), MOOT)

    assert filled == [ce.SeatFilled(RoleNumber(4), player(77), True)]
    seat = log.council.seat_of(player(77))
    assert seat is not None
    assert seat.open_hand


def test_nobody_gets_a_second_seat_and_a_full_council_takes_nobody() -> None:
    log = a_council(10)

    assert log.do(cc.FillSeat(player(3), open_hand=False), MOOT) == []
    with pytest.raises(SignUpClosed):
        log.do(cc.FillSeat(player(77), open_hand=False), MOOT)


def test_a_leaver_frees_the_seat_at_once_and_can_do_nothing_more() -> None:
    log = a_council()
    log.propose(by=3)

    left = log.do(cc.VacateSeat(player(3)), MOOT)

    assert left == [ce.SeatVacated(RoleNumber(3), player(3))]
    assert log.do(cc.VacateSeat(player(3)), MOOT) == []
    with pytest.raises(NotSeated):
        log.do(cc.WithdrawProposal(ONE), player(3))


def test_whoever_takes_a_seat_inherits_its_proposals_and_its_authority() -> None:
    log = a_council()
    log.propose(by=3)
    log.do(cc.VacateSeat(player(3)), MOOT)
    log.do(cc.FillSeat(player(77), open_hand=False), MOOT)
    log.do(cc.VacateSeat(player(1)), MOOT)
    log.do(cc.FillSeat(player(78), open_hand=False), MOOT)

    log.do(a_charter(), player(78))
    withdrawn = log.do(cc.WithdrawProposal(ONE), player(77))

    assert withdrawn == [ce.ProposalWithdrawn(ONE)]


def test_partners_are_the_other_filled_seats_of_the_team() -> None:
    log = a_council(10)
    seat = log.council.seat_of(player(3))
    assert seat is not None

    together = log.council.partners_of(seat)
    log.do(cc.VacateSeat(player(4)), MOOT)

    assert [one.role for one in together] == [4]
    assert log.council.partners_of(seat) == ()


# --- phases


def test_a_bell_is_heard_once_and_one_that_was_overtaken_is_not_heard() -> None:
    log = a_council(until=EMERGENCY)

    assert log.do(EMERGENCY, MOOT, at(16)) == []
    assert log.do(SESSION, MOOT, at(16)) == []
    assert log.council.phase is not None
    assert log.council.phase.phase == "emergency"


def test_proposals_wait_for_the_first_session() -> None:
    for log in (a_council(until=None), a_council(until=SETUP)):
        with pytest.raises(SessionsNotBegun):
            log.do(a_proposal())


# --- proposals


def test_proposals_are_numbered_and_owned_by_the_proposers_team_unless_another_is_named() -> None:
    log = a_council()

    log.do(a_proposal("One"), player(3), at(6))
    log.do(cc.SubmitProposal("Two", "Text", owner_team="team-4"), player(3), at(7))

    assert list(log.council.proposals) == [1, 2]
    assert [one.owner_team for one in log.council.proposals.values()] == ["team-1", "team-4"]


def test_the_same_proposal_sent_twice_is_on_the_table_once() -> None:
    log = a_council()
    log.do(a_proposal("One"), player(3), at(6))

    again = log.do(a_proposal("One"), player(3), at(6, 1))
    elsewhere = log.do(a_proposal("One"), player(5), at(6, 2))

    assert again == []
    assert len(elsewhere) == 1


def test_what_is_already_in_the_book_is_not_proposed_again_but_what_was_withdrawn_may_be() -> None:
    log = a_council()
    log.do(a_proposal("One"), player(3), at(6))
    log.do(cc.WithdrawProposal(ONE), player(3), at(7))

    afresh = log.do(a_proposal("One"), player(3), at(8))
    log.do(cc.RecordDecision(ProposalNumber(2)), player(1), at(9))

    assert len(afresh) == 1
    assert log.do(a_proposal("One"), player(3), at(10)) == []


def test_a_withdrawn_proposal_is_settled_and_an_unknown_one_is_named() -> None:
    log = a_council()
    log.propose()
    log.do(cc.WithdrawProposal(ONE), player(3))

    with pytest.raises(ProposalSettled) as settled:
        log.do(cc.TakeSide(ONE, True), player(4))
    with pytest.raises(ProposalUnknown) as unknown:
        log.do(cc.TakeSide(ProposalNumber(9), True), player(4))

    assert log.council.proposals[ONE].status is ProposalStatus.WITHDRAWN
    assert "withdrawn" in settled.value.sentence
    assert "proposal 9" in unknown.value.sentence


@pytest.mark.parametrize(
    "command",
    [
        a_proposal("New"),
        cc.TakeSide(ProposalNumber(2), True),
        cc.WithdrawProposal(ProposalNumber(2)),
        cc.RecordDecision(ProposalNumber(2)),
        cc.AmendProposal(ProposalNumber(2), Wording("Other", "Words."), seen=1),
        cc.MergeProposals(((ONE, 1), (ProposalNumber(2), 1)), Wording("Both", "Words.")),
        cc.OrderBook((1,)),
        cc.Park("Standby", "15 March", owner_team=TeamKey("team-1")),
        cc.Unpark(1),
    ],
)
def test_nothing_in_the_book_moves_once_it_is_frozen(command: cc.CouncilCommand) -> None:
    log = a_council_with_policies()
    log.propose("Open", at=at(26))
    log.do(cc.OpenBallot(), MOOT, at(31))

    with pytest.raises(BookClosed):
        log.do(command, player(1), at(32))


def test_the_book_keeps_the_order_of_adoption_and_counts_the_questions_it_answers() -> None:
    log = a_council()
    log.do(cc.SubmitProposal("One", "1", question="sharing"), player(3))
    log.do(cc.SubmitProposal("Two", "2", question="naming"), player(4))
    log.do(cc.SubmitProposal("Three", "3"), player(5))

    for number in (3, 1):
        log.do(cc.RecordDecision(ProposalNumber(number)), player(1))

    assert [(policy.number, one.title) for policy, one in log.council.book()] == [(1, "Three"), (2, "One")]
    assert log.council.covered() == {"sharing"}


# --- emergency, sidebar


def test_the_latest_response_to_an_emergency_stands_and_the_same_again_changes_nothing() -> None:
    log = a_council(until=EMERGENCY)
    log.do(cc.RecordResponse("First"), player(1))
    log.do(cc.RecordResponse("Second"), player(2))

    assert log.do(cc.RecordResponse("Second"), player(1)) == []
    assert [one.text for one in log.council.responses] == ["Second"]


@pytest.mark.parametrize("charters", [0, 1, 2])
def test_a_response_is_stamped_with_the_charters_version(charters: int) -> None:
    log = a_council()
    for enactment in ("So.", "Thus.")[:charters]:
        log.do(a_charter(DecisionRuleKind.STEWARDS, enactment=enactment), player(1), at(6))
    log.reach(EMERGENCY)

    log.do(cc.RecordResponse("First"), player(1))

    assert [one.charter for one in log.council.responses] == [charters]


@pytest.mark.parametrize("phase", [SETUP, SESSION, SIDEBAR, PRESENTING])
def test_a_response_belongs_to_the_emergency(phase: cc.EnterPhase) -> None:
    with pytest.raises(NoEmergency):
        a_council(until=phase).do(cc.RecordResponse("Text"), player(1))


@pytest.mark.parametrize("phase", [phase for phase in PHASES if phase.kind is not PhaseKind.SIDEBAR])
def test_ideas_are_carried_back_while_the_sidebar_is_open(phase: cc.EnterPhase) -> None:
    with pytest.raises(NoSidebar):
        a_council(until=phase).do(cc.CarryBack("Idea"), player(4))


def test_each_idea_is_kept_once() -> None:
    log = a_council(until=SIDEBAR)

    log.do(cc.CarryBack("Idea"), player(4))
    log.do(cc.CarryBack("Other"), player(4))
    again = log.do(cc.CarryBack("Idea"), player(4))

    assert again == []
    assert [one.text for one in log.council.ideas] == ["Idea", "Other"]


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
