"""What was filled in in a form."""

from typing import Any

from bot.domain.council import commands as cc
from bot.domain.ids import CouncilId, UserId
from bot.services import Services


def values(view: dict[str, Any]) -> dict[str, Any]:
    """What was filled in, by block; None where nothing was."""
    return {block: _value(next(iter(one.values()))) for block, one in view["state"]["values"].items()}


def _value(state: dict[str, Any]) -> Any:
    if "selected_option" in state:
        return (state["selected_option"] or {}).get("value")
    if "selected_options" in state:
        return [option["value"] for option in state["selected_options"] or ()]
    for key in ("value", "selected_users", "selected_user", "selected_date_time"):
        if key in state:
            return state[key]
    return None


async def handled_by_council(
    services: Services, body: dict[str, Any], view: dict[str, Any], command: cc.CouncilCommand
) -> None:
    council = CouncilId(view["private_metadata"])
    await services.councils.handle(council, command, actor=UserId(body["user"]["id"]))
