"""What the clock's events mean for Slack: bells, cues, sidebars, changes of the time, the end."""

from collections.abc import Iterator
from dataclasses import replace
from typing import assert_never

from bot.domain.council import Council
from bot.domain.game import Game
from bot.domain.game import events as e
from bot.domain.phases import Place
from bot.domain.sidebar import sidebars
from bot.intents.councils import reveal_questions
from bot.intents.deliveries import (
    PLENARY,
    Delivery,
    Kind,
    Subject,
    Urgency,
    ballot_card,
    beside,
    card,
    council_room,
    on_stage,
    slide,
    topic,
)

Councils = tuple[Council, ...]


def of_clock(game: Game, councils: Councils, event: e.GameEvent, version: int) -> Iterator[Delivery]:
    """The work that an event of the clock makes; `game` and `councils` are as they are after it."""
    if not isinstance(event, e.ClockEvent):
        return  # what happens before the first bell: deliveries.py
    match event:
        case e.PhaseStarted():
            yield from _bell(game, councils, event)
        case e.CueRung():
            yield from _cue(game, councils, event)
        case e.GamePaused() | e.GameResumed() | e.TimeChanged() | e.Replanned() | e.Announced():
            yield from _change(game, councils, event, version)
        case e.CouncilsDone(phase):
            yield from _all_done(game, phase)
        case e.GameEnded():
            yield from _end(game, councils)
        case e.TurnBegan(council=number):
            yield on_stage(card("turn", PLENARY, Urgency.BELL, f"turn:{version}", version=version))
            yield from (slide(council) for council in councils if council.number == number)
        case e.TurnsMissed(councils=numbers):
            yield from (slide(council) for council in councils if council.number in numbers)
        case e.CueMissed():
            return
        case _:
            assert_never(event)


def _everywhere(councils: Councils) -> Iterator[str]:
    yield from (council_room(council) for council in councils)
    yield PLENARY


def _again(run: int) -> str:
    """The end of a key: what begins once more gets cards of its own."""
    return f":{run}" if run else ""


# --- bells and cues


def _bell(game: Game, councils: Councils, bell: e.PhaseStarted) -> Iterator[Delivery]:
    phase, again = bell.phase, _again(bell.run)
    for room in _everywhere(councils):
        yield _phase_card(game, room, phase, bell.run)
        if (over := phase - 1 if bell.after is None else bell.after) >= 0:  # it says so; its buttons vanish
            card_of = _phase_card(game, room, over, max(0, game.runs.get(over, 1) - 1))
            yield replace(beside(card_of), urgency=Urgency.BACKGROUND)
    if game.agenda[phase].kind.traits.asks_response:
        for council in councils:
            room = council_room(council)
            yield card("inject", room, Urgency.BELL, f"inject:{phase}:{room}{again}", phase=phase)
    yield from _sidebar_work(game, councils, bell)
    yield from (topic(council_room(council)) for council in councils)


def _phase_card(game: Game, room: str, phase: int, run: int) -> Delivery:
    key, late = f"phase:{phase}:{room}{_again(run)}", (phase, run) in game.late
    return card("phase", room, Urgency.BELL, key, phase=phase, run=run, late=int(late))


def _cue(game: Game, councils: Councils, event: e.CueRung) -> Iterator[Delivery]:
    left = {} if event.left is None else {"left": round(event.left.total_seconds())}
    for room in _audience(game, councils, event.phase):
        key = f"cue:{event.phase}:{event.cue}:{room}{_again(event.run)}"
        yield card("cue", room, Urgency.BELL, key, phase=event.phase, cue=event.cue, **left)
    yield from _open_ballots(councils)


def _open_ballots(councils: Councils) -> Iterator[Delivery]:
    """With each cue the ballot is made true, so that one that somebody deleted comes back."""
    for council in councils:
        if council.ballot is not None and council.ballot.called_at is None:
            yield beside(ballot_card(council, Urgency.BALLOT))


def _audience(game: Game, councils: Councils, phase: int) -> Iterator[str]:
    """Where the cues of a phase are heard."""
    place = game.agenda[phase].kind.traits.place
    match place:
        case Place.SIDEBARS if len(councils) > 1:
            yield from (sidebar.room for sidebar in sidebars(councils, game.layout.sidebar_limit))
        case Place.PLENARY:
            yield PLENARY
        case Place.COUNCILS | Place.SIDEBARS:
            yield from (council_room(council) for council in councils)
        case _:
            assert_never(place)


# --- sidebars


def _sidebar_work(game: Game, councils: Councils, bell: e.PhaseStarted) -> Iterator[Delivery]:
    """Slack makes few channels a minute, so they are made from the first bell on, and people are invited a
    phase ahead: at the sidebars' own bell only cards remain, and invitations of those who came since."""
    phase, again = bell.phase, _again(bell.run)
    before = _in_sidebars(game, phase - 1 if bell.after is None else bell.after)
    now, then = _in_sidebars(game, phase), _in_sidebars(game, _next(game, phase))
    for sidebar in sidebars(councils, game.layout.sidebar_limit):
        room, invited = sidebar.room, Subject(users=[*sidebar.members])
        if phase == 0 and _sidebars_ahead(game, phase):
            yield Delivery(Kind.OPEN_ROOM, room, Urgency.BACKGROUND)
        if before:
            yield card("sidebar_over", room, Urgency.REPLY, f"sidebar_over:{phase}:{room}{again}")
            yield Delivery(Kind.CLOSE_ROOM, room, Urgency.UPDATE)
        if then:
            yield Delivery(Kind.OPEN_ROOM, room, Urgency.UPDATE)
            yield Delivery(Kind.INVITE, room, Urgency.UPDATE, invited)
            yield card("sidebar_soon", room, Urgency.UPDATE, f"sidebar_soon:{phase}:{room}{again}")
        if now:
            yield Delivery(Kind.OPEN_ROOM, room, Urgency.BELL)
            yield card("sidebar", room, Urgency.BELL, f"sidebar:{phase}:{room}{again}", phase=phase)
            yield Delivery(Kind.INVITE, room, Urgency.REPLY, invited, lane=f"invite:{room}")
    if before:
        for council in councils:
            room = council_room(council)
            yield card("ideas", room, Urgency.REPLY, f"ideas:{phase}:{room}{again}", council=council.id)


def _next(game: Game, phase: int) -> int:
    """The agenda item that comes after this one, as far as is known."""
    later = (number for number in range(phase + 1, len(game.agenda)) if number not in game.ahead)
    return next(later, len(game.agenda))


def _sidebars_ahead(game: Game, phase: int) -> bool:
    return any(_in_sidebars(game, later) for later in range(phase, len(game.agenda)))


def _unused_sidebars(game: Game, councils: Councils) -> Iterator[Delivery]:
    """Channels that were made ahead, in a game that ends before or in its sidebars."""
    if game.clock is not None and _sidebars_ahead(game, game.clock.phase):
        for sidebar in sidebars(councils, game.layout.sidebar_limit):
            yield Delivery(Kind.CLOSE_ROOM, sidebar.room, Urgency.BACKGROUND)


def _in_sidebars(game: Game, phase: int) -> bool:
    return 0 <= phase < len(game.agenda) and game.agenda[phase].kind.traits.place is Place.SIDEBARS


# --- changes, and the end


def _change(game: Game, councils: Councils, event: e.GameEvent, version: int) -> Iterator[Delivery]:
    """Said once to everybody, and made true where the end stands already: phase cards and topics."""
    what, clock = type(event).__name__, game.clock
    about: dict[str, str | int] = {"what": what, "version": version}
    if clock is not None:
        about["phase"] = clock.phase  # another may run when it is sent
    for room in _everywhere(councils):
        yield card("change", room, Urgency.BELL, f"change:{version}:{room}", **about)
    if isinstance(event, e.Announced):
        return
    if clock is not None and game.phase is not None:
        for room in _everywhere(councils):
            standing = beside(_phase_card(game, room, clock.phase, clock.run))
            yield replace(standing, urgency=Urgency.UPDATE)
    yield from (topic(council_room(council)) for council in councils)
    if isinstance(event, e.GamePaused) and event.until is not None:
        yield from (_to(one, "away", f"away:{version}", version) for one in sorted(game.facilitators))


def _all_done(game: Game, phase: int) -> Iterator[Delivery]:
    """Played live, a facilitator decides whether the phase ends early; what was said is made true."""
    clock = game.clock
    if clock is None or clock.phase != phase or game.working is not None:
        return
    for facilitator in sorted(game.facilitators):
        asked = _to(facilitator, "all_done", f"all_done:{phase}:{clock.run}", phase)
        yield asked if game.all_done else beside(asked)


def _to(facilitator: str, name: str, key: str, number: int) -> Delivery:
    return card(name, f"dm:{facilitator}", Urgency.BELL, f"{key}:{facilitator}", number=number)


def _end(game: Game, councils: Councils) -> Iterator[Delivery]:
    yield card("results", PLENARY, Urgency.BELL)
    yield from (card("farewell", council_room(one), Urgency.BELL) for one in councils)
    for council in councils:
        room = council_room(council)
        yield card("reveal", room, Urgency.BELL, f"reveal:{room}", council=council.id)
        yield from reveal_questions(council)
    yield from (topic(council_room(council)) for council in councils)
    yield from _unused_sidebars(game, councils)
