"""Channels in which nothing can be done any more: who is told, and what a new one needs."""

from collections.abc import Iterable, Iterator

from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import directory, rooms
from bot.db.rooms import Gone
from bot.db.tables import RoomRow
from bot.domain.council import Council, ProposalStatus
from bot.domain.game import Game
from bot.domain.ids import GameId, Moment
from bot.domain.meetings import plans_of, watching
from bot.domain.sidebar import seats_in, tables_of
from bot.intents.ballot import ballot
from bot.intents.book import frozen_book
from bot.intents.claims import claims_open
from bot.intents.clock import phase_card
from bot.intents.intent import Card, Delivery, Urgency, beside
from bot.intents.keeping import canvas
from bot.intents.proposals import charter_card, put_to_the_council
from bot.intents.rooms import OpenRoom, council_room, let_in, topic
from bot.intents.seats import welcome
from bot.intents.sessions import SidebarCard


class RoomGoneCard(Card):
    """To a facilitator: the channels that were lost at about that time, and the ways out."""

    since: Moment


async def lost(session: AsyncSession, room: RoomRow, how: Gone, at: Moment) -> list[Delivery]:
    """Nothing can be done in a channel. What that means for the facilitators, who are told once of all that
    are lost at about the same time."""
    if room.archived or room.gone in (how, Gone.ANEW):
        return []
    game = GameId(room.game_id)
    if not room.gone or room.gone_at is None:
        room.gone_at = await rooms.burst(session, game, at)
    room.gone = how
    return [*_told(await directory.facilitators(session, game), room.gone_at, over=False)]


async def regained(session: AsyncSession, room: RoomRow) -> list[Delivery]:
    """A room has a channel again, and what was told of it is made true."""
    room.gone = ""
    if room.gone_at is None:
        return []
    return [*_told(await directory.facilitators(session, GameId(room.game_id)), room.gone_at, over=True)]


def _told(facilitators: Iterable[str], since: Moment, *, over: bool) -> Iterator[Delivery]:
    for user in facilitators:
        card = RoomGoneCard(f"dm:{user}", f"room_gone:{since.timestamp():.0f}:{user}", since)
        yield beside(card, Urgency.REPLY) if over else Delivery(card, Urgency.REPLY)


def council_anew(game: Game, council: Council) -> Iterator[Delivery]:
    """Another channel for a council, its people, and the cards with which they go on."""
    room = council_room(council)
    yield _opened(room)
    holders = (seat.holder for seat in council.filled if seat.holder)
    yield let_in(room, tuple(dict.fromkeys((*holders, *sorted(game.facilitators | watching(game, room))))))
    yield Delivery(welcome(council), Urgency.BELL)
    if game.phase is not None:
        yield Delivery(phase_card(game, room), Urgency.BELL)
    if council.charter is not None:
        yield Delivery(charter_card(council), Urgency.REPLY)
    if council.decided and council.aims.claimed:
        yield Delivery(claims_open(council), Urgency.REPLY)
    elif council.frozen:
        yield from frozen_book(council)
        if council.ballot is not None and not council.decided:
            yield Delivery(ballot(council), Urgency.BALLOT)
    else:
        for number, one in council.proposals.items():
            if one.status is ProposalStatus.OPEN:
                yield from put_to_the_council(council, number)
    if council.decided:
        yield canvas(council)
    yield topic(room)


def sidebar_anew(game: Game, councils: Iterable[Council], room: str, at: Moment) -> Iterator[Delivery]:
    """Another channel for a sidebar or another room, if two people or more would meet there."""
    tables = tuple(councils)
    numbers = tables_of(room, len(tables), game.layout.sidebar_limit)
    seats = seats_in(room, [one for one in tables if one.number in numbers], plans_of(game))
    if len(seats) > 1:
        holders = (seat.holder for seat in seats if seat.holder)
        yield _opened(room)
        yield let_in(room, tuple(dict.fromkeys((*holders, *sorted(watching(game, room))))))
        yield Delivery(SidebarCard(room, f"sidebar:{at.timestamp():.0f}:{room}"), Urgency.BELL)


def _opened(room: str) -> Delivery:
    """In a lane of its own: what waits for the channel that is lost must not hold it up."""
    return Delivery(OpenRoom(room), Urgency.BELL, f"open:{room}")
