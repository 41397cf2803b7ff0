"""The final vote of a whole crowd: 10,000 reactions in a minute, and how soon after it all is counted."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, count
from random import Random
from statistics import median
from typing import Any, NamedTuple

from sqlalchemy import select, update
from sqlmodel import col

from bot.db import posts, rooms
from bot.db.engine import make_sessions
from bot.db.tables import EventRow, OutboxRow, OutboxStatus
from bot.domain.ballot import Choice
from bot.domain.council import Council
from bot.domain.council import commands as cc
from bot.domain.council import events as e
from bot.domain.game import commands as c
from bot.domain.ids import ChannelId, UserId
from bot.domain.log import Log
from bot.intents.ballot import ballot_key
from bot.intents.rooms import council_room
from bot.platform.rates import PER_MINUTE
from bot.runtime.store import Store
from bot.slack.blocks.names import VOTE_EMOJI
from bot.workspace.state import posting
from bot.workspace.state.records import App
from bot.workspace.state.refusals import CannotDo
from bot.workspace.workspace import Workspace
from tests.bench.figures import Asked, Figure, Tell
from tests.bench.stage import GAME, LONGEST, Stage, a_stage

LINE = 4
IN_SECONDS = 60.0  # all reactions
LATEST = 60.0  # seconds after the last reaction in which it should be stored
SOON = 1.0  # seconds
READ = PER_MINUTE["reactions.get"]  # ballots that can be read back in a minute
LOST, DOUBLED = 0.02, 0.02  # of the events of every second council
PHASES = 5  # from the first to the one that holds the vote
OTHER = "eyes"
ALL_DONE = update(OutboxRow).values(status=OutboxStatus.DONE)
STORED = (e.VoteCast.__name__, e.VoteRetracted.__name__)


class Reaction(NamedTuple):
    """Somebody puts an emoji under their council's ballot, or takes it away."""

    emoji: str
    put: bool


@dataclass(frozen=True)
class Voter:
    """Somebody who cannot make up their mind. `heard`: every event of theirs arrives, so that also the order
    of two choices that stand is known."""

    user: str
    council: Council
    ballot: tuple[str, str]
    reactions: tuple[Reaction, ...]
    says: Choice
    heard: bool


async def measured(asked: Asked, tell: Tell) -> AsyncIterator[Figure]:
    """Line 4."""
    tell(f"a game whose {asked.councils} councils vote")
    async with a_stage(asked, prepare=at_the_vote) as stage:
        voters = await _voters(stage)
        await _caught_up(stage)
        _trouble(stage, {one.ballot[0] for one in voters if not one.heard})
        tell(f"{sum(len(one.reactions) for one in voters):,} reactions")
        ended = await _react(stage, voters)
        expected = sum(_counts(one) for one in voters if one.heard)
        stored, until = await _all_stored(stage, voters, expected)
        tell("the close")
        with suppress(CannotDo):  # it is done, however late it is acknowledged
            await stage.moot("next")
        async for figure in _figures(stage, voters, stored, expected, until - ended):
            yield figure


# --- before


async def at_the_vote(workspace: Workspace, app: App, store: Store) -> None:
    """Plays the game as far as the vote, without all that is posted on the way: that is what line 2 measures.
    The councils' channels stand, with their ballots."""
    games, director = store.services.games, _named(workspace, "director")
    moves: list[c.GameCommand] = [c.PlanSeating(), c.DealSeats(), c.StartGame()]
    moves += [c.SkipPhase(phase) for phase in range(PHASES)]
    for move in moves:
        await games.handle(GAME, move, actor=UserId(director))
    for council in await _councils(store):
        await _voting(store, council)
        holders = [str(seat.holder) for seat in council.filled]
        made = workspace.add_channel(
            f"council-{council.number}", private=True, members=[app.bot_user_id, *holders], quiet=True
        )
        ballot = posting.post(workspace, made, app.bot_user_id, "The final vote", app=app)
        post = posts.Post(GAME, ballot_key(council.id), ChannelId(made.id), ballot.ts)
        await _stands(store, council_room(council), post)


async def _voting(store: Store, council: Council) -> None:
    """There is something to vote on, and the vote is open."""
    steward = next(seat for seat in council.filled if seat.steward)
    actor, handle = UserId(str(steward.holder)), store.services.councils.handle
    after = await handle(council.id, cc.SubmitProposal("Owners answer", "Each model has one."), actor=actor)
    await handle(council.id, cc.RecordDecision(max(after.proposals)), actor=actor)
    await handle(council.id, cc.OpenBallot(), actor=actor)


async def _stands(store: Store, room: str, ballot: posts.Post) -> None:
    """Moot knows the channel and the ballot in it, and has nothing else to post."""
    async with make_sessions(store.engine).begin() as session:
        await rooms.save_room(session, GAME, room, ballot.channel)
        await posts.save_post(session, ballot)
        await posts.save_seeded(session, ballot)
        await session.execute(ALL_DONE)


def _named(workspace: Workspace, name: str) -> str:
    return next(one.id for one in workspace.people.values() if one.name == name)


async def _caught_up(stage: Stage) -> None:
    """What Moot reads back because it has just connected is left out: at the close, there is room for all
    that can be read in a minute."""
    await stage.heard.until(lambda: stage.heard.calls["reactions.get"] >= min(READ, stage.councils))
    async with make_sessions(stage.store.engine).begin() as session:
        await session.execute(ALL_DONE)


async def _councils(store: Store) -> tuple[Council, ...]:
    reader = store.services.reader
    return await reader.councils((await reader.game(GAME))[0])


async def _voters(stage: Stage) -> list[Voter]:
    """Everybody who votes, in any order."""
    voters, random = list[Voter](), Random(4)
    for one in await _councils(stage.store):
        post = await stage.store.services.reader.post(GAME, ballot_key(one.id))
        assert post is not None
        heard = one.number % 2 == 0
        for seat in one.filled:
            reactions, says = _minds(random, heard=heard)
            voters.append(Voter(str(seat.holder), one, (post.channel, post.ts), reactions, says, heard))
    random.shuffle(voters)
    return voters


def _minds(random: Random, *, heard: bool) -> tuple[tuple[Reaction, ...], Choice]:
    """Ten reactions, and what counts in the end."""
    first, second, third = random.sample(list(Choice), 3)
    one, two, three = VOTE_EMOJI[first], VOTE_EMOJI[second], VOTE_EMOJI[third]
    changes = [(one, True), (two, True), (one, False), (OTHER, True), (OTHER, False), (two, False)]
    changes += [(three, True), (one, True), (three, False), (two if heard else OTHER, True)]
    return tuple(Reaction(*change) for change in changes), second if heard else first


# --- the minute


def _trouble(stage: Stage, channels: set[str]) -> None:
    """Some events from these channels are lost, and some come again, perhaps under another id."""
    delivery, random, numbers = stage.workspace.delivery, Random(5), count(1)
    deliver: Callable[[App, dict[str, Any]], None] = delivery.event

    def event(app: App, payload: dict[str, Any]) -> None:
        item = payload["event"].get("item")
        if not item or item["channel"] not in channels or (drawn := random.random()) >= LOST + DOUBLED:
            deliver(app, payload)
        elif drawn >= LOST:
            again = payload["event_id"] + (f"{next(numbers)}" if drawn >= LOST + DOUBLED / 2 else "")
            deliver(app, payload)
            asyncio.get_running_loop().call_later(0.5, deliver, app, payload | {"event_id": again})

    vars(delivery)["event"] = event


async def _react(stage: Stage, voters: Sequence[Voter]) -> float:
    """Everybody reacts, evenly over a minute; gives when the last one has, by the steady clock."""
    began, pause = time.perf_counter(), IN_SECONDS / sum(len(one.reactions) for one in voters)
    for number, (voter, reaction) in enumerate(_in_turn(voters)):
        await asyncio.sleep(max(0.0, began + number * pause - time.perf_counter()))
        act = stage.people.react if reaction.put else stage.people.unreact
        await act(voter.user, *voter.ballot, reaction.emoji)
    return time.perf_counter()


def _in_turn(voters: Sequence[Voter]) -> Iterator[tuple[Voter, Reaction]]:
    for turn in range(max(len(one.reactions) for one in voters)):
        yield from ((one, one.reactions[turn]) for one in voters if turn < len(one.reactions))


def _counts(voter: Voter) -> int:
    return sum(one.emoji != OTHER for one in voter.reactions)


async def _all_stored(stage: Stage, voters: Sequence[Voter], expected: int) -> tuple[int, float]:
    """How many of the reactions whose events all arrive are stored, and since when none is missing."""
    heard = {f"council:{one.council.id}" for one in voters if one.heard}
    those = select(col(EventRow.id)).where(col(EventRow.stream).in_(heard), col(EventRow.kind).in_(STORED))
    until, stored = time.perf_counter() + LATEST, 0
    while time.perf_counter() < until and stored < expected:
        found = await stage.store.services.reader.ask(lambda session: session.scalars(those))
        stored = len(found.all())
        await asyncio.sleep(0.02)
    return stored, time.perf_counter()


# --- afterwards


async def _all_counted(stage: Stage) -> tuple[Log, list[posts.Post]]:
    """The game's log and the cards with the results, once every vote is counted and its result posted."""
    reader, councils = stage.store.services.reader, await _councils(stage.store)
    keys = [f"outcome:{one.id}" for one in councils]
    async with asyncio.timeout(LONGEST):
        while True:
            cards = await reader.ask(lambda session: posts.those(session, GAME, keys))
            if len(cards) == len(keys):
                return await reader.log(GAME), cards
            await asyncio.sleep(0.5)


def _possible(stage: Stage, card: posts.Post) -> float:
    """When Slack let the card be posted, as it was there: a second after what was posted before it."""
    messages = stage.workspace.channels[card.channel].messages.values()
    before = [float(one.ts) for one in messages if one.ts < card.ts and one.bot_id and not one.subtype]
    return max(before, default=0.0) + stage.minute / 60


def _moments(log: Log) -> tuple[float, list[float]]:
    """When the votes were closed, and when each was counted, in order."""
    recorded = list(chain.from_iterable(log.councils.values()))
    closed = [one.event.at.timestamp() for one in recorded if isinstance(one.event, e.BallotCalled)]
    counted = [one.at.timestamp() for one in recorded if isinstance(one.event, e.BallotCounted)]
    return min(closed), sorted(counted)


def _delays(log: Log) -> Iterator[float]:
    """How long after each reaction it was stored, where its event arrived."""
    for one in chain.from_iterable(log.councils.values()):
        if isinstance(one.event, e.VoteCast | e.VoteRetracted) and not one.event.reconciled:
            yield (one.at - one.event.at).total_seconds()


async def _figures(
    stage: Stage, voters: Sequence[Voter], stored: int, expected: int, drained: float
) -> AsyncIterator[Figure]:
    log, cards = await _all_counted(stage)
    yield _all_of("reactions that are stored before the close", stored, expected)
    delays = sorted(_delays(log))
    yield Figure(LINE, "from a reaction until it is stored: p50", median(delays))
    yield Figure(LINE, "from a reaction until it is stored: p99", delays[int(len(delays) * 0.99)])
    yield Figure(LINE, "from the last reaction until all are stored", drained, goal=SOON)
    councils = {one.id: one for one in await _councils(stage.store)}
    for heard, what in ((True, ""), (False, f", with {LOST:.0%} of events lost and {DOUBLED:.0%} doubled")):
        those = [one for one in voters if one.heard == heard]
        right = sum(_counted_for(councils[one.council.id], one) is one.says for one in those)
        yield _all_of(f"votes that are counted right{what}", right, len(those))
    closed, counted = _moments(log)
    read = [closed + stage.minute * (place // READ) for place in range(len(counted))]
    late = [at - bound for at, bound in zip(counted, read, strict=True)]
    yield Figure(LINE, "from the close until a vote is counted, beyond reading back: p50", median(late))
    yield Figure(LINE, "from the close until all are counted, beyond reading back", max(late), goal=SOON)
    cards.sort(key=lambda one: one.ts)
    shown = [
        float(card.ts) - max(bound, _possible(stage, card)) for card, bound in zip(cards, read, strict=True)
    ]
    yield Figure(
        LINE, "from the close until all results are posted, beyond Slack's rates", max(shown), goal=SOON
    )


def _all_of(what: str, ours: int, floor: int) -> Figure:
    return Figure(LINE, what, ours, "", floor, goal=1, at_least=True)


def _counted_for(council: Council, voter: Voter) -> Choice | None:
    seat, ballot = council.seat_of(UserId(voter.user)), council.ballot
    return ballot.vote_of(seat.role) if seat is not None and ballot is not None else None
