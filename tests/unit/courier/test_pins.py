"""A closed book at the top of its channel: pinned, or else bookmarked, or else left out quietly."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

import pytest
from slack_sdk.errors import SlackApiError

from bot.courier.pins import Pins
from bot.courier.rendering.seen import NoLonger
from bot.db.posts import Post
from bot.db.tables import OutboxRow
from bot.domain.council import Council
from bot.domain.ids import ChannelId, CouncilId, GameId
from bot.intents.keeping import PinBook
from bot.queries.reader import Reader
from tests.builders import NOON, a_council
from tests.unit.courier.refusals import refusal

BOOK = PinBook("council:1", "book:g1-1", CouncilId("g1-1"))
CARD = Post(GameId("g1"), BOOK.key, ChannelId("C1"), "100.1")
ROW = OutboxRow(team_id="T1", game_id="g1", kind="pin_book", lane="", subject={}, priority=0, created_at=NOON)


class Channel:
    """A channel with a book's card, and a Slack that refuses some methods."""

    def __init__(self, refused: Mapping[str, str] | None = None) -> None:
        self.refused = refused or {}
        self.card: Post | None = CARD
        self.pins: list[str] = []
        self.bookmarks: dict[str, dict[str, str]] = {}

    async def post(self, *_: object) -> Post | None:
        return self.card

    async def council(self, *_: object) -> Council:
        return a_council(number=1).council

    async def call(self, method: str, _channel: str, /, **arguments: Any) -> Any:
        if error := self.refused.get(method):
            raise refusal(error)
        match method:
            case "pins.add":
                if arguments["timestamp"] in self.pins:
                    raise refusal("already_pinned")
                self.pins.append(arguments["timestamp"])
            case "bookmarks.list":
                return {"bookmarks": list(self.bookmarks.values())}
            case "chat.getPermalink":
                return {"permalink": f"https://x.slack.com/{arguments['message_ts']}"}
            case "bookmarks.add":
                self.bookmarks["B1"] = {"id": "B1", "title": arguments["title"], "link": arguments["link"]}
            case "bookmarks.edit":
                self.bookmarks[arguments["bookmark_id"]]["link"] = arguments["link"]
            case _:
                raise AssertionError(method)
        return {}

    async def pin(self) -> None:
        await Pins(cast(Reader, self)).pin(ROW, BOOK, self.call)


async def test_a_book_is_pinned_once_and_again_when_its_message_is_new() -> None:
    channel = Channel()

    await channel.pin()
    await channel.pin()
    assert (channel.pins, channel.bookmarks) == (["100.1"], {})

    channel.card = replace(CARD, ts="200.2")
    await channel.pin()
    assert channel.pins == ["100.1", "200.2"]


@pytest.mark.parametrize("refused", ["missing_scope", "restricted_action", "too_many_pins", "unknown_method"])
async def test_what_may_not_be_pinned_is_bookmarked_once_and_the_bookmark_follows_it(refused: str) -> None:
    channel = Channel({"pins.add": refused})

    for ts in ("100.1", "100.1", "200.2"):
        channel.card = replace(CARD, ts=ts)
        await channel.pin()

    assert channel.pins == []
    bookmark = {"id": "B1", "title": "Policy book of Council 1", "link": "https://x.slack.com/200.2"}
    assert list(channel.bookmarks.values()) == [bookmark]


async def test_without_either_nobody_hears_of_it_but_a_lost_channel_and_a_busy_slack_are_another_matter() -> (
    None
):
    await Channel({"pins.add": "missing_scope", "bookmarks.list": "missing_scope"}).pin()
    await Channel({"pins.add": "unknown_method", "bookmarks.list": "unknown_method"}).pin()

    for passing in ("ratelimited", "internal_error", "not_in_channel", "is_archived", "token_revoked"):
        with pytest.raises(SlackApiError):
            await Channel({"pins.add": passing}).pin()


async def test_an_empty_book_has_no_card_to_pin() -> None:
    channel = Channel()
    channel.card = None

    with pytest.raises(NoLonger):
        await channel.pin()
