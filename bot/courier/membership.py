"""People are invited into rooms and taken out; what Slack says of each of them is read and kept."""

from collections.abc import Mapping, Sequence

from slack_sdk.errors import SlackApiError

from bot.courier.calls import Call, Passing
from bot.db.members import INSIDE
from bot.db.tables import OutboxRow
from bot.domain.ids import GameId, UserId
from bot.intents.rooms import Invite, Remove
from bot.platform.cures import Verdict, advice_on
from bot.platform.rates import INVITED_AT_ONCE
from bot.platform.refused import DEACTIVATED, RATE_LIMITED, error_of, needless_if
from bot.services.accounts import AccountService
from bot.services.membership import MembershipService

NOT_THERE = ("not_in_channel", "user_not_in_channel")  # conversations.kick: they have gone by themselves
TRIED = 5  # times that somebody is invited whom Slack refuses for a reason that passes


class Doors:
    """Calls only for those who are not where they are to be."""

    def __init__(self, membership: MembershipService, accounts: AccountService) -> None:
        self._membership = membership
        self._accounts = accounts

    async def invite(self, row: OutboxRow, intent: Invite, channel: str, call: Call) -> None:
        """Everybody who can come in does, whatever there is against the others. Raises SlackApiError for what
        concerns all of them, and Passing for what keeps somebody out only for now."""
        game = GameId(row.game_id)
        users, passing = await self._membership.to_invite(game, intent), dict[UserId, str]()
        for start in range(0, len(users), INVITED_AT_ONCE):
            said = dict(await _invited(channel, users[start : start + INVITED_AT_ONCE], call))
            for user in [one for one, why in said.items() if why in DEACTIVATED]:
                await self._accounts.deactivated(row.team_id, user)  # the facilitators hear that, and once
                del said[user]
            if row.attempts < TRIED:
                passing |= {user: why for user, why in said.items() if _passes(why)}
            settled = {user: _out(why) for user, why in said.items() if user not in passing}
            await self._membership.invited(game, intent.room, settled)
        for why in passing.values():
            raise Passing(why)

    async def remove(self, row: OutboxRow, intent: Remove, channel: str, call: Call) -> None:
        """Nobody is asked for who has never been in, or has gone by themselves."""
        game = GameId(row.game_id)
        if not await self._membership.to_remove(game, intent.room, intent.user):
            return
        with needless_if(*NOT_THERE):
            await call("conversations.kick", channel, channel=channel, user=intent.user)
        await self._membership.removed(game, intent.room, intent.user)


async def _invited(channel: str, users: Sequence[UserId], call: Call) -> Mapping[UserId, str]:
    """Slack's word on each: nothing where they are in now. It may refuse some in an answer that is otherwise
    good, or name them in its refusal of all, or refuse all because of one whom it does not name."""
    try:
        answer = await call(
            "conversations.invite", channel, channel=channel, users=",".join(users), force=True
        )
    except SlackApiError as refused:
        if errors := _errors(refused.response.data, users):
            return errors if len(errors) == len(users) else await _one_by_one(channel, users, call)
        if not advice_on(error_of(refused)).person:
            raise
        if len(users) > 1:
            return await _one_by_one(channel, users, call)
        return {users[0]: error_of(refused)}
    return dict.fromkeys(users, INSIDE) | _errors(answer, users)


async def _one_by_one(channel: str, users: Sequence[UserId], call: Call) -> Mapping[UserId, str]:
    said: dict[UserId, str] = {}
    for user in users:
        said |= await _invited(channel, (user,), call)
    return said


def _errors(answer: object, users: Sequence[UserId]) -> dict[UserId, str]:
    """Whom an answer refuses: `errors` names each with Slack's word for it."""
    listed = answer.get("errors") if hasattr(answer, "get") else None
    found = [one for one in listed or () if isinstance(one, dict) and one.get("error")]
    return {UserId(one["user"]): str(one["error"]) for one in found if one.get("user") in users}


def _passes(why: str) -> bool:
    return why in RATE_LIMITED or advice_on(why).verdict is Verdict.AGAIN


def _out(why: str) -> str:
    return INSIDE if why == INSIDE or advice_on(why).verdict is Verdict.DONE else why[:60]
