"""What people read at the end of a game, in the states that it may have."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.host import LINE_LENGTH, Host
from bot.gallery.cast import FACILITATOR, NOON, OBSERVER, player
from bot.gallery.samples import Samples, last
from bot.gallery.worlds import World
from bot.reports.log.comparison import part_of
from bot.slack.results import closing, own


def own_results(world: World) -> Samples:
    game = world.games["ended"]
    for state, council in world.councils.items():
        for seat in council.filled[:4]:
            yield f"{state}, role {seat.role}", own.own_result(game, world.pack, council, seat, {})
    council = replace(last(world), ended_at=NOON)
    for seat in council.filled:
        yield f"at the end, role {seat.role}", own.own_result(game, world.pack, council, seat, {})
    seat = council.filled[0]
    before = part_of(replace(game, name=world.said(80)), world.pack, council, council.filled[1])
    yield "who played before", own.own_result(game, world.pack, council, seat, {}, before)


def goodbyes(world: World) -> Samples:
    for state, user in (("an observer", OBSERVER), ("without a seat", player(1))):
        yield state, own.goodbye(world.games["ended"], user)


def closings(world: World) -> Samples:
    game = world.games["ended"]
    yield "a table", closing.closing(game, world.pack, timedelta())
    hosted = replace(game, host=Host(FACILITATOR, world.said(LINE_LENGTH)))
    yield (
        "a thousand people, and a line of the facilitator",
        closing.closing(hosted, world.pack, timedelta(minutes=4)),
    )
