"""The people of an invitation, looked up one after the other within Slack's budgets.

Each is settled before the next is looked up: what comes to a stop goes on where it was, and nobody is
signed up by an entry twice.
"""

from collections.abc import Sequence
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.courier.calls import Call, FirstCall, paged
from bot.domain.ids import GameId, UserId
from bot.domain.inviting import Finding, Invitation, Invitee, Named
from bot.platform.cures import Verdict, advice_on
from bot.platform.refused import error_of
from bot.queries.reader import Reader
from bot.services.invitations import InvitationService
from bot.slack.seats import profiles

ONE_BY_ONE = 20  # people; for more, the workspace's list may take less time
PEOPLE_A_PAGE = 5  # single looks that take as long as a page of that list: tier 4 against tier 2
METHODS = {Named.ADDRESS: "users.lookupByEmail", Named.CHANNEL: "conversations.members"}
Profile = dict[str, Any]
Found = tuple[UserId | None, Finding | None]


class PeopleLookUp:
    """Looks up the people of an invitation."""

    def __init__(self, reader: Reader, invitations: InvitationService) -> None:
        self._reader = reader
        self._invitations = invitations

    async def first_call(self, game: GameId, number: int) -> FirstCall:
        """The method that the next entry of an invitation begins with."""
        ahead = _open(await self._reader.invitation(game, number))
        return METHODS.get(ahead[0].named, "users.info") if ahead else "users.info", ""

    async def do(self, key: GameId, number: int, call: Call) -> None:
        """Looks up whoever is open. Raises SlackApiError for what may pass, or can be mended."""
        while ahead := _open(invitation := await self._reader.invitation(key, number)):
            known = await from_the_list([one.user for one in ahead if one.user], call)
            for one in ahead:
                if one.named is Named.CHANNEL:
                    await self._read_channel(key, invitation, one, call)
                else:
                    user, why_not = await _found(one, known, call)
                    await self._invitations.found(key, invitation, one, user, why_not)

    async def _read_channel(self, key: GameId, invitation: Invitation, one: Invitee, call: Call) -> None:
        game, _ = await self._reader.game(key)
        try:
            users = await _members(game.plenary, call)
        except SlackApiError as refused:
            await self._invitations.found(key, invitation, one, None, final(refused))
        else:
            await self._invitations.members(key, invitation, one, users)


def _open(invitation: Invitation) -> list[Invitee]:
    return [one for one in invitation.invitees if one.finding is None]


async def _found(one: Invitee, known: dict[UserId, Profile], call: Call) -> Found:
    """The person, and why they cannot play."""
    try:
        profile = await _profile(one, known, call)
    except SlackApiError as refused:
        return one.user, final(refused)
    match profile:
        case {"id": str(user)} if user:
            return UserId(user), profiles.unfit(profile)
        case _:  # Slack answered with something else, which keeps nobody else from being looked up
            return one.user, Finding.NO_ANSWER


async def _profile(one: Invitee, known: dict[UserId, Profile], call: Call) -> Any:
    if one.named is Named.ADDRESS:
        return (await call("users.lookupByEmail", "", email=one.given)).get("user")
    assert one.user is not None
    if one.user in known:
        return known[one.user]
    return (await call("users.info", "", user=one.user)).get("user")


def final(refused: SlackApiError) -> Finding:
    """What an error says about this one person; what says nothing about them is raised again."""
    error = error_of(refused)
    if error in profiles.NOBODY:
        return Finding.NOT_FOUND
    if error in ("missing_scope", "no_permission"):
        return Finding.NO_PERMISSION
    if refused.response.status_code != 200 or advice_on(error).verdict in (Verdict.AGAIN, Verdict.PARK):
        raise refused
    return Finding.NO_ANSWER


async def from_the_list(users: Sequence[UserId], call: Call) -> dict[UserId, Profile]:
    """For many, as many pages of the workspace's list as take no longer than asking for each."""
    missing, found = set(users), dict[UserId, Profile]()
    pages = len(users) // PEOPLE_A_PAGE if len(users) > ONE_BY_ONE else 0
    try:
        async for page in paged(call, "users.list", most=pages):
            found |= {UserId(user["id"]): user for user in page["members"] if user.get("id") in missing}
            if missing <= found.keys():
                break
    except SlackApiError as refused:
        final(refused)  # may pass, or can be mended; else each is asked for
    return found


async def _members(channel: str, call: Call) -> tuple[UserId, ...]:
    """Everybody in a channel, bots as well."""
    pages = paged(call, "conversations.members", channel=channel)
    return tuple(dict.fromkeys([UserId(user) async for page in pages for user in page["members"]]))
