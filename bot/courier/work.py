"""One method for each kind of work: the calls to Slack that it takes."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

from slack_sdk.errors import SlackApiError

from bot.courier.answers import Verdict, advice_on
from bot.courier.calls import Call
from bot.courier.looking_up import LookUp
from bot.courier.rendering import NoLonger, NotYet, Renderer
from bot.db.directory import Post
from bot.db.tables import OutboxRow
from bot.domain.ballot import Choice
from bot.domain.ids import ChannelId, CouncilId, GameId, UserId
from bot.services.answers import AnswerService
from bot.services.councils import CouncilService
from bot.services.deliveries import Kind
from bot.services.invitations import InvitationService
from bot.services.reading import Reader
from bot.slack import ids

INVITED_AT_ONCE = 100  # ids a call, conversations.invite
NOT_THERE = ("not_in_channel", "user_not_in_channel")  # conversations.kick: they have gone by themselves
READS_TRIED = 5  # attempts to read the votes back before they are counted without

FIRST_CALLS: dict[str, str] = {
    Kind.OPEN_ROOM: "conversations.create",
    Kind.INVITE: "conversations.invite",
    Kind.REMOVE: "conversations.kick",
    Kind.CLOSE_ROOM: "conversations.archive",
    Kind.TOPIC: "conversations.setTopic",
    Kind.CARD: "chat.postMessage",
    Kind.SEED: "reactions.add",
    Kind.WHISPER: "chat.postEphemeral",
    Kind.READ_VOTES: "reactions.get",
    Kind.HOME: "views.publish",
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
        self._kinds: dict[str, Doing] = {
            Kind.OPEN_ROOM: self._open_room,
            Kind.INVITE: self._invite,
            Kind.REMOVE: self._remove,
            Kind.CLOSE_ROOM: self._close_room,
            Kind.TOPIC: self._topic,
            Kind.CARD: self._card,
            Kind.SEED: self._seed,
            Kind.WHISPER: self._whisper,
            Kind.READ_VOTES: self._read_votes,
            Kind.HOME: self._home,
            Kind.LOOK_UP: self._look_up.do,
        }

    async def first_call(self, row: OutboxRow) -> tuple[str, str]:
        """The method and channel of the call that the row begins with. Raises NotYet."""
        if row.kind == Kind.CARD:
            post = await self._reader.post(GameId(row.game_id), row.subject["key"])
            if post is not None:
                return "chat.update", post.channel
            if row.subject.get("existing") and await self._answers.awaits_earlier(row):
                raise NotYet  # the card that it updates is not posted yet
        if row.kind in (Kind.SEED, Kind.READ_VOTES):
            post = await self._reader.post(GameId(row.game_id), row.subject["key"])
            if post is None and row.kind == Kind.SEED and await self._answers.awaits_earlier(row):
                raise NotYet
            return FIRST_CALLS[row.kind], post.channel if post else ""
        if row.kind == Kind.LOOK_UP:
            return await self._look_up.first_call(row)
        placed = row.kind not in (Kind.OPEN_ROOM, Kind.HOME)
        return FIRST_CALLS[row.kind], await self._channel(row) if placed else ""

    async def do(self, row: OutboxRow, call: Call) -> None:
        """Does it. Raises SlackApiError, NotYet or NoLonger."""
        await self._kinds[row.kind](row, call)

    async def _channel(self, row: OutboxRow) -> str:
        room: str = row.subject["room"]
        known = await self._reader.room(GameId(row.game_id), room)
        if known is not None:
            return known
        if room.startswith("dm:"):
            return room.removeprefix("dm:")  # Slack opens the conversation, and answers with its id
        raise NotYet

    # --- rooms

    async def _open_room(self, row: OutboxRow, call: Call) -> None:
        game, room = GameId(row.game_id), row.subject["room"]
        if await self._reader.room(game, room) is not None:
            return
        name = f"{room.replace(':', '-')}-{game}"
        for attempt in range(1, 10):
            try:
                made = await call("conversations.create", "", name=name, is_private=True)
                break
            except SlackApiError as refused:
                if refused.response.get("error") != "name_taken" or attempt == 9:
                    raise
                name = f"{room.replace(':', '-')}-{game}-{attempt + 1}"
        await self._answers.room_made(game, room, made["channel"]["id"])

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
            if refused.response.get("error") not in NOT_THERE:
                raise

    async def _close_room(self, row: OutboxRow, call: Call) -> None:
        channel = await self._channel(row)
        await call("conversations.archive", channel, channel=channel)
        await self._answers.room_closed(GameId(row.game_id), row.subject["room"])

    async def _topic(self, row: OutboxRow, call: Call) -> None:
        channel = await self._channel(row)
        topic = await self._renderer.topic(GameId(row.game_id))
        await call("conversations.setTopic", channel, channel=channel, topic=topic)

    # --- messages

    async def _card(self, row: OutboxRow, call: Call) -> None:
        game, key = GameId(row.game_id), row.subject["key"]
        message = await self._renderer.card(game, row.subject)
        post = await self._reader.post(game, key)
        if post is None and row.subject.get("existing"):
            raise NoLonger  # an update of something that was never posted
        if post is not None:
            try:
                await call(
                    "chat.update",
                    post.channel,
                    channel=post.channel,
                    ts=post.ts,
                    **_shown(message.as_kwargs()),
                )
            except SlackApiError as refused:
                if refused.response.get("error") != "message_not_found":
                    raise
                await self._answers.post_lost(game, key)
            else:
                return
        channel = await self._channel(row)
        sent = await call("chat.postMessage", channel, channel=channel, **message.as_kwargs())
        await self._answers.posted(
            Post(game, key, ChannelId(sent["channel"]), sent["ts"]), row.subject["room"]
        )
        if post is not None and row.subject["card"] == "ballot":  # somebody deleted the one before
            await self._councils.ballot_moved(CouncilId(row.subject["council"]))

    async def _seed(self, row: OutboxRow, call: Call) -> None:
        post = await self._reader.post(GameId(row.game_id), row.subject["key"])
        if post is None:
            raise NoLonger  # the card could not be posted, and said so itself
        ballot = row.subject["key"].startswith("ballot:")
        for name in ids.VOTE_EMOJI.values() if ballot else (ids.SUPPORT, ids.OPPOSE):
            try:
                await call("reactions.add", post.channel, channel=post.channel, timestamp=post.ts, name=name)
            except SlackApiError as refused:
                if refused.response.get("error") != "already_reacted":
                    raise

    async def _whisper(self, row: OutboxRow, call: Call) -> None:
        channel, user = await self._channel(row), row.subject["user"]
        message = (await self._renderer.whisper(row.subject)).as_kwargs()
        await call("chat.postEphemeral", channel, channel=channel, user=user, **_shown(message))

    async def _home(self, row: OutboxRow, call: Call) -> None:
        user = UserId(row.subject["user"])
        view = await self._renderer.home(row.team_id, user)
        await call("views.publish", "", user_id=user, view=view.to_dict())

    # --- the vote

    async def _read_votes(self, row: OutboxRow, call: Call) -> None:
        council = CouncilId(row.subject["council"])
        post = await self._reader.post(GameId(row.game_id), row.subject["key"])
        standing = await self._standing(row, post, call) if post is not None else None
        await self._councils.close(council, standing)

    async def _standing(
        self, row: OutboxRow, post: Post, call: Call
    ) -> dict[UserId, frozenset[Choice]] | None:
        """Whose reactions stand on the ballot; None if they cannot be read. Moot's seeds are nobody's seat.

        A vote must be counted some time: what Slack refuses for good, or too often, is counted from events.
        """
        try:
            read = await call(
                "reactions.get", post.channel, channel=post.channel, timestamp=post.ts, full=True
            )
        except SlackApiError as refused:
            passing = advice_on(refused.response.get("error", "")).verdict is Verdict.AGAIN
            if passing and row.attempts < READS_TRIED:
                raise
            return None
        standing: dict[UserId, set[Choice]] = {}
        for reaction in read["message"].get("reactions", []):
            choice = ids.CHOICES.get(ids.base_emoji(reaction["name"]))
            if choice is None:
                continue
            for user in reaction["users"]:
                standing.setdefault(UserId(user), set()).add(choice)
        return {user: frozenset(choices) for user, choices in standing.items()}


def _shown(arguments: dict[str, Any]) -> dict[str, Any]:
    """Without what only chat.postMessage takes."""
    return {name: value for name, value in arguments.items() if not name.startswith("unfurl_")}
