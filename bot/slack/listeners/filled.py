"""What was filled in in a modal."""

from typing import Any


def filled(view: dict[str, Any]) -> dict[str, Any]:
    """What was filled in, by block; None where nothing was."""
    return {block: _value(actions["value"]) for block, actions in view["state"]["values"].items()}


def _value(state: dict[str, Any]) -> Any:
    if "selected_option" in state:
        return (state["selected_option"] or {}).get("value")
    if "selected_options" in state:
        return [option["value"] for option in state["selected_options"] or ()]
    for key in ("value", "selected_users", "selected_user", "selected_date_time"):
        if key in state:
            return state[key]
    return None
