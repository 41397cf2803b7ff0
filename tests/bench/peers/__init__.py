"""Moot beside a plain Bolt script: the same work in one run, on the same workspace, with the same people.

`python -m tests.bench.peers`; `plain.py` is the script. Once the game is open, Slack's minutes pass ten times
as fast for both, and a game's minutes twenty-five times.
"""

import asyncio
import statistics
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from math import ceil
from random import Random

from bot.workspace.state.rates import PER_MINUTE
from bot.workspace.state.records import Message
from tests.bench.figures import Asked, Figure, Tell
from tests.bench.peers.players import END, PHASES, ROUNDS, VOTE, Player, moot, the_plain_script
from tests.bench.peers.world import COUNCILS, PATIENCE, SEATS, TIMES
from tests.bench.stage import MINUTE

LINE = 10
YES, NO = "white_check_mark", "x"
DOUBTS = 0.2  # of the people change their mind
VOTED_IN = 5.0  # seconds
KILLED_AFTER = 10  # channels that have the last phase's card
QUIET = 5.0  # seconds without a message: nothing more will come
LOOKS_EACH = 0.5  # seconds
SETTLES_IN = 20.0  # seconds for all that is left to do after the restart


@dataclass(frozen=True, slots=True)
class Change:
    """When the first and the last card of a change of phase were there, in seconds after it was due."""

    first: float
    last: float


@dataclass(frozen=True, slots=True)
class Played:
    """One game: the opening and the cards in seconds, the councils whose announced count is right, and how
    many channels lack the last card, or have it twice, after a SIGKILL among its posts."""

    opening: float
    changes: list[Change]
    right: int
    missing: int
    doubled: int
    refused: int

    def median(self, which: Callable[[Change], float]) -> float:
        """Of the changes of phase."""
        return statistics.median(map(which, self.changes))


async def measured(asked: Asked, tell: Tell) -> AsyncIterator[Figure]:
    """Line 10; the sizes are its own. The floor is the script's."""
    async with the_plain_script() as player:
        script = await _played(player, tell)
    async with moot() as player:
        ours = await _played(player, tell)
    posts, people = PER_MINUTE["posting"], COUNCILS * SEATS
    least = max((people + COUNCILS) // posts, ceil(COUNCILS / PER_MINUTE[2]) - 1) * MINUTE
    what = f"opening {COUNCILS} councils of {SEATS}"
    yield Figure(LINE, f"{what}, to the script", ours.opening, floor=script.opening, goal=1)
    yield Figure(LINE, f"{what}, to the least", ours.opening, floor=least)
    for which in ("first", "last"):
        floor, mine = (one.median(lambda change: getattr(change, which)) for one in (script, ours))  # noqa: B023
        what = f"{ROUNDS} changes of phase in {COUNCILS} channels, the {which} card, to the script"
        yield Figure(LINE, what, mine, floor=floor, goal=1)
    rows: tuple[tuple[str, Callable[[Played], int], int, bool], ...] = (
        (
            f"right counts of {COUNCILS}, with lost, late and doubled events",
            lambda one: one.right,
            COUNCILS,
            True,
        ),
        ("channels without the card of a change in which it was killed", lambda one: one.missing, 0, False),
        ("channels that have it twice", lambda one: one.doubled, 0, False),
        ("calls that were answered with 429", lambda one: one.refused, 0, False),
    )
    for what, number, goal, at_least in rows:
        yield Figure(LINE, what, number(ours), "", goal=goal, at_least=at_least)
        yield Figure(LINE, f"{what}: the script", number(script), "")


async def _played(player: Player, tell: Tell) -> Played:
    """One whole game."""
    tell(f"{player.name} opens {COUNCILS} councils")
    opening = await _opening(player)
    await player.world.again(TIMES)
    await asyncio.sleep(2 * player.world.minute)  # the rates have room again
    tell(f"{player.name} goes through {ROUNDS} changes of phase and a vote")
    await player.start()
    async with _dues(player) as dues:
        changes = await _changes(player, dues)
    truth = await _voted(player)
    await _has_all(player, END, KILLED_AFTER)
    tell(f"{player.name} was killed, and starts again")
    cards = await _restarted(player)
    right = sum(count == truth[channel] for channel, count in (await player.results()).items())
    tables = [cards[channel] for channel in _tables(player)]
    return Played(
        opening,
        changes,
        right,
        sum(one == 0 for one in tables),
        sum(one > 1 for one in tables),
        player.world.seen.refused,
    )


async def _opening(player: Player) -> float:
    """Seconds until every council has its channel, its people and a card, and everybody a message."""
    seen, began = player.world.seen, time.perf_counter()
    await player.open()

    def is_so() -> bool:
        posted = {one.channel for one in seen.posts}
        tables = _tables(player)
        full = [one for one in tables if len(player.world.workspace.channels[one].members) > SEATS]
        direct = sum(one.startswith("D") for one in posted)
        return len(full) == COUNCILS and posted.issuperset(full) and direct >= COUNCILS * SEATS

    await _until(is_so)
    return time.perf_counter() - began


def _tables(player: Player) -> list[str]:
    channels = player.world.workspace.channels.values()
    return [one.id for one in channels if one.name.startswith("council-")]


def _cards(player: Player, title: str) -> dict[str, list[float]]:
    """When each council got a card that begins with this title."""
    found: dict[str, list[float]] = {one: [] for one in _tables(player)}
    for post in player.world.seen.posts:
        if post.channel in found and post.text.startswith(title):
            found[post.channel].append(post.at)
    return found


async def _has_all(player: Player, title: str, many: int = COUNCILS) -> None:
    """Returns when so many councils have the card."""
    await _until(lambda: sum(map(bool, _cards(player, title).values())) >= many)


@asynccontextmanager
async def _dues(player: Player) -> AsyncIterator[dict[str, float]]:
    """When each phase was due, as it becomes known meanwhile."""
    found: dict[str, float] = {}

    async def looks() -> None:
        while True:
            found.update(await player.due())
            await asyncio.sleep(LOOKS_EACH)

    looking = asyncio.create_task(looks())
    try:
        yield found
    finally:
        looking.cancel()


async def _changes(player: Player, dues: dict[str, float]) -> list[Change]:
    """All changes into a round."""
    changes = list[Change]()
    for title in [*PHASES][1 : ROUNDS + 1]:
        await _has_all(player, title)
        if not changes:
            await player.prepare()
        due, cards = dues[title], _cards(player, title).values()
        changes.append(Change(min(map(min, cards)) - due, max(map(min, cards)) - due))
    return changes


async def _voted(player: Player) -> dict[str, tuple[int, int]]:
    """Everybody votes, while events are lost, late and doubled; what stands on the ballots in the end."""
    world, chance = player.world, Random(1)
    await _has_all(player, VOTE)
    await _until(lambda: all(_ballot(player, one) for one in _tables(player)))
    world.rough(seed=1)

    async def votes(user: str, channel: str) -> None:
        ballot, (said, other) = _ballot(player, channel), chance.sample((YES, NO), 2)
        assert ballot is not None
        await asyncio.sleep(chance.uniform(0, VOTED_IN))
        await world.people.react(user, channel, ballot.ts, said)
        if chance.random() < DOUBTS:
            await world.people.unreact(user, channel, ballot.ts, said)
            await world.people.react(user, channel, ballot.ts, other)

    async with asyncio.TaskGroup() as group:
        for channel in _tables(player):
            for user in sorted(world.workspace.channels[channel].members.keys() & {*world.crowd}):
                group.create_task(votes(user, channel))
    crowd, ballots = (
        {*world.crowd},
        {one: _ballot(player, one) for one in _tables(player)},
    )  # bots react, too
    return {
        channel: (len(crowd & {*one.reactions.get(YES, ())}), len(crowd & {*one.reactions.get(NO, ())}))
        for channel, one in ballots.items()
        if one is not None
    }


def _ballot(player: Player, channel: str) -> Message | None:
    messages = player.world.workspace.channels[channel].messages.values()
    return next((one for one in messages if one.text.startswith("The final vote")), None)


async def _restarted(player: Player) -> Counter[str]:
    """Kills the app, starts it at once, and counts the cards of the last phase in each channel, once nothing
    more comes."""
    world = player.world
    await world.end(kill=True)
    await world.start()
    until = time.perf_counter() + SETTLES_IN
    while time.perf_counter() < until:
        before = len(world.seen.posts)
        await asyncio.sleep(QUIET)
        if len(world.seen.posts) == before:
            break
    return Counter({channel: len(cards) for channel, cards in _cards(player, END).items()})


async def _until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(0.02)
