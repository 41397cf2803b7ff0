"""Who is in a channel, and who of them can play: what Slack knows about people."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.errors import Refusal
from bot.domain.ids import UserId

PAGE = 200  # what Slack recommends, docs.slack.dev, apis/web-api/pagination
NOBODY = ("user_not_found", "user_not_visible")  # users.info
ONE_BY_ONE = 20  # people; for more, the workspace's list takes fewer calls


class ChannelNotReadable(Refusal):
    """Slack does not tell me who is in the game's channel: conversations.members was refused with “{error}”.
    {advice} Until then, name people: /moot invite @ada @ben"""


_ADVICE = {
    "missing_scope": "An admin reinstalls the app with the scopes of its manifest: channels:read for a public"
    " channel, groups:read for a private one.",
    "channel_not_found": "Invite me there: type /invite and my name.",
    "not_in_channel": "Invite me there: type /invite and my name.",
}


async def members(client: AsyncWebClient, channel: str) -> tuple[UserId, ...]:
    """Everybody in a channel, bots as well. Raises ChannelNotReadable."""
    found: list[str] = []
    cursor = ""
    while True:
        try:
            page = await client.conversations_members(channel=channel, limit=PAGE, cursor=cursor or None)
        except SlackApiError as refused:
            error = refused.response.get("error", "no reason")
            advice = _ADVICE.get(error, "Try again in a minute.")
            raise ChannelNotReadable(error=error, advice=advice) from None
        found += page["members"]
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            break
    return tuple(UserId(user) for user in dict.fromkeys(found))


async def unfit(client: AsyncWebClient, users: Sequence[UserId]) -> Mapping[UserId, str]:
    """Why some of these people cannot play. Whom Slack does not describe is left to try."""
    if len(users) <= ONE_BY_ONE:
        known = [await _profile(client, user) for user in users]
    else:
        known = await _everybody(client)
    wanted = set(users)
    found = {UserId(user["id"]): reason for user in known for reason in _reasons(user)}
    return {user: reason for user, reason in found.items() if user in wanted}


async def _profile(client: AsyncWebClient, user: UserId) -> dict[str, Any]:
    try:
        found: dict[str, Any] = (await client.users_info(user=user))["user"]
    except SlackApiError as refused:
        return {
            "id": user,
            "unknown": refused.response.get("error") in ("user_not_found", "user_not_visible"),
        }
    return found


async def _everybody(client: AsyncWebClient) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    cursor = ""
    while True:
        try:
            page = await client.users_list(limit=PAGE, cursor=cursor or None)
        except SlackApiError:
            return found
        found += page["members"]
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return found


def _reasons(user: Mapping[str, Any]) -> Iterator[str]:
    """At most one reason."""
    if user.get("unknown"):
        yield "unknown in this workspace"
    elif user.get("is_bot") or user.get("id") == "USLACKBOT":
        yield "a bot"
    elif user.get("deleted"):
        yield "the account is deactivated"
    elif user.get("is_stranger"):
        yield "from another workspace, whom I may not add to a channel"
    elif user.get("is_restricted") or user.get("is_ultra_restricted"):
        yield "a guest, whom I may not add to a council's channel"
