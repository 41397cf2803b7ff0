"""Use cases of a council: seats, charter, proposals and the final vote."""

from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import KW_ONLY, dataclass
from typing import TypeAlias, assert_never

from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import directory, signals
from bot.db.noted import noted
from bot.db.streams import EventStreams
from bot.domain.charter import given_by, offer_of
from bot.domain.council import Council, Proposal, decide, evolve
from bot.domain.council import commands as c
from bot.domain.council import events as e
from bot.domain.council.ask_commands import CloseAsk, OpenAsk
from bot.domain.council.decide import next_due
from bot.domain.council.proposals import missed_sides
from bot.domain.cues import CueKind
from bot.domain.errors import Refusal
from bot.domain.errors.aside import SetAside
from bot.domain.errors.asks import NothingToAnswer
from bot.domain.errors.authority import NotInACouncil
from bot.domain.errors.ballot import BallotTooEarly, EmptyBook
from bot.domain.errors.seating import HoldsASeatAlready, NoSeatToHandOver, SignUpClosed
from bot.domain.game import Game, Stage, asking
from bot.domain.game.events import Bell, PhaseStarted
from bot.domain.game.state import council_ids
from bot.domain.ids import MOOT, CouncilId, Moment, UserId
from bot.domain.reactions import Reaction
from bot.domain.scenario import Scenario
from bot.domain.seating import Seat
from bot.intents import care, councils, news, seats, sheets
from bot.intents.intent import Delivery
from bot.intents.rows import enqueue
from bot.services.use_cases import UseCases

# by whom; and of which sides Slack did not name everybody
ShownSides: TypeAlias = tuple[Mapping[UserId, frozenset[Reaction[bool]]], frozenset[bool]]


@dataclass(eq=False, repr=False)
class CouncilService(UseCases):
    """Every change of a council goes through `handle`."""

    _streams: EventStreams[Council, e.CouncilEvent]
    _: KW_ONLY
    webhook: bool = False  # whether there is one

    async def handle(
        self,
        council: CouncilId,
        command: c.CouncilCommand,
        *,
        actor: UserId,
        at: Moment | None = None,
    ) -> Council:
        """Decides and stores; returns the council afterwards. Raises a Refusal, and then nothing changed.

        `at` is when the person acted, where that is known better than by our clock.
        """
        return await self._handle(council, [command], actor, at)

    async def _handle(
        self, key: CouncilId, commands: Sequence[c.CouncilCommand], actor: UserId, at: Moment | None = None
    ) -> Council:
        """One after the other, in one transaction."""

        async def work(session: AsyncSession) -> tuple[Council, str | None]:
            decided = [await self._decide(session, key, command, actor, at) for command in commands]
            teams = (team for _, team in decided if team is not None)
            return decided[-1][0], next(teams, None)

        after, team = await self._transactions.write(f"council:{key}", work)
        if team is not None:
            self._wakeups.work_waiting(team)
        self._wakeups.waiting_ends(key, next_due(after))
        return after

    async def ring(self, council: CouncilId) -> None:
        """The alarm: what has waited long enough is adopted where the charter's rule has it."""
        await self.handle(council, c.LetTimePass(), actor=MOOT)

    async def load(self, council: CouncilId) -> Council:
        """The council as it is now. Raises NotInACouncil."""
        folded = await self._transactions.read(lambda session: self._streams.load(session, council))
        if folded.state is None:
            raise NotInACouncil
        return folded.state

    async def all_of(self, game: Game) -> tuple[Council, ...]:
        """The game's councils, by number."""
        return await self._transactions.read(lambda session: self.of(session, game))

    async def catch_up(self, council: CouncilId, read: Callable[[], Awaitable[c.CatchUpVotes]]) -> None:
        """Corrects an open vote by what Slack shows. What is heard while it is read is newer than that."""
        before = self._clock()
        await self.handle(council, await read(), actor=MOOT, at=before)

    async def catch_up_sides(
        self, key: CouncilId, seen: Proposal, read: Callable[[], Awaitable[ShownSides]]
    ) -> None:
        """Corrects a proposal's sides in the same way: each correction is what its person would have done."""
        before = self._clock()
        shown, partly = await read()
        council = await self.load(key)
        proposal = council.proposals[seen.number]
        if proposal.round != seen.round:
            return  # it has another card now
        since = await self._transactions.read(
            lambda session: self._streams.between(session, key, proposal.since, self._clock())
        )
        for person, command in missed_sides(council, proposal, shown, partly, since):
            try:
                await self.handle(key, command, actor=person, at=before)
            except SetAside:
                raise
            except Refusal:
                continue  # it was settled meanwhile, or they have gone

    async def close(self, council: CouncilId, shown: c.CloseBallot) -> Council:
        """Counts the vote with what Slack showed at the close, or without it."""
        return await self.handle(council, shown, actor=MOOT)

    # --- inside a game's transaction

    async def of(self, session: AsyncSession, game: Game) -> tuple[Council, ...]:
        """The game's councils as this transaction sees them; none before the deal."""
        folded = await self._streams.load_each(session, council_ids(game))
        return tuple(one.state for one in folded if one.state is not None)

    async def found(
        self, session: AsyncSession, game: Game, scenario: Scenario, at: Moment, team_id: str
    ) -> None:
        """Makes the dealt councils real: their streams, their seats, their channels, their envelopes."""
        for number, key in enumerate(council_ids(game), start=1):
            events = decide(None, _founding(game, scenario, number, key), at=at, actor=MOOT)
            folded = await self._streams.load(session, key)
            council = await self._streams.append(session, key, folded, events, at=at, actor=MOOT)
            for seat in council.filled:
                assert seat.holder is not None
                await directory.save_seat(session, game.id, seat.holder, (key, seat.role))
            await enqueue(session, councils.founding(game, council), team_id, game.id, at)

    async def ballot_moved(self, session: AsyncSession, council: CouncilId) -> None:
        """The ballot had to be posted again."""
        await self._decide(session, council, c.MoveBallot(), MOOT, None)

    async def close_all(self, session: AsyncSession, game: Game) -> None:
        """The game is closed: who has won is final in every council."""
        for key in council_ids(game):
            await self._decide(session, key, c.CloseCouncil(), MOOT, None)

    async def hand_over(
        self, session: AsyncSession, game: Game, player: UserId, to: UserId, *, offered: bool = False
    ) -> None:
        """The seat goes to somebody who holds none. Raises NoSeatToHandOver, HoldsASeatAlready and, where
        they take what was offered, SeatNotOffered."""
        councils = await self.of(session, game)
        if any(council.seat_of(to) is not None for council in councils):
            raise HoldsASeatAlready
        for council in sorted(councils, key=lambda one: one.seat_of(player) is None):
            if council.seat_of(player) is not None or council.seat_kept_for(player) is not None:
                command = c.HandOverSeat(player, to, offered)
                await self._decide(session, council.id, command, MOOT, None)
                return
        raise NoSeatToHandOver

    # --- keeping up with the game

    async def follow(self, game: Game, scenario: Scenario, bells: Sequence[PhaseStarted]) -> None:
        """Brings every council to the game's phase, and opens the vote and questions where their time has
        come.

        Idempotent: after a crash it is simply called again.
        """
        for key in council_ids(game):
            if not bells and not await self._is_behind(game, scenario, key):
                continue
            heard = list[c.CouncilCommand]()
            if game.clock is not None:
                heard.append(c.FollowClock(game.stopped_at, game.clock.runs_since))
            if scenario.asks:  # before a bell that freezes the book: they may order it
                heard += await self._asks_over(game, key)
            heard += _entrances(game, bells)
            if (turns := _turns(game, key)) is not None:
                heard.append(turns)
            if game.stage is Stage.ENDED:
                heard.append(c.EndCouncil())
            if heard:
                await self._handle(key, heard, MOOT)
            if scenario.asks:
                await self._open_asks(game, scenario, key)
            if _ballot_is_due(game):
                try:
                    await self.handle(key, c.OpenBallot(), actor=MOOT)
                except EmptyBook:
                    continue  # the cue's card says what to do; a steward opens it when there is a policy
                except BallotTooEarly:
                    continue  # another replica has led it on to the next phase meanwhile

    async def _is_behind(self, game: Game, scenario: Scenario, key: CouncilId) -> bool:
        """Whether anything is left to do in a council without news: whoever takes over many games has many
        councils to look at, and to look takes far less than to do it all again. What it waits for is armed.
        """
        council = await self.load(key)
        commands: list[c.CouncilCommand] = [*_entrances(game, ())]
        if game.clock is not None:
            commands.append(c.FollowClock(game.stopped_at, game.clock.runs_since))
        if (turns := _turns(game, key)) is not None:
            commands.append(turns)
        if game.stage is Stage.ENDED:
            commands.append(c.EndCouncil())
        over = any(one.open and asking.is_over(game, one.question) for one in council.asks.values())
        opens = any(one.id not in council.asks for one in asking.due(game, scenario))
        at = self._clock()
        moved = any(decide(council, one, at=at, actor=MOOT) for one in commands)
        if over or opens or moved or _ballot_is_due(game):
            return True
        self._wakeups.waiting_ends(key, next_due(council))
        return False

    async def _asks_over(self, game: Game, key: CouncilId) -> list[c.CouncilCommand]:
        """What closes the questions whose time is over."""
        asks = (await self.load(key)).asks.values()
        return [CloseAsk(one.question.id) for one in asks if one.open and asking.is_over(game, one.question)]

    async def _open_asks(self, game: Game, scenario: Scenario, key: CouncilId) -> None:
        """Opens the questions whose time has come."""
        council = await self.load(key)
        for question in asking.due(game, scenario):
            if question.id not in council.asks:
                with suppress(NothingToAnswer):  # it opens with a later cue, or by a facilitator's hand
                    await self.handle(key, OpenAsk(question), actor=MOOT)

    async def introduce(self, game: Game) -> None:
        """Tells each council that does not know it who runs the game."""
        for council in await self.all_of(game):
            if council.facilitators != game.facilitators:
                await self.handle(council.id, c.KnowFacilitators(game.facilitators), actor=MOOT)

    async def seat_changes(self, game: Game) -> None:
        """Frees the seats of people who left or whose account is gone, and gives vacant ones to those who
        wait, in order: whoever is back gets their own."""
        councils = {one.id: one for one in await self.all_of(game)}
        players, seated = {one.player: one for one in game.players}, set[UserId]()
        for council in tuple(councils.values()):
            for seat in council.seats.values():  # of a thousand councils: no list of each
                if seat.holder in players:
                    seated.add(seat.holder)
                elif seat.holder:
                    lost = game.lost.get(seat.holder)
                    vacate = c.VacateSeat(seat.holder, lost.since if lost else None)
                    councils[council.id] = await self.handle(council.id, vacate, actor=MOOT)
        for waiting in (one for one in players.values() if one.player not in seated):
            if not await self._seat_late(councils, waiting.player, waiting.open_hand):
                return

    async def _seat_late(self, councils: dict[CouncilId, Council], player: UserId, open_hand: bool) -> bool:
        """Gives somebody a seat in one of these councils; False where none is free."""
        with_room = [one for one in councils.values() if len(one.filled) < len(one.seats)]
        emptiest = sorted(with_room, key=lambda one: (len(one.filled), one.number))
        for council in sorted(emptiest, key=lambda one: one.seat_kept_for(player) is None):
            try:
                fill = c.FillSeat(player, open_hand)
                councils[council.id] = await self.handle(council.id, fill, actor=MOOT)
            except SignUpClosed:
                continue  # somebody else has taken it meanwhile
            break
        return bool(with_room)

    async def _decide(
        self,
        session: AsyncSession,
        key: CouncilId,
        command: c.CouncilCommand,
        actor: UserId,
        at: Moment | None,
    ) -> tuple[Council, str | None]:
        """The council afterwards, and in which workspace there is new work, if there is any: most votes leave
        none, and a look at all that waits there costs as much as many of them."""
        now = self._clock()
        folded = await self._streams.load(session, key)
        before = folded.state
        events = decide(before, command, at=at or now, actor=actor)
        if not events or (before is not None and await seats.holds_elsewhere(session, before, events)):
            assert before is not None
            return before, None
        after = await self._streams.append(session, key, folded, events, at=now, actor=actor)
        await _project(session, after, events)
        team, due = await directory.team_and_due(session, after.game)
        work = list(_work(before, events, folded.version))
        if self.webhook:
            work += [told for event in events for told in news.of_council(after, event)]
        work += await seats.seat_work(session, team, after, events, now)
        work += await seats.homes(session, team, after, events)
        work += await care.care_work(session, before, after, events)
        if before is not None and not before.begun and after.begun:
            work += await sheets.made_true(session, after)
        await enqueue(session, work, team, after.game, now)
        if before is not None and before.ballot is None and after.ballot is not None:
            await signals.tell(session, signals.PlanChanged(after.game, due))  # reminders are due
        if before is not None and next_due(before) != next_due(after):
            await signals.tell(session, signals.WaitingEnds(key, next_due(after)))
        return after, team if noted(session).work else None


def _founding(game: Game, scenario: Scenario, number: int, key: CouncilId) -> c.SeatCouncil:
    assert game.deal is not None
    tempo = _tempo(game, scenario)
    holders = dict(game.deal.councils[number - 1])
    seats = []
    for spec in game.layout.filling_order():
        holder = holders.get(spec.role)
        open_hand = holder is not None and game.sign_ups[holder].open_hand
        seats.append(Seat(spec.role, spec.team, spec.steward, holder, open_hand))
    stewards = " or ".join(team.name for team in scenario.teams if team.stewards)
    return c.SeatCouncil(
        council=key,
        game=game.id,
        number=number,
        name=f"Council {number}",
        seats=tuple(seats),
        stewards=stewards,
        rules=tuple(rule.kind for rule in scenario.charter.rules),
        ballot_rule=scenario.ballot.model_copy(update={"by": game.votes_by(scenario)}),
        facilitators=tuple(sorted(game.facilitators)),
        offer=offer_of(scenario.charter, tempo),
        given=given_by(scenario.charter, tempo),
        reveal=scenario.reveals,
        working=game.working,
        electorate=scenario.deciders(),
        aims=scenario.aims(),
    )


def _tempo(game: Game, scenario: Scenario) -> float:
    """How long the session that writes the charter, or else the first, lasts in this game, in terms of the
    pack's time."""
    for planned in sorted(game.agenda, key=lambda one: not one.charter):
        if planned.kind.traits.makes_policies and planned.lasts:
            return planned.lasts / scenario.phase(planned.key).lasts
    return 1


def _entrances(game: Game, bells: Sequence[PhaseStarted]) -> Iterator[c.EnterPhase]:
    """The bells as the councils hear them; without news, the one that rang last."""
    heard: Iterable[tuple[int, Moment]] = [(bell.phase, bell.at) for bell in bells]
    if not bells and game.clock is not None:
        heard = [(game.clock.phase, game.clock.bell)]
    for index, at in heard:
        phase = game.agenda[index]
        about = phase.key, phase.kind, at, phase.charter, phase.holds_ballot, phase.rooms, phase.floor
        yield c.EnterPhase(*about, game.ends_work(index))


def _turns(game: Game, key: CouncilId) -> c.FollowTurns | None:
    """The turns to speak of the phase that runs, in the order of this council."""
    phase, clock = game.phase, game.clock
    if phase is None or clock is None or phase.turns is None or not phase.turns.turns:
        return None
    turns = game.turns_in(phase, int(key.rpartition("-")[2]))
    goes_on = clock.starts != clock.bell and clock.why in (Bell.GOES_ON, Bell.BACK)
    return c.FollowTurns(phase.key, clock.bell, clock.ends, turns, phase.turns.each, goes_on)


def _ballot_is_due(game: Game) -> bool:
    phase, clock = game.phase, game.clock
    if phase is None or clock is None:
        return False
    return any(cue.kind is CueKind.BALLOT and index in clock.rung for index, cue in enumerate(phase.cues))


async def _project(session: AsyncSession, council: Council, events: Iterable[e.CouncilEvent]) -> None:
    for event in events:
        if not isinstance(event, e.SeatEvent):
            continue
        match event:
            case e.SeatVacated(_, holder):
                await directory.save_seat(session, council.game, holder, None)
            case e.SeatFilled(seat, holder):
                await directory.save_seat(session, council.game, holder, (council.id, seat))
            case e.SeatHandedOver() | e.HolderMoved():
                await seats.project(session, council, event)
            case _:
                assert_never(event)


def _work(council: Council | None, events: Iterable[e.CouncilEvent], version: int) -> Iterator[Delivery]:
    """Each event's work, seen from the state right after it."""
    for event in events:
        council, version = evolve(council, event), version + 1
        yield from councils.of_council(council, event, version)
