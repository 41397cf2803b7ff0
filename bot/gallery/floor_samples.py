"""How turns to speak and the speakers' lists look."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from bot.domain.council import Council
from bot.domain.floor import Floor
from bot.domain.game import Game
from bot.domain.ids import UserId
from bot.domain.turns import Turns, TurnsBy, TurnsInPlay
from bot.domain.turns import speakers as speakers_of
from bot.gallery.cast import NOON, player
from bot.gallery.samples import Samples, last, running
from bot.gallery.worlds import World
from bot.slack.floor import cards

MINUTE = timedelta(minutes=1)
BELL = int(NOON.timestamp())


def floors() -> Iterator[tuple[str, Floor]]:
    speaks = Floor(player(1), NOON, MINUTE, called=1)
    yield "nobody", Floor()
    yield "one speaks", speaks
    yield "time is over", replace(speaks, over=True, line=(player(2), player(3)))
    yield "a long line", replace(speaks, line=tuple(map(player, range(2, 31))))
    yield "nobody speaks", Floor(line=(player(2),), called=1)


def tables(world: World) -> Iterator[tuple[str, Council]]:
    """A council with turns by team: the first, the same when time is short, and the last."""
    council = replace(last(world), ended_at=None)
    assert council.phase is not None
    turns = tuple(speakers_of(world.pack, Turns(by=TurnsBy.TEAM)))
    council = replace(council, phase=replace(council.phase, at=NOON))
    play = TurnsInPlay("session-1", NOON, NOON + 9 * MINUTE, turns, MINUTE)
    first = replace(play, now=0, following=1, since=NOON, lasts=MINUTE, called=1)
    final = replace(first, now=len(turns) - 1, before=0, following=len(turns))
    yield "first", replace(council, turns=first)
    yield "short", replace(council, turns=replace(first, lasts=MINUTE / 2))
    yield "last", replace(council, turns=final)


def speakers(world: World) -> Samples:
    for name, council in tables(world):
        for late in (False, True):
            said = cards.speaker(running(world), world.pack, council, BELL, 0, late=late)
            if said is not None:
                yield f"{name}{', late' if late else ''}", said
        place = council.turns.now if council.turns else None
        said = cards.speaker(running(world), world.pack, council, BELL, place or 0)
        if said is not None:
            yield f"{name}, now", said


def turns_over(world: World) -> Samples:
    yield "", cards.turns_over(last(world))


def council_lists(world: World) -> Samples:
    for state, council in tables(world):
        for name, floor in floors():
            one = replace(council, floor=floor, turns=council.turns if state == "first" else None)
            phase = one.phase.phase if one.phase else ""
            yield f"{name}, {state}", cards.council_list(running(world), world.pack, one, BELL, phase)
            yield f"{name}, {state}, closed", cards.council_list(running(world), world.pack, one, 7, phase)


def games(world: World) -> Iterator[tuple[str, Game]]:
    game = running(world)
    assert game.clock is not None
    for name, floor in floors():
        yield name, replace(game, floor=floor, clock=replace(game.clock, bell=NOON))


def plenary_lists(world: World) -> Samples:
    for name, game in games(world):
        phase = game.phase.key if game.phase else ""
        yield name, cards.plenary_list(game, world.pack, BELL, phase)
        yield f"{name}, closed", cards.plenary_list(game, world.pack, 7, phase)


def answers(world: World) -> Samples:
    for name, game in games(world):
        for user in (player(1), player(2), player(3), UserId("U0NOBODY")):
            yield f"{name}, {user}", cards.answer(game, world.pack, None, user)
    for state, council in tables(world):
        one = replace(council, floor=Floor(line=(player(1),)))
        yield f"in a council, {state}", cards.answer(running(world), world.pack, one, player(1))


def yours(_world: World) -> Samples:
    for seconds in (30, 60, 3600):
        yield str(seconds), cards.yours(seconds)


def times_over(_world: World) -> Samples:
    yield "nobody waits", cards.time_over("")
    yield "somebody waits", cards.time_over(player(2))
