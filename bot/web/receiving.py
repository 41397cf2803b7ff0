"""Slack's deliveries by HTTP: at one request URL for events, commands and interactivity.

Each is signed (docs.slack.dev, authentication/verifying-requests-from-slack); what is not, or is older than
five minutes, is refused. What is not acknowledged comes again, with the same content.
"""

from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from uuid import uuid4

from slack_bolt.adapter.starlette.async_handler import to_async_bolt_request, to_starlette_response
from slack_bolt.async_app import AsyncApp
from slack_sdk.signature import SignatureVerifier
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.slack.edge.incoming import Incoming
from bot.slack.edge.manifest import REQUEST_PATH

LARGEST = 2_000_000  # bytes; Slack's are far smaller, and whoever sends more is not Slack


def create_app(
    bolt: AsyncApp, incoming: Incoming, signing_secret: str, shut: Callable[[], bool] = lambda: False
) -> Starlette:
    """The ASGI app. What is not signed with the secret is not even read; while we are `shut`, nothing is."""
    verifier = SignatureVerifier(signing_secret)

    async def deliver(request: Request) -> Response:
        if shut():
            return Response(status_code=HTTPStatus.SERVICE_UNAVAILABLE)
        if not request.headers.get("content-length", "").isdecimal():
            return Response(status_code=HTTPStatus.LENGTH_REQUIRED)
        if int(request.headers["content-length"]) > LARGEST:
            return Response(status_code=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        body = await request.body()
        if not _is_signed(body, request, verifier):
            return Response(status_code=HTTPStatus.UNAUTHORIZED)
        delivery = to_async_bolt_request(request, body)
        work = partial(bolt.async_dispatch, delivery)
        async with incoming.answered(delivery.body, uuid4().hex, work) as answer:
            return to_starlette_response(answer)

    return Starlette(routes=[Route(REQUEST_PATH, deliver, methods=["POST"])])


def _is_signed(body: bytes, request: Request, verifier: SignatureVerifier) -> bool:
    try:
        return verifier.is_valid_request(body, dict(request.headers))
    except (ValueError, TypeError):  # the moment is no number, or something is no text
        return False
