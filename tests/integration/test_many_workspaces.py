"""One process, or several, for all workspaces that have installed Moot: courier, alarms and leases at work,
with somebody in the place of Slack who knows the tokens apart."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from typing import Any

import pytest
from pydantic import SecretStr
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from sqlmodel import col, select

from bot import clock
from bot.config import Settings
from bot.db import leases
from bot.db.engine import make_sessions
from bot.db.installations import Installation
from bot.db.sealed import new_key
from bot.db.tables import LeaseRow
from bot.domain.errors.installations import NotInstalled
from bot.domain.game import commands as c
from bot.domain.ids import ChannelId, GameId, SlackTeam, UserId
from bot.metrics import Metrics
from bot.runtime import reaching
from bot.runtime.machinery import delivering
from bot.runtime.store import Store, open_store
from bot.services.games import NewGame
from bot.slack.edge.calling import MeasuredClient
from bot.slack.edge.installed import InstalledClients
from bot.slack.installation.office import SlackOffice
from tests.conftest import Databases
from tests.patience import until

ONE, TWO, ORG = SlackTeam("", "T1"), SlackTeam("", "T2"), SlackTeam("E1", "")
ADA, PLENARY = UserId("U1"), ChannelId("C1")
KEY = new_key()
IDLE = 200  # workspaces


@dataclass
class Slack:
    """Takes every call, unless its token is `dead`; remembers with which token it came."""

    calls: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)
    dead: set[str] = field(default_factory=set)
    out_of: set[str] = field(default_factory=set)  # workspaces of its organization
    numbers: Any = field(default_factory=lambda: count(1))

    async def answer(self, client: AsyncWebClient, method: str, **given: Any) -> AsyncSlackResponse:
        """In the place of every client's api_call."""
        said = {**(given.get("params") or {}), **(given.get("json") or {})}
        token = given.get("params", {}).get("token") or client.token or ""
        self.calls.append((token, method, said))
        answer: dict[str, Any] = {"ok": True, "ts": f"{next(self.numbers)}.0", "channel": said.get("channel")}
        if method == "conversations.create":
            answer["channel"] = {"id": f"C{next(self.numbers)}"}
        if method == "auth.teams.list":
            answer["teams"] = [{"id": team} for team in ("T8", "T9") if team not in self.out_of]
        elif token == "xoxb-org" and said.get("team_id") in self.out_of:
            answer = {"ok": False, "error": "team_access_not_granted"}
        if token in self.dead:
            answer = {"ok": False, "error": "token_revoked"}
        made = AsyncSlackResponse(
            client=client, http_verb="POST", api_url="", req_args={}, data=answer, headers={}, status_code=200
        )
        checked: AsyncSlackResponse = made.validate()  # type: ignore[no-untyped-call]
        return checked

    def told(self, token: str) -> str:
        """All that was called with it, as text."""
        return str([one for one in self.calls if one[0] == token])


@pytest.fixture
def slack(monkeypatch: pytest.MonkeyPatch) -> Slack:
    found = Slack()

    async def call(client: AsyncWebClient, method: str, **given: Any) -> AsyncSlackResponse:
        return await found.answer(client, method, **given)

    monkeypatch.setattr(AsyncWebClient, "api_call", call)
    monkeypatch.setattr(reaching, "ASKED_EACH", 0.01)
    return found


def settings_of(url: str) -> Settings:
    given = {"slack_client_id": "1.2", "moot_public_url": "https://moot.example.org", "moot_lease_seconds": 1}
    return Settings(
        _env_file=None, database_url=url, moot_token_keys=SecretStr(KEY), moot_budget_factor=1e5, **given
    )


def clients_of(store: Store) -> InstalledClients:
    """Its clients; they call nobody."""
    return InstalledClients(
        store.services, lambda token: MeasuredClient(Metrics(), token=token or None, retry_handlers=[])
    )


@asynccontextmanager
async def a_replica(url: str) -> AsyncIterator[Store]:
    """A bot at work for all workspaces, but for the way in."""
    settings = settings_of(url)
    async with open_store(settings) as store:
        store.services.installations.renewals.office = SlackOffice(AsyncWebClient(), settings)
        async with delivering(store, clients_of(store), settings):
            yield store


async def install(store: Store, team: SlackTeam, token: str) -> None:
    """Somebody lets Moot in."""
    given = "A1", "UMOOT", "BMOOT", frozenset({"chat:write"}), SecretStr(token), ADA, clock.now()
    address = f"https://{team.id.lower()}.slack.com/"
    await store.services.installations.save(Installation(team.enterprise, team.id, *given, url=address))


async def a_game(store: Store, team: SlackTeam, *, started: bool = False) -> GameId:
    """A game there, in the same channel and by the same person as in every other workspace."""
    games, game = store.services.of(team).games, GameId(f"of{team.id.lower()}")
    new = NewGame(game, team, f"Game of {team.id}", "rainbow-road", PLENARY, (), None, "UTC", 1, 1)
    await games.create(new, actor=ADA)
    if started:
        for number in range(5):
            await games.handle(game, c.Join(UserId(f"U{number}")), actor=UserId(f"U{number}"))
        await games.handle(game, c.PlanSeating(), actor=ADA)
        await games.handle(game, c.DealSeats(), actor=ADA)
        await games.handle(game, c.StartGame(), actor=ADA)
    return game


async def stands_still(store: Store, game: GameId) -> bool:
    """Whether it is cut off."""
    found = (await store.services.reader.game(game))[0].clock
    return found is not None and found.cut_off


async def test_each_game_is_sent_with_the_token_of_its_workspace(database_url: str, slack: Slack) -> None:
    async with a_replica(database_url) as store:
        for team, token in ((ONE, "xoxb-one"), (TWO, "xoxb-two")):
            await install(store, team, token)
            await a_game(store, team)

        for team, token, other in ((ONE, "xoxb-one", TWO), (TWO, "xoxb-two", ONE)):
            await until(lambda: f"Game of {team.id}" in slack.told(token), "its card is sent")  # noqa: B023
            assert f"Game of {other.id}" not in slack.told(token)
        assert store.health.held() == {"T1", "T2"}


async def test_a_revoked_token_stops_the_games_of_its_workspace_and_of_no_other(
    database_url: str, slack: Slack
) -> None:
    async with a_replica(database_url) as store:
        # given a running game in each of two workspaces
        await install(store, ONE, "xoxb-one")
        await install(store, TWO, "xoxb-two")
        one, two = [await a_game(store, team, started=True) for team in (ONE, TWO)]
        await until(lambda: "conversations.create" in slack.told("xoxb-two"), "it is opened")

        # when one of the tokens is revoked, and no event tells
        slack.dead.add("xoxb-one")
        await store.services.of(ONE).requests.home("T1", ADA)

        # then its game stands still, its work waits, and the other goes on
        await until(partial(stands_still, store, one), "it stands still")
        await until(lambda: store.health.held() == {"T2"}, "nobody has its lease")
        assert not await stands_still(store, two)
        await store.services.of(TWO).requests.home("T2", ADA)
        await until(lambda: "views.publish" in slack.told("xoxb-two"), "the other is served")

        # and it counts as uninstalled, which begins the time until all of it is deleted
        async def is_gone() -> bool:
            return [there.gone for there in await store.services.installations.all()] == ["token_revoked", ""]

        await until(is_gone, "it is gone")

        # and with another token it goes on
        await install(store, ONE, "xoxb-new")
        await until(lambda: "views.publish" in slack.told("xoxb-new"), "what waited is delivered")

        async def goes_on() -> bool:
            return not await stands_still(store, one)

        await until(goes_on, "it goes on")


async def test_replicas_hear_of_what_another_one_was_told(new_database: Databases, slack: Slack) -> None:
    url = new_database("postgres")
    async with AsyncExitStack() as stack:
        # given two replicas, of which one looks after a running game
        holder = await stack.enter_async_context(a_replica(url))
        await install(holder, ONE, "xoxb-one")
        game = await a_game(holder, ONE, started=True)
        await until(lambda: holder.health.held() == {"T1"}, "one looks after it")
        other = await stack.enter_async_context(a_replica(url))

        # when the other is told that Moot was uninstalled
        slack.dead.add("xoxb-one")
        (there,) = await other.services.installations.all()
        await other.services.installations.gone(there, "app_uninstalled", clock.now())

        # then the game stands still, and neither has the lease
        await until(partial(stands_still, holder, game), "it stands still")
        await until(lambda: not (holder.health.held() or other.health.held()), "nobody has the lease")

        # and when it is installed again there, one of them has the game go on
        await install(other, ONE, "xoxb-new")

        async def goes_on() -> bool:
            return not await stands_still(holder, game)

        await until(goes_on, "it goes on")
        await until(lambda: "stood still" in slack.told("xoxb-new"), "its facilitator is told")


async def test_in_an_organization_its_token_says_in_which_workspace_it_acts(
    database_url: str, slack: Slack
) -> None:
    async with a_replica(database_url) as store:
        # given an organization that has Moot, and somebody who opens their Home in one of its workspaces
        await install(store, ORG, "xoxb-org")
        await store.services.of(SlackTeam("E1", "T9")).requests.home("T9", ADA, "E1")

        # then it is published by a replica that knows nothing but what is stored
        await until(lambda: "views.publish" in slack.told("xoxb-org"), "Home is published")

        # and what Slack must know the workspace for names it, and other calls do not
        client = await clients_of(store).of(SlackTeam("E1", "T9"))
        await client.conversations_create(name="x")
        await client.users_list()
        await client.chat_postMessage(channel="C1", text="x")
        named = {method: said.get("team_id") for _, method, said in slack.calls[-3:]}
        assert named == {"conversations.create": "T9", "users.list": "T9", "chat.postMessage": None}


async def test_a_workspace_that_its_organization_took_moot_out_of_stands_still_until_it_is_added_again(
    database_url: str, slack: Slack
) -> None:
    there, other = SlackTeam("E1", "T9"), SlackTeam("E1", "T8")
    async with a_replica(database_url) as store:
        # given an organization with a running game in each of two workspaces
        await install(store, ORG, "xoxb-org")
        one, two = [await a_game(store, team, started=True) for team in (there, other)]
        await until(lambda: store.health.held() == {"T8", "T9"}, "both are looked after")

        # when it takes Moot out of one of them, and no event tells
        slack.out_of.add("T9")
        client = await clients_of(store).of(there)
        with pytest.raises(SlackApiError):
            await client.conversations_create(name="x")

        # then its game stands still, and the other goes on
        await until(partial(stands_still, store, one), "it stands still")
        await until(lambda: store.health.held() == {"T8"}, "nobody has its lease")
        assert not await stands_still(store, two)

        # and when Slack tells that it is there again, it goes on
        slack.out_of.clear()
        await store.services.installations.granted(there, clock.now())

        async def goes_on() -> bool:
            return not await stands_still(store, one)

        await until(goes_on, "it goes on")


async def test_a_store_finds_the_organization_of_a_workspace(database_url: str) -> None:
    async with open_store(settings_of(database_url)) as store:
        await store.services.of(SlackTeam("E1", "T9")).requests.home("T9", ADA, "E1")
        await a_game(store, SlackTeam("E2", "T8"))
    async with open_store(settings_of(database_url)) as store:
        for team in (SlackTeam("E1", "T9"), SlackTeam("E2", "T8"), SlackTeam("", "T7")):
            assert (await store.services.at(team.id)).team == team


async def test_a_client_is_that_of_the_present_token(database_url: str, slack: Slack) -> None:
    async with open_store(settings_of(database_url)) as store:
        clients = clients_of(store)
        await install(store, ONE, "xoxb-one")
        first = await clients.of(ONE)
        assert await clients.of(ONE) is first
        assert store.services.of(ONE).reader.address == "https://t1.slack.com/"

        await install(store, ONE, "xoxb-new")
        assert (await clients.of(ONE)).token == "xoxb-new"

        (there,) = await store.services.installations.all()
        await store.services.installations.gone(there, "app_uninstalled", clock.now())
        with pytest.raises(NotInstalled):
            await clients.of(ONE)
        assert not slack.calls, "Slack is not asked"


async def test_workspaces_with_nothing_to_do_take_no_task_and_no_lease(
    database_url: str, slack: Slack
) -> None:
    settings = settings_of(database_url)
    async with open_store(settings) as store:
        clients = clients_of(store)
        async with delivering(store, clients, settings):
            await install(store, ORG, "xoxb-org")
            before = len(asyncio.all_tasks())

            for number in range(IDLE):
                await clients.of(SlackTeam("E1", f"T{number}"))

            # what ends in a moment, as a transaction does, may still be there
            await until(lambda: len(asyncio.all_tasks()) <= before, "there are no more tasks than before")
            assert store.health.held() == frozenset()
            assert not slack.calls


async def test_a_lease_goes_back_where_nothing_is_left_to_do(
    database_url: str, slack: Slack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leases, "KEPT_IDLE", 0.0)
    async with a_replica(database_url) as store:
        # given a workspace with a game, and one in which somebody opens their Home
        await install(store, ONE, "xoxb-one")
        await install(store, TWO, "xoxb-two")
        await a_game(store, ONE)
        await store.services.of(TWO).requests.home("T2", ADA)
        await until(lambda: "views.publish" in slack.told("xoxb-two"), "Home is published")

        # then that one is soon looked after by nobody, until there is something to do again
        await until(lambda: store.health.held() == {"T1"}, "it is given back")
        async with make_sessions(store.engine)() as session:
            holder = select(LeaseRow.holder).where(col(LeaseRow.team_id) == "T2")
            assert await session.scalar(holder) == leases.NOBODY
        await store.services.of(TWO).requests.home("T2", ADA)
        await until(lambda: slack.told("xoxb-two").count("views.publish") == 2, "Home is published again")


async def test_what_one_workspace_keeps_busy_is_not_taken_up_for_all(database_url: str) -> None:
    async with open_store(settings_of(database_url)) as store:
        all_of_them, one = store.services.inbox, store.services.of(ONE).inbox
        kept = await one.keep({"team": {"id": "T1"}})

        assert await all_of_them.take_up() == []
        one.left(kept)
        assert [taken.id for taken in await all_of_them.take_up()] == [kept]
