"""Whose game is it: two games at once, strangers in rooms, and words that might mean several games."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update
from sqlmodel import col

from bot.courier.rendering.renderer import Renderer
from bot.db import rooms
from bot.db.engine import make_sessions
from bot.db.tables import RoomRow
from bot.domain.game import Game
from bot.domain.game import commands as gc
from bot.domain.ids import ChannelId, GameId, UserId
from bot.services.games import NewGame
from bot.slack.blocks import names
from tests.slack.stage import FACILITATOR, GAME, PLENARY, STRANGER, TEAM, Stage, player
from tests.slack.test_buttons import reach

FRIDAY, ELSEWHERE, TABLE, DM = GameId("friday"), "C0FRIDAY", "G0TABLE", "D0DM"
OTHER = UserId("U0OTHER")  # runs Friday's game


async def friday(stage: Stage, *listed: UserId, by: UserId = OTHER, plenary: str = ELSEWHERE) -> None:
    """Another game, in a channel of its own."""
    new = NewGame(
        FRIDAY, ("", TEAM), "Friday's game", "rainbow-road", ChannelId(plenary), (), None, "UTC", 1, 7
    )
    await stage.store.services.games.create(new, actor=by)
    for user in listed:
        await in_friday(stage, gc.Join(user), user)


async def in_friday(stage: Stage, command: gc.GameCommand, actor: UserId = OTHER) -> Game:
    return await stage.store.services.games.handle(FRIDAY, command, actor=actor)


async def takes_the_plenary(stage: Stage) -> None:
    """As in a database of before, both games have one plenary."""
    async with make_sessions(stage.store.engine).begin() as session:
        plenary = col(RoomRow.game_id) == FRIDAY, col(RoomRow.key) == "plenary"
        await session.execute(update(RoomRow).where(*plenary).values(channel=PLENARY))


async def room(stage: Stage, key: str, channel: str, game: GameId = GAME) -> None:
    async with make_sessions(stage.store.engine).begin() as session:
        await rooms.save_room(session, game, key, channel)


def game_of(stage: Stage, key: GameId = GAME) -> Any:
    return stage.store.services.games.load(key)


def posted(stage: Stage) -> list[tuple[str, str]]:
    """To whom what was posted at once."""
    return [
        (given["channel"], given["text"]) for name, given in stage.slack.calls if name == "chat.postMessage"
    ]


# --- nobody takes a room over


@pytest.mark.parametrize("channel", [PLENARY, TABLE, "G0SIDEBAR"])
@pytest.mark.parametrize("who", [STRANGER, player(1), FACILITATOR])
async def test_nobody_takes_over_a_room_of_a_running_game(stage: Stage, channel: str, who: UserId) -> None:
    await reach(stage, "session-1")
    await room(stage, "council:1", TABLE)
    await room(stage, "sidebar:1", "G0SIDEBAR")

    said = await stage.command(who, "/moot", "new", channel)

    assert "The game" in said
    assert "channel" in said
    assert stage.slack.views() == []
    assert "[" in await stage.command(who, "/moot", "new", "C0FREE")


async def test_a_form_that_was_opened_before_is_refused_when_it_is_sent(stage: Stage) -> None:
    # given a form of somebody who was slower
    await stage.command(STRANGER, "/moot", "new")
    await stage.create()

    # when
    answer = await stage.submit(STRANGER, stage.slack.views()[-1])

    # then
    assert "The game, which has not ended" in answer.body
    assert (await stage.store.services.reader.where(TEAM, PLENARY, STRANGER)).game.id == GAME
    assert "The game, which has not ended" in await stage.press(STRANGER, names.NEW_GAME, PLENARY)


async def test_after_the_end_a_new_game_has_the_plenary_and_the_table_stays_with_the_old(
    stage: Stage,
) -> None:
    # given a game that has ended
    await reach(stage, "ended")
    await room(stage, "council:1", TABLE)

    # when another begins in its plenary
    await friday(stage, plenary=PLENARY)

    # then the plenary is that one's, for those of the old game as well, and their table stays theirs
    assert "Friday's game" in await stage.command(player(1), "/moot", "status")
    assert "The game" in await stage.command(player(1), "/moot", "status", TABLE)
    assert "You are in" in await stage.command(player(1), "/moot", "join")

    # but what is of use afterwards alone is about the one that has ended
    assert "[Feedback]" in await stage.command(player(1), "/moot", "feedback")
    assert "[Feedback]" in await stage.command(player(1), "/moot", "feedback", DM)
    assert "Nobody has given feedback yet" in await stage.command(OTHER, "/moot", "feedback", DM)
    assert player(1) in (await game_of(stage, FRIDAY)).sign_ups


# --- databases of before: two unfinished games with one plenary


async def test_in_a_plenary_of_two_games_everybodys_commands_go_to_their_own(stage: Stage) -> None:
    # given
    await reach(stage, "session-1")
    await friday(stage, UserId("U0FAN"))
    await takes_the_plenary(stage)

    # when, then
    assert "the clock is stopped" in await stage.command(FACILITATOR, "/moot", "pause")
    assert "[My mission]" in await stage.command(player(1), "/moot", "mission")
    assert "Friday's game" in await stage.command(OTHER, "/moot", "status")
    assert "Friday's game" in await stage.command(UserId("U0FAN"), "/moot", "status")
    assert "*The game*" in f"*{await stage.command(STRANGER, '/moot', 'status')}*".replace("\n", "*", 1)


async def test_who_is_in_both_is_asked_and_what_they_typed_is_done_where_they_say_once(stage: Stage) -> None:
    # given
    await reach(stage, "session-1")
    await friday(stage, by=FACILITATOR)
    await takes_the_plenary(stage)

    # when
    asked = await stage.command(FACILITATOR, "/moot", "say Five “minutes” &amp; <@U1|ada>!")

    # then both are named, and the words are shown
    for words in (
        "Which one do you mean",
        "*The game:*",
        "*Friday's game:*",
        "say Five “minutes” &amp; @ada!",
    ):
        assert words in asked

    # when they choose, twice
    said = [await stage.press(FACILITATOR, f"{names.THIS_GAME}:1", f"{GAME}:1") for _ in range(2)]

    # then it is said there, once
    assert "Every council will see it" in said[0]
    assert "already answered that question" in said[1]
    log = await stage.store.services.reader.game_log(GAME, (await game_of(stage)).first_bell, stage.now)
    assert [one.text for one in log if hasattr(one, "text")] == ["Five “minutes” & @ada!"]


@pytest.mark.parametrize("value", [f"{GAME}:1", f"{FRIDAY}:2", f"{FRIDAY}:one", "other:1", "", "friday:"])
async def test_nobody_answers_for_somebody_else_or_for_a_game_that_they_have_no_part_in(
    stage: Stage, value: str
) -> None:
    await reach(stage, "session-1")
    await friday(stage, by=FACILITATOR)
    await stage.command(FACILITATOR, "/moot", "pause", DM)

    said = await stage.press(OTHER if value else FACILITATOR, names.THIS_GAME, value)

    assert "already answered that question" in said or "from another version" in said
    assert not (await game_of(stage)).paused


# --- elsewhere


async def test_elsewhere_a_seat_goes_before_a_newer_sign_up(stage: Stage) -> None:
    await reach(stage, "session-1")
    await friday(stage, player(1))
    await room(stage, f"dm:{player(1)}", DM, FRIDAY)

    assert "[My mission]" in await stage.command(player(1), "/moot", "mission", DM)
    assert "is on the table" in await stage.command(player(1), "/propose", "Doors stay open.", "C0ANY")


async def test_elsewhere_watching_goes_before_a_sign_up(stage: Stage) -> None:
    await stage.create()
    await friday(stage, player(1))
    await stage.do(gc.Observe(player(1)), player(1))

    assert "You observe" in await stage.command(player(1), "/moot", "status", DM)


@pytest.mark.parametrize("length", [20, 2_000])
async def test_a_proposal_reaches_the_council_that_its_person_chooses_whole(
    stage: Stage, length: int
) -> None:
    # given seats in two councils
    await reach(stage, "session-1")
    await friday(stage, *map(player, range(1, 11)))
    for command in (gc.PlanSeating(), gc.DealSeats(), gc.StartGame()):
        await in_friday(stage, command)
    text = ("Owners answer within two days, and " * 60)[:length]

    # when
    asked = await stage.command(player(1), "/propose", text, DM)
    said = await stage.press(player(1), names.THIS_GAME, f"{GAME}:1")

    # then
    assert "Which one do you mean" in asked
    assert "is on the table" in said
    proposals = (await stage.council()).proposals
    assert proposals[max(proposals)].text == text.strip()


async def test_who_has_no_part_anywhere_is_in_no_game(stage: Stage) -> None:
    await stage.create()
    await friday(stage)

    assert "There is no game in this channel" in await stage.command(STRANGER, "/moot", "status", DM)
    assert "*The game:*" not in await stage.command(STRANGER, "/moot", "help", DM)


async def test_games_that_are_over_are_meant_only_by_words_that_are_of_use_then(stage: Stage) -> None:
    # given two games that are over
    await reach(stage, "ended")
    await friday(stage, by=FACILITATOR)
    await in_friday(stage, gc.EndGame(), FACILITATOR)

    # when, then
    assert "There is no game in this channel" in await stage.command(FACILITATOR, "/moot", "pause", DM)
    assert "Which one do you mean" in await stage.command(FACILITATOR, "/moot", "feedback", DM)
    assert "You are not in a game" in await stage.command(FACILITATOR, "/moot", "help", DM)
    assert "You are not in a game" in await stage.shortcut(FACILITATOR, names.WHAT_NOW)


async def test_the_global_shortcut_asks_as_well(stage: Stage) -> None:
    await stage.create()
    await friday(stage, by=FACILITATOR)

    asked = await stage.shortcut(FACILITATOR, names.WHAT_NOW)
    said = await stage.press(FACILITATOR, names.THIS_GAME, f"{FRIDAY}:1")

    assert "Which one do you mean" in asked
    assert "What now?" in said


async def test_a_question_is_forgotten_after_a_while(stage: Stage) -> None:
    await stage.create()
    await friday(stage, by=FACILITATOR)
    await stage.command(FACILITATOR, "/moot", "seat", DM)
    stage.now += timedelta(hours=3)

    before = await stage.press(FACILITATOR, names.THIS_GAME, f"{GAME}:1")
    await stage.command(FACILITATOR, "/moot", "seat", DM)
    after = await stage.press(FACILITATOR, names.THIS_GAME, f"{GAME}:1")

    assert "too old" in before
    assert "too old" in after, "an old button finds no new question"
    assert "Seating plan" in await stage.press(FACILITATOR, names.THIS_GAME, f"{GAME}:2")


# --- /moot x


async def test_x_reaches_the_facilitators_of_every_game_under_way_that_the_person_is_in(stage: Stage) -> None:
    # given a player of two games, and a third game in whose plenary they type
    await reach(stage, "session-1")
    await friday(stage, player(1))
    await in_friday(stage, gc.AddFacilitator(FACILITATOR))
    third = NewGame(
        GameId("third"), ("", TEAM), "The third", "rainbow-road", ChannelId("C3"), (), None, "UTC", 1, 7
    )
    await stage.store.services.games.create(third, actor=STRANGER)

    # when
    said = await stage.command(player(1), "/moot", "x I want to stop, please", "C3")

    # then each hears it once, of their own games alone, and the answer says who
    told = dict(posted(stage))
    assert set(told) == {FACILITATOR, OTHER}
    assert len(posted(stage)) == 2
    assert "The game" in told[FACILITATOR]
    assert "Friday's game" in told[FACILITATOR]
    assert "The game" not in told[OTHER]
    assert all("I want to stop, please" in words for words in told.values())
    for words in (FACILITATOR, OTHER, "*The game*", "*Friday's game*"):
        assert words in said
    assert STRANGER not in said


async def test_x_in_a_plenary_that_a_stranger_took_reaches_the_director(stage: Stage) -> None:
    await reach(stage, "session-1")
    await friday(stage)
    await takes_the_plenary(stage)

    said = await stage.command(player(1), "/moot", "x")

    assert [to for to, _ in posted(stage)] == [FACILITATOR]
    assert FACILITATOR in said


async def test_x_says_of_which_game_it_reached_nobody(stage: Stage) -> None:
    # given somebody who runs one game alone and plays in another, whose facilitator is gone
    await stage.create()
    await friday(stage, by=player(1))
    stage.slack.refuses["chat.postMessage"] = "account_inactive"

    said = await stage.command(player(1), "/moot", "x", DM)

    assert "Thank you" not in said
    assert (
        "could not reach a facilitator of The game right now, so nobody has been told.* Please write or "
        f"speak to <@{FACILITATOR}>" in said
    )
    assert "You are the only facilitator of Friday's game" in said


async def test_x_of_somebody_without_a_part_tells_the_truth(stage: Stage) -> None:
    await stage.create()

    nowhere = await stage.command(STRANGER, "/moot", "x help", DM)
    assert posted(stage) == []
    here = await stage.command(STRANGER, "/moot", "x help")

    assert "I have told nobody" in nowhere
    assert "speak to somebody you trust" in nowhere
    assert [to for to, _ in posted(stage)] == [FACILITATOR]
    assert FACILITATOR in here


async def test_x_is_kept_nowhere_even_where_several_games_are_over(stage: Stage) -> None:
    await reach(stage, "ended")
    await friday(stage, by=player(1))
    await in_friday(stage, gc.EndGame(), player(1))

    said = await stage.command(player(1), "/moot", "x heliotropes", DM)

    assert "I have told nobody" in said
    assert await stage.store.services.questions.take(1, TEAM, player(1)) is None


# --- Home


async def home(stage: Stage, user: UserId) -> str:
    renderer = Renderer(stage.store.services.reader, lambda: stage.now)
    return str((await renderer.home(TEAM, user)).to_dict())


async def test_home_shows_the_game_that_means_most_and_lets_people_see_another(stage: Stage) -> None:
    # given a seat, and a newer sign-up
    await reach(stage, "session-1")
    await friday(stage, player(1))
    first = await home(stage, player(1))

    # when
    await stage.press(player(1), names.SHOW_AT_HOME, FRIDAY)
    second = await home(stage, player(1))

    # then
    assert "Open my sheet" in first
    assert "Your other games" in first
    assert "Open my sheet" not in second
    assert "Friday's game" in second

    # and when that game is over, Home shows the other one again
    await in_friday(stage, gc.EndGame())
    assert "Open my sheet" in await home(stage, player(1))


async def test_home_asks_where_several_games_mean_as_much(stage: Stage) -> None:
    await stage.create()
    await friday(stage, by=FACILITATOR)

    asked = await home(stage, FACILITATOR)
    await stage.press(FACILITATOR, names.SHOW_AT_HOME, FRIDAY)

    assert "Choose which one" in asked
    assert "The game" in asked
    assert "Friday's game" in await home(stage, FACILITATOR)
    assert "Choose which one" not in await home(stage, FACILITATOR)
