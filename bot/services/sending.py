"""What people ask to be sent, without anything happening in the game: their Home, their books."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import directory, home_pages, outbox, posts, visits, zones
from bot.domain.council import Council, ProposalStatus
from bot.domain.errors.authority import FacilitatorsOnly
from bot.domain.errors.clock import NoStartKnown
from bot.domain.errors.seating import NotDealt, NotInTheGame
from bot.domain.game import Game
from bot.domain.ids import CouncilId, GameId, SlackTeam, UserId
from bot.domain.print_kit import PrintWish
from bot.intents import calendar, people, rooms
from bot.intents.ballot import catch_up_votes
from bot.intents.intent import Delivery, whisper
from bot.intents.keeping import asked_for
from bot.intents.printing import wished_for
from bot.intents.privacy import copy_for
from bot.intents.proposals import catch_up_sides
from bot.intents.rows import enqueue
from bot.intents.sheets import made_true
from bot.queries.personal import newest_game
from bot.queries.place import Where
from bot.queries.reader import Reader
from bot.reports.kit.files import Lacking, left_out
from bot.services.kits import kit_of
from bot.services.use_cases import UseCases

NO_GAME = GameId("")
COPIED_WITHIN = timedelta(hours=1)  # between a card and its second copy


async def _copied(session: AsyncSession, team_id: str, channel: str, ts: str) -> set[GameId]:
    """The games of which a card in this channel may stand twice and was posted a while after this message."""
    doubtful = await posts.doubtful(session, team_id, channel)
    return {one.game for one in doubtful if 0 < float(one.ts) - float(ts) < COPIED_WITHIN.total_seconds()}


@dataclass(eq=False, repr=False)
class RequestService(UseCases):
    """Puts work into the outbox that no event makes."""

    _reader: Reader

    async def whisper(self, council: Council, team_id: str, user: UserId, refusal: str) -> None:
        """Tells somebody in a council's channel, and nobody else, why what they did has no effect."""
        said = people.RefusalWhisper(rooms.council_room(council), f"{user}:refusal", user, refusal)
        await self._send(team_id, council.game, [whisper(said)])

    async def home(self, team_id: str, user: UserId, enterprise: str = "") -> None:
        """Publishes somebody's App Home, and keeps it true from then on."""

        async def note(session: AsyncSession) -> None:
            first = await home_pages.note_home(session, SlackTeam(enterprise, team_id), user)
            await enqueue(session, [people.home(user, first=first)], team_id, NO_GAME, self._clock())

        await self._write(f"home:{team_id}:{user}", note)

    async def show_at_home(self, team_id: str, user: UserId, game: GameId) -> None:
        """Their Home shows this game from now on, as long as they have a part in it. Raises NoGame."""
        await self._reader.team_of(game)

        async def choose(session: AsyncSession) -> None:
            await home_pages.choose(session, team_id, user, game)
            await enqueue(session, [people.home(user)], team_id, NO_GAME, self._clock())

        await self._write(f"home:{team_id}:{user}", choose)

    async def copy_of_data(self, team_id: str, user: UserId) -> bool:
        """Sends somebody what is kept about them; False where they were in no game."""
        game = await newest_game(self._reader, team_id, user)
        if game is not None:
            await self._send(team_id, game, [copy_for(user, self._clock())])
        return game is not None

    async def copy_found(self, team_id: str, channel: str, ts: str, user: UserId) -> None:
        """Somebody reacted to a message of ours that we do not know. Where it is the second copy of a card,
        it goes, and they are told: what they said there would count for nothing."""

        async def take_away(session: AsyncSession) -> None:
            games = await _copied(session, team_id, channel, ts)
            found = await directory.standings_in(session, team_id, channel, user) if games else ()
            place = next((one for one in found if one.game in games), None)
            if place is None:
                return
            game, room = place.game, place.room
            told = people.CopyGoneWhisper(room, f"{user}:copy_gone", user)
            work = [people.delete(room, ts), whisper(told)]
            await enqueue(session, work, team_id, game, self._clock())

        await self._write("outbox", take_away)

    async def zone_changed(self, team_id: str, user: str, zone: str) -> None:
        """Somebody in a game over days may have changed the time zone of their profile."""
        known = await self._transactions.read(lambda session: zones.zone_of(session, team_id, user))
        if known not in (None, zone):
            await self.zone_known(team_id, UserId(user), zone)

    async def zone_known(self, team_id: str, user: UserId, zone: str) -> None:
        """Slack told somebody's time zone: what is due for them may be due at another moment now."""
        await self._transactions.write(
            "people", lambda session: zones.save_zone(session, team_id, user, zone)
        )
        for game in await self._transactions.read(lambda session: visits.in_play(session, team_id, user)):
            self._wakeups.plan_changed(game, self._clock())

    async def catch_up(self, game: GameId) -> None:
        """After a time in which events may have been lost: a game's open ballots are read, and then its open
        proposals."""
        councils = await self._reader.councils((await self._reader.game(game))[0])
        voting = [
            one for one in councils if one.ballot and not one.ballot.secret and one.ballot.called_at is None
        ]
        team = await self._reader.team_of(game)
        talking = [one for one in councils if not one.frozen and _undecided(one)]
        if (voting or talking) and team is not None:
            ballots, sides = map(catch_up_votes, voting), map(catch_up_sides, talking)
            await self._send(team, game, [*ballots, *sides])

    async def name_channel(self, council: CouncilId) -> None:
        """A council has a channel now: the envelopes that went out before lead there."""
        found = await self._reader.council(council)
        team = await self._reader.team_of(found.game)

        async def name(session: AsyncSession) -> None:
            work = await made_true(session, found)
            await enqueue(session, work, team or "", found.game, self._clock())

        await self._write("outbox", name)

    async def export(self, where: Where, team_id: str) -> int:
        """Sends every council's book to its channel, if that is not archived, and all of them to the
        facilitator who asks; to how many channels. Raises FacilitatorsOnly and NotDealt."""
        councils = await self._reader.councils(where.as_facilitator().game)
        if not councils:
            raise NotDealt
        archived = await self._reader.archived(where.game.id)
        found = [one for one in councils if rooms.council_room(one) not in archived]
        await self._send(team_id, where.game.id, asked_for(where.game, found, where.user, self._clock()))
        return len(found)

    async def calendar(self, where: Where, team_id: str) -> None:
        """Sends the agenda for their calendar to somebody who is in the game. Raises NotInTheGame and
        NoStartKnown."""
        if where.user not in where.game.sign_ups and not where.facilitates and where.seat is None:
            raise NotInTheGame
        if where.game.clock is None and where.game.starts_at is None:
            raise NoStartKnown
        await self._send(team_id, where.game.id, [calendar.asked_for(where.user, self._clock())])

    async def print_kit(self, where: Where, wish: PrintWish, team_id: str) -> tuple[int, Lacking]:
        """Prints for the facilitator who asks. Returns for how many councils, and what cannot be printed.
        Raises FacilitatorsOnly."""
        kit = await kit_of(self._reader, where.as_facilitator().game.id, {}, self._clock())
        lacking = left_out(kit, wish)
        there = tuple(one for one in wish.prints if one not in lacking)
        wanted = replace(wish, prints=there or wish.prints)
        await self._send(
            team_id, where.game.id, wished_for(where.user, wanted, len(kit.tables), self._clock())
        )
        return len(kit.tables), lacking

    async def retry(self, game: Game, actor: UserId) -> int:
        """What is parked or was given up in a game is tried again; how much. Raises FacilitatorsOnly."""
        if actor not in game.facilitators:
            raise FacilitatorsOnly
        return await self._write("outbox", lambda session: outbox.retry(session, game_id=game.id))

    async def release_parked(self, team_id: str) -> None:
        """Something changed for the better in a workspace: what was parked there is tried again now."""
        await self._write("outbox", lambda session: outbox.release(session, team_id))

    async def _send(self, team_id: str, game: GameId, work: Iterable[Delivery]) -> None:
        wanted = list(work)

        async def send(session: AsyncSession) -> None:
            await enqueue(session, wanted, team_id, game, self._clock())

        await self._write("outbox", send)


def _undecided(council: Council) -> bool:
    return any(one.status is ProposalStatus.OPEN for one in council.proposals.values())
