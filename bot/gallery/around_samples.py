"""The call and the calendar in sample states."""

from collections.abc import Iterator
from dataclasses import replace

from bot.domain.calls import LONGEST_LINK, Calls
from bot.domain.game import Game
from bot.domain.game.events import GameResumed
from bot.gallery.cast import FACILITATOR, NOON, player
from bot.gallery.samples import TAKES, Card, Samples, last, running
from bot.gallery.worlds import World
from bot.queries.place import Where
from bot.slack.calendar import cards as calendar_cards
from bot.slack.calls import cards
from bot.slack.calls.forms import CallForm
from bot.slack.clock import cards as clock_cards
from bot.slack.clock import controls
from bot.slack.seats import cards as seats_cards

SHARED = "https://meet.example.org/moot?pwd=1&lang=en"
EACH = "https://meet.example.org/council-{council}"
LONG = f"https://{'meeting.' * 20}example.org/".ljust(LONGEST_LINK, "x")


def _games(world: World) -> Iterator[tuple[str, Game]]:
    """A game that runs, with each kind of call."""
    game = running(world)
    yield "without a call", game
    yield "for everybody", replace(game, calls=Calls(SHARED))
    yield "for each council", replace(game, calls=Calls(EACH))
    yield "a council's own", replace(game, calls=Calls(SHARED, {last(world).number: LONG}))


def changed(world: World) -> Samples:
    for state, game in _games(world):
        yield f"{state}, in a council", cards.changed(game, last(world))
        yield f"{state}, in the plenary", cards.changed(game, None)


def shown(world: World) -> Samples:
    council = last(world)
    steward = next(seat for seat in council.filled if seat.steward)
    assert steward.holder is not None
    for state, game in _games(world):
        chair = Where(game, world.pack, steward.holder, council, steward)
        yield f"{state}, to a steward", cards.calls(chair)
        yield f"{state}, to a facilitator", cards.calls(Where(game, world.pack, FACILITATOR, None, None))
        yield f"{state}, to others", cards.calls(Where(game, world.pack, player(99), None, None))


def was_set(world: World) -> Samples:
    number = last(world).number
    for state, game in _games(world):
        yield f"{state}, for a council", cards.was_set(game, number)


def forms(world: World) -> Samples:
    for state, game in _games(world):
        yield f"{state}, to a facilitator", CallForm.view(game, None)
        yield f"{state}, to a steward", CallForm.view(game, last(world))


def welcomes(world: World) -> Samples:
    """With each kind of call."""
    *_, (state, game) = _games(world)
    yield f"with {state}", seats_cards.welcome(game, world.pack, last(world))


def phases(world: World) -> Samples:
    """With a long address of a call in the council, and one in the plenary."""
    calls = Calls(SHARED, {last(world).number: LONG})
    for index, phase in enumerate(world.pack.agenda):
        if game := world.games.get(f"in {phase.key}"):
            council = world.councils.get(f"in {phase.key}", last(world))
            yield (
                f"{phase.key}, with a call",
                clock_cards.phase(replace(game, calls=calls), world.pack, index, council),
            )


def beside_agendas(world: World) -> Samples:
    yield "running", calendar_cards.beside(running(world), changed=False)
    for state in ("dealt", "in session-1, over days"):
        if game := world.games.get(state):
            yield f"{state}, changed", calendar_cards.beside(game, changed=True)
    yield "ended", calendar_cards.beside(world.games["ended"], changed=True)


def agendas_in_words(world: World) -> Samples:
    for state in ("dealt, over days", "ended"):
        yield state, calendar_cards.in_words(world.games[state], NOON, changed=False)


def stood_still(_world: World, game: Game) -> Card | None:
    if game.clock is None:
        return None
    return controls.stood_still(game, GameResumed(NOON, NOON, NOON, cut_off=NOON - TAKES))
