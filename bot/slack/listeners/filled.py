"""What was filled in in a modal."""

from typing import Any

from bot.domain.wording import Wording
from bot.slack.messages.forms import NO_QUESTION


def values(view: dict[str, Any]) -> dict[str, Any]:
    """What was filled in, by block; None where nothing was."""
    return {block: _value(next(iter(one.values()))) for block, one in view["state"]["values"].items()}


def wording(view: dict[str, Any]) -> Wording:
    """What somebody wants a proposal to say."""
    said = values(view)
    question = said.get("question")
    return Wording(
        title=said["title"] or "",
        text=said["text"] or "",
        question=None if question == NO_QUESTION else question,
        owner_team=said.get("owner_team"),
        enforcement=said.get("enforcement") or "",
        review=said.get("review") or "",
    )


def _value(state: dict[str, Any]) -> Any:
    if "selected_option" in state:
        return (state["selected_option"] or {}).get("value")
    if "selected_options" in state:
        return [option["value"] for option in state["selected_options"] or ()]
    for key in ("value", "selected_users", "selected_user", "selected_date_time"):
        if key in state:
            return state[key]
    return None
