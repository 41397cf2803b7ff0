"""News that Moot is gone reaches the installation, whoever's tokens ended and whenever it comes."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, cast

import pytest
from slack_bolt.context.async_context import AsyncBoltContext

from bot.domain.ids import Moment, SlackTeam
from bot.services import Services
from bot.slack.installation.listeners import granted, revoked, uninstalled, withdrawn
from tests.builders import NOON

THEN = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)


@dataclass
class Told:
    """In the place of the services: remembers what they were told, and whether that is so."""

    gone: bool = True
    lost_: list[tuple[SlackTeam, str, Moment]] = field(default_factory=list)
    refused_: list[str] = field(default_factory=list)
    asked_: list[str] = field(default_factory=list)

    @property
    def installations(self) -> "Told":
        return self

    @property
    def reach(self) -> "Told":
        return self

    async def lost(self, team: SlackTeam, why: str, at: Moment) -> bool:
        self.lost_.append((team, why, at))
        return self.gone

    async def withdrawn(self, team: SlackTeam, at: Moment) -> bool:
        self.lost_.append((team, "withdrawn", at))
        return self.gone and team.id != "T2"

    async def granted(self, team: SlackTeam, at: Moment) -> None:
        self.lost_.append((team, "granted", at))

    def of(self, team: SlackTeam) -> "Told":
        self.asked_.append(team.id)
        return self

    def refused(self, method: str, error: str) -> None:
        assert method == ""
        self.refused_.append(error)

    def now(self) -> Moment:
        return NOON


def given(told: Told, event: dict[str, Any], **body: Any) -> dict[str, Any]:
    context = AsyncBoltContext({"team_id": "T1", "enterprise_id": "E1"})
    return {"event": event, "body": body, "context": context, "services": cast(Services, told)}


async def told_of_the_end(told: Told, **body: Any) -> None:
    known = given(told, {"type": "app_uninstalled"}, **body)
    await uninstalled(known["body"], known["context"], known["services"])


async def test_an_uninstalled_app_stops_the_games_from_the_moment_that_slack_names() -> None:
    told = Told()

    await told_of_the_end(told, event_time=int(THEN.timestamp()))

    assert told.lost_ == [(SlackTeam("E1", "T1"), "app_uninstalled", THEN)]
    assert told.refused_ == ["app_uninstalled"]


async def test_news_that_came_too_late_stops_nothing() -> None:
    told = Told(gone=False)

    await told_of_the_end(told, event_time=int(THEN.timestamp()))

    assert told.refused_ == []


@pytest.mark.parametrize("moment", [None, "soon", 1e300, float("nan"), {}])
async def test_without_a_moment_from_slack_the_removal_is_now(moment: Any) -> None:
    told = Told()

    await told_of_the_end(told, event_time=moment)

    assert [at for _, _, at in told.lost_] == [NOON]


@pytest.mark.parametrize(("bots", "stops"), [(["UMOOT"], True), ([], False)])
async def test_only_the_end_of_the_bots_own_token_counts(bots: list[str], stops: bool) -> None:
    told = Told()

    await revoked(**given(told, {"type": "tokens_revoked", "tokens": {"oauth": ["UADA"], "bot": bots}}))

    assert told.refused_ == (["token_revoked"] if stops else [])


async def test_each_workspace_that_an_organization_took_moot_out_of_stands_still() -> None:
    told, event = Told(), {"type": "team_access_revoked", "team_ids": ["T1", "T2", "T3"]}

    await withdrawn(**given(told, event, event_time=int(THEN.timestamp())))

    assert told.lost_ == [(SlackTeam("E1", team), "withdrawn", THEN) for team in ("T1", "T2", "T3")]
    assert told.asked_ == ["T1", "T3"], "where Slack says that it is still there, nothing stops"
    assert told.refused_ == ["team_access_revoked"] * 2


async def test_each_workspace_that_an_organization_added_moot_to_is_told() -> None:
    told = Told()

    await granted(**given(told, {"type": "team_access_granted", "team_ids": ["T1", "T2"]}))

    assert told.lost_ == [(SlackTeam("E1", team), "granted", NOON) for team in ("T1", "T2")]
