"""Builders for tests of the domain: small games and councils, and logs of what happened to them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import HealthCheck, settings

from bot.domain.agenda import PlannedCue, PlannedPhase
from bot.domain.asks.ask import AskKind
from bot.domain.asks.question import Option, Question
from bot.domain.ballot import Choice
from bot.domain.charter import NO_CHOICE, Conditions, Given, Offer
from bot.domain.council import Council
from bot.domain.council import commands as cc
from bot.domain.council import decide as decide_council
from bot.domain.council import evolve as evolve_council
from bot.domain.council.events import CouncilEvent
from bot.domain.cues import CueKind
from bot.domain.electorate import EVERYBODY_ALIKE, Electorate
from bot.domain.evidence import Case, Evidence, EvidenceKind
from bot.domain.game import Game
from bot.domain.game import commands as gc
from bot.domain.game import decide as decide_game
from bot.domain.game import evolve as evolve_game
from bot.domain.game.events import GameEvent
from bot.domain.ids import (
    MOOT,
    ChannelId,
    CouncilId,
    GameId,
    Moment,
    ProposalNumber,
    RoleNumber,
    TeamKey,
    UserId,
)
from bot.domain.log import Recorded, RecordedEvent
from bot.domain.offer import BallotBy, BallotRule, Proposers
from bot.domain.phases import PhaseKind
from bot.domain.reactions import Reaction, Reactions
from bot.domain.rules import DecisionRuleKind
from bot.domain.scenario import Reveal, Scenario
from bot.domain.seating import Candidate, Layout, Seat, SeatSpec
from bot.domain.times.working_time import WorkingTime
from bot.scenarios.load import load_pack
from bot.services.games import layout_of

# Bounded, and without deadlines, so that a busy machine fails nothing.
settings.register_profile(
    "moot", max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("moot")

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
FACILITATOR = UserId("U0FACIL")
OBSERVER = UserId("U0WATCH")
STRANGER = UserId("U0STRANGE")
ONE = ProposalNumber(1)
PARIS = WorkingTime("Europe/Paris", time(9), time(17))
PACKS = Path(__file__).parent / "packs"  # small ones, each of another kind than the shipped pack


def at(minutes: float = 0, seconds: float = 0) -> Moment:
    """So long after noon of the day on which every test's game is played."""
    return NOON + timedelta(minutes=minutes, seconds=seconds)


def player(number: int) -> UserId:
    """The holder of a role, or the n-th person who signs up."""
    return UserId(f"U{number:04}")


@cache
def rainbow_road() -> Scenario:
    """The shipped pack."""
    return load_pack(Path(__file__).parents[1] / "content" / "rainbow-road")


@cache
def harbour() -> Scenario:
    """Teams of one, four and two, parallel aims, and a charter that always asks for something."""
    return load_pack(PACKS / "harbour")


@cache
def harbour_town() -> Scenario:
    """Twenty citizens on one sheet, three seasons with a storm each, and a charter that is given."""
    return load_pack(PACKS / "harbour-town")


# --- seating


def a_layout(*teams: int, minimum: int | None = None) -> Layout:
    """Seats of teams of these sizes, numbered through; the first team's are the stewards'."""
    sizes = teams or (2, 2, 2, 2, 2)
    owners = [team for team, size in enumerate(sizes) for _ in range(size)]
    seats = (
        SeatSpec(RoleNumber(number), TeamKey(f"team-{team}"), steward=team == 0)
        for number, team in enumerate(owners, start=1)
    )
    return Layout(tuple(seats), len(sizes) if minimum is None else minimum)


def candidates(count: int, chairs: Iterable[int] = ()) -> list[Candidate]:
    """People who want to play; those numbered in `chairs` offered to chair."""
    offered = set(chairs)
    return [Candidate(player(number), chair=number in offered) for number in range(1, count + 1)]


# --- games


def a_cue(
    *, after: float | None = None, before: float | None = None, kind: CueKind = CueKind.NOTICE
) -> PlannedCue:
    """A cue so many minutes after its phase's start, or before its end."""
    return PlannedCue(
        kind,
        after_start=None if after is None else timedelta(minutes=after),
        before_end=None if before is None else timedelta(minutes=before),
    )


def a_phase(
    key: str, minutes: float, *cues: PlannedCue, kind: PhaseKind = PhaseKind.SESSION, charter: bool = False
) -> PlannedPhase:
    """An agenda item."""
    return PlannedPhase(key, kind, f"The {key}", timedelta(minutes=minutes), cues, charter)


def an_agenda() -> tuple[PlannedPhase, ...]:
    """Set-up 5, charter session 10, voting session 10 with the ballot 4 before its end, wrap-up 0."""
    return (
        a_phase("setup", 5, a_cue(before=2), a_cue(before=0.5), kind=PhaseKind.SETUP),
        a_phase("session-1", 10, a_cue(after=3), a_cue(before=2), charter=True),
        a_phase("session-2", 10, a_cue(after=3), a_cue(before=4, kind=CueKind.BALLOT), a_cue(before=2)),
        a_phase("wrap-up", 0, kind=PhaseKind.WRAP_UP),
    )


@dataclass(slots=True)
class GameLog:
    """A game and everything that happened in it."""

    state: Game | None = None
    events: list[GameEvent] = field(default_factory=list)

    @property
    def game(self) -> Game:
        """The game now."""
        assert self.state is not None
        return self.state

    def do(self, command: gc.GameCommand, by: UserId = FACILITATOR, at: Moment = NOON) -> list[GameEvent]:
        """What the command makes happen; it has happened then. Raises a Refusal, and nothing has."""
        events = decide_game(self.state, command, at=at, actor=by)
        for event in events:
            self.state = evolve_game(self.state, event)
        self.events += events
        return events

    def ring(self, at: Moment) -> list[GameEvent]:
        """The alarm."""
        return self.do(gc.RingBells(), MOOT, at)


def creation(
    agenda: Sequence[PlannedPhase] = (),
    layout: Layout | None = None,
    *,
    scenario: str = "rainbow-road",
    name: str = "Tuesday's game",
    starts_at: Moment | None = None,
    timezone: str = "UTC",
    speed: int = 1,
    working: WorkingTime | None = None,
) -> gc.CreateGame:
    """A new game; in working time, in that zone."""
    return gc.CreateGame(
        game=GameId("g1"),
        name=name,
        scenario=scenario,
        scenario_version=1,
        layout=layout or a_layout(),
        agenda=tuple(agenda) or an_agenda(),
        plenary=ChannelId("C0PLENARY"),
        facilitators=(FACILITATOR,),
        starts_at=starts_at,
        timezone=working.zone if working else timezone,
        speed=speed,
        seed=7,
        working=working,
    )


def a_game(command: gc.CreateGame | None = None, *, players: int = 10) -> GameLog:
    """A game in sign-up with so many players and one observer."""
    log = GameLog()
    log.do(command or creation())
    for number in range(1, players + 1):
        log.do(gc.Join(player(number)), player(number))
    log.do(gc.Observe(OBSERVER), OBSERVER)
    return log


def a_dealt_game(command: gc.CreateGame | None = None, *, players: int = 10) -> GameLog:
    """A game whose seats are dealt."""
    log = a_game(command, players=players)
    log.do(gc.PlanSeating())
    log.do(gc.DealSeats())
    return log


def a_running_game(*agenda: PlannedPhase, players: int = 10) -> GameLog:
    """A game that started at noon."""
    log = a_dealt_game(creation(agenda), players=players)
    log.do(gc.StartGame())
    return log


def recorded(
    game: GameLog, *councils: "CouncilLog", every: timedelta = timedelta(seconds=1)
) -> tuple[RecordedEvent, ...]:
    """What happened in a game and then in its councils, as it would be stored: an event every second."""
    streams: list[tuple[str, Sequence[Any]]] = [(f"game:{game.game.id}", game.events)]
    streams += [(f"council:{one.council.id}", one.events) for one in councils]
    found: list[RecordedEvent] = []
    for stream, events in streams:
        for version, event in enumerate(events, start=1):
            place = len(found) + 1
            found.append(Recorded(stream, version, NOON + place * every, FACILITATOR, event, place))
    return tuple(found)


# --- councils


SETUP = cc.EnterPhase("setup", PhaseKind.SETUP, at(0), charter=False, holds_ballot=False)
SESSION = cc.EnterPhase("session-1", PhaseKind.SESSION, at(5), charter=True, holds_ballot=False)
EMERGENCY = cc.EnterPhase("emergency", PhaseKind.EMERGENCY, at(15), charter=False, holds_ballot=False)
SIDEBAR = cc.EnterPhase("sidebar", PhaseKind.SIDEBAR, at(20), charter=False, holds_ballot=False)
VOTING = cc.EnterPhase("session-3", PhaseKind.SESSION, at(25), charter=False, holds_ballot=True)
PRESENTING = cc.EnterPhase(
    "presentations", PhaseKind.PRESENTATIONS, at(35), charter=False, holds_ballot=False
)
PHASES = (SETUP, SESSION, EMERGENCY, SIDEBAR, VOTING, PRESENTING)

Shown = dict[UserId, frozenset[Choice]]
Said = TypeVar("Said")


def nameless(shown: Mapping[UserId, Iterable[Said]]) -> dict[UserId, frozenset[Reaction[Said]]]:
    """What Slack shows for each person, where a test does not care which emoji says it."""
    return {user: frozenset(Reaction(one) for one in said) for user, said in shown.items()}


def reactions(said: Mapping[RoleNumber, Iterable[Said]]) -> Reactions[Said]:
    """What stands under a card for each seat, the latest last."""
    return Reactions({seat: tuple(Reaction(one) for one in words) for seat, words in said.items()})


@dataclass(slots=True)
class CouncilLog:
    """A council and everything that happened in it."""

    state: Council | None = None
    events: list[CouncilEvent] = field(default_factory=list)

    @property
    def council(self) -> Council:
        """The council now."""
        assert self.state is not None
        return self.state

    def do(self, command: cc.CouncilCommand, by: UserId = player(1), at: Moment = NOON) -> list[CouncilEvent]:
        """What the command makes happen; it has happened then. Raises a Refusal, and nothing has."""
        events = decide_council(self.state, command, at=at, actor=by)
        for event in events:
            self.state = evolve_council(self.state, event)
        self.events += events
        return events

    def reach(self, *phases: cc.EnterPhase) -> None:
        """The bells ring, one after the other."""
        for phase in phases:
            self.do(phase, MOOT, phase.at)

    def propose(self, title: str = "Owners merge", by: int = 3, at: Moment = NOON) -> ProposalNumber:
        """Somebody puts a proposal on the table; its number."""
        self.do(a_proposal(title), player(by), at)
        return max(self.council.proposals)

    def react(self, number: ProposalNumber, support: bool, by: int, at: Moment) -> list[CouncilEvent]:
        """Somebody takes a side."""
        return self.do(cc.TakeSide(number, support), player(by), at)

    def vote(self, choice: Choice, by: int, at: Moment) -> list[CouncilEvent]:
        """Somebody reacts to the ballot."""
        return self.do(cc.CastVote(choice), player(by), at)

    def take_back(self, choice: Choice, by: int, at: Moment) -> list[CouncilEvent]:
        """Somebody removes a reaction from the ballot."""
        return self.do(cc.RetractVote(choice), player(by), at)

    def press(self, choice: Choice | None, by: int, at: Moment) -> list[CouncilEvent]:
        """Somebody presses a button of a secret ballot; None takes their vote back."""
        return self.do(cc.PressVote(choice), player(by), at)

    def close(self, shown: Shown | None, at: Moment = at(36)) -> list[CouncilEvent]:
        """The count, with what Slack shows."""
        return self.do(cc.CloseBallot(nameless(shown) if shown is not None else None), MOOT, at)

    def shown(self) -> Shown:
        """What Slack shows if every event came through."""
        ballot = self.council.ballot
        assert ballot is not None
        standing = {seat.holder: ballot.standing.get(seat.role, ()) for seat in self.council.filled}
        return {holder: frozenset(choices) for holder, choices in standing.items() if holder and choices}


def a_proposal(title: str = "Owners merge", text: str = "") -> cc.SubmitProposal:
    """A proposal."""
    return cc.SubmitProposal(title=title, text=text or f"{title}, and nobody else does.")


OFFER = Offer(
    proposers=tuple(Proposers),
    waiting=(timedelta(), timedelta(minutes=2), timedelta(minutes=5)),
    seconders=(0, 1, 2),
)


def a_question(kind: AskKind = AskKind.ONE_OF, *options: str | Option, **traits: Any) -> Question:
    """A question to everybody, with a few options to choose from unless some are given."""
    given = options or (() if kind is AskKind.TEXT else ("Boats", "Nets", "Rest"))
    found = (one if isinstance(one, Option) else Option(str(i), one) for i, one in enumerate(given, start=1))
    return Question(
        id=traits.pop("id", "poll"),
        ask=traits.pop("ask", "poll"),
        title="What first?",
        text="Choose.",
        kind=kind,
        seats=traits.pop("seats", tuple(map(RoleNumber, range(1, 11)))),
        options=tuple(found),
        **traits,
    )


def by_policies(*numbers: int) -> Case:
    """A case that rests on these policies."""
    return Case(tuple(Evidence(EvidenceKind.POLICY, number) for number in numbers))


def a_charter(
    rule: DecisionRuleKind = DecisionRuleKind.MAJORITY,
    quorum: float = 0.5,
    enactment: str = "By Friday.",
    *,
    proposers: Proposers = Proposers.ANYONE,
    waiting: float = 0,
    seconds: int = 0,
) -> cc.AdoptCharter:
    """A charter; `waiting` in minutes. What it asks for besides its rule must be on offer."""
    conditions = Conditions(proposers, timedelta(minutes=waiting), seconds)
    return cc.AdoptCharter(rule, quorum, enactment, "By a check.", conditions)


def founding(
    filled: int = 10,
    *,
    layout: Layout | None = None,
    number: int = 1,
    ballot_rule: BallotRule | None = None,
    rules: tuple[DecisionRuleKind, ...] = tuple(DecisionRuleKind),
    name: str = "",
    offer: Offer = NO_CHOICE,
    reveal: Reveal = Reveal.ALL,
    given: Given | None = None,
    electorate: Electorate = EVERYBODY_ALIKE,
) -> cc.SeatCouncil:
    """A council of which the first seats, in filling order, are held by `player(role)`."""
    order = (layout or a_layout()).filling_order()
    seats = (
        Seat(spec.role, spec.team, spec.steward, player(spec.role) if index < filled else None)
        for index, spec in enumerate(order)
    )
    return cc.SeatCouncil(
        council=CouncilId(f"g1-{number}"),
        game=GameId("g1"),
        number=number,
        name=name or f"Council {number}",
        seats=tuple(seats),
        stewards="Data Leadership",
        rules=rules,
        ballot_rule=ballot_rule or BallotRule(),
        facilitators=(FACILITATOR,),
        electorate=electorate,
        offer=offer,
        reveal=reveal,
        given=given,
    )


def a_council(
    filled: int = 10,
    *,
    layout: Layout | None = None,
    until: cc.EnterPhase | None = SESSION,
    number: int = 1,
    ballot_rule: BallotRule | None = None,
    offer: Offer = NO_CHOICE,
    reveal: Reveal = Reveal.ALL,
    given: Given | None = None,
) -> CouncilLog:
    """A council in the phase `until`; without one, before the first bell. Roles 1 and 2 are stewards."""
    log = CouncilLog()
    command = founding(
        filled,
        layout=layout,
        number=number,
        ballot_rule=ballot_rule,
        offer=offer,
        reveal=reveal,
        given=given,
    )
    log.do(command, MOOT)
    if until is not None:
        log.reach(*PHASES[: PHASES.index(until) + 1])
    return log


def a_council_with_policies(
    policies: int = 1,
    filled: int = 10,
    *,
    layout: Layout | None = None,
    until: cc.EnterPhase = VOTING,
    ballot_rule: BallotRule | None = None,
) -> CouncilLog:
    """A council whose stewards recorded some policies."""
    log = a_council(filled, layout=layout, ballot_rule=ballot_rule)
    for number in range(1, policies + 1):
        log.do(cc.RecordDecision(log.propose(f"Policy {number}")), at=at(6))
    log.reach(*PHASES[PHASES.index(SESSION) + 1 : PHASES.index(until) + 1])
    return log


def a_voting_council(
    filled: int = 10, *, layout: Layout | None = None, ballot_rule: BallotRule | None = None
) -> CouncilLog:
    """A council whose ballot opened at minute 31; the bell calls it at minute 35."""
    log = a_council_with_policies(filled=filled, layout=layout, ballot_rule=ballot_rule)
    log.do(cc.OpenBallot(), MOOT, at(31))
    return log


def a_secret_vote(filled: int = 10) -> CouncilLog:
    """The same, where people vote by secret ballot."""
    return a_voting_council(filled, ballot_rule=BallotRule(by=BallotBy.SECRET))


def a_book_of_everything(*, policies: int = 2, passed: bool = True, open_hand: bool = False) -> CouncilLog:
    """The shipped pack's council after its vote. Its book holds policies, the last one first, a charter, a
    process and the second of two parked items; with `open_hand`, role 3 has no secret."""
    log, three = a_council(layout=layout_of(rainbow_road())), RoleNumber(3)
    if open_hand:
        log.do(cc.VacateSeat(player(3)), MOOT)
        log.do(cc.FillSeat(player(3), open_hand=True), MOOT)
    for number in range(policies):
        log.do(cc.RecordDecision(log.propose(f"Policy {number}")), at=at(6))
    log.do(a_charter(), at=at(6))
    log.do(cc.OrderBook((policies,)), at=at(7))
    for item in ("Nothing.", "Who pays?"):
        log.do(cc.Park(item, "Monday", owner_seat=three), at=at(7))
    log.do(cc.Unpark(1), at=at(8))
    log.reach(EMERGENCY)
    log.do(cc.RecordResponse("First the road.", (10, 0)), at=at(20))
    log.reach(SIDEBAR, VOTING)
    log.do(cc.OpenBallot(), MOOT, at(31))
    for role in range(1, 11):
        log.vote(Choice.YES if passed else Choice.NO, role, at(32))
    log.reach(PRESENTING)
    log.close(log.shown())
    return log
