"""Workspaces in which Slack refuses our token: their games stand still, and we keep asking until Slack
accepts it.

A workspace whose token works costs nothing here, and one whose token does not work does not affect the
others.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field
from functools import partial

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError

from bot.domain.errors.installations import NotInstalled
from bot.domain.errors.store import StoreAway
from bot.platform import tokens
from bot.platform.refused import error_of
from bot.services import Services
from bot.services.reach import OutOfReach, ReachService
from bot.slack.edge.calling import Clients

log = structlog.get_logger(__name__)
ASKED_EACH = (
    5.0  # seconds between two looks whether Slack takes a token again, for each that it does not take
)
ASKED_AT_LEAST_EACH = 60.0  # seconds, however many there are
AGAIN_IN = 0.5  # seconds until the next try, where the database was away
KNOWN_IN = 1.0  # seconds until we go on without knowing whether a workspace has us installed


@dataclass(eq=False, repr=False)
class Reaching:
    """`lost` is told when a workspace is out of reach, and `found` with its services when it no longer is.
    `app_token` is what Socket Mode connects with."""

    _services: Services
    _clients: Clients
    _out: OutOfReach
    _app_token: str
    _lost: Callable[[], None]
    _found: Callable[[Services], Awaitable[None]]
    _each: asyncio.TaskGroup = field(default_factory=asyncio.TaskGroup)
    _late: set[asyncio.Task[bool]] = field(default_factory=set)

    def able(self, team_id: str) -> bool:
        """Whether anything can be done in a workspace, as far as is known."""
        return team_id not in self._out.by_id

    def trouble(self) -> str:
        """What to do about the only workspace; empty where all is well."""
        return next((one.trouble for one in self._out.by_id.values()), "")

    def count(self) -> int:
        """How many workspaces are out of reach."""
        return len(self._out.by_id)

    def changed(self, team_id: str = "") -> None:
        """Slack may let us act again in this workspace, or in each."""
        for known, reach in self._out.by_id.items():
            if team_id in ("", known):
                reach.again.set()

    async def run(self) -> None:
        """Looks after each workspace that is out of reach, until cancelled."""
        async with asyncio.TaskGroup() as self._each:
            self._each.create_task(self._doubting())
            while True:
                self._each.create_task(self._look_after(await self._out.news.get()))

    async def _doubting(self) -> None:
        while True:
            reach = await self._out.doubts.get()
            await self._persistently(partial(self._ask_the_organization, reach))

    async def _ask_the_organization(self, reach: ReachService) -> None:
        assert reach.team is not None
        at = self._services.now()
        if not reach.trouble and await self._services.installations.withdrawn(reach.team, at, told=False):
            reach.refused("", tokens.WITHDRAWN)

    async def installed(self, teams: Collection[str]) -> list[str]:
        """Those of these workspaces that have us installed, as far as is known soon. The others are out of
        reach from now on."""
        looks = {asyncio.create_task(self._is_installed(team)): team for team in teams}
        if looks:
            _, late = await asyncio.wait(looks, timeout=KNOWN_IN)
            self._late = {one for one in self._late | late if not one.done()}
        return [team for look, team in looks.items() if not look.done() or look.result()]

    def go_on(self, teams: Collection[str]) -> None:
        """Games that stood still in these workspaces go on, where Slack lets us act: another replica may hold
        an old token. Nobody waits for that."""
        for team in teams:
            self._each.create_task(self._persistently(partial(self._go_on, team)))

    async def _go_on(self, team_id: str) -> None:
        reach = (await self._services.at(team_id)).reach
        games = await reach.standing()
        while games and not await self._is_let(reach):
            if reach.trouble:
                return  # it is looked after
            await asyncio.sleep(ASKED_EACH)
        for game in games:
            await reach.go_on(game)

    async def _look_after(self, reach: ReachService) -> None:
        assert reach.team is not None
        await self._persistently(reach.stand_still)
        self._lost()
        await self._persistently(partial(self._until_let, reach))
        reach.regained()
        await self._persistently(partial(self._found, self._services.of(reach.team)))

    async def _persistently(self, work: Callable[[], Awaitable[None]]) -> None:
        """What keeps one workspace from it is no matter of the others."""
        while True:
            try:
                return await work()
            except StoreAway:
                await asyncio.sleep(AGAIN_IN)
            except Exception:
                log.exception("a workspace could not be looked after; trying again", action="reach")
                await asyncio.sleep(ASKED_EACH)

    async def _until_let(self, reach: ReachService) -> None:
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(min(ASKED_AT_LEAST_EACH, ASKED_EACH * len(self._out.by_id))):
                    await reach.again.wait()
            reach.again.clear()
            if await self._is_let(reach):
                return
            await self._tell_if_gone(reach)

    async def _tell_if_gone(self, reach: ReachService) -> None:
        """An event that told of it may be lost, and the end of what is kept would never come. Raises
        StoreAway."""
        if reach.team is not None and reach.since is not None:
            await self._services.installations.refused(reach.team, reach.since)

    async def _is_let(self, reach: ReachService) -> bool:
        """Whether Slack takes our tokens; True also where it does not say."""
        assert reach.team is not None
        try:
            client = await self._clients.of(reach.team)
            await client.auth_test()
            if reach.by == tokens.APP_LEVEL:
                await client.apps_connections_open(app_token=self._app_token)
        except SlackApiError as refused:
            return error_of(refused) not in tokens.GONE
        except (NotInstalled, StoreAway, aiohttp.ClientError, OSError, TimeoutError):
            return False
        return True

    async def _is_installed(self, team_id: str) -> bool:
        try:
            services = await self._services.at(team_id)
            assert services.team is not None
            await self._clients.of(services.team)
        except NotInstalled:
            services.reach.refused("", tokens.UNINSTALLED)
            return False
        except StoreAway:
            pass  # the courier will know
        except Exception:  # no matter of the others, which wait for this
            log.exception("nobody knows whether a workspace has us installed", action="reach", team=team_id)
        return True
