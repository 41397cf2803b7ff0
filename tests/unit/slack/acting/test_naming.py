"""Words in which Slack names people and rooms by their ids."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.acting.naming import readable


def _refused(error: str) -> SlackApiError:
    return SlackApiError("refused", {"ok": False, "error": error})  # type: ignore[no-untyped-call]


class Known(AsyncWebClient):
    """A Slack that knows one person, and one channel."""

    async def users_info(self, **about: Any) -> Any:
        if about["user"] != "U0ADA":
            raise _refused("user_not_found")
        return {"user": {"name": "ada.l", "profile": {"display_name": "Ada Lovelace"}}}

    async def conversations_info(self, **about: Any) -> Any:
        if about["channel"] != "C0ROOM":
            raise _refused("channel_not_found")
        return {"channel": {"name": "models"}}


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("<@U0ADA> owns it", "@Ada Lovelace owns it"),
        ("<@U0ADA|ada> owns it", "@ada owns it"),
        ("<@U0GONE> owns it", "@somebody owns it"),
        ("in <#C0ROOM>, <#C0ROOM|> and <#C0OTHER>", "in #models, #models and #a-channel"),
        ("<!subteam^S1> and <!subteam^S2|@devs> and <!here>", "@group and @devs and @here"),
        ("<https://example.org/a|the page> &amp; <https://example.org>",
         "the page (https://example.org/a) & https://example.org"),
        ("until <!date^1700000000^{date}|14 November>", "until 14 November"),
        ("\u202eevil\u202c :tada: <mailto:a@example.org|a@example.org>", "evil :tada: a@example.org"),
    ],
)  # fmt: skip
async def test_words_show_names_and_no_ids(sent: str, read: str) -> None:
    assert await readable(Known(), sent) == read
