"""Everything that a workspace holds. Slack's word for it is a team."""

from collections.abc import Callable, MutableSequence

from bot.workspace.state.clock import Clock
from bot.workspace.state.faults import Faults
from bot.workspace.state.guide import Guide
from bot.workspace.state.happenings import Happening, Listener
from bot.workspace.state.ids import Ids
from bot.workspace.state.modals import Modals
from bot.workspace.state.rates import RateLimits
from bot.workspace.state.records import (
    App,
    Channel,
    Control,
    Enterprise,
    File,
    Grant,
    Message,
    Notice,
    Paper,
    Part,
    Person,
    UserGroup,
)
from bot.workspace.state.traffic import Sent, Traffic

SLACKBOT = "USLACKBOT"


class Team:
    """People, apps, channels, messages, files and views, in memory, with what apps have said and used.

    `clock` gives Unix seconds. A trigger lives `trigger_seconds` of them. `limits_factor` multiplies the rate
    limits; 0 or None turns them off. With `record` everything sent is kept in `sent` and `traffic`;
    else the last 2,000 of each.
    """

    def __init__(
        self,
        name: str,
        clock: Clock,
        *,
        limits_factor: float | None,
        trigger_seconds: float,
        record: bool,
        enterprise: Enterprise | None = None,
        ids_from: int = 0,
    ) -> None:
        self.name = name
        self.domain = "".join(c if c.isalnum() else "-" for c in name.lower())
        self.clock = clock
        self.enterprise = enterprise
        """The organization that it belongs to, if it does."""
        self.together: tuple[Team, ...] = (self,)
        """The workspaces of its server, in order; itself alone, until a server says otherwise."""
        self.web_url = "http://127.0.0.1/"
        """Where the server answers; set by it when it starts."""
        self.last_ts = 0
        self.trigger_seconds = trigger_seconds
        self.limits = RateLimits(clock, limits_factor)
        self.faults = Faults()
        self.traffic = Traffic(clock, record=record)
        self._listeners: list[Listener] = []
        self._furnish(ids_from)

    def _furnish(self, ids_from: int) -> None:
        """Nobody and nothing but #general."""
        self.ids = Ids(ids_from)
        self.team_id = self.ids.new("T")
        self.people: dict[str, Person] = {}
        self.apps: dict[str, App] = {}
        self.general = Channel(self.ids.new("C"), "general", "public", SLACKBOT, int(self.clock()))
        self.general.is_general = True
        self.channels: dict[str, Channel] = {self.general.id: self.general}
        self.names: dict[str, Channel] = {self.general.name: self.general}
        self.dms: dict[frozenset[str], Channel] = {}
        self.files: dict[str, File] = {}
        self.user_groups: dict[str, UserGroup] = {}
        self.ephemerals: dict[tuple[str, str], dict[str, Message]] = {}
        """Who and where -> ts -> message."""
        self.modals = Modals(self.ids, self.clock, self.happened)
        self.grants: dict[str, Grant] = {}
        """Code -> what it stands for, until an app exchanges it."""
        self.tickets: dict[str, str] = {}
        """Ticket for one Socket Mode connection -> app."""
        self.played: dict[str, Part] = {}
        """Whom programs play."""
        self.controls: dict[str, Control] = {}
        """The buttons on the director's strip."""
        self.guide = Guide()
        self.notice: Notice | None = None
        self.papers: dict[str, Paper] = {}
        self.arrivals: list[Callable[[str], None]] = []
        """Called whenever somebody opens the page, with the id of whom they act as."""

    @property
    def sent(self) -> MutableSequence[Sent]:
        """Every Web API call and response_url post, oldest first."""
        return self.traffic.sent

    # -- telling ------------------------------------------------------------------------------------------

    def subscribe(self, listener: Listener) -> None:
        """Calls `listener` with everything that happens from now on, in order."""
        self._listeners.append(listener)

    def happened(self, happening: Happening) -> None:
        """Publishes what just happened."""
        for listener in self._listeners:
            listener(happening)

    # -- looking things up --------------------------------------------------------------------------------

    def app_by_token(self, token: str) -> App | None:
        """The app this bot token or app-level token was given to."""
        if not token:
            return None
        given = (a for a in self.apps.values() if token in (a.bot_token, a.app_token, *a.earlier))
        return next(given, None)

    def app_by_client(self, client_id: str) -> App | None:
        """The app that its developer knows by this id."""
        return next((a for a in self.apps.values() if client_id and a.client_id == client_id), None)

    def knows(self, thing: str) -> bool:
        """Whether this is the id of somebody or something here."""
        modals = self.modals
        opened = modals.view(thing) is not None or modals.trigger(thing) is not None
        return thing in self.people or thing in self.channels or thing in self.files or opened

    def message(self, channel: str, ts: str) -> Message | None:
        """A message everybody in the channel can see."""
        found = self.channels.get(channel)
        return found.messages.get(ts) if found else None

    def ephemeral(self, person: str, channel: str, ts: str) -> Message | None:
        """A message only this person can see."""
        return self.ephemerals.get((person, channel), {}).get(ts)

    def can_read(self, person: str, channel: Channel) -> bool:
        """Members can; so can everybody but guests and strangers in a public channel."""
        if person in channel.members:
            return True
        someone = self.people.get(person)
        return (
            channel.kind == "public"
            and someone is not None
            and not (someone.is_restricted or someone.is_stranger or someone.deleted)
        )

    # -- counting, and stepping in ------------------------------------------------------------------------

    def next_ts(self) -> str:
        """A new message time: seconds.microseconds, later than every one before it."""
        self.last_ts = max(self.last_ts + 1, int(self.clock() * 1_000_000))
        return f"{self.last_ts // 1_000_000}.{self.last_ts % 1_000_000:06d}"

    def acts_in_person(self, person: str) -> None:
        """A person acts as this one: the program that plays them steps back."""
        if person in self.played:
            self.played[person].on = False
