"""What a session asks for besides proposals: responses, straw polls, ideas, and the sidebars."""

from collections.abc import Collection, Iterator
from typing import TypeAlias, assert_never

from bot.domain.council import Council
from bot.domain.council import events as ce
from bot.domain.game import Game
from bot.domain.game import events as ge
from bot.domain.phases import Place
from bot.domain.sidebar import Sidebar, sidebars
from bot.intents import presentations
from bot.intents.intent import Card, CouncilCard, Delivery, Urgency, beside, seed
from bot.intents.rooms import CloseRoom, Invite, OpenRoom, council_room
from bot.intents.sheets import reveal, reveal_questions

Councils: TypeAlias = tuple[Council, ...]


class ResponseCard(CouncilCard):
    """The council's response to the emergency of a phase."""

    phase: str


class StrawCard(CouncilCard):
    """A straw poll."""

    number: int


class DoneCard(CouncilCard):
    """Whether the council is done with a phase."""

    phase: str


class IdeasCard(CouncilCard):
    """What was carried back from the sidebars."""


class SidebarCard(Card):
    """The sidebars begin, in the channel of one."""


class SidebarSoonCard(Card):
    """What the channel is for, a phase ahead."""


class SidebarOverCard(Card):
    """The sidebars are over."""


SidebarCards: TypeAlias = SidebarCard | SidebarSoonCard | SidebarOverCard


def of_session(council: Council, event: ce.SessionEvent, version: int) -> Iterator[Delivery]:
    """The work that an event of a session makes; `council` is as it is after it."""
    room = council_room(council)
    match event:
        case ce.ResponseRecorded(phase):
            card = ResponseCard(room, f"response:{version}:{room}", council.id, phase)
            yield Delivery(card, Urgency.REPLY)
        case ce.PresentationPrepared():
            yield from presentations.prepared(council)
        case ce.StrawPollAsked(number):
            straw = StrawCard(room, f"straw:{council.id}:{number}", council.id, number)
            yield Delivery(straw, Urgency.REPLY)
            yield seed(room, straw.key, Urgency.REPLY)
        case ce.RevealAnswered():
            yield from (beside(one, Urgency.REPLY) for one in reveal_questions(council, event.seat))
            yield beside(reveal(council), Urgency.UPDATE)
        case ce.IdeaCarriedBack() | ce.StrawAnswered():
            return
        case _:
            assert_never(event)


def done(council: Council, phase: str) -> Delivery:
    """A steward said that the council is done, or took that back. A phase that runs twice has two cards."""
    began = f"{council.phase.at.timestamp():.0f}" if council.phase else ""
    card = DoneCard(council_room(council), f"done:{council.id}:{phase}:{began}", council.id, phase)
    return Delivery(card, Urgency.REPLY)


# --- sidebars


def at_the_bell(
    game: Game, councils: Councils, bell: ge.PhaseStarted, again: str, rooms: Collection[str]
) -> Iterator[Delivery]:
    """Slack makes few channels a minute, so they are made from the first bell on, and people are invited a
    phase ahead: at the sidebars' own bell only cards remain, and invitations of those who came since.

    `rooms` have channels: some may have lost their people, and are closed all the same.
    """
    before = _in_sidebars(game, bell.phase - 1 if bell.after is None else bell.after)
    found = sidebars(councils, game.layout.sidebar_limit)
    for room in dict.fromkeys((*(one.room for one in found), *rooms)) if before else ():
        over = SidebarOverCard(room, f"sidebar_over:{bell.phase}:{room}{again}")
        yield Delivery(over, Urgency.REPLY)
        yield Delivery(CloseRoom(room), Urgency.UPDATE)
    if _in_sidebars(game, bell.phase) and not before:
        yield from _closed(set(rooms).difference(one.room for one in found))
    for sidebar in found:
        if bell.phase == 0 and _sidebars_ahead(game, bell.phase):
            yield Delivery(OpenRoom(sidebar.room), Urgency.BACKGROUND)
        yield from _sidebar(game, sidebar, bell.phase, f"{bell.phase}:{sidebar.room}{again}")
    if before:
        for council in councils:
            room = council_room(council)
            card = IdeasCard(room, f"ideas:{bell.phase}:{room}{again}", council.id)
            yield Delivery(card, Urgency.REPLY)


def _sidebar(game: Game, one: Sidebar, phase: int, key: str) -> Iterator[Delivery]:
    room, invite = one.room, Invite(one.room, one.members)
    if _in_sidebars(game, _next(game, phase)):
        yield Delivery(OpenRoom(room), Urgency.UPDATE)
        yield Delivery(invite, Urgency.UPDATE)
        yield Delivery(SidebarSoonCard(room, f"sidebar_soon:{key}"), Urgency.UPDATE)
    if _in_sidebars(game, phase):
        yield Delivery(OpenRoom(room), Urgency.BELL)
        yield Delivery(SidebarCard(room, f"sidebar:{key}"), Urgency.BELL)
        yield Delivery(invite, Urgency.REPLY, f"invite:{room}")


def late_sidebars(game: Game, councils: Councils, rooms: Collection[str]) -> Iterator[Delivery]:
    """While sidebars are open, somebody came who makes one possible that there was not."""
    clock = game.clock
    if clock is None or game.phase is None or not _in_sidebars(game, clock.phase):
        return
    again = f":{clock.run}" if clock.run else ""
    for one in sidebars(councils, game.layout.sidebar_limit):
        if one.room not in rooms:
            yield from _sidebar(game, one, clock.phase, f"{clock.phase}:{one.room}{again}")


def unused_sidebars(game: Game, councils: Councils, rooms: Collection[str]) -> Iterator[Delivery]:
    """Channels that were made ahead, in a game that ends before or in its sidebars."""
    if game.clock is not None and _sidebars_ahead(game, game.clock.phase):
        found = (one.room for one in sidebars(councils, game.layout.sidebar_limit))
        yield from _closed({*found, *rooms})


def _closed(rooms: Collection[str]) -> Iterator[Delivery]:
    return (Delivery(CloseRoom(room), Urgency.BACKGROUND) for room in sorted(rooms))


def _next(game: Game, phase: int) -> int:
    """The agenda item that comes after this one, as far as is known."""
    later = (number for number in range(phase + 1, len(game.agenda)) if number not in game.ahead)
    return next(later, len(game.agenda))


def _sidebars_ahead(game: Game, phase: int) -> bool:
    return any(_in_sidebars(game, later) for later in range(phase, len(game.agenda)))


def _in_sidebars(game: Game, phase: int) -> bool:
    return 0 <= phase < len(game.agenda) and game.agenda[phase].kind.traits.place is Place.SIDEBARS
