"""What a request asks for, as JSON."""

from typing import Any

from starlette.requests import Request


async def json_of(request: Request) -> Any:
    """The body, if it says that it is JSON: other sites' pages can send all else without asking a browser.

    Raises ValueError.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise ValueError("it does not say that it is JSON")
    return await request.json()
