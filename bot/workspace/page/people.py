"""What a person can do, on top of what they see. The page, and whoever plays people, use only this."""

from collections.abc import Mapping
from typing import Any

from bot.workspace.api import limits
from bot.workspace.api.block_kit import inputs
from bot.workspace.api.block_kit.attachments import blocks_of, find_action
from bot.workspace.api.block_kit.blocks import interactive
from bot.workspace.api.emoji import is_emoji
from bot.workspace.page import typed_text
from bot.workspace.page.sight import Sight
from bot.workspace.state import membership, posting
from bot.workspace.state.happenings import HomeOpened
from bot.workspace.state.records import Json
from bot.workspace.state.refusals import CannotDo

Values = Mapping[str, Mapping[str, Any]]
"""block_id -> action_id -> plain value."""


class People(Sight):
    """The members of a workspace, acting. Every call takes the acting person's id."""

    # -- talking ------------------------------------------------------------------------------------------

    async def say(self, user: str, channel: str, text: str, *, thread_ts: str | None = None) -> str:
        """Says something in a channel or thread; gives its ts."""
        where = self._open_channel(user, channel)
        if not text.strip():
            raise CannotDo("There is nothing to send.")
        other = self._workspace.people.get(where.other(user) or "")
        app = self._workspace.apps.get(other.app_id or "") if other else None
        if app is not None and (not app.messages_tab or app.messages_tab_read_only):
            raise CannotDo("Sending messages to this app has been turned off.")
        if thread_ts is not None and thread_ts not in where.messages:
            raise CannotDo("This thread is gone.")
        said = typed_text.message(self._workspace, text)
        return posting.post(self._workspace, where, user, said, thread_ts=thread_ts).ts

    async def command(self, user: str, channel: str, command: str, text: str = "") -> None:
        """Runs a slash command; returns once the app acknowledged it."""
        person, where = self._person(user), self._member_channel(user, channel)
        for app in self._workspace.apps.values():
            known = app.commands.get(command)
            if known is not None and app.installed:
                text = typed_text.command(self._workspace, text, should_escape=known.should_escape)
                await self._workspace.interactions.command(app, person, where, command, text)
                return
        raise CannotDo(f"{command} is not a valid command.")

    async def share(
        self, user: str, channel: str, name: str, content: bytes, *, thread_ts: str | None = None
    ) -> str:
        """Posts a file into a channel or thread; gives the message's ts."""
        where = self._open_channel(user, channel)
        if not content or len(content) > limits.FILE_BYTES:
            raise CannotDo(f"A file has 1 to {limits.FILE_BYTES:,} bytes here.")
        if thread_ts is not None and thread_ts not in where.messages:
            raise CannotDo("This thread is gone.")
        return posting.share(self._workspace, where, user, name, content, thread_ts=thread_ts).ts

    async def edit(self, user: str, channel: str, ts: str, text: str) -> None:
        """Changes one's own message."""
        message = self._message(user, channel, ts)
        self._open_channel(user, channel)
        if message.user != user or message.subtype not in (None, "thread_broadcast"):
            raise CannotDo("Only the author can edit this message.")
        if not text.strip():
            raise CannotDo("There is nothing left of this message. Delete it instead.")
        posting.update(self._workspace, message, by=user, text=typed_text.message(self._workspace, text))

    async def delete(self, user: str, channel: str, ts: str) -> None:
        """Deletes one's own message."""
        message = self._message(user, channel, ts)
        if message.user != user:
            raise CannotDo("Only the author can delete this message.")
        posting.delete(self._workspace, message)

    async def dismiss(self, user: str, channel: str, ts: str) -> None:
        """Takes an ephemeral message out of sight ("Only visible to you · Dismiss")."""
        message = self._workspace.ephemeral(user, channel, ts)
        if message is None:
            raise CannotDo("This message is gone.")
        posting.delete(self._workspace, message)

    # -- clicking in messages -----------------------------------------------------------------------------

    async def click(
        self, user: str, channel: str, ts: str, action_id: str, block_id: str | None = None
    ) -> None:
        """Clicks a button in a message, an ephemeral one too; a confirm dialog is taken as confirmed."""
        person, message = self._person(user), self._message(user, channel, ts)
        block, element = _find(blocks_of(message), action_id, block_id, "button")
        app = self._author(message)
        await self._workspace.interactions.act_in_message(app, person, message, block, element, None)

    async def choose(
        self, user: str, channel: str, ts: str, action_id: str, value: Any, block_id: str | None = None
    ) -> None:
        """Chooses in a menu, picks a date, ticks boxes (a list) in a message."""
        person, message = self._person(user), self._message(user, channel, ts)
        block, element = _find(blocks_of(message), action_id, block_id, "menu")
        app = self._author(message)
        chosen = _choice(element, value)
        if inputs.has_state(element):
            mine = message.chosen.setdefault(user, {})
            mine.setdefault(block["block_id"], {})[action_id] = chosen
        if block["type"] != "input" or block.get("dispatch_action"):
            await self._workspace.interactions.act_in_message(app, person, message, block, element, chosen)

    async def enter(
        self, user: str, channel: str, ts: str, action_id: str, value: Any, block_id: str | None = None
    ) -> None:
        """Types into a field of a message; the app hears of it with the next thing that is pressed there."""
        self._person(user)
        message = self._message(user, channel, ts)
        block, element = _find(blocks_of(message), action_id, block_id, "menu")
        mine = message.chosen.setdefault(user, {})
        mine.setdefault(block["block_id"], {})[action_id] = inputs.state(element, value)

    async def press_attached(
        self, user: str, channel: str, ts: str, attachment: int, action: str, value: Any = None
    ) -> None:
        """Presses a button, or (with `value`) chooses in a menu, of an attachment's `actions`; by ids."""
        person, message = self._person(user), self._message(user, channel, ts)
        attached, pressed = find_action(message, attachment, action)
        app = self._author(message)
        await self._workspace.interactions.act_in_attachment(app, person, message, attached, pressed, value)

    # -- modals and Home ----------------------------------------------------------------------------------

    async def click_in_view(
        self, user: str, view_id: str, action_id: str, value: Any = None, block_id: str | None = None
    ) -> None:
        """Clicks a button or (with `value`) chooses in a modal or on Home."""
        person, view = self._person(user), self._view(user, view_id)
        block, element = _find(view.blocks, action_id, block_id, "button or menu")
        app = self._workspace.apps[view.app_id]
        chosen = None if element["type"] == "button" else _choice(element, value)
        if inputs.has_state(element):
            view.chosen.setdefault(block["block_id"], {})[action_id] = chosen
        if block["type"] != "input" or block.get("dispatch_action"):
            await self._workspace.interactions.act_in_view(app, person, view, block, element, chosen)

    async def enter_in_view(
        self, user: str, view_id: str, action_id: str, value: Any, block_id: str | None = None
    ) -> None:
        """Types into a field of a modal or of Home; the app hears of it with the next thing pressed there."""
        self._person(user)
        view = self._view(user, view_id)
        block, element = _find(view.blocks, action_id, block_id, "menu")
        view.chosen.setdefault(block["block_id"], {})[action_id] = inputs.state(element, value)

    async def submit(self, user: str, view_id: str, values: Values | None = None) -> dict[str, str]:
        """Fills in and submits a modal: {} when it was taken, else what is wrong by block_id."""
        person, view = self._person(user), self._view(user, view_id)
        if view.type != "modal" or self._workspace.modals.stacks[user][-1] is not view:
            raise CannotDo("This window is not on top.")
        if "submit" not in view.payload or view.payload.get("submit_disabled"):
            raise CannotDo("This window has nothing to submit.")
        view.chosen = inputs.with_values(view.blocks, view.chosen, values or {})
        refused = inputs.refused(view.blocks, view.chosen)
        if refused:
            return refused
        app = self._workspace.apps[view.app_id]
        return await self._workspace.interactions.submit(app, person, view)

    async def close_view(self, user: str, view_id: str) -> None:
        """Closes a modal without submitting it."""
        self._person(user)
        view = self._view(user, view_id)
        if view.type != "modal":
            raise CannotDo("Home cannot be closed.")
        self._workspace.interactions.close(self._workspace.apps[view.app_id], view)

    async def open_home(self, user: str, app_id: str, tab: str = "home") -> None:
        """Opens an app's Home (or its Messages, with tab "messages"): the app hears of it."""
        self._person(user)
        app = self._app(app_id)
        if tab == "home" and not app.home_tab:
            raise CannotDo(f"{app.name} has no Home.")
        where = membership.dm_between(self._workspace, user, app.bot_user_id)
        self._workspace.happened(HomeOpened(app, user, where.id, tab))

    async def open_dm(self, user: str, other: str) -> str:
        """Opens a conversation with somebody or some app; gives its channel id."""
        self._person(user)
        person = self._workspace.people.get(other)
        if person is None:
            raise CannotDo("There is nobody like that here.")
        where = membership.dm_between(self._workspace, user, other)
        app = self._workspace.apps.get(person.app_id or "")
        if app is not None:
            self._workspace.happened(HomeOpened(app, user, where.id, "messages"))
        return where.id

    async def shortcut(
        self, user: str, callback_id: str, channel: str | None = None, ts: str | None = None
    ) -> None:
        """Uses a shortcut: a global one, or with channel and ts one on a message."""
        person = self._person(user)
        message = self._message(user, channel, ts) if channel and ts else None
        kind = "message" if message else "global"
        for app in self._workspace.apps.values():
            chosen = app.shortcuts.get(callback_id)
            if chosen is not None and chosen.type == kind and app.installed:
                await self._workspace.interactions.shortcut(app, person, chosen, message)
                return
        raise CannotDo(f"There is no {kind} shortcut {callback_id!r}.")

    # -- reactions ----------------------------------------------------------------------------------------

    async def react(self, user: str, channel: str, ts: str, name: str) -> None:
        """Adds an emoji to a message."""
        message = self._public_message(user, channel, ts)
        name = name.strip(":")
        if not is_emoji(name):
            raise CannotDo(f"There is no emoji :{name}:.")
        if user in message.reactions.get(name, {}):
            raise CannotDo(f"You have already reacted with :{name}:.")
        if name not in message.reactions and len(message.reactions) >= limits.REACTIONS_PER_MESSAGE:
            raise CannotDo("This message has as many different reactions as it can have.")
        if sum(user in users for users in message.reactions.values()) >= limits.REACTIONS_PER_PERSON:
            raise CannotDo("You cannot add more reactions to this message.")
        posting.react(self._workspace, message, user, name)

    async def unreact(self, user: str, channel: str, ts: str, name: str) -> None:
        """Takes one's own emoji back."""
        message = self._public_message(user, channel, ts)
        if not posting.unreact(self._workspace, message, user, name.strip(":")):
            raise CannotDo("You have not reacted with that.")

    # -- channels -----------------------------------------------------------------------------------------

    async def join(self, user: str, channel: str) -> None:
        """Joins a public channel."""
        where = self._channel(user, channel)
        if where.archived:
            raise CannotDo("This channel is archived.")
        membership.join(self._workspace, where, [user])

    async def leave(self, user: str, channel: str) -> None:
        """Leaves a channel."""
        where = self._member_channel(user, channel)
        if where.kind == "dm" or where.is_general:
            raise CannotDo("This conversation cannot be left.")
        membership.leave(self._workspace, where, user)

    async def invite(self, user: str, channel: str, *others: str) -> None:
        """Brings others (apps by their bot user) into a channel one is in."""
        where = self._open_channel(user, channel)
        unknown = [other for other in others if other not in self._workspace.people]
        if unknown or where.kind == "dm":
            raise CannotDo("They cannot be added here.")
        membership.join(self._workspace, where, list(others), inviter=user)


def _choice(element: Json, value: Any) -> Json:
    """What an app is told of a choice."""
    if inputs.has_state(element):
        return inputs.state(element, value)
    return {"selected_option": inputs.option(element, value)}


def _find(blocks: list[Json], action_id: str, block_id: str | None, what: str) -> tuple[Json, Json]:
    """The element with this action_id. A button cannot be chosen from, nor a menu clicked."""
    for block, element in interactive(blocks):
        if element["action_id"] == action_id and block_id in (None, block["block_id"]):
            if what != "button or menu" and (element["type"] == "button") != (what == "button"):
                raise CannotDo(f"{action_id} is not a {what}.")
            return block, element
    raise CannotDo(f"There is no {what} {action_id!r} here.")
