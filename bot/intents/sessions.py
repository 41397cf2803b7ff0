"""What a session asks for besides proposals: responses, straw polls, ideas, and the sidebars."""

from collections.abc import Collection, Iterable, Iterator
from typing import TypeAlias, assert_never

from bot.domain.council import Council
from bot.domain.council import events as ce
from bot.domain.game import Game
from bot.domain.game import events as ge
from bot.domain.ids import UserId
from bot.domain.meetings import goes_back, meetings, phases_after, plan_in, watching
from bot.domain.rooms import RoomPlan
from bot.domain.sidebar import Sidebar
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
    """What was carried back from the rooms across councils of a phase; rows from before name none."""

    phase: str = ""


class SidebarCard(Card):
    """The meeting begins, in the channel of a sidebar or another room."""


class SidebarSoonCard(Card):
    """What the channel is for, a phase ahead."""


class SidebarOverCard(Card):
    """The meeting is over, at least for now."""


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


# --- sidebars, and other rooms of a phase


def at_the_bell(
    game: Game, councils: Councils, bell: ge.PhaseStarted, again: str, rooms: Collection[str]
) -> Iterator[Delivery]:
    """Slack makes few channels a minute, so they are made from the first bell on, and people are invited a
    phase ahead: at the rooms' own bell only cards remain, and invitations of those who came since.

    `rooms` have channels: some may have lost their people, and are closed all the same.
    """
    over = bell.phase - 1 if bell.after is None else bell.after
    yield from _over(game, councils, (over, bell.phase), again, rooms)
    yield from _soon(game, councils, bell.phase, again)
    for one in meetings(game, councils, bell.phase):
        yield from _opens(game, one, f"{bell.phase}:{one.room}{again}")
    if bell.phase == 0:
        yield from _made_ahead(game, councils, [*phases_after(game, over, 0)])
    if goes_back(game, over):
        for council in councils:
            room = council_room(council)
            key = f"ideas:{bell.phase}:{room}{again}"
            card = IdeasCard(room, key, council.id, game.agenda[over].key)
            yield Delivery(card, Urgency.REPLY)


def _made_ahead(game: Game, councils: Councils, later: list[int]) -> Iterator[Delivery]:
    """Those that are not needed at once, in the order in which they will be."""
    at_once = _all_rooms(game, councils, (0, *later[:1]))
    for room in _all_rooms(game, councils, later):
        if room not in at_once:
            yield Delivery(OpenRoom(room), Urgency.BACKGROUND)


def _over(
    game: Game, councils: Councils, bells: tuple[int, int], again: str, rooms: Collection[str]
) -> Iterator[Delivery]:
    """The rooms of the phase that is over are closed, but for those that come again: what was said there
    stays, and Slack lets no bot unarchive a channel. Others that nobody will use are closed, too."""
    over, now = bells
    ended, opening = (plan_in(game, phase) for phase in bells)
    later = [plan_in(game, phase) for phase in phases_after(game, over, now)]
    met = [one.room for one in meetings(game, councils, over)]
    opened = {one.room for one in meetings(game, councils, now)}
    for room in dict.fromkeys((*met, *rooms)):
        stays, was_open = any(plan is not None and plan.has(room) for plan in later), _has(ended, room)
        if room in opened or not (was_open or _has(opening, room)):
            continue
        if was_open:
            yield Delivery(SidebarOverCard(room, f"sidebar_over:{now}:{room}{again}"), Urgency.REPLY)
        if not stays:
            yield Delivery(CloseRoom(room), Urgency.UPDATE if was_open else Urgency.BACKGROUND)


def _has(plan: RoomPlan | None, room: str) -> bool:
    return plan is not None and plan.has(room)


def _soon(game: Game, councils: Councils, phase: int, again: str) -> Iterator[Delivery]:
    """A phase ahead, people are invited; who has been in the room before knows it already."""
    before = [plan_in(game, earlier) for earlier in range(phase + 1)]
    for one in meetings(game, councils, _next(game, phase)):
        room = one.room
        yield Delivery(OpenRoom(room), Urgency.UPDATE)
        yield Delivery(Invite(room, _invited(game, one)), Urgency.UPDATE)
        if not any(_has(plan, room) for plan in before):
            yield Delivery(SidebarSoonCard(room, f"sidebar_soon:{phase}:{room}{again}"), Urgency.UPDATE)


def _opens(game: Game, one: Sidebar, key: str) -> Iterator[Delivery]:
    room = one.room
    yield Delivery(OpenRoom(room), Urgency.BELL)
    yield Delivery(SidebarCard(room, f"sidebar:{key}"), Urgency.BELL)
    yield Delivery(Invite(room, _invited(game, one)), Urgency.REPLY, f"invite:{room}")


def _invited(game: Game, one: Sidebar) -> tuple[UserId, ...]:
    return tuple(dict.fromkeys((*one.members, *sorted(watching(game, one.room)))))


def late_sidebars(game: Game, councils: Councils, rooms: Collection[str]) -> Iterator[Delivery]:
    """While rooms are open, somebody came who makes one possible that there was not."""
    clock = game.clock
    if clock is None or game.phase is None:
        return
    again = f":{clock.run}" if clock.run else ""
    for one in meetings(game, councils, clock.phase):
        if one.room not in rooms:
            yield from _opens(game, one, f"{clock.phase}:{one.room}{again}")


def unused_sidebars(game: Game, councils: Councils, rooms: Collection[str]) -> Iterator[Delivery]:
    """Channels that were made ahead, in a game that ends before or in the phase that has them."""
    if game.clock is None:
        return
    ahead = range(game.clock.phase, len(game.agenda))
    if any(plan_in(game, phase) is not None for phase in ahead):
        found = {*_all_rooms(game, councils, ahead), *rooms}
        yield from (Delivery(CloseRoom(room), Urgency.BACKGROUND) for room in sorted(found))


def _all_rooms(game: Game, councils: Councils, phases: Iterable[int]) -> tuple[str, ...]:
    """The rooms of these phases, in order, each once."""
    found = (one.room for phase in phases for one in meetings(game, councils, phase))
    return tuple(dict.fromkeys(found))


def _next(game: Game, phase: int) -> int:
    """The agenda item that comes after this one, as far as is known."""
    later = (number for number in range(phase + 1, len(game.agenda)) if number not in game.ahead)
    return next(later, len(game.agenda))
