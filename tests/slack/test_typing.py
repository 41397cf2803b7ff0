"""What people type, as the listeners take it: times and zones, words that are refused, lists, names."""

from datetime import UTC, datetime

import pytest

from tests.slack.stage import FACILITATOR, GAME, Stage
from tests.slack.test_buttons import reach

# --- times and zones


async def test_a_start_later_today_is_planned_for_today_and_the_answer_says_in_which_zone(
    stage: Stage,
) -> None:
    # given
    await reach(stage, "dealt")
    stage.now = datetime(2031, 3, 5, 8, 0, tzinfo=UTC)

    # when
    said = await stage.command(FACILITATOR, "/moot", "start 20:30")
    elsewhere = await stage.command(FACILITATOR, "/moot", "start 20:30 GMT+2")

    # then
    assert "*Wednesday 5 March, 20:30* in UTC, where it is 08:00 now" in said
    assert "*Wednesday 5 March, 20:30* in UTC+2, where it is 10:00 now" in elsewhere
    game, _ = await stage.store.services.reader.game(GAME)
    assert game.starts_at == datetime(2031, 3, 5, 18, 30, tzinfo=UTC)


async def test_a_far_end_is_refused_and_a_deliberate_one_is_the_plan(stage: Stage) -> None:
    # given
    await reach(stage, "session-1")

    # when
    far = await stage.command(FACILITATOR, "/moot", "end-by 9999-12-31 12:00")
    year = await stage.command(FACILITATOR, "/moot", "end-by 2032-03-04 12:00")
    meant = await stage.command(FACILITATOR, "/moot", "end-by tomorrow 12:00")

    # then
    assert "too far ahead" in far
    assert "within the next week" in year
    assert "On time" in meant
    assert "behind" not in meant


async def test_the_form_for_a_new_game_says_which_zone_it_took(stage: Stage) -> None:
    # given
    await stage.command(FACILITATOR, "/moot", "new")
    view = stage.slack.views()[-1]

    # when
    asked = await stage.submit(FACILITATOR, view, name="Ours", timezone="IST")
    taken = await stage.submit(FACILITATOR, view, name="Ours", timezone="gmt+2")

    # then
    assert "Asia/Kolkata, Asia/Jerusalem and Europe/Dublin" in asked.body
    assert "as UTC+2, where it is 14:00 now" in taken.body


@pytest.mark.parametrize(("typed", "left"), [("add 1h30", 90), ("add half an hour", 30), ("add 1,5 h", 90)])
async def test_a_length_is_taken_as_people_write_it(stage: Stage, typed: str, left: int) -> None:
    await reach(stage, "session-1")
    before, _ = await stage.store.services.reader.game(GAME)

    await stage.command(FACILITATOR, "/moot", typed)

    after, _ = await stage.store.services.reader.game(GAME)
    assert before.clock is not None
    assert after.clock is not None
    assert (after.clock.ends - before.clock.ends).total_seconds() == left * 60
