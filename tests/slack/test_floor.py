"""`/moot floor` and its buttons: in the plenary and in a council, twice, at once, and by who may not."""

import asyncio

from bot.domain.game import commands as gc
from bot.domain.ids import UserId
from bot.slack.blocks import names
from tests.slack.stage import COUNCIL, FACILITATOR, GAME, PLENARY, STRANGER, Stage, player
from tests.slack.test_buttons import reach

ELSEWHERE, WATCHING = "D0000", UserId("U0WATCH")


async def test_people_ask_for_the_floor_in_their_council_and_whoever_comes_first_speaks_first(
    stage: Stage,
) -> None:
    await reach(stage, "session-1")
    ada, ben = player(2), player(3)

    first = await stage.command(ada, "/moot", "floor", ELSEWHERE)
    both = await asyncio.gather(
        stage.command(ben, "/moot", "floor", ELSEWHERE), stage.press(player(4), names.ASK_FLOOR, COUNCIL)
    )
    again = await stage.press(ben, names.ASK_FLOOR, COUNCIL)

    assert "You have the floor." in first
    assert "This is the speakers' list of Council 1." in first
    floor = (await stage.council()).floor
    assert floor.speaker == ada
    assert sorted(floor.line) == [ben, player(4)], "each of them once"
    assert "You are next." in "".join(both)
    assert ("You are next." in again) == (floor.line[0] == ben)


async def test_a_double_click_on_next_calls_one_speaker_and_typed_twice_it_is_refused(stage: Stage) -> None:
    await reach(stage, "session-1")
    for number in (2, 3, 4):
        await stage.command(player(number), "/moot", "floor", ELSEWHERE)
    steward = await stage.holder(steward=True)

    await asyncio.gather(*(stage.press(steward, names.CALL_NEXT, f"{COUNCIL}:1") for _ in range(2)))

    assert (await stage.council()).floor.speaker == player(3)
    assert "a moment ago" in await stage.command(steward, "/moot", "floor next", ELSEWHERE)
    assert (await stage.council()).floor.speaker == player(3)
    assert "can call the next speaker" in await stage.press(player(5), names.CALL_NEXT, f"{COUNCIL}:2")
    said = await stage.command(player(3), "/moot", "floor done", ELSEWHERE)
    assert f"Speaking:* <@{player(4)}>" in said
    assert "You are not waiting for the floor" in await stage.command(
        player(3), "/moot", "floor leave", ELSEWHERE
    )
    await stage.press(player(4), names.LEAVE_FLOOR, COUNCIL)
    assert "nobody is waiting" in await stage.command(steward, "/moot", "floor next", ELSEWHERE)


async def test_the_plenary_has_a_list_of_its_own_for_people_with_a_seat(stage: Stage) -> None:
    await reach(stage, "session-1")
    await stage.do(gc.Observe(WATCHING), WATCHING)

    said = await stage.command(player(2), "/moot", "floor", PLENARY)
    await stage.press(player(3), names.ASK_FLOOR, GAME)

    assert "This is the speakers' list of the plenary." in said
    assert not (await stage.council()).floor.used
    for user in (WATCHING, STRANGER, FACILITATOR):
        assert "for people with a seat" in await stage.press(user, names.ASK_FLOOR, GAME)
        assert f"Speaking:* <@{player(2)}>" in await stage.command(user, "/moot", "floor", PLENARY)
    game = await stage.do(gc.Leave(player(3)), player(3))
    assert (game.floor.speaker, game.floor.line) == (player(2), ())
    assert "Nobody is speaking" in await stage.press(FACILITATOR, names.CALL_NEXT, f"{GAME}:1")


async def test_where_somebody_stands_is_told_by_status_and_the_list_closes_with_the_phase(
    stage: Stage,
) -> None:
    await reach(stage, "session-1")
    for number in (2, 3):
        await stage.command(player(number), "/moot", "floor", ELSEWHERE)

    status = await stage.command(player(3), "/moot", "status", ELSEWHERE)
    await stage.next_phase()
    after = await stage.command(player(3), "/moot", "status", ELSEWHERE)

    assert f"Speakers' list of Council 1: <@{player(2)}> has the floor, 1 waiting. You are next." in status
    assert "Speakers' list" not in after
    assert "has the floor" not in await stage.command(FACILITATOR, "/moot", "floor list", PLENARY)
