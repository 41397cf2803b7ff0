"""Whether Slack can be reached, accepts the settings, and tells the same time."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from email.utils import parsedate_to_datetime

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.cli.checkup.findings import Finding, fail, ok, warn
from bot.clock import Clock
from bot.config import Settings
from bot.domain.rights import Creators
from bot.platform import tokens
from bot.platform.cures import advice_on
from bot.platform.refused import NO_WORD, error_of
from bot.slack.edge.manifest import OPTIONAL, SCOPES

ANSWERS_IN = 2.0  # seconds; the whole checkup says within three seconds that Slack cannot be reached
FAST, TOO_FAST = timedelta(seconds=20), timedelta(minutes=2)  # how far our clock may be from Slack's
RENEW = "Paste the manifest (`moot manifest`) again under App Manifest, reinstall the app, use the new token."
APP_TOKEN_ADVICE = {
    "missing_scope": "The token lacks connections:write. Generate one that has it, under App-Level Tokens.",
    "not_allowed_token_type": "That is not an app-level token. One begins with xapp-; see App-Level Tokens.",
}
COPY_AGAIN = "Copy SLACK_APP_TOKEN again, and check that Socket Mode is on in the app's settings."
CREDENTIALS = "Basic Information, App Credentials"
OF_A_CREDENTIAL = ("invalid_client_id", "bad_client_secret", "invalid_client")
FOR_GROUPS = "usergroups:read"
NO_CODE = "moot-check"  # Slack checks the credentials first, and then says that this is no code
WANTS_NO_NETWORK = "Check the network, its proxy, or SLACK_API_URL."


async def of_slack(settings: Settings, now: Clock, *, http: bool) -> list[Finding]:
    """Everything that Slack is asked for, all at once."""
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient(
            token=settings.slack_bot_token.get_secret_value(),
            base_url=settings.slack_api_url,
            session=session,
        )
        if settings.many:
            asked = [_credentials(client, settings, now)]
        else:
            asked = [_bot_token(client, settings, now)]
            asked += [] if http else [_app_token(client, settings)]
        found = [finding for findings in await asyncio.gather(*asked) for finding in findings]
    if http or settings.many:
        found.append(_signing_secret(settings))
    return list(dict.fromkeys(found))  # say only once that it cannot be reached


async def _asked(
    settings: Settings,
    call: Callable[[], Awaitable[AsyncSlackResponse]],
    refusal: Callable[[str], Finding],
) -> AsyncSlackResponse | Finding:
    """Slack's answer, or what is wrong; `refusal` knows what its error code means."""
    try:
        async with asyncio.timeout(ANSWERS_IN):
            return await call()
    except SlackApiError as refused:
        error = error_of(refused)
        return refusal(error) if error != NO_WORD else _not_slack(settings)
    except TimeoutError:
        said = f"{settings.slack_api_url} has not answered within {ANSWERS_IN:.0f} seconds."
        return fail("Slack", said, WANTS_NO_NETWORK)
    except (aiohttp.ClientError, OSError) as fault:
        said = f"{settings.slack_api_url} cannot be reached ({type(fault).__name__})."
        return fail("Slack", said, WANTS_NO_NETWORK)


def _not_slack(settings: Settings) -> Finding:
    said = f"what answers at {settings.slack_api_url} is not Slack, or Slack is in trouble."
    advice = "A proxy or a network's login page may be in between. If not, see slack-status.com."
    return fail("Slack", said, advice)


async def _bot_token(client: AsyncWebClient, settings: Settings, now: Clock) -> list[Finding]:
    about, token = "bot token", settings.slack_bot_token.get_secret_value()
    wrong = _misplaced(about, "SLACK_BOT_TOKEN", token, "xoxb-", "OAuth & Permissions")
    if wrong is not None:
        return [wrong]

    def refusal(error: str) -> Finding:
        cure = tokens.REINSTALL if error in tokens.GONE else advice_on(error).sentence
        return fail(about, f"Slack refused it: {error}.", cure)

    answer = await _asked(settings, client.auth_test, refusal)
    if isinstance(answer, Finding):
        return [answer]
    headers = _lower(answer.headers)
    found = ok(about, f"works in {answer.get('team')}, as {answer.get('user')}.")
    return [found, _scopes(headers, settings), _clock(headers, now)]


async def _credentials(client: AsyncWebClient, settings: Settings, now: Clock) -> list[Finding]:
    """The client id and secret: Slack checks these before it refuses an impossible code."""
    about, secret = "client secret", settings.slack_client_secret.get_secret_value()
    if not secret:
        return [_missing(about, "SLACK_CLIENT_SECRET", CREDENTIALS)]
    said = {"client_id": settings.slack_client_id, "client_secret": secret, "code": NO_CODE}
    headers: dict[str, str] = {}

    async def call() -> AsyncSlackResponse:
        try:
            return await client.api_call("oauth.v2.access", data=said)
        except SlackApiError as refused:
            headers.update(_lower(refused.response.headers))
            raise

    def refusal(error: str) -> Finding:
        if error in OF_A_CREDENTIAL:
            again = f"Copy SLACK_CLIENT_ID and SLACK_CLIENT_SECRET again, from {CREDENTIALS}."
            return fail(about, f"Slack refused the app's credentials: {error}.", again)
        return ok(about, "Slack knows the app by its client id and secret.")

    answer = await _asked(settings, call, refusal)
    known = answer if isinstance(answer, Finding) else refusal("")
    return [known, _clock(headers, now)] if headers else [known]


def _lower(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _missing(about: str, name: str, place: str) -> Finding:
    return fail(about, f"{name} is missing.", f"Put it into .env. In Slack, find it under {place}.")


def _misplaced(about: str, name: str, token: str, begin: str, place: str) -> Finding | None:
    if not token:
        return _missing(about, name, place)
    if not token.startswith(begin):
        return fail(about, f"{name} does not begin with {begin}.", "The two tokens may be swapped.")
    return None


def _scopes(headers: Mapping[str, str], settings: Settings) -> Finding:
    about, told = "scopes", headers.get("x-oauth-scopes", "")
    if not told:
        return warn(about, "Slack does not say which scopes are granted.", RENEW)
    granted = {scope.strip() for scope in told.split(",")}
    if missing := [scope for scope in SCOPES if scope not in granted and scope not in OPTIONAL]:
        said = "; ".join(f"{scope} ({SCOPES[scope]})" for scope in missing)
        return fail(about, f"missing: {said}.", RENEW)
    if FOR_GROUPS not in granted and Creators.read(settings.moot_creators).groups:
        said = f"MOOT_CREATORS names user groups, and {FOR_GROUPS} was left out: their members are refused."
        return warn(about, said, RENEW)
    if more := sorted(granted - set(SCOPES)):
        return warn(about, f"granted, but not needed: {', '.join(more)}.", RENEW)
    if left_out := [scope for scope in OPTIONAL if scope not in granted]:
        said = "; ".join(f"{scope} ({SCOPES[scope]})" for scope in left_out)
        return ok(about, f"all required ones are granted. Left out: {said}.")
    return ok(about, f"all {len(SCOPES)} are granted, and no more.")


def _clock(headers: Mapping[str, str], now: Clock) -> Finding:
    about = "clock"
    try:
        away = abs(now() - parsedate_to_datetime(headers["date"]))
    except (KeyError, ValueError):
        return warn(about, "Slack did not say what time it is.", "Check this machine's clock yourself.")
    said = f"{away.total_seconds():.0f} seconds from Slack's."
    advice = "Bells would ring at the wrong time. Turn on time synchronisation (NTP)."
    if away > TOO_FAST:
        return fail(about, said, advice)
    return warn(about, said, advice) if away > FAST else ok(about, said)


async def _app_token(client: AsyncWebClient, settings: Settings) -> list[Finding]:
    about, token = "Socket Mode", settings.slack_app_token.get_secret_value()
    wrong = _misplaced(about, "SLACK_APP_TOKEN", token, "xapp-", "Basic Information, App-Level Tokens")
    if wrong is not None:
        return [wrong]

    def refusal(error: str) -> Finding:
        return fail(about, f"Slack refused a connection: {error}.", APP_TOKEN_ADVICE.get(error, COPY_AGAIN))

    async def call() -> AsyncSlackResponse:
        return await client.apps_connections_open(app_token=token)

    answer = await _asked(settings, call, refusal)
    return [answer if isinstance(answer, Finding) else ok(about, "Slack accepts a connection.")]


def _signing_secret(settings: Settings) -> Finding:
    about = "HTTP"
    if not settings.slack_signing_secret.get_secret_value():
        return _missing(about, "SLACK_SIGNING_SECRET", CREDENTIALS)
    said = f"will listen at {settings.moot_http_address}. Only Slack can tell whether it can reach that."
    return ok(about, said)
