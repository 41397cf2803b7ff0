"""What somebody typed into a form that was not taken: kept for them alone, in memory, and for a while.

Nothing of it is stored or logged, since a draft may hold what nobody else should read. A restart forgets it.
"""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from slack_bolt.response import BoltResponse
from slack_sdk.models.views import View

from bot.clock import Clock
from bot.domain.ids import Moment
from bot.slack.blocks.as_json import as_json
from bot.slack.blocks.forms import FORMS
from bot.slack.edge.acks import TimedAck

LASTS = timedelta(hours=2)
MOST = 2000  # drafts; the oldest goes first

State = Mapping[str, Mapping[str, Any]]  # block_id, action_id, and Slack's description of what was filled in


@dataclass(frozen=True, slots=True)
class Key:
    """Whose draft, of which form, about what."""

    team: str
    user: str
    form: str
    about: str


def key_of(team: str, user: str, form: str, metadata: str) -> Key:
    """The key of a view."""
    return Key(team, user, form, FORMS[form].draft_of(metadata) if form in FORMS else metadata)


class Drafts:
    """Keeps them."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._kept: OrderedDict[Key, tuple[Moment, State]] = OrderedDict()

    def keep(self, key: Key, state: State) -> None:
        """Keeps what was filled in, if anything was, and the form may be kept."""
        unkept = key.form in FORMS and not FORMS[key.form].keeps_drafts
        if unkept or not any(_filled(one) for block in state.values() for one in block.values()):
            return
        self._kept[key] = (self._clock() + LASTS, state)
        self._kept.move_to_end(key)
        while len(self._kept) > MOST:
            self._kept.popitem(last=False)

    def drop(self, key: Key) -> None:
        """It was taken."""
        self._kept.pop(key, None)

    def of(self, key: Key) -> State:
        """The draft; empty where there is none any more."""
        until, state = self._kept.get(key, (None, {}))
        if until is not None and until <= self._clock():
            self.drop(key)
            return {}
        return state

    def filled(self, team: str, user: str, view: View) -> dict[str, Any]:
        """The form as Slack takes it, with this person's draft in it if there is one."""
        form = as_json(view)
        draft = self.of(key_of(team, user, view.callback_id or "", view.private_metadata or ""))
        changed = [_fill(block, draft) for block in form["blocks"] if block.get("block_id") in draft]
        if any(changed):
            said = {"type": "mrkdwn", "text": "This is what you had filled in before.", "verbatim": True}
            form["blocks"].insert(0, {"type": "context", "elements": [said]})
        return form


class KeepingAck(TimedAck):
    """Slack's answer to a submitted form decides about its draft: errors keep it, all else drops it."""

    def __init__(self, drafts: Drafts, key: Key, state: State) -> None:
        super().__init__()
        self._drafts, self._key = drafts, key
        drafts.keep(key, state)  # also where no answer is given in time

    async def __call__(self, *args: Any, **answer: Any) -> BoltResponse:
        """Acknowledges."""
        if answer.get("response_action") != "errors":
            self._drafts.drop(self._key)
        return await super().__call__(*args, **answer)


def _filled(one: Mapping[str, Any]) -> bool:
    return any(value for name, value in one.items() if name != "type")


_INITIAL = {  # what a field's state says, and what the field begins with
    "value": "initial_value",
    "selected_date_time": "initial_date_time",
    "selected_user": "initial_user",
    "selected_users": "initial_users",
    "selected_conversations": "initial_conversations",
    "selected_option": "initial_option",
    "selected_options": "initial_options",
}


def _fill(block: dict[str, Any], draft: State) -> bool:
    """Puts the draft of one field into it; whether there was anything that fits."""
    element = block.get("element", {})
    one = draft[block["block_id"]].get(element.get("action_id", ""), {})
    name = next((name for name in _INITIAL if one.get(name)), None)
    if name is None or one.get("type", element["type"]) != element["type"]:
        return False
    value = one[name]
    if name.startswith("selected_option"):
        chosen = {option["value"] for option in (value if isinstance(value, list) else [value])}
        offered = [option for option in element.get("options", ()) if option["value"] in chosen]
        if not offered:
            return False
        value = offered if name == "selected_options" else offered[0]
    element[_INITIAL[name]] = value
    return True
