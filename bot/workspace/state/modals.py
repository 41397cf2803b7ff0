"""The views that are open: every person's modals, every app's Home, and the triggers that open modals.

Whether an app may open or change one is for the Web API to say.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from bot.workspace.state.clock import Clock
from bot.workspace.state.happenings import Happening, HomePublished, ViewChanged
from bot.workspace.state.ids import Ids, secret, short_secret
from bot.workspace.state.records import App, Json, View

_TRIGGERS_KEPT = 5000


@dataclass(slots=True)
class Trigger:
    """Leave to open a modal for one person, once; given at Unix seconds, and in a view or in none."""

    user: str
    app_id: str
    given: float
    view_id: str | None
    used: bool = False


class Modals:
    """Every person's open modals (lowest first) and every app's Home for each person."""

    def __init__(self, ids: Ids, clock: Clock, happened: Callable[[Happening], None]) -> None:
        self._ids, self._clock, self._happened = ids, clock, happened
        self.stacks: dict[str, list[View]] = {}
        self.homes: dict[tuple[str, str], View] = {}
        self._views: dict[str, View] = {}
        self._triggers: dict[str, Trigger] = {}
        self._trigger_order: deque[str] = deque()

    # -- finding ------------------------------------------------------------------------------------------

    def view(self, view_id: str) -> View | None:
        """An open modal or a published Home."""
        return self._views.get(view_id)

    def by_external_id(self, app: App, external_id: str) -> View | None:
        """The app's view with this external_id."""
        mine = (v for v in self._views.values() if v.app_id == app.id)
        return next((v for v in mine if v.external_id == external_id), None)

    def trigger(self, trigger_id: str) -> Trigger | None:
        """The trigger with this id, used or not."""
        return self._triggers.get(trigger_id)

    # -- making -------------------------------------------------------------------------------------------

    def new_trigger(self, user: str, app: App, view: View | None = None) -> str:
        """A trigger_id for what this person just did, in `view` if it was in one."""
        now = self._clock()
        trigger_id = f"{int(now * 1000)}.{len(self._trigger_order)}.{secret()}"
        self._triggers[trigger_id] = Trigger(user, app.id, now, view.id if view else None)
        self._trigger_order.append(trigger_id)
        if len(self._trigger_order) > _TRIGGERS_KEPT:
            self._triggers.pop(self._trigger_order.popleft(), None)
        return trigger_id

    def open(self, app: App, user: str, payload: Json, below: View | None) -> View:
        """Lays a new modal on top of a person's stack."""
        view = self._new(app, user, "modal", payload)
        if below is not None:
            view.root_id, view.previous_id = below.root_id, below.id
        self.stacks.setdefault(user, []).append(view)
        self._happened(ViewChanged(view, "opened"))
        return view

    def publish(self, app: App, user: str, payload: Json) -> View:
        """A Home for somebody who had none."""
        home = self.homes[user, app.id] = self._new(app, user, "home", payload)
        self._happened(HomePublished(home))
        return home

    def change(self, view: View, payload: Json, chosen: Json) -> None:
        """Another payload for a view; `chosen` is what was typed into it and stays."""
        view.payload, view.hash, view.chosen = payload, self._hash(), chosen
        self._happened(HomePublished(view) if view.type == "home" else ViewChanged(view, "updated"))

    def restore(self, homes: list[View]) -> None:
        """Puts back Homes that were kept."""
        for home in homes:
            self.homes[home.user, home.app_id] = self._views[home.id] = home

    def _new(self, app: App, user: str, kind: Literal["modal", "home"], payload: Json) -> View:
        view_id = self._ids.new("V")
        view = View(view_id, app.id, user, kind, payload, self._hash(), view_id)
        self._views[view_id] = view
        return view

    def _hash(self) -> str:
        return f"{int(self._clock())}.{short_secret()}"

    # -- closing ------------------------------------------------------------------------------------------

    def close(self, view: View) -> None:
        """Takes one modal off, wherever in the stack it lies."""
        stack = self.stacks.get(view.user, [])
        if view not in stack:
            return
        stack.remove(view)
        del self._views[view.id]
        if not stack:
            del self.stacks[view.user]
        self._happened(ViewChanged(view, "closed"))

    def close_all(self, user: str) -> list[View]:
        """Closes the whole stack, highest first; gives what was closed."""
        closed = list(reversed(self.stacks.get(user, [])))
        for view in closed:
            self.close(view)
        return closed
