"""What an app does with views: opening, pushing, changing and publishing them, checked as Slack does."""

import json

from bot.workspace.api import limits
from bot.workspace.api.block_kit import inputs
from bot.workspace.api.block_kit.blocks import check_view
from bot.workspace.api.shown_files import may_show
from bot.workspace.state.modals import Trigger
from bot.workspace.state.records import App, Json, View
from bot.workspace.state.refusals import ApiError, bad_arguments
from bot.workspace.state.team import Team


def open_(team: Team, app: App, trigger_id: str, payload: Json) -> View:
    """views.open. It replaces what was open. A trigger from inside a modal is refused: Slack promises nothing
    for it, and on phones nothing opens."""
    payload = _checked(team, app, payload, "modal")
    trigger = _take(team, app, trigger_id)
    if trigger.view_id is not None and not _on_home(team, trigger.view_id):
        raise ApiError("invalid_trigger_id")
    team.modals.close_all(trigger.user)
    return _put(team, app, trigger.user, payload, None)


def push(team: Team, app: App, trigger_id: str, payload: Json) -> View:
    """views.push, with a trigger from inside a modal."""
    payload = _checked(team, app, payload, "modal")
    trigger = _take(team, app, trigger_id)
    below = _below(team, trigger)
    if below is None:
        raise ApiError("not_found")
    return _put(team, app, trigger.user, payload, below)


def push_on(team: Team, app: App, below: View, payload: Json) -> View:
    """What `response_action: push` does."""
    return _put(team, app, below.user, _checked(team, app, payload, "modal"), below)


def update(team: Team, app: App, view: View, payload: Json, hash_: str | None = None) -> View:
    """views.update: what was typed stays where block_id and action_id are the same."""
    if view.app_id != app.id:
        raise ApiError("not_found")
    payload = _checked(team, app, payload, view.type, replaces=view)
    if hash_ is not None and hash_ != view.hash:
        raise ApiError("hash_conflict")
    team.modals.change(view, payload, inputs.still_there(payload["blocks"], view.chosen))
    return view


def publish(team: Team, app: App, user: str, payload: Json, hash_: str | None = None) -> View:
    """views.publish."""
    home = team.modals.homes.get((user, app.id))
    if home is not None:
        return update(team, app, home, payload, hash_)
    if hash_ is not None:
        raise ApiError("hash_conflict")
    return team.modals.publish(app, user, _checked(team, app, payload, "home"))


def _take(team: Team, app: App, trigger_id: str) -> Trigger:
    trigger = team.modals.trigger(trigger_id)
    if trigger is None or trigger.app_id != app.id:
        raise ApiError("invalid_trigger_id")
    if trigger.used:
        raise ApiError("exchanged_trigger_id")
    if team.clock() > trigger.given + team.trigger_seconds:
        raise ApiError("expired_trigger_id")
    trigger.used = True
    return trigger


def _on_home(team: Team, view_id: str) -> bool:
    view = team.modals.view(view_id)
    return view is not None and view.type == "home"


def _below(team: Team, trigger: Trigger) -> View | None:
    view = team.modals.view(trigger.view_id or "")
    return view if view is not None and view.type == "modal" else None


def _put(team: Team, app: App, user: str, payload: Json, below: View | None) -> View:
    if len(team.modals.stacks.get(user, [])) >= limits.VIEW_STACK:
        raise ApiError("push_limit_reached")
    return team.modals.open(app, user, payload, below)


def _checked(team: Team, app: App, payload: Json, kind: str, *, replaces: View | None = None) -> Json:
    if len(json.dumps(payload, ensure_ascii=False).encode()) > limits.VIEW_BYTES:
        raise ApiError("view_too_large")
    if payload.get("type") != kind:
        raise bad_arguments(f"must be a view of type {kind} [json-pointer:/view/type]")
    payload = check_view(payload, may_show(team, app))
    external_id = payload.get("external_id")
    other = team.modals.by_external_id(app, external_id) if external_id else None
    if other is not None and other is not replaces:
        raise ApiError("duplicate_external_id")
    return payload
