"""What people are called in Slack, for pages that are printed. Names are asked for when they are needed, and
kept nowhere."""

from collections.abc import Iterable

from slack_sdk.errors import SlackApiError

from bot.courier.calls import Call
from bot.courier.looking_up import final, from_the_list
from bot.domain.characters import tidied
from bot.domain.former import in_slack
from bot.domain.ids import UserId
from bot.domain.inviting import Finding
from bot.slack.acting.naming import called


async def names_of(users: Iterable[UserId], call: Call) -> dict[UserId, str]:
    """The names of these people that Slack gives; none if the scope was not granted. Raises SlackApiError for
    faults that may pass."""
    wanted = [user for user in dict.fromkeys(users) if in_slack(user)]
    found = await from_the_list(wanted, call)
    for user in wanted:
        try:
            found[user] = found.get(user) or (await call("users.info", "", user=user))["user"]
        except SlackApiError as refused:
            if final(refused) is Finding.NO_PERMISSION:
                break
    return {user: " ".join(tidied(called(profile)).split()) for user, profile in found.items()}
