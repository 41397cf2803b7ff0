"""Who sits where is changed by buttons, and a button of an older plan changes nothing."""

from bot.domain.game import commands as gc
from bot.domain.ids import UserId
from bot.slack.blocks import names
from bot.slack.sign_up.plans import mark_of, people_of
from tests.slack.stage import FACILITATOR, GAME, Stage

OTHER = UserId("U0OTHER")


async def choosing(stage: Stage) -> tuple[str, UserId, UserId]:
    """What the button carries that swaps the first two people of the plan that stands, and who they are."""
    plan = (await stage.store.services.games.load(GAME)).plan
    assert plan is not None
    (first, one), (second, other), *_ = people_of(plan).items()
    return f"{GAME}:{mark_of(plan)}.{first}:1:{second}", one, other


async def test_two_people_change_places_with_two_presses_and_the_plan_shows_it(stage: Stage) -> None:
    await stage.create()
    assert "Seating plan" in await stage.press(FACILITATOR, names.SHOW_PLAN, GAME)
    value, one, other = await choosing(stage)

    asked = await stage.press(FACILITATOR, names.SWAP, value.rpartition(":")[0])
    said = await stage.press(FACILITATOR, names.SWAP_WITH, value)

    assert f"Choose who swaps places with <@{one}>" in asked
    assert f"Swapped:* <@{one}> and <@{other}>" in said
    assert (await choosing(stage))[1:] == (other, one)


async def test_a_second_click_and_a_button_of_an_older_plan_swap_nobody_and_show_the_plan_of_now(
    stage: Stage,
) -> None:
    await stage.create()
    await stage.do(gc.AddFacilitator(OTHER))
    await stage.press(FACILITATOR, names.SHOW_PLAN, GAME)
    old, *_ = await choosing(stage)

    await stage.press(OTHER, names.SWAP_WITH, old)
    after = await choosing(stage)
    said = await stage.press(FACILITATOR, names.SWAP_WITH, old)

    assert "The plan has changed, so nobody was swapped" in said
    assert "Seating plan" in said
    assert await choosing(stage) == after


async def test_a_swap_says_that_somebody_left_or_that_the_seats_are_dealt(stage: Stage) -> None:
    await stage.create()
    await stage.press(FACILITATOR, names.SHOW_PLAN, GAME)
    value, one, _ = await choosing(stage)

    await stage.do(gc.Leave(one), one)
    left = await stage.press(FACILITATOR, names.SWAP_WITH, value)
    await stage.press(FACILITATOR, names.SHOW_PLAN, GAME)
    await stage.do(gc.DealSeats())
    dealt = await stage.press(FACILITATOR, names.SWAP_WITH, value)

    assert "One of them is no longer signed up" in left
    assert f"<@{one}> left" in left
    assert "already dealt" in dealt
