"""Delivery to an app's request URL: signed HTTP posts, for apps that do not use Socket Mode."""

import hashlib
import hmac
import json
from urllib.parse import urlencode

import aiohttp

from bot.workspace.state.records import App, Json
from bot.workspace.state.refusals import NotAnswered
from bot.workspace.state.team import Team

_FORM = "application/x-www-form-urlencoded"
_REUSED_WITHIN = 2.0  # seconds; servers close what has idled for five, and must not while we use it again


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Slack's v0 signature over the raw body; `timestamp` is Unix seconds."""
    signed = hmac.new(secret.encode(), b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256)
    return "v0=" + signed.hexdigest()


def _body(kind: str, payload: Json) -> tuple[str, bytes]:
    if kind == "events_api":
        return "application/json", json.dumps(payload).encode()
    if kind == "interactive":
        return _FORM, urlencode({"payload": json.dumps(payload)}).encode()
    return _FORM, urlencode(payload).encode()


class RequestUrls:
    """Posts to the apps' request URLs."""

    def __init__(self, team: Team) -> None:
        self._team = team
        self._session: aiohttp.ClientSession | None = None

    async def request(
        self, app: App, kind: str, payload: Json, retry: tuple[int, str] | None, within: float
    ) -> Json | None:
        """Posts one delivery; gives the JSON answered, if any. A 200 in `within` seconds acknowledges it."""
        content_type, body = _body(kind, payload)
        timestamp = str(int(self._team.clock()))
        headers = {
            "Content-Type": content_type,
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature(app.signing_secret, timestamp, body),
            "User-Agent": "Slackbot 1.0 (rehearsal)",
        }
        if retry and retry[0]:
            headers |= {"X-Slack-Retry-Num": str(retry[0]), "X-Slack-Retry-Reason": retry[1]}
        traffic = self._team.traffic
        exchange = traffic.delivered(app.id, kind, payload)
        try:
            status, text = await self._post(app.request_url or "", body, headers, within)
            if status != 200:
                raise NotAnswered("http_error")
        except NotAnswered as trouble:
            traffic.lost(exchange, trouble.reason)
            raise
        traffic.acknowledged(exchange, text)
        return _answer(text)

    async def _post(self, url: str, body: bytes, headers: dict[str, str], within: float) -> tuple[int, str]:
        if self._session is None:
            connector = aiohttp.TCPConnector(keepalive_timeout=_REUSED_WITHIN)
            self._session = aiohttp.ClientSession(connector=connector)
        timeout = aiohttp.ClientTimeout(total=within)
        try:
            async with self._session.post(url, data=body, headers=headers, timeout=timeout) as response:
                return response.status, await response.text()
        except TimeoutError:
            raise NotAnswered("http_timeout") from None
        except aiohttp.ClientError as broken:
            raise NotAnswered("connection_failed") from broken

    async def close(self) -> None:
        """Closes the connections kept for reuse."""
        if self._session is not None:
            await self._session.close()
            self._session = None


def _answer(text: str) -> Json | None:
    if not text.strip():
        return None
    try:
        answer = json.loads(text)
    except ValueError:
        return {"text": text}
    return answer if isinstance(answer, dict) and answer else None
