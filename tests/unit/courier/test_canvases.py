"""A book as its channel's canvas: made once, made true, never in place of what people wrote."""

from typing import Any, cast

import pytest
from slack_sdk.errors import SlackApiError

from bot.courier.canvases import TRIED, Canvases
from bot.courier.settling import AnswerService
from bot.db.posts import Post
from bot.db.tables import OutboxRow
from bot.domain.council import Council
from bot.domain.game import Game
from bot.domain.ids import CouncilId, Moment
from bot.domain.scenario import Scenario
from bot.gallery.worlds import World
from bot.intents.keeping import BookCanvas
from bot.queries.reader import Reader
from bot.slack.book import kept
from tests.builders import NOON, rainbow_road
from tests.unit.courier.refusals import refusal

PACK = rainbow_road()
WORLD = World(PACK)
BOOK = BookCanvas("council:1", "canvas:g1-1", CouncilId("g1-1"))


def a_row(*, unsure: bool = False, attempts: int = 0) -> OutboxRow:
    return OutboxRow(
        team_id="T1",
        game_id="g1",
        kind="book_canvas",
        lane="",
        subject={},
        priority=0,
        unsure=unsure,
        attempts=attempts,
        created_at=NOON,
    )


class Channel:
    """A channel that can have one canvas, and what is known of it."""

    def __init__(self, stands: str = "", refused: str = "") -> None:
        self.canvas = stands
        self.refused = refused
        self.known: Post | None = None
        self.made = 0

    async def table(self, *_: object) -> tuple[Game, Scenario, Council]:
        return WORLD.games["ended"], PACK, WORLD.councils["at the end"]

    async def post(self, *_: object) -> Post | None:
        return self.known

    async def posted(self, _row: OutboxRow, post: Post) -> None:
        self.known = post

    def now(self) -> Moment:
        return NOON

    async def call(self, method: str, _channel: str, /, **arguments: Any) -> Any:
        match method:
            case "conversations.canvases.create":
                if self.refused or self.canvas:
                    raise refusal(self.refused or "channel_canvas_already_exists")
                self.made += 1
                self.canvas = arguments["document_content"]["markdown"]
            case "canvases.edit":
                if not self.canvas:
                    raise refusal("canvas_not_found")
                self.canvas = arguments["changes"][0]["document_content"]["markdown"]
            case "conversations.info":
                return {"channel": {"properties": {"canvas": {"file_id": "F1"}}} if self.canvas else {}}
            case "canvases.sections.lookup":
                found = arguments["criteria"]["contains_text"] in self.canvas
                return {"sections": [{"id": "temp:C:1"}] if found else []}
            case _:
                raise AssertionError(method)
        return {"canvas_id": "F1"}

    async def show(self, row: OutboxRow | None = None) -> None:
        canvases = Canvases(cast(Reader, self), cast(AnswerService, self))
        await canvases.show(row or a_row(), BOOK, "C1", self.call)


async def test_a_book_becomes_the_canvas_of_its_channel_and_is_made_true_there() -> None:
    channel = Channel()

    await channel.show()
    assert channel.canvas.startswith(f"_{kept.KEPT_HERE}_\n\n")
    assert "## Policies" in channel.canvas
    assert "# Policy book" not in channel.canvas.splitlines(), "the title stands above it"

    channel.canvas = "Somebody changed it"
    await channel.show()
    assert channel.canvas.startswith(f"_{kept.KEPT_HERE}_")

    channel.canvas = ""  # somebody deleted it
    await channel.show()
    assert channel.made == 2


async def test_a_canvas_that_people_made_stays_as_it_is() -> None:
    for row in (a_row(), a_row(unsure=True)):
        channel = Channel("Our own notes")

        await channel.show(row)

        assert (channel.canvas, channel.known) == ("Our own notes", None)


async def test_after_a_lost_answer_our_own_canvas_is_known_by_our_words() -> None:
    channel = Channel(f"_{kept.KEPT_HERE}_ Older")

    await channel.show(a_row(unsure=True))

    assert channel.made == 0
    assert channel.known is not None
    assert "Older" not in channel.canvas


@pytest.mark.parametrize(
    "refused",
    [
        "missing_scope",
        "unknown_method",
        "canvas_disabled_user_team",
        "team_tier_cannot_create_channel_canvases",
        "free_team_canvas_tab_already_exists",
        "restricted_action",
    ],
)
async def test_where_a_workspace_has_no_canvas_for_it_nobody_hears_of_that(refused: str) -> None:
    channel = Channel(refused=refused)

    await channel.show()

    assert (channel.canvas, channel.known) == ("", None)


async def test_a_canvas_that_could_not_be_made_is_tried_a_few_times_and_then_given_up() -> None:
    channel = Channel(refused="canvas_creation_failed")

    with pytest.raises(SlackApiError):
        await channel.show()
    await channel.show(a_row(attempts=TRIED))

    for waits in ("ratelimited", "is_archived", "not_in_channel"):
        with pytest.raises(SlackApiError):
            await Channel(refused=waits).show(a_row(attempts=TRIED))
