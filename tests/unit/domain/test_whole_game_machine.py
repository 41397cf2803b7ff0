"""A whole game in any order: players, stewards, facilitators, alarms, leavers, hand-overs, late joiners;
every command sent twice, and reactions whose news comes late, again and in any order, or never."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.domain.ballot import Ballot, Choice
from bot.domain.council import Council, ProposalStatus
from bot.domain.council import commands as cc
from bot.domain.council import decide as decide_council
from bot.domain.council import events as ce
from bot.domain.council import evolve as evolve_council
from bot.domain.council.acting import CLOCKS_DIFFER, stewards_of
from bot.domain.council.silence import silent
from bot.domain.cues import CueKind
from bot.domain.errors import Refusal
from bot.domain.errors.ballot import EmptyBook
from bot.domain.errors.seating import HoldsASeatAlready, NoSeatToHandOver, SignUpClosed
from bot.domain.evidence import NOT_CLAIMED
from bot.domain.game import Game, Stage
from bot.domain.game import commands as gc
from bot.domain.game import decide as decide_game
from bot.domain.game import events as ge
from bot.domain.game import evolve as evolve_game
from bot.domain.ids import MOOT, Moment, ProposalNumber, RoleNumber, UserId
from bot.domain.offer import BallotRule
from bot.domain.paper import is_paper, paper_id
from bot.domain.phases import PhaseKind
from bot.domain.rules import DecisionRuleKind
from bot.domain.seating import Seat
from tests.builders import (
    FACILITATOR,
    NOON,
    CouncilLog,
    GameLog,
    a_cue,
    a_layout,
    a_phase,
    by_policies,
    creation,
    founding,
    nameless,
    player,
)
from tests.unit.domain.rooms_kept import APART, TOGETHER, RoomsKept

SECOND = UserId("U0SECOND")
STEP = CLOCKS_DIFFER + timedelta(seconds=1)  # so that what is before a card is so for certain
AGENDA = (
    a_phase("setup", 5, kind=PhaseKind.SETUP),
    replace(a_phase("session-1", 10, a_cue(after=3), charter=True), rooms=APART),
    a_phase("emergency", 5, kind=PhaseKind.EMERGENCY),
    a_phase("sidebar", 5, kind=PhaseKind.SIDEBAR),
    replace(a_phase("session-2", 10, a_cue(before=6, kind=CueKind.BALLOT)), rooms=TOGETHER),
    a_phase("presentations", 5, kind=PhaseKind.PRESENTATIONS),
    a_phase("wrap-up", 0, kind=PhaseKind.WRAP_UP),
)
LAYOUT = a_layout(2, 2, 1, minimum=3)  # five seats of three teams
# How many bells have rung when the game begins for us, whether the vote is open, and whether it is counted.
STARTS = [
    (0, False, False),
    (2, False, False),
    (2, False, False),
    (5, True, False),
    (5, True, False),
    (5, True, True),
]
PEOPLE = st.integers(0, 14)  # more than there are, so that some are strangers
NUMBERS = st.integers(1, 3).map(ProposalNumber)
CHOICES = st.sampled_from(Choice)


@dataclass(slots=True)
class News:
    """A reaction of which Slack has not told yet."""

    council: int
    command: cc.CouncilCommand
    actor: UserId
    at: Moment


@dataclass(slots=True)
class Table:
    """A council, what Slack shows on its ballot, and who did something in it under their present seat."""

    log: CouncilLog
    shown: dict[UserId, dict[Choice, Moment]] = field(default_factory=dict)
    lost: set[UserId] = field(default_factory=set)  # of some of their reactions nobody has told
    changed: set[RoleNumber] = field(default_factory=set)  # seats that had another holder since the opening
    gone: dict[RoleNumber, UserId] = field(default_factory=dict)  # whose account is; else they had but one
    acted: set[tuple[RoleNumber, UserId]] = field(default_factory=set)

    @property
    def council(self) -> Council:
        return self.log.council


class AWholeGame(RuleBasedStateMachine):
    """One game with its councils. `follow` does what the services do after each change of the game."""

    @initialize(
        people=st.integers(3, 11), start=st.sampled_from(STARTS), kind=st.sampled_from(DecisionRuleKind)
    )
    def begin(self, people: int, start: tuple[int, bool, bool], kind: DecisionRuleKind) -> None:
        bells, voting, counted = start
        self.log, self.tables, self.rooms = GameLog(), list[Table](), RoomsKept()
        self.now: Moment = NOON
        self.news: list[News] = []
        self.told: list[News] = []
        self.untidy: set[tuple[int, UserId]] = set()  # whose news came in another order than it was made
        self.before: list[Council] = []
        self.send(creation(AGENDA, LAYOUT), FACILITATOR)
        for number in range(people):
            self.send(gc.Join(player(number), chair=number < 2), player(number))
        if bells:
            self.deal()
            self.send(gc.StartGame(), FACILITATOR)
            for _ in range(bells - 1):
                self.skip()
        if bells == 2:
            self.open_proposals(kind)
        if voting:
            self.everywhere(cc.OpenBallot())
        if counted:
            for index in range(len(self.tables)):
                self.everybody_votes(index, [Choice.YES, Choice.NO, Choice.YES], [True, False])
            self.skip()
            for index in range(len(self.tables)):
                self.count(index, readable=True)

    def open_proposals(self, kind: DecisionRuleKind) -> None:
        """A charter of this kind, and something on each table to react to."""
        for index, table in enumerate(self.tables):
            first, second, *_ = (seat.holder or MOOT for seat in table.council.filled)
            self.act(index, cc.AdoptCharter(kind, 0.5, "So.", "Thus."), first)
            self.act(index, cc.SubmitProposal("A", "A."), first)
            self.act(index, cc.SubmitProposal("B", "B."), second)
            self.act(index, cc.AskStraw("a"), second)

    def skip(self) -> None:
        self.prepare()
        assert self.game.clock is not None
        self.send(gc.SkipPhase(self.game.clock.phase), FACILITATOR)

    def prepare(self) -> None:
        """What a council has usually done by the end of the phase that runs."""
        for index, table in enumerate(self.tables):
            if self.game.phase and self.game.phase.charter:
                steward = table.council.filled[0].holder
                assert steward is not None
                self.act(index, cc.AdoptCharter(DecisionRuleKind.MAJORITY, 0.5, "So.", "Thus."), steward)
                self.act(index, cc.SubmitProposal("A", "A."), steward)
                self.act(index, cc.RecordDecision(ProposalNumber(1)), steward)
                self.act(index, cc.SubmitProposal("B", "B."), steward)

    # --- the shell, in a few lines

    @property
    def game(self) -> Game:
        return self.log.game

    def send(self, command: gc.GameCommand, actor: UserId) -> list[ge.GameEvent]:
        """A command to the game, at once the same again, and what follows from it in the councils."""
        self.now += STEP
        before = self.log.state
        try:
            events = self.hand_over(command, actor) or self.log.do(command, actor, self.now)
        except Refusal:
            assert self.log.state is before, "a refusal changes nothing"
            return []
        by_itself = gc.RingBells | gc.LoseAccount | gc.ReturnAccount
        if before is not None and events and not isinstance(command, by_itself):
            oneself = getattr(command, "player", getattr(command, "user", None)) == actor
            oneself = oneself or (isinstance(command, gc.TakeOver) and actor in before.offered)
            assert actor in before.facilitators or oneself, (
                "people decide about themselves, facilitators about all"
            )
        self.follow(events)
        with suppress(Refusal):
            again = decide_game(self.log.state, command, at=self.now, actor=actor)
            assert again == [] or self.is_due(), "a repeated command yields no events"
        return events

    def is_due(self) -> bool:
        """Time that was taken can make a bell due at once."""
        due = self.game.next_due()
        return due is not None and due <= self.now

    def hand_over(self, command: gc.GameCommand, actor: UserId) -> list[ge.GameEvent]:
        """The list and the seat change together or not at all."""
        if not isinstance(command, gc.HandOver):
            return []
        events = decide_game(self.log.state, command, at=self.now, actor=actor)
        if self.seat_of(command.to) is not None:
            raise HoldsASeatAlready
        found = self.seat_of(command.player) or self.seat_kept_for(command.player)
        if found is None:
            raise NoSeatToHandOver
        self.act(found[0], cc.HandOverSeat(command.player, command.to), MOOT)
        for event in events:
            self.log.state = evolve_game(self.log.state, event)
        self.log.events += events
        return events

    def follow(self, events: list[ge.GameEvent]) -> None:
        """Brings the councils to where the game is."""
        for event in events:
            self.rooms.rung(self.game, [*self.councils()], event)
            match event:
                case ge.SeatsDealt():
                    self.found()
                case ge.PhaseStarted(number, at):
                    planned = self.game.agenda[number]
                    enter = cc.EnterPhase(
                        planned.key, planned.kind, at, planned.charter, planned.holds_ballot, planned.rooms
                    )
                    self.everywhere(enter)
                case ge.GameEnded():
                    self.everywhere(cc.EndCouncil())
        phase, clock = self.game.phase, self.game.clock
        cues = enumerate(phase.cues) if phase else ()
        if clock and any(cue.kind is CueKind.BALLOT and index in clock.rung for index, cue in cues):
            self.everywhere(cc.OpenBallot())
        self.everywhere(cc.KnowFacilitators(self.game.facilitators))
        self.reseat()
        self.rooms.followed(self.game, [*self.councils()])

    def found(self) -> None:
        """The councils of the deal."""
        assert self.game.deal is not None
        for number, places in enumerate(self.game.deal.councils, start=1):
            holders = dict(places)
            command = founding(layout=LAYOUT, number=number, ballot_rule=BallotRule())
            seats = tuple(
                Seat(spec.role, spec.team, spec.steward, holders.get(spec.role))
                for spec in LAYOUT.filling_order()
            )
            log = CouncilLog()
            log.do(
                cc.SeatCouncil(
                    command.council, command.game, number, command.name, seats, command.stewards,
                    command.rules, command.ballot_rule, tuple(self.game.facilitators),
                ),
                MOOT,
            )  # fmt: skip
            self.tables.append(Table(log))

    def reseat(self) -> None:
        """Who left gives up the seat, and so does an account; who waits gets a vacant one, or their own."""
        players = [one.player for one in self.game.players]
        for index, table in enumerate(self.tables):
            for seat in table.council.filled:
                if seat.holder and seat.holder not in players:
                    lost = self.game.lost.get(seat.holder)
                    self.act(index, cc.VacateSeat(seat.holder, lost.since if lost else None), MOOT)
        for user in players:
            emptiest = sorted(range(len(self.tables)), key=lambda one: len(self.tables[one].council.filled))
            kept = self.seat_kept_for(user)
            for index in [kept[0], *emptiest] if kept else emptiest:
                if self.seat_of(user) is None:
                    with suppress(SignUpClosed):
                        self.act(index, cc.FillSeat(user, open_hand=False), MOOT, refusals=True)

    def everywhere(self, command: cc.CouncilCommand) -> None:
        for index in range(len(self.tables)):
            with suppress(EmptyBook):
                self.act(index, command, MOOT)

    def act(
        self,
        index: int,
        command: cc.CouncilCommand,
        actor: UserId,
        at: Moment | None = None,
        *,
        refusals: bool = False,
    ) -> list[ce.CouncilEvent]:
        """A command to a council, and at once the same again."""
        self.now += STEP
        table, when = self.tables[index], at or self.now
        before = table.log.state
        try:
            events = table.log.do(command, actor, when)
        except Refusal:
            assert table.log.state is before, "a refusal changes nothing"
            if refusals:
                raise
            return []
        self.watch(table, before, command, actor, events)
        with suppress(Refusal):
            again = decide_council(table.log.state, command, at=when, actor=actor)
            assert again == [], "a repeated command yields no events"
        return events

    def watch(
        self,
        table: Table,
        before: Council | None,
        command: cc.CouncilCommand,
        actor: UserId,
        events: list[ce.CouncilEvent],
    ) -> None:
        """Keeps books of our own, and sees that nobody does what they may not."""
        seat = before.seat_of(actor) if before else None
        if events and actor != MOOT:
            assert before is not None
            assert seat is not None or actor in before.facilitators, "strangers and observers change nothing"
            quiet = cc.WithdrawProposal | cc.OpenBallot | cc.CastProxyVote | cc.MoveHolder | cc.NudgeSeat
            if seat is not None and not isinstance(command, quiet | cc.RuleOnClaim):
                table.acted.add((seat.role, actor))
        for event in events:
            match event:
                case ce.SeatFilled(role, holder) | ce.SeatHandedOver(role, _, holder):
                    table.acted.add((role, holder))
                    table.changed.add(role)
                    was_their_own = table.gone.pop(role, None) == holder
                    if was_their_own and isinstance(event, ce.SeatFilled) and event.back:
                        table.changed.discard(role)
                case ce.HolderMoved(holder, role, to):
                    if (role, holder) in table.acted:
                        table.acted.add((to, holder))
                    else:
                        table.acted.discard((to, holder))
                    table.changed |= {role, to}
                    table.gone.pop(to, None)
                case ce.SeatVacated(role, holder, gone):
                    if gone is not None and role not in table.changed:
                        table.gone[role] = holder
                    table.changed.add(role)
                case ce.BallotOpened():
                    table.changed, table.shown, table.lost, table.gone = set(), {}, set(), {}
                case ce.VoteCast(role, reconciled=True) | ce.VoteRetracted(role, reconciled=True):
                    table.acted.add((role, table.council.seats[role].holder or MOOT))

    def seat_of(self, user: UserId) -> tuple[int, Seat] | None:
        for index, table in enumerate(self.tables):
            seat = table.council.seat_of(user)
            if seat is not None:
                return index, seat
        return None

    def seat_kept_for(self, user: UserId) -> tuple[int, Seat] | None:
        for index, table in enumerate(self.tables):
            seat = table.council.seat_kept_for(user)
            if seat is not None:
                return index, seat
        return None

    def at_table(self, who: int) -> tuple[int, UserId]:
        """Somebody, and the council that they act in: mostly their own, sometimes one in which they hold
        no seat."""
        holders = [
            (index, seat.holder)
            for index, table in enumerate(self.tables)
            for seat in table.council.filled
            if seat.holder and not is_paper(seat.holder)
        ]
        strangers = [(0, player(99)), (len(self.tables) - 1, holders[0][1] if holders else player(98))]
        return [*holders, *holders, *strangers][who * 7 % (2 * len(holders) + 2)]

    # --- who is in

    @rule(who=PEOPLE, chair=st.booleans(), by_facilitator=st.booleans())
    def join(self, who: int, chair: bool, by_facilitator: bool) -> None:
        self.send(gc.Join(player(who), chair=chair), FACILITATOR if by_facilitator else player(who))

    @rule(who=PEOPLE, chance=st.integers(0, 2))
    def leave_or_observe(self, who: int, chance: int) -> None:
        command = gc.Leave(player(who)) if chance else gc.Observe(player(who))
        self.send(command, player(who))

    @rule(name=st.sampled_from(["Zoe", "Yan"]), leaves=st.booleans())
    def paper(self, name: str, leaves: bool) -> None:
        self.send(gc.Leave(paper_id(name)) if leaves else gc.Join(paper_id(name)), FACILITATOR)

    @rule(who=PEOPLE, to=PEOPLE, actor=PEOPLE)
    def hand_a_seat_over(self, who: int, to: int, actor: int) -> None:
        for by in (player(actor), player(who)):
            self.send(gc.HandOver(player(who), player(to)), by)

    @rule(who=PEOPLE, role=st.integers(1, 5).map(RoleNumber), by=st.sampled_from([FACILITATOR, player(1)]))
    def move(self, who: int, role: RoleNumber, by: UserId) -> None:
        if self.tables:
            index, user = self.at_table(who)
            self.act(index, cc.MoveHolder(user, role), by)

    @rule(who=PEOPLE, comes=st.booleans(), by=st.sampled_from([FACILITATOR, SECOND, player(1)]))
    def change_facilitators(self, who: int, comes: bool, by: UserId) -> None:
        user = [FACILITATOR, SECOND, player(who)][who % 3]
        self.send(gc.AddFacilitator(user) if comes else gc.RemoveFacilitator(user), by)

    @rule(who=PEOPLE, gone=st.booleans(), facilitates=st.integers(0, 3))
    def account(self, who: int, gone: bool, facilitates: int) -> None:
        """Slack says that somebody's account is deactivated, or active."""
        user = {2: SECOND, 3: FACILITATOR}.get(facilitates, player(who))
        chair = stewards_of([*self.councils()])
        self.send(gc.LoseAccount(user, chair) if gone else gc.ReturnAccount(user), MOOT)

    @rule(who=PEOPLE)
    def take_over(self, who: int) -> None:
        for user in (player(who), *self.game.offered[:1]):
            self.send(gc.TakeOver(), user)

    @precondition(lambda self: not self.tables)
    @rule()
    def deal(self) -> None:
        self.send(gc.PlanSeating(), FACILITATOR)
        self.send(gc.DealSeats(), FACILITATOR)

    # --- the clock

    @rule(by=st.sampled_from([FACILITATOR, SECOND, player(2)]))
    def start(self, by: UserId) -> None:
        self.send(gc.StartGame(), by)

    @rule(seconds=st.sampled_from([1, 60, 250, 400]))
    def ring(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)
        self.send(gc.RingBells(), MOOT)

    @rule(pause=st.booleans())
    def pause_or_resume(self, pause: bool) -> None:
        self.send(gc.PauseGame() if pause else gc.ResumeGame(), FACILITATOR)

    @rule(minutes=st.sampled_from([-2, 2]), skip=st.booleans())
    def drive(self, minutes: int, skip: bool) -> None:
        clock = self.game.clock
        if clock is not None:
            by_time = gc.ChangeTime(timedelta(minutes=minutes), clock.ends)
            self.send(gc.SkipPhase(clock.phase) if skip else by_time, FACILITATOR)

    # --- at the table

    @precondition(lambda self: self.tables)
    @rule(who=PEOPLE, title=st.sampled_from("ABC"))
    def propose(self, who: int, title: str) -> None:
        index, user = self.at_table(who)
        self.act(index, cc.SubmitProposal(title, f"{title}."), user)

    @precondition(lambda self: self.tables)
    @rule(who=PEOPLE, number=NUMBERS, record=st.booleans())
    def record_or_withdraw(self, who: int, number: ProposalNumber, record: bool) -> None:
        index, user = self.at_table(who)
        self.act(index, cc.RecordDecision(number) if record else cc.WithdrawProposal(number), user)

    @precondition(lambda self: self.tables)
    @rule(who=PEOPLE, kind=st.sampled_from(DecisionRuleKind), quorum=st.sampled_from([0.0, 0.5, 1.0]))
    def charter(self, who: int, kind: DecisionRuleKind, quorum: float) -> None:
        index, user = self.at_table(who)
        self.act(index, cc.AdoptCharter(kind, quorum, "So.", "Thus."), user)

    @precondition(lambda self: self.tables)
    @rule(who=PEOPLE, number=NUMBERS, objects=st.booleans())
    def object_to_it(self, who: int, number: ProposalNumber, objects: bool) -> None:
        index, user = self.at_table(who)
        self.act(index, cc.Object(number, "It costs.") if objects else cc.WithdrawObjection(number), user)

    @precondition(lambda self: self.tables)
    @rule(who=PEOPLE, text=st.sampled_from("ab"))
    def answer(self, who: int, text: str) -> None:
        index, user = self.at_table(who)
        for command in (cc.RecordResponse(text), cc.CarryBack(text), cc.AskStraw(text), cc.AnswerStraw(1)):
            self.act(index, command, user)

    @precondition(lambda self: self.tables)
    @rule(number=NUMBERS, support=st.booleans(), index=st.integers(0, 2))
    def agree(self, number: ProposalNumber, support: bool, index: int) -> None:
        """A whole council takes a side, so that rules are met."""
        for seat in self.tables[index % len(self.tables)].council.filled:
            assert seat.holder is not None
            self.act(index % len(self.tables), cc.TakeSide(number, support), seat.holder)

    @precondition(lambda self: self.tables)
    @rule(who=PEOPLE, number=NUMBERS, support=st.booleans(), took_back=st.booleans(), later=st.booleans())
    def react(self, who: int, number: ProposalNumber, support: bool, took_back: bool, later: bool) -> None:
        index, user = self.at_table(who)
        command = cc.TakeSide(number, None, was=support) if took_back else cc.TakeSide(number, support)
        self.tell(News(index, command, user, self.now), later=later)

    @precondition(lambda self: self.tables)
    @rule(who=PEOPLE, choice=CHOICES, later=st.booleans(), lost=st.integers(0, 9))
    def vote(self, who: int, choice: Choice, later: bool, lost: int) -> None:
        index, user = self.at_table(who)
        self.toggle(index, user, choice, later if lost else None)

    def toggle(self, index: int, user: UserId, choice: Choice, later: bool | None) -> None:
        """Slack shows a reaction, or its removal, at once; its news comes now, later, or never (None)."""
        table = self.tables[index]
        ballot = table.council.ballot
        if ballot is None or ballot.called_at is not None:
            return
        self.now += STEP
        if self.game.clock is not None and self.game.clock.ends < self.now:
            return  # the bell that calls the vote is overdue: what comes after its second counts for nothing
        shown = table.shown.setdefault(user, {})
        command = cc.RetractVote(choice) if choice in shown else cc.CastVote(choice)
        if shown.pop(choice, None) is None:
            shown[choice] = self.now
        if later is None:
            table.lost.add(user)
        else:
            self.tell(News(index, command, user, self.now), later=later)

    @precondition(lambda self: self.tables)
    @rule(
        index=st.integers(0, 2),
        choices=st.lists(CHOICES, min_size=1, max_size=5),
        heard=st.lists(st.booleans(), min_size=1, max_size=3),
    )
    def everybody_votes(self, index: int, choices: list[Choice], heard: list[bool]) -> None:
        """A whole council reacts; of some, Slack tells later."""
        for place, seat in enumerate(self.tables[index % len(self.tables)].council.filled):
            if seat.holder and not is_paper(seat.holder):
                at_once = heard[place % len(heard)]
                self.toggle(index % len(self.tables), seat.holder, choices[place % len(choices)], not at_once)

    @precondition(lambda self: self.tables)
    @rule(who=PEOPLE, choice=CHOICES, name=st.sampled_from(["Zoe", "Yan"]))
    def vote_for_paper(self, who: int, choice: Choice, name: str) -> None:
        found = self.seat_of(paper_id(name))
        if found is not None:
            self.act(found[0], cc.CastProxyVote(paper_id(name), choice), player(who))

    def tell(self, news: News, *, later: bool) -> None:
        if later:
            self.news.append(news)
        else:
            self.deliver(news)

    def deliver(self, news: News) -> None:
        latest = max((one.at for one in self.told if one.actor == news.actor), default=NOON)
        if news.at < latest:
            self.untidy.add((news.council, news.actor))
        self.act(news.council, news.command, news.actor, news.at)
        self.told.append(news)

    @precondition(lambda self: self.news)
    @rule(which=st.integers(0, 20))
    def late_news(self, which: int) -> None:
        """In any order, with the moment at which it was made."""
        self.deliver(self.news.pop(which % len(self.news)))

    @precondition(lambda self: self.told)
    @rule(which=st.integers(0, 20))
    def old_news(self, which: int) -> None:
        """Slack delivers again what was told long ago. Of somebody whose news came in order, this is nothing
        new."""
        news = self.told[which % len(self.told)]
        before = self.says(news)
        self.act(news.council, news.command, news.actor, news.at)
        if (news.council, news.actor) not in self.untidy:
            assert self.says(news) == before

    def says(self, news: News) -> Any:
        """What the council knows of somebody's reactions."""
        council = self.tables[news.council].council
        seat = council.seat_of(news.actor)
        if seat is None:
            return None
        sides = {number: one.side_of(seat.role) for number, one in council.proposals.items()}
        return sides, council.ballot and council.ballot.vote_of(seat.role)

    @precondition(lambda self: self.told)
    @rule()
    def all_news_in_order(self) -> None:
        """Whatever came late, twice or in a wrong order: when all is told, each vote is what Slack shows."""
        told = sorted([*self.told, *self.news], key=lambda one: one.at)
        self.told, self.news = told, []
        for news in told:
            self.act(news.council, news.command, news.actor, news.at)
        for table in self.tables:
            ballot = table.council.ballot
            if ballot is None or ballot.called_at is not None:
                continue
            for role in ballot.electorate - table.changed:
                holder = table.council.seats[role].holder
                if holder and not is_paper(holder) and holder not in table.lost:
                    shown = table.shown.get(holder, {})
                    assert ballot.vote_of(role) == max(shown, key=lambda one: shown[one], default=None)

    # --- the end of a council

    @precondition(lambda self: self.tables)
    @rule(who=PEOPLE)
    def call_the_vote(self, who: int) -> None:
        index, user = self.at_table(who)
        self.act(index, cc.OpenBallot(), user)

    @precondition(lambda self: self.tables)
    @rule(index=st.integers(0, 2), readable=st.booleans())
    def count(self, index: int, readable: bool) -> None:
        """The courier has read the reactions, or could not, once the vote was called."""
        table = self.tables[index % len(self.tables)]
        ballot = table.council.ballot
        if ballot is None or ballot.called_at is None or table.council.outcome is not None:
            return
        shown = nameless(table.shown)
        self.act(index % len(self.tables), cc.CloseBallot(shown if readable else None), MOOT)
        if readable:
            self.count_is_what_slack_showed(table)

    def count_is_what_slack_showed(self, table: Table) -> None:
        """Late, repeated and lost news change nothing: a seat with one holder counts as Slack shows."""
        council, ballot = table.council, table.council.ballot
        assert ballot is not None
        for role in ballot.electorate - table.changed:
            holder = council.seats[role].holder
            assert holder is not None
            if is_paper(holder):
                continue
            shown = table.shown.get(holder, {})
            vote = ballot.vote_of(role)
            assert (vote in shown) if shown else vote is None

    @precondition(lambda self: self.tables)
    @rule(who=PEOPLE, policy=st.integers(0, 3), priorities=st.booleans())
    def claim(self, who: int, policy: int, priorities: bool) -> None:
        index, user = self.at_table(who)
        proof = by_policies(policy) if policy else NOT_CLAIMED
        listed = (("one", proof),) if priorities and policy else ()
        self.act(index, cc.MakeClaim(proof, proof, listed), user)

    @precondition(lambda self: self.tables)
    @rule(who=PEOPLE, of=st.integers(1, 5).map(RoleNumber), fair=st.booleans(), rules=st.booleans())
    def judge(self, who: int, of: RoleNumber, fair: bool, rules: bool) -> None:
        index, user = self.at_table(who)
        self.act(index, cc.JudgeClaim(of, fair), user)
        self.act(index, cc.RuleOnClaim(of, fair, "So it says."), FACILITATOR if rules else user)

    @precondition(lambda self: self.tables)
    @rule(role=st.integers(1, 5).map(RoleNumber), index=st.integers(0, 2), by=PEOPLE)
    def nudge(self, role: RoleNumber, index: int, by: int) -> None:
        for actor in (FACILITATOR, player(by)):
            self.act(index % len(self.tables), cc.NudgeSeat(role), actor)

    # --- what must always hold

    def councils(self) -> Iterator[Council]:
        yield from (table.council for table in getattr(self, "tables", ()))

    @invariant()
    def everybody_who_sits_is_on_the_list_and_sits_once(self) -> None:
        """A seat belongs to somebody who plays, nobody has two, and whoever left has none."""
        holders = [seat.holder for council in self.councils() for seat in council.filled]
        assert len(holders) == len(set(holders))
        if holders:
            assert set(holders) <= {one.player for one in self.game.players}

    @invariant()
    def nobody_waits_while_a_seat_is_free(self) -> None:
        """As long as the game runs, whoever is on the list has a seat, or none is vacant."""
        vacant = [s for council in self.councils() for s in council.seats.values() if s.holder is None]
        if vacant and self.game.stage is not Stage.ENDED:
            seated = {seat.holder for council in self.councils() for seat in council.filled}
            assert {one.player for one in self.game.players} <= seated

    @invariant()
    def somebody_always_runs_the_game_or_is_asked_to_and_every_council_knows_who(self) -> None:
        """There is a facilitator, or their account is gone and somebody on the list was asked, if anybody is
        left; and the councils take the word of the same people."""
        if getattr(self, "log", None) and self.log.state:
            left = {one.player for one in self.game.active if not is_paper(one.player)}
            asked = left & set(self.game.offered)
            ended = self.game.stage is Stage.ENDED
            assert self.game.facilitators or any(one.ran_it for one in self.game.lost.values())
            assert self.game.facilitators or asked or not left or ended
            assert not self.game.facilitators & self.game.lost.keys()
            assert all(council.facilitators == self.game.facilitators for council in self.councils())

    @invariant()
    def councils_are_in_the_phase_in_which_the_game_is(self) -> None:
        """No council is ahead of a bell, and none has missed one."""
        for council in self.councils():
            clock = self.game.clock
            now = self.game.agenda[clock.phase].key if clock else None
            assert (council.phase.phase if council.phase else None) == now

    @invariant()
    def a_vote_is_open_only_in_its_own_session(self) -> None:
        """The bell of the next phase calls it, and so does the game's end."""
        for council in self.councils():
            if council.ballot is not None and council.ballot.called_at is None:
                assert council.phase is not None
                assert council.phase.holds_ballot
                assert self.game.stage is Stage.RUNNING

    @invariant()
    def what_is_closed_stays_closed(self) -> None:
        """Policies are adopted once and for all; a frozen book, an electorate and a result stand."""
        now = list(self.councils())
        for before, after in zip(getattr(self, "before", ()), now, strict=False):
            assert after.policies[: len(before.policies)] == before.policies
            if before.ballot is not None:
                assert after.ballot is not None
                assert after.book_hash() == before.ballot.book_hash
                assert _voters(after.ballot) == _voters(before.ballot), "they only leave and come back"
                if before.ballot.called_at is not None:
                    assert after.ballot.electorate == before.ballot.electorate
            assert before.outcome in (None, after.outcome)
        for council in now:
            adopted = [policy.proposal for policy in council.policies]
            marked = {n for n, one in council.proposals.items() if one.status is ProposalStatus.ADOPTED}
            assert len(adopted) == len(set(adopted))
            assert set(adopted) == marked
        self.before = now

    @invariant()
    def each_seat_of_the_electorate_has_one_vote(self) -> None:
        """Turnout never exceeds the electorate, and the count is the turnout."""
        for council in self.councils():
            ballot, outcome = council.ballot, council.outcome
            if ballot is not None:
                assert set(ballot.standing) <= _voters(ballot)
                if ballot.called_at is None:
                    filled = {seat.role for seat in council.filled}
                    assert not ballot.resting & filled, "a seat that somebody holds is in the vote"
                assert ballot.turnout + len(ballot.missing()) == len(ballot.electorate)
            if ballot is not None and outcome is not None:
                assert outcome.yes + outcome.no + outcome.abstain == ballot.turnout
                assert outcome.seats == len(ballot.electorate)
                assert not (outcome.passed and outcome.yes <= outcome.no), "a tie never passes"

    @invariant()
    def a_claim_rests_on_what_is_in_its_own_book(self) -> None:
        """And comes after the count, from a seat of this council."""
        for council in self.councils():
            for seat, claim in council.claims.items():
                assert council.outcome is not None
                assert seat in council.seats
                assert all({*case.evidence} <= {*council.evidence()} for case in claim.cases)

    @invariant()
    def whoever_is_called_silent_has_done_nothing_and_nobody_else(self) -> None:
        """By books of our own: what each holder did since they came to their seat."""
        for table in getattr(self, "tables", ()):
            council = table.council
            quiet = {
                seat.role
                for seat in council.filled
                if (seat.role, seat.holder) not in table.acted and not is_paper(seat.holder)
            }
            assert {seat.role for seat in silent(council)} == (quiet if council.begun else set())

    def teardown(self) -> None:
        """Replaying the logs gives the same game and the same councils."""
        if not getattr(self, "log", None):
            return
        game: Game | None = None
        for event in self.log.events:
            game = evolve_game(game, event)
        assert game == self.log.state
        for table in self.tables:
            council: Council | None = None
            for one in table.log.events:
                council = evolve_council(council, one)
            assert council == table.log.state


def _voters(ballot: Ballot) -> frozenset[RoleNumber]:
    """Every seat that was filled when the vote opened."""
    return ballot.electorate | ballot.resting


TestAWholeGame = AWholeGame.TestCase
TestAWholeGame.settings = settings(max_examples=250, stateful_step_count=60, deadline=None)
