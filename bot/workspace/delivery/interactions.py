"""Interactions: commands, clicks, submissions and shortcuts, as payloads an app gets, and its answers.

Payload shapes: docs.slack.dev, "Interaction payloads" and "Slash commands".
"""

from bot.workspace.api import payloads, views
from bot.workspace.api.block_kit import inputs
from bot.workspace.api.block_kit.attachments import attachment_of, blocks_of, pressed
from bot.workspace.delivery.delivery import Delivery
from bot.workspace.delivery.response_urls import ResponseUrls
from bot.workspace.state.happenings import Problem
from bot.workspace.state.records import App, Channel, Json, Message, Person, Shortcut, View
from bot.workspace.state.refusals import ApiError, CannotDo, NotAnswered
from bot.workspace.state.team import Team

TROUBLE = "We had some trouble connecting. Try again?"
_OLD_DEFAULTS: Json = {"replace_original": True, "response_type": "in_channel"}
"""What an answer to a button or menu from before blocks means where it does not say."""


def channel_label(channel: Channel) -> str:
    """The name of a channel as interaction payloads have it: only public ones are named."""
    return {"dm": "directmessage", "private": "privategroup"}.get(channel.kind, channel.name)


class Interactions:
    """What people do with apps. An app that does not take it is a problem for the person, and CannotDo."""

    def __init__(self, team: Team, delivery: Delivery, response_urls: ResponseUrls) -> None:
        self._team, self._delivery, self._response_urls = team, delivery, response_urls

    def _problem(self, person: Person, text: str) -> CannotDo:
        """Shows the person what Slack would show; gives the exception to raise."""
        self._team.happened(Problem(person.id, text))
        return CannotDo(text)

    def _common(self, app: App, person: Person) -> Json:
        team = self._team
        return {
            "user": {
                "id": person.id,
                "username": person.name,
                "name": person.name,
                "team_id": team.team_id,
            },
            "team": {"id": team.team_id, "domain": team.domain},
            "enterprise": payloads.enterprise(team),
            "is_enterprise_install": app.by_enterprise,
            "api_app_id": app.id,
            "token": app.verification_token,
        }

    async def _send(self, app: App, person: Person, payload: Json) -> None:
        try:
            await self._delivery.ask(app, "interactive", payload)
        except NotAnswered:
            raise self._problem(person, f"{app.name} did not respond. Try again.") from None

    # -- slash commands -----------------------------------------------------------------------------------

    async def command(self, app: App, person: Person, channel: Channel, name: str, text: str) -> None:
        """Runs a slash command; what the app answers with its ack is shown at once."""
        try:
            payload = self._command(app, person, channel, name, text)
            answer = await self._delivery.ask(app, "slash_commands", payload, wants_answer=True)
            if answer:
                self._response_urls.answer(app, person.id, channel, None, answer)
        except NotAnswered:
            raise self._problem(person, f"{name} failed because the app did not respond") from None
        except ApiError as refused:
            raise self._problem(person, f'{name} failed with the error "{refused.error}"') from None

    def _command(self, app: App, person: Person, channel: Channel, name: str, text: str) -> Json:
        within = self._team.enterprise
        return {
            "token": app.verification_token,
            "team_id": self._team.team_id,
            "team_domain": self._team.domain,
            "channel_id": channel.id,
            "channel_name": channel_label(channel),
            "user_id": person.id,
            "user_name": person.name,
            "command": name,
            "text": text,
            "api_app_id": app.id,
            "is_enterprise_install": str(app.by_enterprise).lower(),
            **({"enterprise_id": within.id, "enterprise_name": within.name} if within else {}),
            "response_url": self._response_urls.new(app, person.id, channel),
            "trigger_id": self._team.modals.new_trigger(person.id, app),
        }

    # -- block actions ------------------------------------------------------------------------------------

    def _action(self, block: Json, element: Json, chosen: Json | None) -> Json:
        action: Json = {
            "type": element["type"],
            "action_id": element["action_id"],
            "block_id": block["block_id"],
            "action_ts": self._team.next_ts(),
        }
        if element["type"] == "button":
            action["text"] = element["text"]
        for key in ("value", "style", "placeholder", "url"):
            if key in element:
                action[key] = element[key]
        return action | (chosen or {})

    async def act_in_message(
        self, app: App, person: Person, message: Message, block: Json, element: Json, chosen: Json | None
    ) -> None:
        """A click or choice in a message. Ephemeral messages are not repeated in the payload, as in Slack."""
        channel = self._team.channels[message.channel]
        ephemeral = message.ephemeral_to is not None
        attached = attachment_of(message, block)
        payload = self._common(app, person) | {
            "type": "block_actions",
            "container": {
                "type": "message",
                "message_ts": message.ts,
                "channel_id": channel.id,
                "is_ephemeral": ephemeral,
            },
            "trigger_id": self._team.modals.new_trigger(person.id, app),
            "channel": {"id": channel.id, "name": channel_label(channel)},
            "state": {"values": inputs.values(blocks_of(message), message.chosen.get(person.id, {}))},
            "response_url": self._response_urls.new(app, person.id, channel, message),
            "actions": [self._action(block, element, chosen)],
        }
        if not ephemeral:
            payload["message"] = payloads.message(self._team, message)
        if attached is not None:
            about = {"type": "message_attachment", "attachment_id": attached["id"], "is_app_unfurl": False}
            payload["container"] |= about
        if message.thread_ts:
            payload["container"]["thread_ts"] = message.thread_ts
        await self._send(app, person, payload)

    # -- buttons and menus from before blocks -------------------------------------------------------------

    async def act_in_attachment(
        self, app: App, person: Person, message: Message, attachment: Json, action: Json, value: object
    ) -> None:
        """A click or choice in an attachment's `actions`. The app's answer takes the message's place."""
        channel = self._team.channels[message.channel]
        payload = self._common(app, person) | {
            "type": "interactive_message",
            "actions": [pressed(action, value)],
            "callback_id": attachment.get("callback_id", ""),
            "channel": {"id": channel.id, "name": channel_label(channel)},
            "action_ts": self._team.next_ts(),
            "message_ts": message.ts,
            "attachment_id": str(attachment["id"]),
            "is_app_unfurl": False,
            "response_url": self._response_urls.new(app, person.id, channel, message, _OLD_DEFAULTS),
            "trigger_id": self._team.modals.new_trigger(person.id, app),
        }
        if message.ephemeral_to is None:
            payload["original_message"] = payloads.message(self._team, message)
        try:
            answer = await self._delivery.ask(app, "interactive", payload, wants_answer=True)
            if answer:
                self._response_urls.answer(app, person.id, channel, message, _OLD_DEFAULTS | answer)
        except (NotAnswered, ApiError):
            raise self._problem(person, f"{app.name} did not respond. Try again.") from None

    async def act_in_view(
        self, app: App, person: Person, view: View, block: Json, element: Json, chosen: Json | None
    ) -> None:
        """A click or choice in a modal or on Home; there is no response_url for these."""
        payload = self._common(app, person) | {
            "type": "block_actions",
            "container": {"type": "view", "view_id": view.id},
            "trigger_id": self._team.modals.new_trigger(person.id, app, view),
            "view": payloads.view(self._team, view),
            "actions": [self._action(block, element, chosen)],
        }
        await self._send(app, person, payload)

    # -- modals -------------------------------------------------------------------------------------------

    async def submit(self, app: App, person: Person, view: View) -> dict[str, str]:
        """Submits a modal as it stands: {} when taken, or the app's errors by block_id."""
        payload = self._common(app, person) | {
            "type": "view_submission",
            "trigger_id": self._team.modals.new_trigger(person.id, app, view),
            "view": payloads.view(self._team, view),
            "response_urls": self._view_response_urls(app, person, view),
        }
        try:
            answer = await self._delivery.ask(app, "interactive", payload, wants_answer=True)
            return self._respond(app, view, answer)
        except (NotAnswered, ApiError):
            raise self._problem(person, TROUBLE) from None

    def _view_response_urls(self, app: App, person: Person, view: View) -> list[Json]:
        """One for each conversation chosen in a select with response_url_enabled."""
        urls = []
        for block in view.blocks:
            element = block.get("element", {}) if block["type"] == "input" else {}
            if element.get("response_url_enabled"):
                states = inputs.values([block], view.chosen)[block["block_id"]][element["action_id"]]
                chosen = states.get("selected_conversation") or states.get("selected_channel") or ""
                if chosen in self._team.channels:
                    channel = self._team.channels[chosen]
                    url = self._response_urls.new(app, person.id, channel)
                    where = {"block_id": block["block_id"], "action_id": element["action_id"]}
                    urls.append(where | {"channel_id": channel.id, "response_url": url})
        return urls

    def _respond(self, app: App, view: View, answer: Json | None) -> dict[str, str]:
        modals = self._team.modals
        match (answer or {}).get("response_action"):
            case None:
                if answer:
                    raise ApiError("invalid_response")
                modals.close(view)
            case "clear":
                self._tell_closed(app, modals.close_all(view.user), cleared=True)
            case "errors":
                return _errors(view, (answer or {}).get("errors"))
            case "update":
                views.update(self._team, app, view, (answer or {}).get("view") or {})
            case "push":
                views.push_on(self._team, app, view, (answer or {}).get("view") or {})
            case _:  # an app may answer anything
                raise ApiError("invalid_response_action")
        return {}

    def close(self, app: App, view: View) -> None:
        """The person closes a modal; with clear_on_close every one beneath it goes too."""
        if view.payload.get("clear_on_close"):
            self._tell_closed(app, self._team.modals.close_all(view.user), cleared=True)
            return
        self._team.modals.close(view)
        self._tell_closed(app, [view], cleared=False)

    def _tell_closed(self, app: App, closed: list[View], *, cleared: bool) -> None:
        for view in closed:
            if view.payload.get("notify_on_close"):
                payload = self._common(app, self._team.people[view.user]) | {
                    "type": "view_closed",
                    "view": payloads.view(self._team, view),
                    "is_cleared": cleared,
                }
                self._delivery.spawn(self._tell(app, payload))

    async def _tell(self, app: App, payload: Json) -> None:
        """Sends what nobody waits for; an unacknowledged one is lost, as in Slack."""
        try:
            await self._delivery.ask(app, "interactive", payload)
        except NotAnswered:
            return

    # -- shortcuts ----------------------------------------------------------------------------------------

    async def shortcut(self, app: App, person: Person, chosen: Shortcut, message: Message | None) -> None:
        """A global shortcut, or one on a message."""
        payload = self._common(app, person) | {
            "callback_id": chosen.callback_id,
            "trigger_id": self._team.modals.new_trigger(person.id, app),
            "action_ts": self._team.next_ts(),
        }
        if message is None:
            payload["type"] = "shortcut"
        else:
            channel = self._team.channels[message.channel]
            payload |= {
                "type": "message_action",
                "message_ts": message.ts,
                "channel": {"id": channel.id, "name": channel_label(channel)},
                "message": payloads.message(self._team, message, metadata=True),
                "response_url": self._response_urls.new(app, person.id, channel, message),
            }
        await self._send(app, person, payload)


def _errors(view: View, errors: object) -> dict[str, str]:
    """Slack takes errors only for input blocks of the view, and at least one."""
    asked = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not errors.keys() <= asked:
        raise ApiError("invalid_errors")
    return {block_id: str(text) for block_id, text in errors.items()}
