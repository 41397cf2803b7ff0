"""Guards of what it costs to show App Home and the console, as counts."""

from pathlib import Path

from tests.bench import worlds as w
from tests.bench.counting import statements_of
from tests.bench.home import a_home_of, surfaces

SMALLEST = 5  # people in a council of the shipped pack


async def test_home_and_console_ask_the_database_as_often_for_forty_councils_as_for_one(
    tmp_path: Path,
) -> None:
    # given
    asked = dict[str, list[int]]()
    for councils in (1, 10, 40):
        async with w.an_empty_world(tmp_path, SMALLEST * councils) as world:
            await w.a_dealt_game(world, councils=councils)

            # when
            for what, shown in surfaces(world).items():
                await shown()
                asked.setdefault(what, []).append(await statements_of(shown))

    # then
    assert {what: len(set(counts)) for what, counts in asked.items()} == dict.fromkeys(asked, 1), asked
    assert max(max(counts) for counts in asked.values()) < 20


async def test_a_home_asks_the_database_as_often_for_a_host_of_ten_games_as_of_two(tmp_path: Path) -> None:
    # given
    asked = []
    for games in (2, 10):
        async with w.an_empty_world(tmp_path, SMALLEST) as world:
            shown = await a_home_of(world, games)
            await shown()

            # when
            asked.append(await statements_of(shown))

    # then
    assert asked[0] == asked[1]
