"""The workspace: its state, who watches it, and the controls a test has over it."""

import asyncio
import zlib
from collections.abc import Coroutine, Iterable, MutableSequence
from typing import Any

from bot.workspace.api.limits import ACK_SECONDS, EVENT_RETRY_SECONDS, RateLimits
from bot.workspace.api.manifest import read_manifest
from bot.workspace.delivery import events
from bot.workspace.delivery.delivery import Delivery
from bot.workspace.delivery.response_urls import ResponseUrls
from bot.workspace.page.control import Control
from bot.workspace.state import membership, posting, shown
from bot.workspace.state.changes import Changes
from bot.workspace.state.clock import Clock, system_time
from bot.workspace.state.faults import Faults
from bot.workspace.state.ids import Ids, secret
from bot.workspace.state.modals import Modals
from bot.workspace.state.records import App, Channel, File, Json, Message, Person
from bot.workspace.state.traffic import Sent, Traffic

_COLORS = ("4bbe2e", "e7392d", "3c989f", "674b1b", "e96699", "9f69e7", "684b6c", "5b89d5", "de5f24", "235e5b")


class Workspace:
    """A Slack workspace in memory.

    `clock` gives Unix seconds. `limits_factor` multiplies the rate limits; 0 or None turns them off. The
    deadlines (`ack_seconds`, `retry_seconds` for events) are real seconds whatever the factor. With `record`
    everything sent is kept in `sent` and `traffic.entries`; else the last 2,000 of each.
    """

    def __init__(
        self,
        name: str = "Rehearsal",
        *,
        clock: Clock = system_time,
        limits_factor: float | None = 1.0,
        ack_seconds: float = ACK_SECONDS,
        retry_seconds: tuple[float, ...] = EVENT_RETRY_SECONDS,
        record: bool = False,
    ) -> None:
        self.ids = Ids()
        self.name = name
        self.team_id = self.ids.new("T")
        self.domain = "".join(c if c.isalnum() else "-" for c in name.lower())
        self.clock = clock
        self.ack_seconds = ack_seconds
        self.retry_seconds = retry_seconds
        self.web_url = "http://127.0.0.1/"
        """Where the server answers; set by it when it starts."""
        self.people: dict[str, Person] = {}
        self.apps: dict[str, App] = {}
        self.channels: dict[str, Channel] = {}
        self.files: dict[str, File] = {}
        self.ephemerals: dict[tuple[str, str], dict[str, Message]] = {}
        """Who and where -> ts -> message."""
        self.dms: dict[frozenset[str], Channel] = {}
        self.names: dict[str, Channel] = {}
        self.taken_over: set[str] = set()
        """People whom no stand-in plays now: they were played from the page, or switched off."""
        self.stand_ins: dict[str, str] = {}
        """Who is a stand-in, and of what temperament."""
        self.controls: dict[str, Control] = {}
        """Buttons of whoever runs the workspace, on the director's strip."""
        self.changes = Changes()
        self.limits = RateLimits(clock, limits_factor)
        self.faults = Faults()
        self.traffic = Traffic(clock, record=record)
        self.delivery = Delivery(self)
        self.modals = Modals(self)
        self.response_urls = ResponseUrls(self)
        self._tasks: set[asyncio.Task[None]] = set()
        self.last_ts = 0
        self.general = self.add_channel("general")
        self.general.is_general = True

    @property
    def sent(self) -> MutableSequence[Sent]:
        """Every Web API call and response_url post, oldest first."""
        return self.traffic.sent

    # -- making things ------------------------------------------------------------------------------------

    def add_person(
        self,
        name: str,
        *,
        real_name: str | None = None,
        display_name: str | None = None,
        tz: str = "Etc/UTC",
        email: str | None = None,
        is_restricted: bool = False,
        is_stranger: bool = False,
        is_admin: bool = False,
    ) -> Person:
        """A human member, in #general unless a guest or stranger. `name` is the handle, `tz` an IANA zone."""
        person = Person(
            id=self.ids.new("U"),
            name=name,
            real_name=real_name or name.replace(".", " ").title(),
            display_name=display_name if display_name is not None else name,
            tz=tz,
            email=email or f"{name}@{self.domain}.example",
            color=_COLORS[zlib.crc32(name.encode()) % len(_COLORS)],
            is_restricted=is_restricted,
            is_stranger=is_stranger,
            is_admin=is_admin,
            updated=int(self.clock()),
        )
        self.people[person.id] = person
        events.team_join(self, person)
        self.changes.tell(self.changes.watched(), "person", lambda: shown.person(person))
        if not (is_restricted or is_stranger):
            membership.join(self, self.general, [person.id])
        return person

    def add_app(
        self,
        manifest: Json,
        *,
        optional_scopes: Iterable[str] = (),
        request_url: str | None = None,
    ) -> App:
        """Installs an app from its manifest. Of the optional scopes, those named are granted.

        Optional scopes stand among the others as well, as Slack's own manifests have them.
        """
        read = read_manifest(manifest)
        app = App(
            id=self.ids.new("A"),
            name=read.name,
            bot_user_id=self.ids.new("U"),
            bot_id=self.ids.new("B"),
            bot_token=secret("xoxb-"),
            app_token=secret("xapp-1-"),
            signing_secret=secret(),
            verification_token=secret(),
            scopes=(read.scopes - read.optional_scopes) | (read.optional_scopes & frozenset(optional_scopes)),
            events=read.events,
            commands=read.commands,
            shortcuts=read.shortcuts,
            home_tab=read.home_tab,
            messages_tab=read.messages_tab,
            messages_tab_read_only=read.messages_tab_read_only,
            interactivity=read.interactivity,
            request_url=request_url or read.request_url,
        )
        self.apps[app.id] = app
        self.people[app.bot_user_id] = self._bot_user(app, read.bot_name)
        return app

    def _bot_user(self, app: App, name: str) -> Person:
        return Person(
            id=app.bot_user_id,
            name=name.lower().replace(" ", "_"),
            real_name=name,
            display_name="",
            tz="America/Los_Angeles",
            email="",
            color=_COLORS[0],
            is_bot=True,
            app_id=app.id,
            bot_id=app.bot_id,
            updated=int(self.clock()),
        )

    def add_channel(
        self,
        name: str,
        *,
        private: bool = False,
        members: Iterable[str] = (),
        creator: str = "USLACKBOT",
        quiet: bool = False,
    ) -> Channel:
        """A channel with these members (ids of people or bot users); the creator joins only if listed.
        `quiet`: they were in it all along, so nobody is told that they joined."""
        channel = membership.create(self, name, "private" if private else "public", creator)
        membership.join(self, channel, list(members), quiet=quiet)
        return channel

    # -- looking things up --------------------------------------------------------------------------------

    def app_by_token(self, token: str) -> App | None:
        """The app this bot token or app-level token was given to."""
        return next((a for a in self.apps.values() if token in (a.bot_token, a.app_token)), None)

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

    def viewers(self, channel: Channel) -> Iterable[str]:
        """Those who see what happens in a channel, as far as somebody watches as them."""
        if channel.kind == "public":
            return [person for person in self.changes.watched() if self.can_read(person, channel)]
        return channel.members

    def next_ts(self) -> str:
        """A new message time: seconds.microseconds, later than every one before it."""
        self.last_ts = max(self.last_ts + 1, int(self.clock() * 1_000_000))
        return f"{self.last_ts // 1_000_000}.{self.last_ts % 1_000_000:06d}"

    # -- what a test or an administrator can do -----------------------------------------------------------

    async def drop_sockets(self, app: App, reason: str | None = None, *, close_after: float = 10.0) -> None:
        """Ends the app's connections: abruptly, or with a disconnect frame saying `reason` (`warning`,
        `refresh_requested`, `link_disabled`) and, `close_after` seconds later, the close."""
        await self.delivery.sockets.disconnect(app, reason, close_after)

    def deactivate(self, person_id: str) -> None:
        """Removes somebody's account: they keep their messages and lose their channels."""
        person = self.people[person_id]
        person.deleted = True
        for channel in list(self.channels.values()):
            if channel.kind != "dm":
                membership.leave(self, channel, person_id, quiet=True)
        self.modals.close_all(person_id)
        self.person_changed(person)

    def person_changed(self, person: Person) -> None:
        """To be called after a change of somebody's name, zone or flags."""
        person.updated = int(self.clock())
        events.user_change(self, person)
        self.changes.tell(self.changes.watched(), "person", lambda: shown.person(person))

    def kick(self, channel_id: str, person_id: str, by: str = "USLACKBOT") -> None:
        """Takes somebody (the bot's user, say) out of a channel."""
        membership.leave(self, self.channels[channel_id], person_id, by=by)

    def invite(self, channel_id: str, *people: str, by: str = "USLACKBOT") -> None:
        """Puts people or bot users into a channel."""
        membership.join(self, self.channels[channel_id], list(people), inviter=by)

    def delete_message(self, channel_id: str, ts: str) -> None:
        """Deletes anybody's message, as an administrator can."""
        posting.delete(self, self.channels[channel_id].messages[ts])

    def archive(self, channel_id: str, by: str = "USLACKBOT") -> None:
        """Archives a channel, as an administrator can."""
        membership.archive(self, self.channels[channel_id], by)

    def unarchive(self, channel_id: str, by: str = "USLACKBOT") -> None:
        """Opens an archived channel again, as only people can."""
        membership.unarchive(self, self.channels[channel_id], by)

    async def uninstall(self, app: App) -> None:
        """Removes an app: its tokens stop working, then `tokens_revoked` and `app_uninstalled` go out."""
        app.installed = False
        events.uninstalled(self, app)
        self.people[app.bot_user_id].deleted = True

    # -- life ---------------------------------------------------------------------------------------------

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Runs something beside; it is cancelled when the workspace closes."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Ends subscriptions, sockets and retries. The state stays."""
        self.changes.close()
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self.delivery.close()
