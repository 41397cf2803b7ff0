"""The app is uninstalled in the middle of a game, or its token revoked: games stand still, work waits, and
the operator reads what to do; afterwards everything goes on."""

from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from structlog.testing import capture_logs

from bot.runtime import reaching
from tests.e2e.room import Place, Room, a_place, running_bot
from tests.patience import until

MINUTE = timedelta(minutes=1)


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    async with a_place(tmp_path) as found:
        yield found


@pytest.fixture(autouse=True)
def asked_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reaching, "ASKED_EACH", 0.01)


async def uninstalled(room: Room) -> None:
    await room.workspace.uninstall(room.app)


async def revoked(room: Room) -> None:
    room.workspace.revoke(room.app)


async def refused_without_a_word(room: Room) -> None:
    """No event tells; the next call is refused."""
    room.app.events = frozenset()
    await room.workspace.uninstall(room.app)
    await room.store.services.requests.home(room.workspace.team_id, room.director)  # type: ignore[arg-type]


async def refused_a_connection(room: Room) -> None:
    """The bot's token works, and the app-level one does not."""
    room.workspace.faults.fail_next("apps.connections.open", "invalid_auth", times=1_000)
    await room.workspace.drop_sockets(room.app)


LOSSES = (uninstalled, revoked, refused_without_a_word, refused_a_connection)


@pytest.mark.parametrize("lose", LOSSES)
async def test_while_slack_takes_no_token_games_stand_still_and_afterwards_they_go_on(
    place: Place, lose: Callable[[Room], Awaitable[None]]
) -> None:
    async with place.bot() as room, logs_of() as said:
        # given a running game
        await room.opened(players=6)
        before = await room.game()
        assert before.clock is not None

        # when Slack takes the token no longer
        place.clock.stop()
        await lose(room)

        # then the game stands still, the log and the readiness say what to do, and no work is given up
        await until(lambda: stands_still(room), "the game stands still")
        errors = [line for line in said if line["log_level"] == "error"]
        assert [line["action"] for line in errors] == ["reach"]
        assert "restart Moot" in errors[0]["event"]
        slack = next(one for one in await room.store.health.ready() if one.about == "slack")
        assert not slack.ok
        assert slack.said == errors[0]["event"]
        assert room.store.health.held() == frozenset()

        # and no bell rings, however late it is
        place.clock.move(90 * MINUTE)
        assert (await room.game()).phase == before.phase

        # when the token works again
        place.workspace.reinstall(place.app, same_token=True)
        place.workspace.faults.clear()

        # then it goes on with the time that it had, and its facilitator is told once
        await until(lambda: goes_on(room), "the game goes on")
        await room.settled()
        after = await room.game()
        assert after.clock is not None
        assert after.clock.ends - before.clock.ends == 90 * MINUTE
        told = [one["text"] for one in room.people.history(room.director, await room.to_director())]
        told = [text for text in told if "stood still" in text]
        assert len(told) == 1
        assert "ends 1 hour 30 minutes later, at" in told[0]
        await until(lambda: is_ready(room), "the bot is connected, and ready")
        assert not await room.store.services.reader.undelivered(after.id)


async def test_after_a_reinstallation_with_another_token_the_next_start_goes_on(place: Place) -> None:
    # given a game that stands still because the app was uninstalled
    async with place.bot() as room:
        await room.opened(players=6)
        place.clock.stop()
        await uninstalled(room)
        await until(lambda: stands_still(room), "the game stands still")

    # when it is there again an hour later, and the bot is started with its new token
    place.clock.move(60 * MINUTE)
    place.workspace.reinstall(place.app)
    again = place.settings.model_copy(update={"slack_bot_token": SecretStr(place.app.bot_token)})
    async with running_bot(again, place.clock) as store:
        room = Room(
            place.workspace, place.app, store, place.clock, room.people, place.plenary, place.director
        )

        # then the game goes on
        await until(lambda: goes_on(room), "the game goes on")
        await room.settled()
        assert room.find(place.director, await room.to_director(), "The game stood still") is not None


@asynccontextmanager
async def logs_of() -> AsyncIterator[list[MutableMapping[str, Any]]]:
    """What is logged within."""
    with capture_logs() as said:
        yield said


async def stands_still(room: Room) -> bool:
    clock = (await room.game()).clock
    return clock is not None and clock.cut_off


async def is_ready(room: Room) -> bool:
    return all(one.ok for one in await room.store.health.ready())


async def goes_on(room: Room) -> bool:
    return not (await room.game()).paused
