"""Whether somebody can take a seat, or run the game: asked first, so that the answer comes at once."""

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.errors import Refusal
from bot.domain.ids import UserId
from bot.domain.inviting import Finding
from bot.platform.refused import error_of
from bot.slack.blocks import phrases as p
from bot.slack.seats import profiles


class CannotBeNamed(Refusal):
    template = "There is no place in the game for {who}: {reason}. Nothing changed."
    marked_up = frozenset({"who"})


async def must_be_fit(client: AsyncWebClient, *users: UserId) -> None:
    """Raises CannotBeNamed for a bot, a guest, a stranger, or somebody who is gone.

    Whom Slack does not describe is left to try.
    """
    for user in users:
        reason = await _unfit(client, user)
        if reason is not None:
            raise CannotBeNamed(who=p.mention(user), reason=profiles.REASONS[reason])


async def _unfit(client: AsyncWebClient, user: UserId) -> Finding | None:
    try:
        answer = await client.users_info(user=user)
    except SlackApiError as refused:
        return Finding.NOT_FOUND if error_of(refused) in profiles.NOBODY else None
    return profiles.unfit(answer["user"])
