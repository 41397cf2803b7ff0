"""Whether somebody can take a seat or run the game, as Slack describes them."""

from collections.abc import Iterable, Mapping
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.errors import Refusal
from bot.domain.ids import UserId
from bot.domain.inviting import Finding
from bot.platform.refused import error_of
from bot.slack.blocks import phrases as p

NOBODY = ("user_not_found", "user_not_visible", "users_not_found")  # users.info, users.lookupByEmail
REASONS = {
    Finding.NOT_FOUND: "unknown in this workspace",
    Finding.BOT: "a bot",
    Finding.DEACTIVATED: "the account is deactivated",
    Finding.STRANGER: "from another organisation, so I may not add them to a channel",
    Finding.GUEST: "a guest, so I may not add them to a council's channel",
}


OWN_REASONS = {
    Finding.NOT_FOUND: "Slack does not know it in this workspace",
    Finding.BOT: "it is a bot's",
    Finding.DEACTIVATED: "it is deactivated",
    Finding.STRANGER: "it belongs to another organisation, and I may not add it to a private channel",
    Finding.GUEST: "you are a guest here, and I may not add guests to a council's private channel",
}


class CannotBeNamed(Refusal):
    template = "I could not add {who} to the game: {reason}. Nothing changed."
    marked_up = frozenset({"who"})


class CannotPlay(Refusal):
    template = (
        "You cannot take a seat with this account: {reason}. You can watch with /moot observe. To play, ask "
        "{facilitators} for a seat on paper, or an admin to make yours a full member's account."
    )
    marked_up = frozenset({"facilitators"})


def unfit(user: Mapping[str, Any]) -> Finding | None:
    """Why somebody cannot play; None if they can."""
    if user.get("is_bot") or user.get("id") == "USLACKBOT":
        return Finding.BOT
    if user.get("deleted"):
        return Finding.DEACTIVATED
    if user.get("is_stranger"):
        return Finding.STRANGER
    if user.get("is_restricted") or user.get("is_ultra_restricted"):
        return Finding.GUEST
    return None


async def must_be_fit(client: AsyncWebClient, *users: UserId) -> None:
    """Asks Slack about them first, so that the answer comes at once; lets pass whom Slack does not describe.

    Raises CannotBeNamed for a bot, a guest, a stranger, or somebody who is gone.
    """
    for user in users:
        reason = await _unfit(client, user)
        if reason is not None:
            raise CannotBeNamed(who=p.mention(user), reason=REASONS[reason])


async def must_be_able_to_play(client: AsyncWebClient, user: UserId, facilitators: Iterable[UserId]) -> None:
    """Asks Slack about somebody who signs up. Raises CannotPlay, which says what they can do instead."""
    reason = await _unfit(client, user)
    if reason is not None:
        raise CannotPlay(reason=OWN_REASONS[reason], facilitators=p.mentions(facilitators))


async def _unfit(client: AsyncWebClient, user: UserId) -> Finding | None:
    try:
        answer = await client.users_info(user=user)
    except SlackApiError as refused:
        return Finding.NOT_FOUND if error_of(refused) in NOBODY else None
    return unfit(answer.get("user") or {})
