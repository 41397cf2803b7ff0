"""The table of authority, made of all words, buttons and forms, for the director of another game.

Nothing: whatever they type in the rooms of this game, press on its cards or send in its forms is refused, or
is about their own game. Only what anybody may do, signing up, is open to them as well.
"""

import re
from collections.abc import Iterable
from itertools import cycle

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from bot.db import rooms
from bot.db.engine import make_sessions
from bot.db.tables import EventRow, InviteeRow, OutboxRow, PersonRow
from bot.domain.game import commands as gc
from bot.domain.ids import ChannelId, GameId, UserId
from bot.gallery.worlds import World
from bot.services.games import NewGame
from bot.slack.acting.asked import ForWhom, Word
from bot.slack.blocks import names
from bot.slack.buttons import HANDLERS
from bot.slack.commands import FOUND, WORDS
from bot.slack.submissions import TAKEN
from tests.builders import rainbow_road
from tests.slack.stage import COUNCIL, FACILITATOR, GAME, PLENARY, TEAM, Stage
from tests.slack.test_buttons import reach, value_of
from tests.slack.test_forms import filled, views_of

FRIDAY, OTHER, TABLE = GameId("friday"), UserId("U0OTHER"), "G0TABLE"
BY_HTTP = "voting, by HTTP"
STATES = ("sign-up", "session-1", "voting", "ended", BY_HTTP)
REFUSALS = (
    "Only this game's facilitators",
    "The guide is for the people who run this game",
    "Only the admins and owners of this workspace",
    "You hold no seat",
)
OPEN_TO_ALL = {"join", "observe"}
SIGN_UP_BUTTONS = {names.JOIN, names.JOIN_AS_CHAIR, names.JOIN_OPENLY, names.OBSERVE}


@pytest.fixture(params=STATES)
async def state(request: pytest.FixtureRequest, stage: Stage) -> str:
    """How far this game is; the other one is in sign-up, in a channel of its own."""
    await reach(stage, "voting" if request.param == BY_HTTP else request.param)
    stage.by_http = request.param == BY_HTTP
    new = NewGame(
        FRIDAY, ("", TEAM), "Friday's game", "rainbow-road", ChannelId("C0FRIDAY"), (), None, "UTC", 1, 7
    )
    await stage.store.services.games.create(new, actor=OTHER)
    async with make_sessions(stage.store.engine).begin() as session:
        await rooms.save_room(session, GAME, "council:1", TABLE)
    assert isinstance(request.param, str)
    return request.param


STREAMS = f"game:{GAME}", f"council:{COUNCIL}"
COUNTED = (
    select(func.count()).select_from(EventRow).where(col(EventRow.stream).in_(STREAMS)),
    select(func.count()).select_from(PersonRow).where(col(PersonRow.game_id) == GAME),
    select(func.count()).select_from(InviteeRow).where(col(InviteeRow.game_id) == GAME),
    select(func.count()).select_from(OutboxRow).where(col(OutboxRow.game_id) == GAME),
)
GROWS = select(*(one.scalar_subquery() for one in COUNTED))


async def traces(stage: Stage) -> tuple[int, ...]:
    """What grows when anything touches this game: its events, people, invitations and work."""
    async with make_sessions(stage.store.engine)() as session:
        return tuple((await session.execute(GROWS)).one())


def typed(words: Iterable[Word]) -> list[str]:
    """These words as help shows them, with people and words filled in."""
    people = cycle(["<@U0001>", "<@U0002>"])
    usages = [re.sub(r"@\w+", lambda _: next(people), one.usage) for one in words]
    filled_in = {"…": "Words", "Name": "Ada Lovelace", "12:00": "23:00"}
    return [re.sub("|".join(filled_in), lambda found: filled_in[found[0]], one) for one in usages]


async def test_no_word_of_another_games_director_touches_this_game(stage: Stage, state: str) -> None:
    await stage.press(OTHER, names.SHOW_HANDBOOK, GAME)  # the first to open it has its pictures uploaded
    before, others = await traces(stage), ("inject now", "end by 23:00", "cofacilitate remove <@U0FACIL>")
    texts = {*FOUND, *typed(WORDS), *others}
    for text in sorted(one for one in texts if one.partition(" ")[0] not in OPEN_TO_ALL):
        for channel in (PLENARY, TABLE):
            said = await stage.command(OTHER, "/moot", text, channel)

            assert said.strip(), text
            assert "went wrong" not in said, text
        assert await traces(stage) == before, (text, state, said)
    for text in ("Words.", "amend 1 Words", "withdraw 1", "park 1", "merge 1 2", ""):
        assert await stage.command(OTHER, "/propose", text, TABLE)
        assert await traces(stage) == before, (text, state)


async def test_words_for_facilitators_are_refused_to_another_games_director(stage: Stage) -> None:
    await reach(stage, "session-1")
    before = await traces(stage)
    shared = {row.name for row in WORDS if row.for_whom is not ForWhom.FACILITATORS} | {"new"}
    for text in typed(row for row in WORDS if row.name not in shared):
        said = await stage.command(OTHER, "/moot", text)

        assert any(one in said for one in REFUSALS), (text, said)
        assert await traces(stage) == before, text


async def test_no_button_of_this_game_obeys_another_games_director(stage: Stage, state: str) -> None:
    await stage.press(OTHER, names.SHOW_HANDBOOK, GAME)  # the first to open it has its pictures uploaded
    before = await traces(stage)
    game = (await stage.store.services.reader.game(GAME))[0]
    for action in sorted(set(HANDLERS) - SIGN_UP_BUTTONS):
        said = await stage.press(OTHER, action, value_of(action, game))

        assert "went wrong" not in said, action
        assert await traces(stage) == before, (action, state, said)


async def test_no_form_about_this_game_is_taken_from_another_games_director(stage: Stage, state: str) -> None:
    before, world = await traces(stage), World(rainbow_road())
    council, game = next(iter(world.councils.values())), next(iter(world.games.values()))
    for taken in TAKEN:
        for view in views_of(taken.form)[:2]:
            about = view["private_metadata"].replace(council.id, COUNCIL).replace(game.id, GAME)
            sent = {**filled(view), "private_metadata": about, "id": "V1", "hash": "1.1"}
            person = {"user": {"id": OTHER, "team_id": TEAM}, "team": {"id": TEAM}}
            answer = await stage.dispatch({**person, "type": "view_submission", "view": sent})

            assert answer.status == 200, taken.form
            assert "went wrong" not in str(answer.body), (taken.form, answer.body)
            assert await traces(stage) == before, (taken.form, state, answer.body)


async def test_the_games_own_director_does_touch_it(stage: Stage) -> None:
    await reach(stage, "session-1")
    before = await traces(stage)

    await stage.command(FACILITATOR, "/moot", "pause")

    assert await traces(stage) != before
    assert (await stage.do(gc.ResumeGame())).id == GAME
