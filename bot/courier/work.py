"""One method for each kind of work: the calls to Slack that it takes."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, TypeAlias
from weakref import WeakValueDictionary

import structlog
from slack_sdk.errors import SlackApiError

from bot.courier.calls import Call
from bot.courier.catching_up import CatchUp, reactions, shown_on
from bot.courier.looking_up import LookUp
from bot.courier.recovery import MayNotLook, made_before, metadata, posted_before
from bot.courier.rendering import NoLonger, NotYet, Renderer
from bot.courier.settling import AnswerService
from bot.db.posts import CardPlace, Post
from bot.db.tables import OutboxRow
from bot.domain.council import commands as cc
from bot.domain.ids import ChannelId, CouncilId, GameId, Moment, UserId
from bot.domain.times.working_time import next_free_morning, next_morning
from bot.intents.deliveries import Gentle, Kind
from bot.platform.cures import Verdict, advice_on
from bot.platform.rates import INVITED_AT_ONCE
from bot.platform.refused import RATE_LIMITED, error_of
from bot.queries.reader import Reader
from bot.services.councils import CouncilService
from bot.services.invitations import InvitationService
from bot.slack.blocks import names
from bot.slack.blocks.message import Message

log = structlog.get_logger(__name__)
NOT_THERE = ("not_in_channel", "user_not_in_channel")  # conversations.kick: they have gone by themselves
READS_TRIED = 5  # attempts to read the votes back before they are counted without

FIRST_CALLS: dict[str, str] = {
    Kind.OPEN_ROOM: "conversations.create",
    Kind.INVITE: "conversations.invite",
    Kind.REMOVE: "conversations.kick",
    Kind.CLOSE_ROOM: "conversations.archive",
    Kind.TOPIC: "conversations.setTopic",
    Kind.CARD: "chat.postMessage",
    Kind.DELETE: "chat.delete",
    Kind.SEED: "reactions.add",
    Kind.WHISPER: "chat.postEphemeral",
    Kind.READ_VOTES: "reactions.get",
    Kind.CATCH_UP_VOTES: "reactions.get",
    Kind.CATCH_UP_SIDES: "reactions.get",
    Kind.HOME: "views.publish",
    Kind.ZONE: "users.info",
}

Doing: TypeAlias = Callable[[OutboxRow, Call], Awaitable[None]]


class Worker:
    """Does a row's work. Every kind may be done twice with the effect of once, as far as Slack permits."""

    def __init__(
        self,
        renderer: Renderer,
        reader: Reader,
        answers: AnswerService,
        councils: CouncilService,
        invitations: InvitationService,
    ) -> None:
        self._renderer = renderer
        self._reader = reader
        self._answers = answers
        self._councils = councils
        self._look_up = LookUp(reader, invitations)
        self._cards: WeakValueDictionary[tuple[str, str], asyncio.Lock] = WeakValueDictionary()
        catching_up = CatchUp(reader, councils)
        self._kinds: dict[str, Doing] = {
            Kind.OPEN_ROOM: self._open_room,
            Kind.INVITE: self._invite,
            Kind.REMOVE: self._remove,
            Kind.CLOSE_ROOM: self._close_room,
            Kind.TOPIC: self._topic,
            Kind.CARD: self._card,
            Kind.DELETE: self._delete,
            Kind.SEED: self._seed,
            Kind.WHISPER: self._whisper,
            Kind.READ_VOTES: self._read_votes,
            Kind.CATCH_UP_VOTES: catching_up.votes,
            Kind.CATCH_UP_SIDES: catching_up.sides,
            Kind.HOME: self._home,
            Kind.ZONE: self._zone,
            Kind.LOOK_UP: self._look_up.do,
        }

    async def first_call(self, row: OutboxRow) -> tuple[str, str]:
        """The method and channel of the call that the row begins with. Raises NotYet."""
        if row.kind == Kind.CARD:
            place = await self._card_place(row)
            if place.post is not None:
                return "chat.update", place.post.channel
            if row.subject.get("existing") and await self._answers.awaits_earlier(row):
                raise NotYet  # the card that it updates is not posted yet
            return FIRST_CALLS[row.kind], _channel_for(row, place.channel)
        if row.kind in (Kind.SEED, Kind.READ_VOTES, Kind.CATCH_UP_VOTES):
            post = await self._reader.post(GameId(row.game_id), row.subject["key"])
            if post is None and row.kind == Kind.SEED and await self._answers.awaits_earlier(row):
                raise NotYet
            return FIRST_CALLS[row.kind], post.channel if post else ""
        if row.kind == Kind.LOOK_UP:
            return await self._look_up.first_call(row)
        placed = row.kind not in (Kind.OPEN_ROOM, Kind.HOME, Kind.ZONE)
        return FIRST_CALLS[row.kind], await self._channel(row) if placed else ""

    async def held_until(self, row: OutboxRow) -> Moment | None:
        """When the night is over for somebody to whom a gentle message goes, and their free days, too, where
        it is not urgent; None if it may be sent now."""
        if not (gentle := row.subject.get("gentle")):
            return None
        game, _ = await self._reader.game(GameId(row.game_id))
        at, zones = self._answers.now(), await self._reader.zones(game.id)
        zone = zones.get(UserId(row.subject["user"]), game.timezone)
        morning = next_morning(at, zone)
        if gentle == Gentle.ON_WORKING_DAYS and game.working is not None:
            morning = next_free_morning(at, zone, game.working)
        return morning if morning > at else None

    async def do(self, row: OutboxRow, call: Call) -> None:
        """Does it. Raises SlackApiError, NotYet or NoLonger."""
        await self._kinds[row.kind](row, call)

    async def _channel(self, row: OutboxRow) -> str:
        """Where the row's room is. Raises NotYet: it is being made, or made anew for one that is archived."""
        game, room = GameId(row.game_id), str(row.subject["room"])
        known, is_open = await self._reader.open_room(game, room)
        gone = known is not None and not is_open
        if gone and row.kind == Kind.INVITE and await self._answers.awaits_earlier(row):
            raise NotYet
        return _channel_for(row, known)

    # --- rooms

    async def _open_room(self, row: OutboxRow, call: Call) -> None:
        game, room = GameId(row.game_id), row.subject["room"]
        if (await self._reader.open_room(game, room))[1]:
            return
        name = first = f"{room.replace(':', '-')}-{game}"
        for attempt in range(1, 10):
            try:
                made = (await call("conversations.create", "", name=name, is_private=True))["channel"]["id"]
                break
            except SlackApiError as refused:
                if error_of(refused) != "name_taken" or attempt == 9:
                    raise
                if row.unsure and (made := await made_before(name, call)):
                    break
                name = f"{first}-{attempt + 1}"
        await self._answers.room_made(row, made)

    async def _invite(self, row: OutboxRow, call: Call) -> None:
        channel, users = await self._channel(row), row.subject["users"]
        for start in range(0, len(users), INVITED_AT_ONCE):
            some = ",".join(users[start : start + INVITED_AT_ONCE])
            await call("conversations.invite", channel, channel=channel, users=some, force=True)

    async def _remove(self, row: OutboxRow, call: Call) -> None:
        channel = await self._channel(row)
        try:
            await call("conversations.kick", channel, channel=channel, user=row.subject["user"])
        except SlackApiError as refused:
            if error_of(refused) not in NOT_THERE:
                raise

    async def _close_room(self, row: OutboxRow, call: Call) -> None:
        channel = await self._channel(row)
        try:
            await call("conversations.archive", channel, channel=channel)
        except SlackApiError as refused:
            if error_of(refused) != "already_archived":
                raise
        await self._answers.room_closed(row)

    async def _topic(self, row: OutboxRow, call: Call) -> None:
        channel = await self._channel(row)
        topic = await self._renderer.topic(GameId(row.game_id))
        await call("conversations.setTopic", channel, channel=channel, topic=topic)

    # --- messages

    async def _card(self, row: OutboxRow, call: Call) -> None:
        """One at a time for each card: two updates that find it deleted must not both post it anew."""
        async with self._cards.setdefault((row.game_id, row.subject["key"]), asyncio.Lock()):
            await self._shown_once(row, call)

    async def _shown_once(self, row: OutboxRow, call: Call) -> None:
        """A message that somebody deleted is known until another stands in its place."""
        game, key = GameId(row.game_id), row.subject["key"]
        place = await self._card_place(row)
        known = place.post
        if known is None and row.subject.get("existing"):
            raise NoLonger  # an update of something that was never posted
        message = await self._renderer.card(game, row.subject)
        if known is not None and await self._made_true(known, message, call):
            return
        found = await self._posted_before(row, call) if row.unsure else None
        if found is not None:
            await self._posted(row, found, instead_of=known, done=False)
            if await self._made_true(found, message, call):
                return
        channel = _channel_for(row, place.channel)
        marked = {**message.as_kwargs(), "metadata": metadata(game, key)}
        sent = await call("chat.postMessage", channel, channel=channel, **marked)
        post = Post(game, key, ChannelId(sent["channel"]), sent["ts"])
        await self._posted(row, post, instead_of=found or known, done=True)

    async def _card_place(self, row: OutboxRow) -> CardPlace:
        return await self._reader.card_place(GameId(row.game_id), row.subject["key"], row.subject["room"])

    async def _posted(self, row: OutboxRow, post: Post, *, instead_of: Post | None, done: bool) -> None:
        """A ballot that stands elsewhere now gets its choices there."""
        moved = None
        if instead_of is not None and row.subject["card"] == "ballot":
            moved = partial(self._councils.ballot_moved, council=CouncilId(row.subject["council"]))
        await self._answers.posted(row, post, moved, done=done)

    async def _made_true(self, post: Post, message: Message, call: Call) -> bool:
        """Updates a card; False if somebody has deleted it."""
        changed = _updated(message.as_kwargs())
        try:
            await call("chat.update", post.channel, channel=post.channel, ts=post.ts, **changed)
        except SlackApiError as refused:
            if error_of(refused) != "message_not_found":
                raise
            return False
        return True

    async def _posted_before(self, row: OutboxRow, call: Call) -> Post | None:
        """Where nobody can know, the row stays unsure, and its message is counted as such."""
        channel = await self._reader.room(GameId(row.game_id), row.subject["room"])
        try:
            post = await posted_before(row, channel, call)
        except MayNotLook:
            log.warning("a card may stand twice: its answer was lost", action=row.kind, row=row.id)
            return None
        row.unsure = False
        return post

    async def _delete(self, row: OutboxRow, call: Call) -> None:
        channel = await self._channel(row)
        try:
            await call("chat.delete", channel, channel=channel, ts=row.subject["ts"])
        except SlackApiError as refused:
            if error_of(refused) != "message_not_found":
                raise

    async def _seed(self, row: OutboxRow, call: Call) -> None:
        post = await self._reader.post(GameId(row.game_id), row.subject["key"])
        if post is None:
            raise NoLonger  # the card could not be posted, and said so itself
        ballot = row.subject["key"].startswith("ballot:")
        for name in names.VOTE_EMOJI.values() if ballot else (names.SUPPORT, names.OPPOSE):
            try:
                await call("reactions.add", post.channel, channel=post.channel, timestamp=post.ts, name=name)
            except SlackApiError as refused:
                if error_of(refused) != "already_reacted":
                    raise

    async def _whisper(self, row: OutboxRow, call: Call) -> None:
        channel, user = await self._channel(row), row.subject["user"]
        message = (await self._renderer.whisper(row.subject)).as_kwargs()
        await call("chat.postEphemeral", channel, channel=channel, user=user, **_updated(message))

    async def _home(self, row: OutboxRow, call: Call) -> None:
        user = UserId(row.subject["user"])
        view = await self._renderer.home(row.team_id, user, first=bool(row.subject.get("first")))
        await call("views.publish", "", user_id=user, view=view.to_dict())

    async def _zone(self, row: OutboxRow, call: Call) -> None:
        user = row.subject["user"]
        found = await call("users.info", "", user=user)
        if zone := found["user"].get("tz"):
            await self._answers.zone_known(row.team_id, user, zone)

    # --- the vote

    async def _read_votes(self, row: OutboxRow, call: Call) -> None:
        council = CouncilId(row.subject["council"])
        post = await self._reader.post(GameId(row.game_id), row.subject["key"])
        unread = cc.CloseBallot(None)
        shown = await self._shown(row, post, call) if post is not None else unread
        await self._councils.close(council, shown)

    async def _shown(self, row: OutboxRow, post: Post, call: Call) -> cc.CloseBallot:
        """Whose reactions stand on the ballot, without Moot's own seeds; or that they cannot be read.

        A vote must be counted some time: what Slack refuses for good, or too often, is counted from events.
        """
        try:
            return shown_on(await reactions(post, call))
        except SlackApiError as refused:
            error = error_of(refused)
            passing = advice_on(error).verdict is Verdict.AGAIN
            if error in RATE_LIMITED or (passing and row.attempts < READS_TRIED):
                raise
            return cc.CloseBallot(None)


def _channel_for(row: OutboxRow, known: str | None) -> str:
    """Where the row's room is, if it is `known`. Raises NotYet."""
    room = str(row.subject["room"])
    if known is None and not room.startswith("dm:"):
        raise NotYet
    return known or room.removeprefix("dm:")  # Slack opens the conversation, and answers with its id


def _updated(arguments: dict[str, Any]) -> dict[str, Any]:
    """Without what only chat.postMessage takes."""
    return {name: value for name, value in arguments.items() if not name.startswith("unfurl_")}
