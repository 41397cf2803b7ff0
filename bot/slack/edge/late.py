"""What was done after Slack had told its person that it failed: they hear of it, and do not do it twice."""

from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError

from bot.platform.refused import error_of
from bot.slack.blocks import answers
from bot.slack.edge.guard import Answer

log = structlog.get_logger(__name__)


async def told_late(answer: Answer, body: dict[str, Any], refused: dict[str, str]) -> None:
    """Tells what came of it, unless they have read it by now. `refused` is what a form was answered."""
    what = _words(body)
    if what is None or (answer.answered and answer.unsaid is None):
        return
    message = answer.unsaid or answers.done_after_all(what)
    if refused:
        message = answers.not_done_after_all(what, " ".join(refused.values()))
    try:
        await answer.by_any_way(message)
    except SlackApiError as fault:
        log.warning("nobody could be told what came of it", action="late", error=error_of(fault))
    except (aiohttp.ClientError, OSError, TimeoutError) as fault:
        log.warning("nobody could be told what came of it", action="late", fault=type(fault).__name__)


def _words(body: dict[str, Any]) -> str | None:
    """What the person did, in the words that they saw; None for what no person waits for."""
    if "command" in body:
        return f"{body['command']} {body.get('text', '')}".strip()
    match body.get("type"):
        case "view_submission":
            return str(body["view"]["title"]["text"])
        case "block_actions":
            return str((body["actions"][0].get("text") or {}).get("text") or "Your choice")
        case "shortcut" | "message_action":
            return "Your shortcut"
        case _:  # events, and forms that were closed
            return None
