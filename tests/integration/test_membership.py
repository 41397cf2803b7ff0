"""What Slack tells of people and channels may come late, twice or in another order."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.members import LEFT
from bot.db.rooms import Gone
from bot.domain.game import commands as c
from bot.domain.ids import CouncilId, Moment, UserId
from tests.builders import player
from tests.integration.playing import DIRECTOR, GAME, Play, a_play

COUNCIL = CouncilId(f"{GAME}-1")
ADA = player(1)
A_MINUTE = timedelta(minutes=1)


@pytest.fixture
async def play(tmp_path: Path) -> AsyncIterator[Play]:
    """A council of five in its channel."""
    async with a_play(tmp_path) as play:
        for number in range(1, 6):
            await play.do(c.Join(player(number)), player(number))
        await play.do(c.PlanSeating(1))
        await play.do(c.DealSeats())
        await play.deliver()
        yield play


async def test_who_left_is_outside_until_they_are_back_however_often_it_is_told(play: Play) -> None:
    left, back = play.now + A_MINUTE, play.now + 2 * A_MINUTE

    # when they leave, which is told twice
    for _ in range(2):
        await _leaves(play, ADA, left)
    assert await _outside(play) == {ADA: LEFT}
    told = await _told(play, ADA)
    assert len(told) == 1
    assert "no longer in the channel" in told[0]

    # when they come back, and both are told again
    await _comes(play, ADA, back)
    await _leaves(play, ADA, left)
    await _comes(play, ADA, back)

    # then they are in
    assert await _outside(play) == {}
    assert "in the channel of Council 1 again" in (await _told(play, ADA))[0]


async def test_a_return_that_is_told_before_the_leaving_is_not_overtaken_by_it(play: Play) -> None:
    # given somebody who has left before, and left again since they came back
    await _leaves(play, ADA, play.now + A_MINUTE)
    await _leaves(play, ADA, play.now + 3 * A_MINUTE)
    await _comes(play, ADA, play.now + 2 * A_MINUTE)

    # when what they did last is told
    await _comes(play, ADA, play.now + 4 * A_MINUTE)

    # then
    assert await _outside(play) == {}


async def test_a_return_that_is_heard_while_the_leaving_is_written_is_not_missed(play: Play) -> None:
    membership, channel = play.store.services.membership, play.slack.channel("council-1")
    async with asyncio.TaskGroup() as heard:
        heard.create_task(membership.left("T1", channel, ADA, play.now + A_MINUTE))
        heard.create_task(membership.came("T1", channel, ADA, play.now + 2 * A_MINUTE))

    assert await _outside(play) == {}


async def test_those_who_are_invited_together_are_noted_together(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each waits for a place to read, and not for all who came before to have had theirs."""
    # given
    asked, all_ask, transactions = 0, asyncio.Event(), play.store.services.membership._transactions
    read = transactions.read

    async def waits_for_all(work: Callable[[AsyncSession], Awaitable[object]]) -> object:
        nonlocal asked
        asked += 1
        if asked == 3:
            all_ask.set()
        await all_ask.wait()
        return await read(work)

    monkeypatch.setattr(transactions, "read", waits_for_all)
    membership, channel = play.store.services.membership, play.slack.channel("council-1")

    # when
    async with asyncio.timeout(5), asyncio.TaskGroup() as heard:
        for number in range(3):
            heard.create_task(membership.came("T1", channel, UserId(f"U{number}"), play.now))

    # then
    assert asked == 3


async def test_others_who_leave_are_missed_by_nobody(play: Play) -> None:
    await _leaves(play, UserId("U0STRANGER"), play.now + A_MINUTE)
    await _leaves(play, DIRECTOR, play.now + A_MINUTE)

    assert await _outside(play) == {}
    assert await _told(play, DIRECTOR) == []


async def test_of_somebody_whom_nobody_missed_nothing_is_written(play: Play) -> None:
    commits: list[object] = []
    event.listen(play.store.engine.sync_engine, "commit", commits.append)

    await _comes(play, ADA, play.now + A_MINUTE)
    await _comes(play, UserId("U0STRANGER"), play.now + A_MINUTE)

    assert commits == []


async def test_a_channel_is_lost_and_found_once_however_often_it_is_told(play: Play) -> None:
    # given
    channel, channels = play.slack.channel("council-1"), play.store.services.channels

    # when its end is told twice, and then a lesser loss
    for how in (Gone.ARCHIVED, Gone.ARCHIVED):
        await channels.gone("T1", channel, how)
    await play.deliver()
    assert len(await _told(play, DIRECTOR)) == 1
    await channels.gone("T1", "CELSEWHERE", Gone.ARCHIVED)
    await channels.gone("T2", channel, Gone.DELETED)

    # then it is archived, until it is not
    assert [row.gone for row in await play.store.services.reader.gone_rooms(GAME)] == ["archived"]
    for _ in range(2):
        await channels.back("T1", channel)
    await play.deliver()
    assert await play.store.services.reader.gone_rooms(GAME) == []
    [said] = await _told(play, DIRECTOR)
    assert "can be used again" in said


# --- on the way


async def _leaves(play: Play, user: UserId, at: Moment) -> None:
    await play.store.services.membership.left("T1", play.slack.channel("council-1"), user, at)
    await play.deliver()


async def _comes(play: Play, user: UserId, at: Moment) -> None:
    await play.store.services.membership.came("T1", play.slack.channel("council-1"), user, at)
    await play.deliver()


async def _outside(play: Play) -> dict[UserId, str]:
    found = (await play.store.services.reader.outside(GAME)).get(COUNCIL, {})
    return {user: row.out for user, row in found.items()}


async def _told(play: Play, user: UserId) -> list[str]:
    """What they were told of channels, by direct message."""
    words = [text for (where, _), text in play.slack.messages.items() if where == f"D{user}"]
    return [one for one in words if "channel" in one and "envelope" not in one]
