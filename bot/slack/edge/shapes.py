"""What Slack's deliveries look like, as far as they are read: a field that is missing or of another type is
noticed before any listener meets it.

Sources: docs.slack.dev, reference/interaction-payloads, reference/events, and the page on slash commands.
"""

import json
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, Field, ValidationError

from bot.slack.edge.manifest import IN_ORGANIZATIONS

Id = Annotated[str, Field(min_length=1, max_length=40)]  # as wide as the columns of the database
Timestamp = Annotated[str, Field(pattern=r"^\d{1,12}(\.\d{1,9})?$")]
Metadata = Annotated[str, Field(max_length=3_000)]


def _other_than(kind: str) -> AfterValidator:
    def checked(value: str) -> str:
        if value == kind:
            raise ValueError(kind)
        return value

    return AfterValidator(checked)


class Named(BaseModel):
    """A person, a channel or a workspace."""

    id: Id


class Text(BaseModel):
    """Words."""

    text: str


class Option(BaseModel):
    """A choice in a menu."""

    value: str


class Action(BaseModel):
    """A button that was pressed, or a choice that was made in a menu."""

    action_id: str
    type: str
    value: Annotated[str, Field(max_length=2_000)] | None = None
    selected_option: Option | None = None
    text: Text | None = None
    action_ts: Timestamp | None = None


class Input(BaseModel):
    """What stands in a field of a form, whatever its kind."""

    type: str
    value: str | None = None
    selected_option: Option | None = None
    selected_options: list[Option] | None = None
    selected_user: str | None = None
    selected_users: list[str] | None = None
    selected_conversations: list[str] | None = None
    selected_date_time: int | None = None


class Element(BaseModel):
    """Where something is typed or chosen."""

    type: str
    options: list[Option] | None = None


class InputBlock(BaseModel):
    """A field of a form."""

    type: Literal["input"]
    block_id: Id
    element: Element
    optional: bool = False


class OtherBlock(BaseModel):
    """Words, buttons or a picture."""

    type: Annotated[str, _other_than("input")]


class State(BaseModel):
    """What stands in each field: by block and by action."""

    values: dict[str, Annotated[dict[str, Input], Field(min_length=1)]]


class View(BaseModel):
    """A form, a window or App Home."""

    type: str
    id: str = ""
    callback_id: str = ""
    private_metadata: Metadata = ""
    hash: str | None = None
    state: State | None = None


class Form(View):
    """A form that was sent or closed."""

    callback_id: Id
    private_metadata: Metadata
    title: Text
    blocks: list[InputBlock | OtherBlock]
    state: State


class Container(BaseModel):
    """Where a button stood."""

    is_ephemeral: bool = False
    channel_id: str | None = None


class Command(BaseModel):
    """A slash command."""

    command: str
    text: str = ""
    user_id: Id
    channel_id: Id
    team_id: Id
    trigger_id: str
    response_url: str


class Interaction(BaseModel):
    """A button, a form or a shortcut."""

    user: Named
    team: Named | None = None
    trigger_id: str = ""
    response_url: str = ""
    channel: Named | None = None
    container: Container = Container()


class Press(Interaction):
    """A button of a message or of a view."""

    actions: Annotated[list[Action], Field(min_length=1)]
    view: View | None = None


class Submission(Interaction):
    """Somebody sent a form or closed it."""

    view: Form


class Shortcut(Interaction):
    """A shortcut that is not about a message."""

    callback_id: str


class MessageShortcut(Shortcut):
    """A shortcut on a message."""

    channel: Named
    message: dict[str, Any]


class Event(BaseModel):
    """Anything that happened in Slack."""

    type: str
    event_ts: Timestamp | None = None
    user: Id | Named | None = None
    channel: Id | Named | None = None


class OfSomebody(Event):
    """It concerns one person."""

    user: Id


class OfAMember(OfSomebody):
    """Somebody came into a channel or left it."""

    channel: Id


class OtherItem(BaseModel):
    """A file, for example, as what a reaction is under."""

    type: Annotated[str, _other_than("message")]


class Message(BaseModel):
    """A message, as what a reaction is under."""

    type: Literal["message"]
    channel: Id
    ts: Id


class OfAReaction(OfSomebody):
    """A reaction came or went."""

    reaction: Annotated[str, Field(min_length=1)]
    item: Message | OtherItem
    item_user: str | None = None


class OfAnAccount(Event):
    """A profile changed."""

    user: Named


class OfAChannel(Event):
    """A channel can no longer be used, or can be used again."""

    channel: Id


class OfAName(Event):
    """A channel has another name."""

    channel: Named


class Tokens(BaseModel):
    """Whose tokens no longer work, by kind."""

    bot: list[str] = []


class OfTokens(Event):
    """Tokens were revoked."""

    tokens: Tokens


class OfTeams(Event):
    """An organization added the app to some of its workspaces, or took it out of them."""

    team_ids: Annotated[list[Id], Field(max_length=1_000)]


class Envelope(BaseModel):
    """An event with what Slack says around it."""

    team_id: str | None = None
    event_id: str | None = None
    event: Event


CHANGES = ("archive", "unarchive", "deleted", "left")


class Challenge(BaseModel):
    """Slack asks whether a request URL is ours; Bolt answers."""

    challenge: str


OF_EVENTS: dict[str, type[Event]] = {
    "app_home_opened": OfSomebody,
    "reaction_added": OfAReaction,
    "reaction_removed": OfAReaction,
    "member_joined_channel": OfAMember,
    "member_left_channel": OfAMember,
    "user_change": OfAnAccount,
    "app_uninstalled": Event,
    "tokens_revoked": OfTokens,
    **dict.fromkeys(IN_ORGANIZATIONS, OfTeams),
    **{f"{kind}_{what}": OfAChannel for kind in ("group", "channel") for what in CHANGES},
    "group_rename": OfAName,
}
OF_TYPES: dict[str, type[BaseModel]] = {
    "block_actions": Press,
    "view_submission": Submission,
    "view_closed": Submission,
    "shortcut": Shortcut,
    "message_action": MessageShortcut,
    "event_callback": Envelope,
    "url_verification": Challenge,
}


def fault_in(payload: Mapping[str, Any]) -> str:
    """Which field is not as Slack sends it, and why; empty if all are. Its content is not told."""
    try:
        if "\\u0000" in json.dumps(payload, ensure_ascii=False).encode().decode():
            return "payload: a character that no text has"
        shape = Command if "command" in payload else OF_TYPES.get(_text(payload.get("type")))
        if shape is None:
            return "type: unknown"
        shape.model_validate(payload)
        if shape is Envelope:
            event = payload["event"]
            OF_EVENTS.get(event["type"], Event).model_validate(event)
    except UnicodeEncodeError:
        return "payload: half a character"
    except ValidationError as fault:
        first = fault.errors(include_input=False, include_url=False, include_context=False)[0]
        return f"{'.'.join(map(str, first['loc']))}: {first['type']}"
    return ""


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
