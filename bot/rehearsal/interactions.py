"""Interactions: commands, clicks, submissions and shortcuts, as payloads an app gets, and its answers.

Payload shapes: docs.slack.dev, "Interaction payloads" and "Slash commands".
"""

from typing import TYPE_CHECKING

from bot.rehearsal import inputs, payloads, posting
from bot.rehearsal.refusals import ApiError, CannotDo, NotAnswered
from bot.rehearsal.state import App, Channel, Json, Message, Person, Shortcut, View

if TYPE_CHECKING:
    from bot.rehearsal.workspace import Workspace

TROUBLE = "We had some trouble connecting. Try again?"


def problem(workspace: "Workspace", person: str, text: str) -> CannotDo:
    """Shows the person what Slack would show; gives the exception to raise."""
    workspace.changes.tell([person], "problem", lambda: {"text": text})
    return CannotDo(text)


def channel_label(channel: Channel) -> str:
    """The name of a channel as interaction payloads have it: only public ones are named."""
    return {"dm": "directmessage", "private": "privategroup"}.get(channel.kind, channel.name)


def _common(workspace: "Workspace", app: App, person: Person) -> Json:
    return {
        "user": {
            "id": person.id,
            "username": person.name,
            "name": person.name,
            "team_id": workspace.team_id,
        },
        "team": {"id": workspace.team_id, "domain": workspace.domain},
        "enterprise": None,
        "is_enterprise_install": False,
        "api_app_id": app.id,
        "token": app.verification_token,
    }


# -- slash commands -----------------------------------------------------------------------------------------


async def command(
    workspace: "Workspace", app: App, person: Person, channel: Channel, name: str, text: str
) -> None:
    """Runs a slash command; what the app answers with its ack is shown at once."""
    payload: Json = {
        "token": app.verification_token,
        "team_id": workspace.team_id,
        "team_domain": workspace.domain,
        "channel_id": channel.id,
        "channel_name": channel_label(channel),
        "user_id": person.id,
        "user_name": person.name,
        "command": name,
        "text": text,
        "api_app_id": app.id,
        "is_enterprise_install": "false",
        "response_url": workspace.response_urls.new(app, person.id, channel),
        "trigger_id": workspace.modals.new_trigger(person.id, app),
    }
    try:
        answer = await workspace.delivery.ask(app, "slash_commands", payload, wants_answer=True)
        if answer:
            workspace.response_urls.answer(app, person.id, channel, None, answer)
    except NotAnswered:
        raise problem(workspace, person.id, f"{name} failed because the app did not respond") from None
    except ApiError as refused:
        raise problem(workspace, person.id, f'{name} failed with the error "{refused.error}"') from None


# -- block actions ------------------------------------------------------------------------------------------


def _action(workspace: "Workspace", block: Json, element: Json, chosen: Json | None) -> Json:
    action: Json = {
        "type": element["type"],
        "action_id": element["action_id"],
        "block_id": block["block_id"],
        "action_ts": workspace.next_ts(),
    }
    if element["type"] == "button":
        action["text"] = element["text"]
    for key in ("value", "style", "placeholder", "url"):
        if key in element:
            action[key] = element[key]
    return action | (chosen or {})


async def _send(workspace: "Workspace", app: App, person: Person, payload: Json) -> None:
    try:
        await workspace.delivery.ask(app, "interactive", payload)
    except NotAnswered:
        raise problem(workspace, person.id, f"{app.name} did not respond. Try again.") from None


async def act_in_message(
    workspace: "Workspace",
    app: App,
    person: Person,
    message: Message,
    block: Json,
    element: Json,
    chosen: Json | None,
) -> None:
    """A click or choice in a message. Ephemeral messages are not repeated in the payload, as in Slack."""
    channel = workspace.channels[message.channel]
    ephemeral = message.ephemeral_to is not None
    payload = _common(workspace, app, person) | {
        "type": "block_actions",
        "container": {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": channel.id,
            "is_ephemeral": ephemeral,
        },
        "trigger_id": workspace.modals.new_trigger(person.id, app),
        "channel": {"id": channel.id, "name": channel_label(channel)},
        "state": {"values": inputs.values(message.blocks, message.chosen.get(person.id, {}))},
        "response_url": workspace.response_urls.new(app, person.id, channel, message),
        "actions": [_action(workspace, block, element, chosen)],
    }
    if not ephemeral:
        payload["message"] = payloads.message(workspace, message)
    if message.thread_ts:
        payload["container"]["thread_ts"] = message.thread_ts
    await _send(workspace, app, person, payload)


async def act_in_view(
    workspace: "Workspace",
    app: App,
    person: Person,
    view: View,
    block: Json,
    element: Json,
    chosen: Json | None,
) -> None:
    """A click or choice in a modal or on Home; there is no response_url for these."""
    payload = _common(workspace, app, person) | {
        "type": "block_actions",
        "container": {"type": "view", "view_id": view.id},
        "trigger_id": workspace.modals.new_trigger(person.id, app, view),
        "view": workspace.modals.view_json(view),
        "actions": [_action(workspace, block, element, chosen)],
    }
    await _send(workspace, app, person, payload)


# -- modals -------------------------------------------------------------------------------------------------


async def submit(workspace: "Workspace", app: App, person: Person, view: View) -> dict[str, str]:
    """Submits a modal as it stands: {} when taken, or the app's errors by block_id."""
    payload = _common(workspace, app, person) | {
        "type": "view_submission",
        "trigger_id": workspace.modals.new_trigger(person.id, app, view),
        "view": workspace.modals.view_json(view),
        "response_urls": _view_response_urls(workspace, app, person, view),
    }
    try:
        answer = await workspace.delivery.ask(app, "interactive", payload, wants_answer=True)
        return _respond(workspace, app, view, answer)
    except (NotAnswered, ApiError):
        raise problem(workspace, person.id, TROUBLE) from None


def _view_response_urls(workspace: "Workspace", app: App, person: Person, view: View) -> list[Json]:
    """One for each conversation chosen in a select with response_url_enabled."""
    urls = []
    for block in view.blocks:
        element = block.get("element", {}) if block["type"] == "input" else {}
        if element.get("response_url_enabled"):
            states = inputs.values([block], view.chosen)[block["block_id"]][element["action_id"]]
            chosen = states.get("selected_conversation") or states.get("selected_channel") or ""
            if chosen in workspace.channels:
                channel = workspace.channels[chosen]
                urls.append(
                    {
                        "block_id": block["block_id"],
                        "action_id": element["action_id"],
                        "channel_id": channel.id,
                        "response_url": workspace.response_urls.new(app, person.id, channel),
                    }
                )
    return urls


def _respond(workspace: "Workspace", app: App, view: View, answer: Json | None) -> dict[str, str]:
    modals = workspace.modals
    match (answer or {}).get("response_action"):
        case None:
            if answer:
                raise ApiError("invalid_response")
            modals.close(view)
        case "clear":
            _tell_closed(workspace, app, modals.close_all(view.user), cleared=True)
        case "errors":
            return _errors(view, (answer or {}).get("errors"))
        case "update":
            modals.update(app, view, (answer or {}).get("view") or {})
        case "push":
            modals.push_on(app, view, (answer or {}).get("view") or {})
        case _:  # whatever an app may send
            raise ApiError("invalid_response_action")
    return {}


def _errors(view: View, errors: object) -> dict[str, str]:
    """Slack takes errors only for input blocks of the view, and at least one."""
    asked = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not errors.keys() <= asked:
        raise ApiError("invalid_errors")
    return {block_id: str(text) for block_id, text in errors.items()}


def _tell_closed(workspace: "Workspace", app: App, closed: list[View], *, cleared: bool) -> None:
    for view in closed:
        if view.payload.get("notify_on_close"):
            person = workspace.people[view.user]
            payload = _common(workspace, app, person) | {
                "type": "view_closed",
                "view": workspace.modals.view_json(view),
                "is_cleared": cleared,
            }
            workspace.spawn(_tell(workspace, app, payload))


async def _tell(workspace: "Workspace", app: App, payload: Json) -> None:
    """Sends what nobody waits for; an unacknowledged one is lost, as in Slack."""
    try:
        await workspace.delivery.ask(app, "interactive", payload)
    except NotAnswered:
        return


def close(workspace: "Workspace", app: App, view: View) -> None:
    """The person closes a modal; with clear_on_close every one beneath it goes too."""
    if view.payload.get("clear_on_close"):
        _tell_closed(workspace, app, workspace.modals.close_all(view.user), cleared=True)
        return
    workspace.modals.close(view)
    _tell_closed(workspace, app, [view], cleared=False)


# -- shortcuts ----------------------------------------------------------------------------------------------


async def shortcut(
    workspace: "Workspace", app: App, person: Person, chosen: Shortcut, message: Message | None
) -> None:
    """A global shortcut, or one on a message."""
    payload = _common(workspace, app, person) | {
        "callback_id": chosen.callback_id,
        "trigger_id": workspace.modals.new_trigger(person.id, app),
        "action_ts": workspace.next_ts(),
    }
    if message is None:
        payload["type"] = "shortcut"
    else:
        channel = workspace.channels[message.channel]
        payload |= {
            "type": "message_action",
            "message_ts": message.ts,
            "channel": {"id": channel.id, "name": channel_label(channel)},
            "message": posting.show(workspace, message),
            "response_url": workspace.response_urls.new(app, person.id, channel, message),
        }
    await _send(workspace, app, person, payload)
