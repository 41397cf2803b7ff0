"""What a workspace is made of. Plain records; the modules that change them also publish what happened."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Literal

Json = dict[str, Any]
ChannelKind = Literal["public", "private", "dm"]


@dataclass(slots=True, eq=False)
class Person:
    """A member of the workspace, human or bot. `tz` is an IANA zone name; `updated` is Unix seconds."""

    id: str
    name: str
    real_name: str
    display_name: str
    tz: str
    email: str
    color: str
    is_bot: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_stranger: bool = False
    is_admin: bool = False
    deleted: bool = False
    app_id: str | None = None
    bot_id: str | None = None
    updated: int = 0


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command, with its slash. `should_escape`: mentions reach the app as `<@U1|name>`."""

    command: str
    description: str
    usage_hint: str = ""
    should_escape: bool = False


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A shortcut of an app: in the search bar (`global`) or on a message (`message`)."""

    callback_id: str
    name: str
    type: Literal["global", "message"]


@dataclass(frozen=True, slots=True)
class Enterprise:
    """An organization of several workspaces (Enterprise Grid)."""

    id: str
    name: str


@dataclass(slots=True, eq=False)
class App:
    """An app in one workspace, installed or on offer. `request_url` set means delivery by signed HTTP instead
    of Socket Mode. Its id, its client and its secrets are the same in every workspace; tokens are not."""

    id: str
    name: str
    bot_user_id: str
    bot_id: str
    bot_token: str
    app_token: str
    signing_secret: str
    verification_token: str
    scopes: frozenset[str]
    events: frozenset[str]
    commands: dict[str, Command]
    shortcuts: dict[str, Shortcut]
    home_tab: bool = True
    messages_tab: bool = True
    messages_tab_read_only: bool = False
    interactivity: bool = True
    request_url: str | None = None
    installed: bool = True
    revoked: bool = False  # its bot token alone
    client_id: str = ""
    client_secret: str = ""
    redirect_urls: tuple[str, ...] = ()
    install_url: str = ""
    """Where an installation begins, in the app's own web server."""
    optional_scopes: frozenset[str] = frozenset()
    rotates: bool = False
    """Its bot tokens expire, and are refreshed."""
    expires: float | None = None
    """When `bot_token` does, in Unix seconds."""
    earlier: dict[str, float] = field(default_factory=dict)
    """The bot token before it, if it works as well, and until when."""
    refresh_token: str = ""
    org_wide: bool = False
    """It may be installed in all workspaces of an organization at once."""
    by_enterprise: bool = False
    """It was: one token for all of them."""

    def expiry(self, token: str) -> float | None:
        """When this bot token expires, in Unix seconds; None if it does not."""
        return self.earlier.get(token, self.expires)


@dataclass(slots=True)
class Grant:
    """What a person has allowed an app, until the app exchanges the code for it. With `everywhere` it is for
    all workspaces of the organization. `expires` is in Unix seconds."""

    client_id: str
    person: str
    scopes: frozenset[str]
    redirect_uri: str
    everywhere: bool
    expires: float
    used: bool = False


@dataclass(slots=True, eq=False)
class Message:
    """A message; `ephemeral_to` set means only that person sees it. Reactions: name -> people in order."""

    channel: str
    ts: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    bot_id: str | None = None
    app_id: str | None = None
    metadata: Json | None = None
    thread_ts: str | None = None
    subtype: str | None = None
    edited: tuple[str, str] | None = None
    ephemeral_to: str | None = None
    mrkdwn: bool = True
    reactions: dict[str, dict[str, None]] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    replies: list[str] = field(default_factory=list)
    chosen: dict[str, Json] = field(default_factory=dict)
    """What each person has chosen in the message's menus: person -> block_id -> action_id -> state."""


@dataclass(frozen=True, slots=True)
class UserGroup:
    """People who are mentioned together, by a handle."""

    id: str
    handle: str
    users: tuple[str, ...]


@dataclass(slots=True, eq=False)
class Bookmark:
    """A link in a channel's bar. Times are Unix seconds."""

    id: str
    channel: str
    title: str
    link: str
    emoji: str
    created: int
    updated: int
    by: str


@dataclass(slots=True, eq=False)
class Canvas:
    """A page of Markdown in a channel, which everybody there can read. Times are Unix seconds."""

    id: str
    title: str
    markdown: str
    by: str
    created: int
    updated: int


@dataclass(slots=True, eq=False)
class Channel:
    """A conversation. `members` keeps the order of joining; `messages` is in order of `ts`."""

    id: str
    name: str
    kind: ChannelKind
    creator: str
    created: int
    members: dict[str, None] = field(default_factory=dict)
    topic: str = ""
    topic_by: str = ""
    topic_at: int = 0
    purpose: str = ""
    purpose_by: str = ""
    purpose_at: int = 0
    archived: bool = False
    is_general: bool = False
    messages: dict[str, Message] = field(default_factory=dict)
    pins: dict[str, tuple[str, int]] = field(default_factory=dict)
    bookmarks: dict[str, Bookmark] = field(default_factory=dict)
    canvas: Canvas | None = None
    previous_names: list[str] = field(default_factory=list)

    def other(self, person: str) -> str | None:
        """The other side of a DM (oneself in a DM with oneself), None in a channel."""
        if self.kind != "dm":
            return None
        return next((member for member in self.members if member != person), person)


@dataclass(slots=True, eq=False)
class File:
    """An uploaded file; `shared` lists channel -> ts. `size` is in bytes; times are in Unix seconds."""

    id: str
    name: str
    title: str
    user: str
    app_id: str
    size: int
    created: int
    alt_text: str = ""
    content: bytes | None = None
    completed: bool = False
    completed_at: float = 0.0
    shared: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class View:
    """A modal or a Home. `payload` is as given by the app, ids filled in; `chosen` is the typed-in state."""

    id: str
    app_id: str
    user: str
    type: Literal["modal", "home"]
    payload: Json
    hash: str
    root_id: str
    previous_id: str | None = None
    chosen: Json = field(default_factory=dict)

    @property
    def blocks(self) -> list[Json]:
        blocks: list[Json] = self.payload["blocks"]
        return blocks

    @property
    def external_id(self) -> str:
        return str(self.payload.get("external_id") or "")


@dataclass(slots=True)
class Part:
    """Somebody whom a program plays. `note` is that program's own; `on`: not while a person acts for them."""

    note: str = ""
    on: bool = True


@dataclass(frozen=True, slots=True)
class Control:
    """A button of whoever runs the workspace, on the director's strip. `run` may say what came of it."""

    key: str
    label: str
    hint: str
    run: Callable[[], Awaitable[str | None]]


@dataclass(frozen=True, slots=True)
class Link:
    """A link in a notice: to a place on the page (`/?as=U1&channel=C1`, a permalink), or to a paper."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Notice:
    """What whoever runs the workspace tells everybody on the page, until the next notice or until they put it
    away. `controls` are the keys of those that it shows as buttons; `opens` is a place where the pages that
    are open go when it comes."""

    title: str
    lines: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    controls: tuple[str, ...] = ()
    opens: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """Something to read at /papers/<name>; `kind` is its media type."""

    content: bytes
    kind: str
