"""Photos in somebody's message: where they stand. They are never downloaded, so that takes no scope."""

from collections.abc import Mapping
from typing import Any

from bot.domain.photo import MOST_PHOTOS

MOST = 2_500  # characters of addresses; private_metadata holds 3,000


def links(message: Mapping[str, Any]) -> tuple[str, ...]:
    """The addresses of the message's pictures, as Slack gives them: at most so many as a form can carry."""
    found: list[str] = []
    for file in message.get("files") or ():
        address = str(file.get("permalink") or "")
        is_picture = str(file.get("mimetype") or "").startswith("image/")
        if is_picture and address.startswith(("https://", "http://")) and " " not in address:
            found.append(address)
    while sum(map(len, found)) > MOST or len(found) > MOST_PHOTOS:
        found.pop()
    return tuple(found)
