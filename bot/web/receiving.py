"""Slack's deliveries by HTTP: at one request URL for events, commands and interactivity.

Each is signed (docs.slack.dev, authentication/verifying-requests-from-slack); what is not, or is older than
five minutes, is refused. What is not acknowledged comes again, with the same content.
"""

import re
from collections.abc import Callable, Sequence
from functools import partial
from http import HTTPStatus

from slack_bolt.adapter.starlette.async_handler import to_async_bolt_request, to_starlette_response
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.slack.edge.incoming import Incoming
from bot.slack.edge.manifest import REQUEST_PATH
from bot.web.bounds import Refusals

LARGEST = 2_000_000  # bytes; Slack's are far smaller, and whoever sends more is not Slack
STAMP, SIGNATURE = re.compile(r"[0-9]{1,12}"), re.compile(r"v0=[0-9a-f]{64}")

UNREADABLE = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What Bolt raises where a body is not what Slack sends."""


def create_app(
    bolt: AsyncApp,
    incoming: Incoming,
    signing_secret: str,
    shut: Callable[[], bool] = lambda: False,
    pages: Sequence[BaseRoute] = (),
) -> Starlette:
    """The ASGI app, with `pages` besides. Bodies that are not signed with the secret are not even read; while
    we are `shut`, nothing is."""
    verifier, refusals = SignatureVerifier(signing_secret), Refusals()

    async def deliver(request: Request) -> Response:
        if shut():
            return Response(status_code=HTTPStatus.SERVICE_UNAVAILABLE)
        try:
            delivery = _read(request, await _body(request, verifier))
        except HTTPException as refused:
            refusals.note(refused.detail)
            return Response(status_code=refused.status_code)
        work = partial(bolt.async_dispatch, delivery)
        # Whoever sends a signed request again, word for word, is answered like the first time.
        signed = request.headers["x-slack-signature"]
        async with incoming.answered(delivery.body, signed, work) as answer:
            return to_starlette_response(answer)

    app = Starlette(routes=[Route(REQUEST_PATH, deliver, methods=["POST"]), *pages])
    app.router.redirect_slashes = False  # a redirect would repeat any host that a request names
    return app


async def _body(request: Request, verifier: SignatureVerifier) -> bytes:
    """What Slack has signed. Raises HTTPException."""
    length = request.headers.get("content-length", "")
    if not length.isdecimal():
        raise HTTPException(HTTPStatus.LENGTH_REQUIRED, "it does not say how long it is")
    if len(length) > len(str(LARGEST)) or int(length) > LARGEST:
        raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "it is too large")
    if not _may_be_signed(request):
        raise HTTPException(HTTPStatus.UNAUTHORIZED, "it is not signed")
    try:
        body = await request.body()
    except ClientDisconnect:
        raise HTTPException(HTTPStatus.BAD_REQUEST, "it broke off") from None
    if not _is_signed(body, request, verifier):
        raise HTTPException(HTTPStatus.UNAUTHORIZED, "it is not signed with our secret, or old")
    return body


def _read(request: Request, body: bytes) -> AsyncBoltRequest:
    """As Bolt reads it. Raises HTTPException."""
    try:
        delivery = to_async_bolt_request(request, body)
    except UNREADABLE:
        raise HTTPException(HTTPStatus.BAD_REQUEST, "it is signed, and cannot be read") from None
    return delivery


def _may_be_signed(request: Request) -> bool:
    stamp, signature = (
        request.headers.get(f"x-slack-{name}", "") for name in ("request-timestamp", "signature")
    )
    return bool(STAMP.fullmatch(stamp) and SIGNATURE.fullmatch(signature))


def _is_signed(body: bytes, request: Request, verifier: SignatureVerifier) -> bool:
    try:
        return verifier.is_valid_request(body, dict(request.headers))
    except ValueError:  # it is no text
        return False
