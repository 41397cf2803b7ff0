"""A card in as many messages as hold it: posted in order, updated in place, and removed when not needed."""

from typing import Any, cast

from slack_sdk.models.blocks import Block
from sqlalchemy.ext.asyncio import AsyncSession

from bot.courier.cards import Cards
from bot.courier.recovery import metadata
from bot.courier.rendering.renderer import Placed, Renderer
from bot.courier.settling import Also, AnswerService
from bot.db.posts import Post, part_key
from bot.db.tables import OutboxRow
from bot.domain.ids import ChannelId, GameId
from bot.intents.intent import Card, Delivery, Urgency, beside
from bot.queries.reader import Reader
from bot.services.councils import CouncilService
from bot.slack.blocks.message import Message, header, section
from tests.builders import NOON

CARD = Card("council:1", "long")
ROW = OutboxRow(
    team_id="T1", game_id="g1", kind="card", lane="", subject={}, priority=0, unsure=False, created_at=NOON
)


class Channel:
    """A channel, and what is known of the card in it: all that `Cards` asks for."""

    def __init__(self) -> None:
        self.pages = 1
        self.messages: dict[str, str] = {}
        self.known: dict[str, Post] = {}
        self.finished: list[str] = []
        self.follows: list[Delivery] = []
        self.called: list[str] = []

    async def placed(self, *_: object) -> Placed:
        pages: list[Block] = [section(f"page {number} " + "x " * 1400) for number in range(1, self.pages + 1)]
        stand = tuple(post for _, post in sorted(self.known.items()))
        return Placed(Message.of(header("Long"), *pages), stand, "C1")

    async def posted(self, _row: OutboxRow, post: Post, *also: Also, done: bool) -> None:
        self.known[post.key] = post
        self.finished += [post.key] if done else []
        for one in also:
            await one(cast(AsyncSession, self))

    async def follow(self, _row: OutboxRow, work: list[Delivery], _session: AsyncSession) -> None:
        self.follows += work

    async def room(self, *_: object) -> str:
        return "C1"

    async def part_gone(self, post: Post) -> None:
        del self.known[post.key]

    async def call(self, method: str, _channel: str, /, **arguments: Any) -> Any:
        self.called.append(method)
        if method == "conversations.history":
            marked = metadata(GameId("g1"), CARD.key)
            return {"messages": [{"ts": ts, "metadata": marked} for ts in self.messages]}
        if method == "chat.delete":
            return self.messages.pop(arguments["ts"])
        ts = arguments.get("ts") or str(len(self.finished) * 100 + len(self.messages))
        self.messages[ts] = arguments["text"]
        return {"channel": ChannelId("C1"), "ts": ts}

    async def shows(self, pages: int, *, unsure: bool = False) -> list[str]:
        """What stands in the channel once the card has so many pages: the first two words of each message."""
        row = ROW.model_copy(update={"unsure": unsure})
        self.pages = pages
        cards = Cards(
            cast(Renderer, self), cast(Reader, self), cast(CouncilService, self), cast(AnswerService, self)
        )
        await cards.show(row, CARD, self.call)
        return [text.replace("\n", " ").split(" x")[0] for text in self.messages.values()]


async def test_a_card_that_grows_and_shrinks_is_told_whole_in_as_few_messages_as_hold_it() -> None:
    channel = Channel()

    assert await channel.shows(1) == ["Long page 1"]
    assert await channel.shows(3) == ["Long page 1", "*Long*, continued page 2", "*Long*, continued page 3"]
    assert await channel.shows(2) == ["Long page 1", "*Long*, continued page 2"]
    assert await channel.shows(1) == ["Long page 1"]
    assert list(channel.known) == [CARD.key]


async def test_the_row_is_done_with_the_last_message_that_is_posted() -> None:
    channel = Channel()

    await channel.shows(3)

    assert channel.finished == [part_key(CARD.key, 3)]


async def test_a_card_that_stands_already_is_noted_at_once_and_made_true_from_another_lane() -> None:
    # given a card whose answer was lost
    channel = Channel()
    await channel.shows(1)
    channel.known.clear()
    channel.finished.clear()
    channel.called.clear()

    # when it is sent again
    assert await channel.shows(1, unsure=True) == ["Long page 1"]

    # then what waits behind it need not wait for room for an update
    assert channel.called == ["conversations.history"]
    assert channel.finished == [CARD.key]
    assert channel.follows == [beside(CARD, Urgency.UPDATE)]
