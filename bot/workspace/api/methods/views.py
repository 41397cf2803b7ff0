"""views.*"""

from bot.workspace.api import payloads, views
from bot.workspace.api.method import Call, method
from bot.workspace.state.records import Json, View
from bot.workspace.state.refusals import ApiError, bad_arguments

_TRIGGER = "trigger_id interactivity_pointer"


def _payload(call: Call) -> Json:
    view = call.get("view")
    if not isinstance(view, dict):
        raise bad_arguments("must be an object [json-pointer:/view]")
    return view


def _trigger(call: Call) -> str:
    trigger: str = call.get("trigger_id") or call.get("interactivity_pointer") or ""
    if not trigger:
        raise bad_arguments("missing required field: trigger_id")
    return trigger


def _shown(call: Call, view: View) -> Json:
    return {"view": payloads.view(call.team, view)}


@method("views.open", tier=4, required="view", optional=_TRIGGER)
def open_(call: Call) -> Json:
    """Opens a modal for the person who gave the trigger."""
    return _shown(call, views.open_(call.team, call.app, _trigger(call), _payload(call)))


@method("views.push", tier=4, required="view", optional=_TRIGGER)
def push(call: Call) -> Json:
    """Lays a modal on top of the one the trigger came from."""
    return _shown(call, views.push(call.team, call.app, _trigger(call), _payload(call)))


@method("views.update", tier=4, required="view", optional="view_id external_id hash")
def update(call: Call) -> Json:
    """Changes an open modal, found by view_id or external_id."""
    modals = call.team.modals
    if call.get("external_id"):
        view = modals.by_external_id(call.app, call.get("external_id"))
    elif call.get("view_id"):
        view = modals.view(call.get("view_id"))
    else:
        raise bad_arguments("missing required field: view_id")
    if view is None:
        raise ApiError("not_found")
    return _shown(call, views.update(call.team, call.app, view, _payload(call), call.get("hash")))


@method("views.publish", tier=4, required="user_id view", optional="hash")
def publish(call: Call) -> Json:
    """Sets the Home somebody sees."""
    person = call.person("user_id")
    if not call.app.home_tab:
        raise ApiError("not_enabled")
    if person.is_bot or person.deleted:
        raise bad_arguments("user_id must be a person who can open Home")
    return _shown(call, views.publish(call.team, call.app, person.id, _payload(call), call.get("hash")))
