"""What a Web API method is, how one is declared, and what it may ask about its caller."""

import base64
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from bot.workspace.api import arguments
from bot.workspace.state.records import App, Channel, Json, Message, Person
from bot.workspace.state.refusals import ApiError, bad_arguments
from bot.workspace.state.team import Team

_SCOPES = {
    ("read", "public"): "channels:read",
    ("read", "private"): "groups:read",
    ("read", "dm"): "im:read",
    ("write", "public"): "channels:manage",
    ("write", "private"): "groups:write",
    ("write", "dm"): "im:write",
    ("history", "public"): "channels:history",
    ("history", "private"): "groups:history",
    ("history", "dm"): "im:history",
}
PAGE = 100
_MISSING = {
    "channel": "channel_not_found",
    "channel_id": "channel_not_found",
    "user": "user_not_found",
    "ts": "message_not_found",
    "message_ts": "message_not_found",
}
_ALWAYS = {"team_id"}  # Bolt sends it with every call
CLIENT = ("client_id", "client_secret")
_MOST = 1000


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a method by an app, its arguments in their types."""

    team: Team
    app: App
    args: Json

    @property
    def bot(self) -> str:
        """The id of the app's bot user."""
        return self.app.bot_user_id

    def get(self, name: str, default: Any = None) -> Any:
        """An argument, or `default` if it was not given."""
        value = self.args.get(name)
        return default if value is None else value

    def needs(self, *scopes: str) -> None:
        """Any one of these scopes is needed."""
        if not self.app.scopes.intersection(scopes):
            raise ApiError(
                "missing_scope", needed=",".join(scopes), provided=",".join(sorted(self.app.scopes))
            )

    def needs_for(self, what: str, channel: Channel, *or_else: str) -> None:
        """The scope to `read`, `write` or read the `history` of this kind of channel is needed."""
        self.needs(_SCOPES[what, channel.kind], *or_else)

    def channel(self, name: str = "channel") -> Channel:
        """The channel an argument names, if the app may know that it exists."""
        channel = self.team.channels.get(self.get(name, ""))
        if channel is None or (channel.kind != "public" and self.bot not in channel.members):
            raise ApiError("channel_not_found")
        return channel

    def own_channel(self, name: str = "channel") -> Channel:
        """A channel the bot is in."""
        channel = self.channel(name)
        if self.bot not in channel.members:
            raise ApiError("not_in_channel")
        return channel

    def open_channel(self, name: str = "channel") -> Channel:
        """A channel the bot is in and that is not archived."""
        channel = self.own_channel(name)
        not_archived(channel)
        return channel

    def message(self, channel: Channel, name: str) -> Message:
        """The message of a channel whose time an argument gives."""
        message = channel.messages.get(self.get(name, ""))
        if message is None:
            raise ApiError("message_not_found")
        return message

    def person(self, name: str = "user") -> Person:
        """The person an argument names."""
        person = self.team.people.get(self.get(name, ""))
        if person is None:
            raise ApiError("user_not_found")
        return person

    def page(self, items: Iterable[Any], *, default: int = PAGE) -> tuple[list[Any], Json]:
        """The page of `items` asked for by `cursor` and `limit`, and the response_metadata to answer."""
        listed, limit = list(items), self.get("limit", default) or default
        if not 1 <= limit <= _MOST:
            raise ApiError("invalid_limit")
        start = _read_cursor(self.get("cursor", ""))
        more = start + limit < len(listed)
        cursor = base64.b64encode(f"next:{start + limit}".encode()).decode() if more else ""
        return listed[start : start + limit], {"next_cursor": cursor}


def not_archived(channel: Channel) -> None:
    """Raises ApiError if it is."""
    if channel.archived:
        raise ApiError("is_archived")


def _read_cursor(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        head, _, number = base64.b64decode(cursor, validate=True).decode().partition(":")
        if head == "next":
            return int(number)
    except ValueError:
        pass
    raise ApiError("invalid_cursor")


Handler = Callable[[Call], Json]


@dataclass(frozen=True, slots=True)
class Method:
    """A Web API method: its handler, its rate limit tier, the scope always needed, and its arguments.

    `missing` gives the error for a required argument that is not there, where Slack documents another than
    for most methods.
    """

    name: str
    handler: Handler
    tier: int | str
    scope: str | None
    required: tuple[str, ...]
    optional: frozenset[str]
    missing: dict[str, str] = field(default_factory=dict)
    by_client: bool = False
    """Called with the app's client id and secret."""

    @property
    def needs_team(self) -> bool:
        """Whether a token of a whole organization has to come with a `team_id`."""
        return "team_id" in self.optional

    def typed(self, given: Json) -> Json:
        """The arguments in their types; refuses what is unknown or missing."""
        known = self.optional.union(self.required, _ALWAYS, CLIENT if self.by_client else ())
        unknown = [name for name in given if name not in known]
        if unknown:
            raise bad_arguments(*(f"unknown argument: {name}" for name in unknown))
        args = {n: arguments.typed(n, value) for n, value in given.items() if value is not None}
        for name in self.required:
            if args.get(name) in (None, "", []):
                if error := self.missing.get(name) or _MISSING.get(name):
                    raise ApiError(error)
                raise bad_arguments(f"missing required field: {name}")
        return args


METHODS: dict[str, Method] = {}
"""Every method there is, by name; filled by the modules of `methods/`."""


def method(
    name: str,
    *,
    tier: int | str,
    scope: str | None = None,
    required: str = "",
    optional: str = "",
    missing: dict[str, str] | None = None,
    by_client: bool = False,
) -> Callable[[Handler], Handler]:
    """Declares a Web API method. Arguments are named in one string, apart by spaces."""

    def declare(handler: Handler) -> Handler:
        arguments = tuple(required.split()), frozenset(optional.split())
        METHODS[name] = Method(name, handler, tier, scope, *arguments, missing or {}, by_client)
        return handler

    return declare
