"""What a request asks for, as JSON; and the answer where it cannot be done."""

from contextlib import suppress
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.workspace.api.web_api import Answer


class BadRequest(Exception):
    """Nothing that a person could do is asked for; the sentence is for a reader."""

    def __init__(self, sentence: str, status: int = 400) -> None:
        super().__init__(sentence)
        self.status = status


async def asked_for(request: Request) -> dict[str, Any]:
    """The body, if it says that it is JSON: other sites' pages can send all else without asking a browser."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    with suppress(ValueError):
        if kind == "application/json":
            given = await request.json()
            return given if isinstance(given, dict) else {}
    raise BadRequest("The body must be JSON, and its Content-Type say so.")


async def cannot(_: Request, why: Exception) -> Response:
    """The answer to what was refused, a CannotDo among them."""
    return Answer({"ok": False, "error": str(why)}, getattr(why, "status", 200))
