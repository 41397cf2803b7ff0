"""Modals and Homes: triggers, the stack of three, opening, pushing, updating, publishing, closing."""

import json
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from bot.workspace.api import limits, payloads
from bot.workspace.api.block_kit import inputs
from bot.workspace.api.block_kit.blocks import check_view
from bot.workspace.state import shown
from bot.workspace.state.ids import secret, short_secret
from bot.workspace.state.records import App, Json, View
from bot.workspace.state.refusals import ApiError, bad_arguments

if TYPE_CHECKING:
    from bot.workspace.workspace import Workspace

_TRIGGERS_KEPT = 5000


@dataclass(slots=True)
class Trigger:
    """Leave to open a modal for one person: once, for three seconds. `expires` is Unix seconds."""

    user: str
    app_id: str
    expires: float
    view_id: str | None
    used: bool = False


class Modals:
    """Every person's open modals (lowest first) and every app's Home for each person."""

    def __init__(self, workspace: "Workspace") -> None:
        self._workspace = workspace
        self.stacks: dict[str, list[View]] = {}
        self.homes: dict[tuple[str, str], View] = {}
        self._views: dict[str, View] = {}
        self._triggers: dict[str, Trigger] = {}
        self._trigger_order: deque[str] = deque()

    def view(self, view_id: str) -> View | None:
        """An open modal or a published Home."""
        return self._views.get(view_id)

    def restore(self, homes: list[View]) -> None:
        """Puts back Homes that were kept."""
        for home in homes:
            self.homes[home.user, home.app_id] = self._views[home.id] = home

    def view_json(self, view: View) -> Json:
        """The view as an app gets it, with what has been typed into it so far."""
        return payloads.view(self._workspace, view, inputs.values(view.blocks, view.chosen))

    # -- triggers -----------------------------------------------------------------------------------------

    def new_trigger(self, user: str, app: App, view: View | None = None) -> str:
        """A trigger_id for what this person just did, in `view` if it was in one."""
        now = self._workspace.clock()
        trigger_id = f"{int(now * 1000)}.{len(self._trigger_order)}.{secret()}"
        self._triggers[trigger_id] = Trigger(
            user, app.id, now + limits.TRIGGER_SECONDS, view.id if view else None
        )
        self._trigger_order.append(trigger_id)
        if len(self._trigger_order) > _TRIGGERS_KEPT:
            self._triggers.pop(self._trigger_order.popleft(), None)
        return trigger_id

    def _take(self, app: App, trigger_id: str) -> Trigger:
        trigger = self._triggers.get(trigger_id)
        if trigger is None or trigger.app_id != app.id:
            raise ApiError("invalid_trigger_id")
        if trigger.used:
            raise ApiError("exchanged_trigger_id")
        if self._workspace.clock() > trigger.expires:
            raise ApiError("expired_trigger_id")
        trigger.used = True
        return trigger

    # -- what an app does ---------------------------------------------------------------------------------

    def open(self, app: App, trigger_id: str, payload: Json) -> View:
        """views.open. From inside a modal the new one lies on top of it; else it replaces what was open."""
        payload = self._checked(app, payload, "modal")
        trigger = self._take(app, trigger_id)
        below = self._below(trigger)
        if below is None:
            self.close_all(trigger.user)
        return self._put(app, trigger.user, payload, below)

    def push(self, app: App, trigger_id: str, payload: Json) -> View:
        """views.push, with a trigger from inside a modal."""
        payload = self._checked(app, payload, "modal")
        trigger = self._take(app, trigger_id)
        below = self._below(trigger)
        if below is None:
            raise ApiError("not_found")
        return self._put(app, trigger.user, payload, below)

    def push_on(self, app: App, below: View, payload: Json) -> View:
        """What `response_action: push` does."""
        return self._put(app, below.user, self._checked(app, payload, "modal"), below)

    def update(self, app: App, view: View, payload: Json, hash_: str | None = None) -> View:
        """views.update: what was typed stays where block_id and action_id are the same."""
        if view.app_id != app.id:
            raise ApiError("not_found")
        payload = self._checked(app, payload, view.type, replaces=view)
        if hash_ is not None and hash_ != view.hash:
            raise ApiError("hash_conflict")
        view.payload, view.hash = payload, self._hash()
        view.chosen = inputs.still_there(view.blocks, view.chosen)
        if view.type == "home":
            self._tell_home(app, view)
        else:
            self._workspace.changes.tell([view.user], "view_updated", lambda: shown.view(view))
        return view

    def publish(self, app: App, user: str, payload: Json, hash_: str | None = None) -> View:
        """views.publish."""
        home = self.homes.get((user, app.id))
        if home is not None:
            return self.update(app, home, payload, hash_)
        if hash_ is not None:
            raise ApiError("hash_conflict")
        payload = self._checked(app, payload, "home")
        home = self._new(app, user, "home", payload)
        self.homes[user, app.id] = home
        self._tell_home(app, home)
        return home

    def by_external_id(self, app: App, external_id: str) -> View | None:
        """The app's view with this external_id."""
        mine = (v for v in self._views.values() if v.app_id == app.id)
        return next((v for v in mine if v.external_id == external_id), None)

    # -- what closes --------------------------------------------------------------------------------------

    def close(self, view: View) -> None:
        """Takes one modal off, wherever in the stack it lies."""
        stack = self.stacks.get(view.user, [])
        if view not in stack:
            return
        stack.remove(view)
        del self._views[view.id]
        if not stack:
            del self.stacks[view.user]
        self._workspace.changes.tell([view.user], "view_closed", lambda: {"id": view.id})

    def close_all(self, user: str) -> list[View]:
        """Closes the whole stack, highest first; gives what was closed."""
        closed = list(reversed(self.stacks.get(user, [])))
        for view in closed:
            self.close(view)
        return closed

    # -- inside -------------------------------------------------------------------------------------------

    def _below(self, trigger: Trigger) -> View | None:
        view = self._views.get(trigger.view_id or "")
        return view if view is not None and view.type == "modal" else None

    def _put(self, app: App, user: str, payload: Json, below: View | None) -> View:
        stack = self.stacks.get(user, [])
        if len(stack) >= limits.VIEW_STACK:
            raise ApiError("push_limit_reached")
        view = self._new(app, user, "modal", payload)
        if below is not None:
            view.root_id, view.previous_id = below.root_id, below.id
        self.stacks.setdefault(user, []).append(view)
        self._workspace.changes.tell([user], "view_opened", lambda: shown.view(view))
        return view

    def _tell_home(self, app: App, home: View) -> None:
        """With the view, so that nobody asks for it: asking counts as opening, and apps publish then."""
        self._workspace.changes.tell([home.user], "home", lambda: {"app": app.id, "view": shown.view(home)})

    def _new(self, app: App, user: str, kind: Literal["modal", "home"], payload: Json) -> View:
        view_id = self._workspace.ids.new("V")
        view = View(view_id, app.id, user, kind, payload, self._hash(), view_id)
        self._views[view_id] = view
        return view

    def _hash(self) -> str:
        return f"{int(self._workspace.clock())}.{short_secret()}"

    def _checked(self, app: App, payload: Json, kind: str, *, replaces: View | None = None) -> Json:
        if len(json.dumps(payload, ensure_ascii=False).encode()) > limits.VIEW_BYTES:
            raise ApiError("view_too_large")
        if payload.get("type") != kind:
            raise bad_arguments(f"must be a view of type {kind} [json-pointer:/view/type]")
        payload = check_view(payload)
        external_id = payload.get("external_id")
        other = self.by_external_id(app, external_id) if external_id else None
        if other is not None and other is not replaces:
            raise ApiError("duplicate_external_id")
        return payload
