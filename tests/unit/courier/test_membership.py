"""Every answer of Slack to an invitation is read, whatever form it has."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

import pytest
from slack_sdk.errors import SlackApiError

from bot.courier.calls import Passing
from bot.courier.membership import TRIED, Doors
from bot.db.tables import OutboxRow
from bot.domain.ids import GameId, UserId
from bot.intents.rooms import Invite
from bot.services.accounts import AccountService
from bot.services.membership import MembershipService
from tests.builders import at, player
from tests.unit.courier.refusals import refusal

ADA, BEN, CLEO = player(1), player(2), player(3)


class Kept:
    """Keeps what was said of people, and would invite everybody who is not in."""

    def __init__(self) -> None:
        self.said: dict[UserId, str] = {}
        self.gone: list[UserId] = []

    async def deactivated(self, _team: str, user: UserId) -> None:
        self.gone.append(user)

    async def to_invite(self, _game: GameId, invite: Invite) -> tuple[UserId, ...]:
        return tuple(user for user in invite.users if self.said.get(user) != "")

    async def invited(self, _game: GameId, _room: str, said: Mapping[UserId, str]) -> None:
        self.said |= said


class Slack:
    """Refuses people as it is told, in the form that it is given."""

    def __init__(self, refused: Mapping[UserId, str], form: str = "errors") -> None:
        self.refused, self.form, self.asked = dict(refused), form, list[Sequence[str]]()

    async def __call__(self, _method: str, _channel: str, /, **arguments: Any) -> Any:
        wanted = str(arguments["users"]).split(",")
        self.asked.append(wanted)
        bad = [UserId(user) for user in wanted if user in self.refused]
        errors = [{"user": user, "ok": False, "error": self.refused[user]} for user in bad]
        if not errors:
            return {"ok": True}
        if self.form == "errors" and len(bad) < len(wanted):
            return {"ok": True, "errors": errors}
        raise refusal(self.refused[bad[0]], **({"errors": errors} if self.form == "errors" else {}))


async def invited(slack: Slack, kept: Kept, *users: UserId, attempts: int = 0) -> Mapping[UserId, str]:
    row = OutboxRow(
        team_id="T1",
        game_id="g1",
        kind="invite",
        lane="g1/council:1",
        subject={},
        priority=0,
        created_at=at(0),
        attempts=attempts,
    )
    doors = Doors(cast(MembershipService, kept), cast(AccountService, kept))
    await doors.invite(row, Invite("council:1", users), "C1", slack)
    return kept.said


@pytest.mark.parametrize("form", ["errors", "the first error alone"])
@pytest.mark.parametrize("error", ["user_is_ultra_restricted", "org_user_not_in_team", "cant_invite"])
async def test_one_who_is_refused_keeps_nobody_else_out_and_is_known(form: str, error: str) -> None:
    slack = Slack({BEN: error}, form)

    assert await invited(slack, Kept(), ADA, BEN, CLEO) == {ADA: "", BEN: error, CLEO: ""}


@pytest.mark.parametrize("form", ["errors", "the first error alone"])
async def test_where_all_are_refused_each_has_a_reason_of_their_own(form: str) -> None:
    slack = Slack({ADA: "user_is_restricted", BEN: "user_not_found"}, form)

    assert await invited(slack, Kept(), ADA, BEN) == {ADA: "user_is_restricted", BEN: "user_not_found"}


@pytest.mark.parametrize("error", ["already_in_channel", "cant_invite_self"])
async def test_who_is_in_already_is_in(error: str) -> None:
    assert await invited(Slack({ADA: error}), Kept(), ADA) == {ADA: ""}
    assert await invited(Slack({ADA: error}), Kept(), ADA, BEN) == {ADA: "", BEN: ""}


async def test_a_reason_that_passes_is_tried_again_for_that_one_and_in_the_end_told() -> None:
    # given
    slack, kept = Slack({BEN: "fetch_members_failed"}), Kept()

    # when
    with pytest.raises(Passing):
        await invited(slack, kept, ADA, BEN)
    with pytest.raises(Passing):
        await invited(slack, kept, ADA, BEN, attempts=1)

    # then the other one was asked for once
    assert kept.said == {ADA: ""}
    assert slack.asked == [[ADA, BEN], [BEN]]

    # when it does not pass
    said = await invited(slack, kept, ADA, BEN, attempts=TRIED)

    # then it is known as well
    assert said == {ADA: "", BEN: "fetch_members_failed"}


@pytest.mark.parametrize("form", ["errors", "the first error alone"])
async def test_a_deactivated_account_is_no_trouble_of_the_channel_but_news_of_its_own(form: str) -> None:
    kept = Kept()

    said = await invited(Slack({BEN: "user_disabled"}, form), kept, ADA, BEN, CLEO)

    assert (said, kept.gone) == ({ADA: "", CLEO: ""}, [BEN])


async def test_what_concerns_everybody_is_raised_and_says_nothing_of_anybody() -> None:
    kept = Kept()

    with pytest.raises(SlackApiError):
        await invited(Slack({ADA: "restricted_action"}, "the first error alone"), kept, ADA, BEN)

    assert kept.said == {}
