"""Who sits where is changed by buttons, and a button of an older plan changes nothing."""

from bot.domain.game import commands as gc
from bot.domain.ids import UserId
from bot.slack.blocks import names
from bot.slack.creation import steps as creation_steps
from bot.slack.sign_up import cards as sign_up_cards
from bot.slack.sign_up.plans import mark_of, people_of
from tests.builders import rainbow_road
from tests.slack.stage import FACILITATOR, GAME, Stage

OTHER = UserId("U0OTHER")
PACK = rainbow_road()


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


async def test_eleven_people_fit_into_one_room_by_a_press_or_a_word_and_who_waits_is_told(
    stage: Stage,
) -> None:
    # given a plan of two councils for eleven people
    await stage.create(11)
    planned = await stage.press(FACILITATOR, names.SHOW_PLAN, GAME)

    # when the facilitator chooses one room, two again by a word, and one room at last
    one = await stage.press(FACILITATOR, names.PLAN_COUNCILS, f"{GAME}:1")
    two = await stage.command(FACILITATOR, "/moot", "seat 2 councils")
    too_many = await stage.command(FACILITATOR, "/moot", "seat 3")
    await stage.press(FACILITATOR, names.PLAN_COUNCILS, f"{GAME}:1")
    await stage.press(FACILITATOR, names.DEAL_SEATS, GAME)

    # then each plan says what it means, and in the end ten sit and one waits
    assert "2 councils of 6 and 5, with 9 vacant seats; nobody waits (*this plan*)" in planned
    assert "Seating plan: 1 council" in one
    assert "*Waiting for a seat* (1)" in one
    assert "Seating plan: 2 councils" in two
    assert "The number of councils cannot be 3. For 11 people" in too_many
    game = await stage.store.services.games.load(GAME)
    assert game.deal is not None
    (waiting,) = game.deal.waiting
    told = sign_up_cards.dealt(game, PACK, [await stage.council()]).text
    next_step = creation_steps.steps(game, PACK, FACILITATOR, [await stage.council()]).text
    assert "10 people sit in 1 council" in told
    assert f"*Waiting for a seat:* <@{waiting}>. The next free seat is yours" in told
    assert "1 person waits for a seat; everybody else has one and an envelope" in next_step

    # and the next free seat is theirs
    left = await stage.holder(steward=False)
    await stage.do(gc.Leave(left), left)
    assert (await stage.council()).seat_of(waiting) is not None
