"""Guards of how commands grow with players and events, as counts."""

from functools import partial
from pathlib import Path

from sqlalchemy import text

from bot.db.outbox import WAITING
from tests.bench import worlds as w
from tests.bench.counting import calls_of, statements_of
from tests.bench.worlds import Command, World

FLAT = 1.1


async def test_a_command_costs_as_much_after_two_thousand_events_as_after_twenty(tmp_path: Path) -> None:
    # given
    counts = []
    for events in (20, 2_000):
        async with w.a_world(tmp_path) as world:
            await w.take_side(world, 0)
            await w.take_side(world, 1)
            await w.repeated(world, f"council:{w.COUNCIL}", events)

            # when
            counts.append(await _calls(w.take_side, world) + await _calls(w.status, world))

    # then
    assert counts[1] < FLAT * counts[0]


async def test_joining_costs_as_much_after_two_thousand_players_as_after_ten(tmp_path: Path) -> None:
    # given
    counts = []
    for players in (10, 2_000):
        async with w.an_empty_world(tmp_path, players) as world:
            await w.signing_up(world, w.SIGNING_UP, w.HOST, "CSIGNUP")
            await w.homes_opened(world)

            # when
            counts.append(await _calls(w.join, world))

    # then
    assert counts[1] < FLAT * counts[0]


async def test_joining_late_asks_the_database_no_more_often_for_each_council_that_there_is(
    tmp_path: Path,
) -> None:
    # given
    counts = []
    for councils in (1, 10):
        async with w.an_empty_world(tmp_path, 10 * councils) as world:
            await w.a_played_game(world)
            await w.join_late(world, 0)
            await w.join_late(world, 1)

            # when
            counts.append(await statements_of(partial(w.join_late, world, 0)))

    # then
    assert abs(counts[1] - counts[0]) < 3  # another seat is free, which has other neighbours


async def test_what_waits_is_found_by_its_key_however_much_else_waits(tmp_path: Path) -> None:
    # given
    keys = WAITING.params(keys=[str(number) for number in range(40)])

    # when
    async with w.an_empty_world(tmp_path) as world, world.store.engine.connect() as connection:
        asked = keys.compile(connection.engine, compile_kwargs={"literal_binds": True})
        plan = (await connection.execute(text(f"EXPLAIN QUERY PLAN {asked}"))).all()

    # then
    assert "USING INDEX ix_outbox_coalesce" in plan[0].detail


async def _calls(command: Command, world: World) -> int:
    """Of two turns, after two that warm up."""
    for turn in range(2):
        await command(world, turn)
    return sum([await calls_of(partial(command, world, turn)) for turn in range(2)])
