"""The composition root: the only module that wires."""

import asyncio
import gc
from functools import partial

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.config import Settings
from bot.domain.errors import MootError
from bot.domain.ids import SlackTeam
from bot.metrics import Metrics
from bot.platform.cures import Verdict, advice_on
from bot.platform.refused import error_of
from bot.runtime.machinery import connected, delivering, served
from bot.runtime.store import Store, open_store
from bot.slack.edge.calling import Clients, MeasuredClient, OneClient, team_of
from bot.slack.edge.installed import InstalledClients
from bot.slack.installation.office import SlackOffice
from bot.web.board.serving import boards_served
from bot.web.health import Health
from bot.web.serving import health_served

log = structlog.get_logger(__name__)
ANSWERED_IN = aiohttp.ClientTimeout(total=30, sock_connect=10)  # seconds; aiohttp's own is five minutes
ONE_NEEDS = 100  # connections, for one workspace; aiohttp's own
NEW_OBJECTS = 2_000  # between two looks of the garbage collector, which takes some milliseconds for them


class NoGameYet(MootError):
    template = "There is no game in this database yet."


class TokensMissing(MootError):
    template = (
        "These settings are missing: {names}. Put them into .env; deploy/README.md says where they come from."
    )
    restart_helps = False


class NeedsHttp(MootError):
    template = (
        "With SLACK_CLIENT_ID, Moot serves each workspace that installs it, which takes HTTP: start it with "
        "`moot run --http`. For one workspace, set SLACK_BOT_TOKEN instead."
    )


class TokenRefused(MootError):
    template = (
        "Slack refused {name}: {error}. Copy it anew from the app's settings, and reinstall the app if it is "
        "no longer installed; deploy/README.md says where."
    )


class Unreachable(MootError):
    template = "Slack cannot be reached at {address} ({fault}). Check the network, or SLACK_API_URL."


def make_client(
    settings: Settings,
    session: aiohttp.ClientSession | None,
    metrics: Metrics | None = None,
    token: str | None = None,
) -> MeasuredClient:
    """A Web API client: of the workspace in the settings, unless there is another token. Without a session,
    each call has its own."""
    return MeasuredClient(
        metrics or Metrics(),
        token=settings.slack_bot_token.get_secret_value() if token is None else token or None,
        base_url=settings.slack_api_url,
        session=session,
        retry_handlers=[],  # the courier retries; a blind retry could post twice
    )


async def check_tokens(client: AsyncWebClient, settings: Settings, *, http: bool) -> tuple[SlackTeam, str]:
    """Tries the tokens, since Bolt would retry a wrong one for ever; whose they are, and the address of that
    workspace. Raises TokenRefused."""
    try:
        name = "SLACK_BOT_TOKEN"
        answer = await client.auth_test()
        if not http:
            name = "SLACK_APP_TOKEN"
            await client.apps_connections_open(app_token=settings.slack_app_token.get_secret_value())
        return team_of(answer), answer.get("url") or ""
    except SlackApiError as refused:
        if advice_on(error_of(refused)).verdict is Verdict.AGAIN:  # that is no fault of the token
            raise Unreachable(address=settings.slack_api_url, fault=error_of(refused)) from None
        raise TokenRefused(name=name, error=refused.response.get("error", "no reason")) from None
    except (aiohttp.ClientError, OSError) as fault:
        raise Unreachable(address=settings.slack_api_url, fault=type(fault).__name__) from None


def check_settings(settings: Settings, *, http: bool) -> None:
    """Whether they are complete. Raises TokensMissing and NeedsHttp."""
    if settings.many and not http:
        raise NeedsHttp
    if settings.many:
        needed = {
            "SLACK_CLIENT_SECRET": settings.slack_client_secret.get_secret_value(),
            "MOOT_TOKEN_KEYS": settings.moot_token_keys.get_secret_value(),
            "MOOT_PUBLIC_URL": settings.moot_public_url,
        }
    else:
        needed = {"SLACK_BOT_TOKEN": settings.slack_bot_token.get_secret_value()}
    if http:
        needed["SLACK_SIGNING_SECRET"] = settings.slack_signing_secret.get_secret_value()
    else:
        needed["SLACK_APP_TOKEN"] = settings.slack_app_token.get_secret_value()
    if missing := [name for name, value in needed.items() if not value]:
        raise TokensMissing(names=", ".join(missing))


async def make_clients(
    settings: Settings, store: Store, session: aiohttp.ClientSession, *, http: bool
) -> Clients:
    """Those of all workspaces that install the app, or that of the one workspace whose token is set: it is
    tried. Raises TokenRefused and Unreachable."""
    make = partial(make_client, settings, session, store.health.metrics)
    if settings.many:
        lasting = make_client(settings, None, store.health.metrics, "")  # a stop waits for renewals
        store.services.installations.renewals.office = SlackOffice(lasting, settings)
        return InstalledClients(store.services, make)
    clients = OneClient(make())
    store.serves(*await check_tokens(clients.client, settings, http=http))
    return clients


async def run(settings: Settings, *, http: bool = False) -> None:
    """Runs the bot until it is cancelled. Raises TokensMissing, NeedsHttp, TokenRefused, Unreachable,
    CannotListen and BrokenPack."""
    check_settings(settings, http=http)
    health = Health()
    async with (
        health_served(settings.moot_health_address, health),
        open_store(settings, health=health) as store,
        _session(settings) as session,
    ):
        clients = await make_clients(settings, store, session, http=http)
        async with (
            boards_served(settings, await served(store, clients)),
            delivering(store, clients, settings) as working,
            connected(store, clients, settings, http=http),
        ):
            log.info("moot is connected", action="run")
            _settle_down()
            try:
                done, _ = await asyncio.wait(working, return_when=asyncio.FIRST_EXCEPTION)
            except asyncio.CancelledError:
                health.stopping = True
                raise
            for task in done:
                task.result()


def _session(settings: Settings) -> aiohttp.ClientSession:
    """Where Slack is slow to answer for one of many workspaces, the others need connections, too; how many
    calls are made at once is bounded elsewhere."""
    limit = 0 if settings.many else ONE_NEEDS
    return aiohttp.ClientSession(timeout=ANSWERED_IN, connector=aiohttp.TCPConnector(limit=limit))


def _settle_down() -> None:
    """The garbage collector stops everything while it looks through all objects. What was loaded by now stays
    for as long as we run, and need not be looked through; and what is new is looked through less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, 20, 20)
