"""Whether somebody may create a game in a channel, as Slack describes both at this moment."""

import asyncio
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.errors.rights import (
    GroupGone,
    GroupsHidden,
    MayNotCreate,
    NoGroupChannel,
    NoGroupsToChoose,
    NoSuchGroup,
    NotAFullMember,
    NotSeen,
)
from bot.domain.ids import ChannelId, UserId
from bot.domain.inviting import Finding
from bot.domain.rights import GROUP, Creator, Place, Rights
from bot.platform.refused import error_of
from bot.services import Services
from bot.slack.rights import cards
from bot.slack.seats.profiles import unfit

REASONS = {
    Finding.GUEST: "you are a guest",
    Finding.STRANGER: "you belong to another organisation",
    Finding.BOT: "this is a bot's account",
    Finding.DEACTIVATED: "this account is deactivated",
}
ADMIN = ("is_admin", "is_owner", "is_primary_owner")
NO_SCOPE = ("missing_scope", "not_allowed_token_type")
NO_GROUP = ("no_such_subteam", "subteam_not_found", "invalid_arguments")


async def may_open(
    services: Services, client: AsyncWebClient, team_id: str, user: UserId, channel: str
) -> tuple[Creator, Place]:
    """Both as Slack describes them, if a game may be created. Raises a Refusal that says who may, or where.
    If Moot is not in the channel yet, what it cannot see is checked when the form is sent."""
    who, where, rights = await asyncio.gather(
        creator(client, user), _place(client, channel), services.rights.of(team_id)
    )
    rights.channels.must_allow(where, who)
    if not rights.creators.include(who, where) and not await _in_a_group(
        services, client, team_id, user, rights
    ):
        raise MayNotCreate(who=cards.who(rights.creators), change=cards.who_can_change(rights))
    return who, where


async def may_create(
    services: Services, client: AsyncWebClient, team_id: str, user: UserId, channel: str
) -> None:
    """Checks once more, when the form is sent, whether somebody may create a game there. Raises a Refusal."""
    _, where = await may_open(services, client, team_id, user, channel)
    if not where.seen and not (await services.rights.of(team_id)).channels.allow_unseen(where):
        raise NotSeen


async def creator(client: AsyncWebClient, user: UserId) -> Creator:
    """Somebody as Slack describes them. Raises NotAFullMember."""
    said: dict[str, Any] = (await client.users_info(user=user)).get("user") or {}
    if (reason := unfit(said)) is not None:
        raise NotAFullMember(reason=REASONS[reason])
    everywhere = said.get("enterprise_user") or {}
    admin = any(said.get(one) or everywhere.get(one) for one in ADMIN)
    return Creator(user, admin, str(said.get("tz") or ""))


async def _place(client: AsyncWebClient, channel: str) -> Place:
    """Slack does not describe a private channel to an app that is not in it."""
    try:
        found = await client.conversations_info(channel=channel)
    except SlackApiError as refused:
        if "mpim:read" in str(refused.response.get("needed") or ""):
            raise NoGroupChannel from None
        if error_of(refused) != "channel_not_found":
            raise
        return Place(ChannelId(channel), joined=False, seen=False)
    said: dict[str, Any] = found.get("channel") or {}
    if said.get("is_mpim") or said.get("is_im"):
        raise NoGroupChannel
    return Place(
        ChannelId(channel),
        str(said.get("creator") or ""),
        general=bool(said.get("is_general")),
        shared=bool(said.get("is_ext_shared") or said.get("is_pending_ext_shared")),
        joined=bool(said.get("is_member", True)),
    )


async def _in_a_group(
    services: Services, client: AsyncWebClient, team_id: str, user: UserId, rights: Rights
) -> bool:
    """Raises GroupsHidden, and GroupGone where they are in none and one is no longer there."""
    gone = False
    for group in rights.creators.groups:
        try:
            if user in await services.rights.members(team_id, group, lambda: _members(client, group)):  # noqa: B023
                return True
        except SlackApiError as refused:
            if error_of(refused) in NO_SCOPE:
                raise GroupsHidden from None
            if error_of(refused) not in NO_GROUP:
                raise
            gone = True
    if gone:
        raise GroupGone
    return False


async def _members(client: AsyncWebClient, group: str) -> frozenset[str]:
    return frozenset((await client.usergroups_users_list(usergroup=group)).get("users") or ())


async def handles(client: AsyncWebClient) -> dict[str, str]:
    """The handles of the workspace's user groups, by id. Raises GroupsHidden."""
    try:
        found = await client.usergroups_list()
    except SlackApiError as refused:
        if error_of(refused) in NO_SCOPE:
            raise GroupsHidden from None
        raise
    return {str(one["id"]): str(one["handle"]) for one in found.get("usergroups") or ()}


async def groups_in(client: AsyncWebClient, typed: str) -> tuple[str, ...]:
    """The ids of the user groups that an admin typed. Raises NoSuchGroup and NoGroupsToChoose."""
    wanted = [one.lstrip("@") for one in typed.replace(",", " ").split()]
    if not wanted:
        return ()
    try:
        known = await handles(client)
    except GroupsHidden:
        raise NoGroupsToChoose from None
    by_handle = {handle.casefold(): key for key, handle in known.items()}
    found = [by_handle.get(one.casefold(), one.upper()) for one in wanted]
    for one, key in zip(wanted, found, strict=True):
        if key not in known or not GROUP.fullmatch(key):
            raise NoSuchGroup(name=f"@{one}")
    return tuple(dict.fromkeys(found))
