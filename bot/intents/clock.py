"""What the clock's events mean for Slack: bells, cues, changes of the time, turns, the end."""

from collections.abc import Collection, Iterator
from typing import TypeAlias, assert_never

from bot.domain.audience import only_some
from bot.domain.council import Council
from bot.domain.cues import CueKind
from bot.domain.game import Game
from bot.domain.game import events as e
from bot.domain.meetings import meetings
from bot.domain.phases import Place
from bot.domain.scenario import Reveal
from bot.domain.sidebar import staying
from bot.intents import claims, ending, floor, keeping, presentations, sessions
from bot.intents.ballot import ballot
from bot.intents.intent import Card, Delivery, Urgency, beside
from bot.intents.rooms import PLENARY, council_room, everywhere, topics
from bot.intents.sheets import reveal, reveal_questions

Councils: TypeAlias = tuple[Council, ...]


class PhaseCard(Card):
    """A phase: what it is for, and until when. `run` says which time it is that the phase runs."""

    phase: int
    run: int | None = None
    late: bool = False


class CueCard(Card):
    """A cue of a phase, with the seconds that are left where they are not those of the agenda."""

    phase: int
    cue: int
    left: int | None = None


class InjectCard(Card):
    """The emergency of a phase."""

    phase: int


class ChangeCard(Card):
    """A change of the time: the event, by its name and version, and the phase that ran."""

    what: str
    version: int
    phase: int | None = None


class AwayCard(Card):
    """To a facilitator: Moot was away, and has stopped the clock by the event of this number."""

    number: int


class StoodStillCard(Card):
    """To a facilitator: Slack let Moot do nothing for a while, and by this event the game goes on."""

    number: int


class AllDoneCard(Card):
    """To a facilitator: every council is done with the phase of this number."""

    number: int


def of_clock(
    game: Game, councils: Councils, event: e.GameEvent, version: int, sidebars: Collection[str] = ()
) -> Iterator[Delivery]:
    """The work that an event of the clock makes; `game` and `councils` are as they are after it, and
    `sidebars` are the rooms of those that have channels."""
    if not isinstance(event, e.ClockEvent):
        return  # what happens before the first bell: intents/sign_up.py
    if isinstance(event, e.FloorEvent):
        yield from floor.of_plenary(game, event)
        return
    match event:
        case e.PhaseStarted():
            yield from _bell(game, councils, event, sidebars)
        case e.CueRung():
            yield from _cue(game, councils, event)
        case e.GamePaused() | e.GameResumed() | e.TimeChanged() | e.Replanned() | e.Announced():
            yield from _change(game, councils, event, version)
        case e.CouncilsDone(phase):
            yield from _all_done(game, phase)
        case e.GameEnded():
            yield from _end(game, councils, sidebars)
        case e.TurnBegan(council=number):
            yield presentations.turn(version)
            if game.agenda[event.phase].kind.traits.takes_turns:  # others have nothing to show
                yield from (presentations.slide(one) for one in councils if one.number == number)
        case e.TurnsMissed(councils=numbers):
            if game.agenda[event.phase].kind.traits.takes_turns:
                yield from (presentations.slide(one) for one in councils if one.number in numbers)
        case e.GameClosed():
            yield from keeping.of_whole_game(game, closed=True) if councils else ()
        case e.CueMissed():
            return
        case _:
            assert_never(event)


def _again(run: int) -> str:
    """The end of a key: what begins once more gets cards of its own."""
    return f":{run}" if run else ""


# --- bells and cues


def _bell(game: Game, councils: Councils, bell: e.PhaseStarted, rooms: Collection[str]) -> Iterator[Delivery]:
    phase, again = bell.phase, _again(bell.run)
    for room in everywhere(councils):
        yield Delivery(_phase(game, room, phase, bell.run), Urgency.BELL)
        if (over := phase - 1 if bell.after is None else bell.after) >= 0:  # it says so; its buttons vanish
            yield beside(_phase(game, room, over, max(0, game.runs.get(over, 1) - 1)), Urgency.BACKGROUND)
    yield from _emergencies(game, councils, bell)
    if game.agenda[phase].kind.traits.ends_game:  # the debrief speaks of them
        yield from (Delivery(reveal(one), Urgency.BELL) for one in councils if one.reveal is not Reveal.NONE)
    yield from sessions.at_the_bell(game, councils, bell, again, rooms)
    yield from topics(councils)


def _emergencies(game: Game, councils: Councils, bell: e.PhaseStarted) -> Iterator[Delivery]:
    """What happened, where a bell begins that; and where it ends it, the buttons below the story vanish."""
    over = bell.phase - 1 if bell.after is None else bell.after
    for room in map(council_room, councils):
        if game.agenda[bell.phase].kind.traits.asks_response:
            yield Delivery(_inject(room, bell.phase, bell.run), Urgency.BELL)
        if over >= 0 and game.agenda[over].kind.traits.asks_response:
            yield beside(_inject(room, over, max(0, game.runs.get(over, 1) - 1)), Urgency.BACKGROUND)


def _inject(room: str, phase: int, run: int) -> InjectCard:
    return InjectCard(room, f"inject:{phase}:{room}{_again(run)}", phase)


def phase_card(game: Game, room: str) -> PhaseCard:
    """The card of the phase that runs."""
    assert game.clock is not None
    return _phase(game, room, game.clock.phase, game.clock.run)


def _phase(game: Game, room: str, phase: int, run: int) -> PhaseCard:
    return PhaseCard(room, f"phase:{phase}:{room}{_again(run)}", phase, run, (phase, run) in game.late)


def _cue(game: Game, councils: Councils, event: e.CueRung) -> Iterator[Delivery]:
    if game.agenda[event.phase].cues[event.cue].asks:
        return  # the councils hear of it as they follow
    left = None if event.left is None else round(event.left.total_seconds())
    alone = only_some(game.agenda[event.phase].cues[event.cue].to)
    for room in () if alone else _audience(game, councils, event.phase, event.cue):
        key = f"cue:{event.phase}:{event.cue}:{room}{_again(event.run)}"
        yield Delivery(CueCard(room, key, event.phase, event.cue, left), Urgency.BELL)
    for council in councils:  # an open ballot is made true, so that one that somebody deleted comes back
        if council.ballot is not None and council.ballot.called_at is None:
            yield beside(ballot(council), Urgency.BALLOT)


def _audience(game: Game, councils: Councils, phase: int, cue: int) -> Iterator[str]:
    """Where a cue of a phase is heard. A debrief goes everywhere: a plenary may be too large to talk in."""
    planned = game.agenda[phase]
    if planned.cues[cue].kind is CueKind.DEBRIEF:
        yield from everywhere(councils)
        return
    place, found = planned.kind.traits.place, meetings(game, councils, phase)
    match place:
        case Place.SIDEBARS:
            yield from (one.room for one in found)
            yield from map(council_room, staying(councils, found))
        case Place.PLENARY:
            yield PLENARY
        case Place.COUNCILS:
            yield from map(council_room, councils)
            yield from (one.room for one in found)
        case _:
            assert_never(place)


# --- changes, and the end


def _change(game: Game, councils: Councils, event: e.GameEvent, version: int) -> Iterator[Delivery]:
    """Said once to everybody, and made true where the end stands already: phase cards and topics."""
    if isinstance(event, e.GamePaused) and event.cut_off:
        return  # nobody can be reached; what is to be said, the resumption says
    what, clock = type(event).__name__, game.clock
    ran = None if clock is None else clock.phase  # another may run when it is sent
    for room in everywhere(councils):
        yield Delivery(ChangeCard(room, f"change:{version}:{room}", what, version, ran), Urgency.BELL)
    if isinstance(event, e.Announced):
        return
    if clock is not None and game.phase is not None:
        for room in everywhere(councils):
            yield beside(phase_card(game, room), Urgency.UPDATE)
    yield from topics(councils)
    if isinstance(event, e.GamePaused) and event.until is not None:
        for user in sorted(game.facilitators):
            yield Delivery(AwayCard(f"dm:{user}", f"away:{version}:{user}", version), Urgency.BELL)
    if isinstance(event, e.GameResumed) and event.cut_off is not None:
        for user in sorted(game.facilitators):
            card = StoodStillCard(f"dm:{user}", f"stood_still:{version}:{user}", version)
            yield Delivery(card, Urgency.BELL)


def _all_done(game: Game, phase: int) -> Iterator[Delivery]:
    """Played live, a facilitator decides whether the phase ends early; what was said is made true."""
    clock = game.clock
    if clock is None or clock.phase != phase or game.working is not None:
        return
    for user in sorted(game.facilitators):
        card = AllDoneCard(f"dm:{user}", f"all_done:{phase}:{clock.run}:{user}", phase)
        yield Delivery(card, Urgency.BELL) if game.all_done else beside(card, Urgency.BELL)


def _end(game: Game, councils: Councils, rooms: Collection[str]) -> Iterator[Delivery]:
    yield Delivery(claims.results(), Urgency.BELL)
    yield from (Delivery(claims.farewell(one), Urgency.BELL) for one in councils)
    if game.clock is None or not game.agenda[game.clock.phase].kind.traits.ends_game:
        for council in councils:  # the wrap-up never came
            if council.reveal is not Reveal.NONE:
                yield Delivery(reveal(council), Urgency.BELL)
            yield from (Delivery(question, Urgency.REPLY) for question in reveal_questions(council))
    yield from ending.at_the_end(game, councils)
    yield from topics(councils)
    for council in councils:  # the others' files: when counted
        yield from keeping.book_kept(council) if council.ballot is None else [keeping.canvas(council)]
    if councils:
        yield from keeping.of_whole_game(game)
    yield from sessions.unused_sidebars(game, councils, rooms)
