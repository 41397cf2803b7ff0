"""How soon Slack hears that something was taken, to a bare Bolt handler that only acknowledges it; and how
many a second, until the rest has to wait."""

import asyncio
import statistics
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import count

from bot.domain.council import Council
from bot.domain.council import commands as cc
from bot.domain.ids import UserId
from bot.slack.blocks import names
from bot.workspace.state import posting
from bot.workspace.state.records import App, Channel, Message
from bot.workspace.state.refusals import CannotDo
from tests.bench.figures import Asked, Figure, Tell
from tests.bench.stage import GAME, LONGEST, QUICKLY, Stage, a_stage

LINE = 1
GOALS = {50: 1.1, 99: 2.0}  # by percentile, at the rate that is asked for
SLOW, FAST = 50, 500  # a second
CROWD, COUNCILS = 200, 20
TURN = 1.5  # seconds
TURNS = 2
WHILE_OPENING = 12.0  # seconds
SETTLES = 3.0  # seconds
SILENCE, LONGEST_PAUSE = 0.3, 8.0  # seconds
AT_ONCE = 50  # on the way, where as many are sent as are taken


@dataclass(frozen=True)
class Act:
    """Something that people do over and over, to Moot and in the same way to a bare Bolt app."""

    name: str
    ours: Callable[[int], Awaitable[None]]
    floor: Callable[[int], Awaitable[None]]
    kind: str = "slash_commands"  # of the deliveries: what follows from calls of Moot's own does not count


async def measured(asked: Asked, tell: Tell) -> AsyncIterator[Figure]:
    """Line 1."""
    async for figure in _while_opening(asked, tell):
        yield figure
    for http in (False, True):
        tell(f"opening {COUNCILS} councils")
        async with a_stage(replace(asked, players=CROWD, councils=COUNCILS, times=QUICKLY)) as stage:
            councils = await _in_session(stage)
            await stage.again(1, http=http)
            for act in _acts(stage, councils):
                async for figure in _of(stage, act, "HTTP" if http else "Socket Mode", tell):
                    yield figure


async def _while_opening(asked: Asked, tell: Tell) -> AsyncIterator[Figure]:
    """Commands while channels are made and people invited, as fast as Slack takes it."""
    async with a_stage(asked) as stage:
        tell(f"while {asked.councils} councils open, Socket Mode")
        act = _status(stage)
        floor = await _turn(stage, stage.bare, act.kind, act.floor, asked.rate, WHILE_OPENING / 2)
        opening = asyncio.create_task(stage.opened())
        ours = await _turn(stage, stage.app, act.kind, act.ours, asked.rate, WHILE_OPENING)
        opening.cancel()
        await asyncio.wait([opening])
    for figure in _figures(f"{act.name} while a game opens, Socket Mode", asked.rate, floor, ours, GOALS):
        yield figure


async def _of(stage: Stage, act: Act, way: str, tell: Tell) -> AsyncIterator[Figure]:
    tell(f"{act.name}, {way}, as many as are taken")
    most = (
        await _most(stage, stage.bare, act.kind, act.floor),
        await _most(stage, stage.app, act.kind, act.ours),
    )
    yield Figure(LINE, f"{act.name}, {way}: where more would wait", most[1], "a second", floor=most[0])
    for rate, turns in ((SLOW, 1), (stage.rate, TURNS), (FAST, 1)):
        tell(f"{act.name}, {way}, {rate} a second")
        floor, ours = list[float](), list[float]()
        for _ in range(turns):
            await _calm(stage)
            floor += await _turn(stage, stage.bare, act.kind, act.floor, rate, TURN)
            ours += await _turn(stage, stage.app, act.kind, act.ours, rate, TURN)
        goals = GOALS if rate == stage.rate else {}
        for figure in _figures(f"{act.name}, {way}", rate, floor, ours, goals):
            yield figure


def _figures(
    what: str, rate: int, floor: list[float], ours: list[float], goals: dict[int, float]
) -> Iterator[Figure]:
    for share in GOALS:
        theirs, took = (statistics.quantiles(times, n=100)[share - 1] for times in (floor, ours))
        about = f"{what}, {rate} a second: p{share}"
        yield Figure(LINE, about, took, floor=theirs, goal=goals.get(share))


async def _turn(
    stage: Stage, app: App, kind: str, act: Callable[[int], Awaitable[None]], rate: int, seconds: float
) -> list[float]:
    """How long each took to be acknowledged, at so many a second."""
    acks, many, began = stage.heard.acks[app.id, kind], int(rate * seconds), time.perf_counter()
    acks.clear()
    async with asyncio.TaskGroup() as group:
        for number in range(many):
            await asyncio.sleep(max(0.0, began + number / rate - time.perf_counter()))
            group.create_task(_done(act(number)))
    await stage.heard.until(lambda: len(acks) >= many)
    return list(acks)


async def _most(stage: Stage, app: App, kind: str, act: Callable[[int], Awaitable[None]]) -> float:
    """How many a second are acknowledged at the most; of more, a queue would build up."""
    acks, began = stage.heard.acks[app.id, kind], time.perf_counter()
    acks.clear()
    async with asyncio.TaskGroup() as group:
        for number in count():
            await stage.heard.until(lambda: number - len(acks) < AT_ONCE)  # noqa: B023 - it is awaited here
            took = time.perf_counter() - began
            if took > TURN / 2:
                most = len(acks) / took
                await stage.heard.until(lambda: len(acks) >= number)  # noqa: B023
                return most
            group.create_task(_done(act(number)))
    raise AssertionError


async def _calm(stage: Stage) -> None:
    """Returns once Moot has given the answers to what it acknowledged before, or after a while."""
    began = time.perf_counter()
    while time.perf_counter() < began + LONGEST_PAUSE:
        before = stage.heard.answers
        await asyncio.sleep(SILENCE)
        if stage.heard.answers == before:
            return


async def _done(act: Awaitable[None]) -> None:
    with suppress(CannotDo):  # nobody answered; the workspace has noted it
        await act


# --- what people do


async def _in_session(stage: Stage) -> tuple[Council, ...]:
    """The councils of an open game, in its first session, each with a proposal on the table."""
    await stage.opened()
    await stage.moot("start")
    await asyncio.sleep(SETTLES)  # a word typed at the moment of a bell would be asked for again
    await stage.moot("next")
    services, councils = stage.store.services, tuple[Council, ...]()
    async with asyncio.timeout(LONGEST):
        while not (councils and all(one.begun for one in councils)):
            await asyncio.sleep(0.1)
            councils = await services.reader.councils((await services.reader.game(GAME))[0])
    for council in councils:
        proposal = cc.SubmitProposal("Owners answer", "Each model has one.")
        await services.councils.handle(council.id, proposal, actor=UserId(str(council.filled[0].holder)))
    await stage.heard.until(lambda: all(stage.proposal(one.number) for one in councils))
    return councils


def _acts(stage: Stage, councils: tuple[Council, ...]) -> tuple[Act, ...]:
    """`/propose` is the last, since the cards of so many proposals are posted for a long time."""
    return _status(stage), _button(stage), _reaction(stage, councils), _propose(stage)


def _status(stage: Stage) -> Act:
    return Act("/moot status", _typed(stage, "/moot", "status"), _typed(stage, "/bare", ""))


def _propose(stage: Stage) -> Act:
    return Act("/propose", _typed(stage, "/propose", "Owners answer."), _typed(stage, "/bare", ""))


def _typed(stage: Stage, command: str, text: str) -> Callable[[int], Awaitable[None]]:
    return lambda number: stage.people.command(_somebody(stage, number), stage.plenary, command, text)


def _button(stage: Stage) -> Act:
    """On a card that everybody sees; Moot's shows what somebody has left to do."""
    ours, bare = _clicked(stage, stage.app, names.SHOW_OWED), _clicked(stage, stage.bare, "bare")
    return Act("a button", ours, bare, "interactive")


def _clicked(stage: Stage, app: App, action: str) -> Callable[[int], Awaitable[None]]:
    button = {
        "type": "button",
        "action_id": action,
        "value": GAME,
        "text": {"type": "plain_text", "text": "Go"},
    }
    blocks = [{"type": "actions", "block_id": "actions", "elements": [button]}]
    channel = stage.workspace.channels[stage.plenary]
    ts = posting.post(stage.workspace, channel, app.bot_user_id, "Go", app=app, blocks=blocks).ts
    return lambda number: stage.people.click(_somebody(stage, number), stage.plenary, ts, action)


def _reaction(stage: Stage, councils: tuple[Council, ...]) -> Act:
    """Everybody changes sides about their council's proposal, again and again."""
    workspace, bare = stage.workspace, stage.bare
    talk = workspace.add_channel("bare-talk", members=[bare.bot_user_id, *stage.players], quiet=True)
    said = posting.post(workspace, talk, bare.bot_user_id, "Go", app=bare)
    cards = [(str(seat.holder), *_card(stage, council)) for council in councils for seat in council.filled]
    return Act(
        "a reaction",
        lambda number: _turned(stage, *cards[number % len(cards)]),
        lambda number: _turned(stage, _somebody(stage, number), talk, said),
        "events_api",
    )


def _card(stage: Stage, council: Council) -> tuple[Channel, Message]:
    place = stage.proposal(council.number)
    assert place is not None
    channel = stage.workspace.channels[place[0]]
    return channel, channel.messages[place[1]]


async def _turned(stage: Stage, user: str, channel: Channel, message: Message) -> None:
    there = user in message.reactions.get("thumbsdown", {})
    change = stage.people.unreact if there else stage.people.react
    await change(user, channel.id, message.ts, "thumbsdown")


def _somebody(stage: Stage, number: int) -> str:
    return stage.players[number % len(stage.players)]
