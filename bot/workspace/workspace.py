"""A workspace, put together: what it holds, who hears of what happens, and what an administrator can do."""

from collections.abc import Iterable
from typing import Unpack

from bot.workspace.api.limits import ACK_SECONDS, EVENT_RETRY_SECONDS, TRIGGER_SECONDS
from bot.workspace.api.manifest import read_manifest
from bot.workspace.delivery import shown
from bot.workspace.delivery.changes import Changes
from bot.workspace.delivery.delivery import Delivery
from bot.workspace.delivery.events import Events
from bot.workspace.delivery.interactions import Interactions
from bot.workspace.delivery.response_urls import ResponseUrls
from bot.workspace.delivery.windows import Windows
from bot.workspace.state import accounts, installing, membership, posting
from bot.workspace.state.clock import Clock, system_time
from bot.workspace.state.guide import Guide
from bot.workspace.state.records import App, Channel, Enterprise, Json, Notice, Person, UserGroup
from bot.workspace.state.team import SLACKBOT, Team


class Workspace(Team):
    """A Slack workspace in memory, with what goes from it to apps and people.

    `ack_seconds` and `retry_seconds` (for events) are real seconds, whatever the clock and the factor. Ids
    are the same in every workspace; of two side by side, one wants a `team_id` of its own. Those of an
    `enterprise` share no other ids, either: each wants numbers of its own, `ids_from` somewhere.
    """

    def __init__(
        self,
        name: str = "Rehearsal",
        *,
        clock: Clock = system_time,
        limits_factor: float | None = 1.0,
        ack_seconds: float = ACK_SECONDS,
        retry_seconds: tuple[float, ...] = EVENT_RETRY_SECONDS,
        trigger_seconds: float = TRIGGER_SECONDS,
        record: bool = False,
        team_id: str | None = None,
        enterprise: Enterprise | None = None,
        ids_from: int = 0,
    ) -> None:
        super().__init__(
            name,
            clock,
            limits_factor=limits_factor,
            trigger_seconds=trigger_seconds,
            record=record,
            enterprise=enterprise,
            ids_from=ids_from,
        )
        self.team_id = team_id or self.team_id
        self.changes = Changes()
        self.delivery = Delivery(self, ack_seconds, retry_seconds)
        self.response_urls = ResponseUrls(self)
        self.interactions = Interactions(self, self.delivery, self.response_urls)
        self.subscribe(Windows(self, self.changes).show)
        self.subscribe(Events(self, self.delivery).tell)

    async def close(self) -> None:
        """Ends subscriptions, sockets and retries. The state stays."""
        self.changes.close()
        await self.delivery.close()

    # -- making things ------------------------------------------------------------------------------------

    def add_person(self, name: str, **details: Unpack[accounts.Details]) -> Person:
        """A human member, in #general unless a guest or stranger. `name` is the handle."""
        return accounts.add(self, name, **details)

    def add_app(
        self,
        manifest: Json,
        *,
        optional_scopes: Iterable[str] = (),
        request_url: str | None = None,
        same_as: App | None = None,
    ) -> App:
        """Installs an app from its manifest. Of the optional scopes, which stand among the others as well, as
        in Slack's own manifests, those named are granted. `same_as` is the app as it is in another workspace.
        """
        read = read_manifest(manifest)
        own_id, own_user, own_bot = (self.ids.new(kind) for kind in "AUB")  # in any case: see `__init__`
        as_one = same_as if self.enterprise is not None else None
        app = App(
            id=same_as.id if same_as else own_id,
            name=read.name,
            bot_user_id=as_one.bot_user_id if as_one else own_user,
            bot_id=as_one.bot_id if as_one else own_bot,
            bot_token="",
            **installing.as_client(same_as),
            scopes=(read.scopes - read.optional_scopes) | (read.optional_scopes & frozenset(optional_scopes)),
            events=read.events,
            commands=read.commands,
            shortcuts=read.shortcuts,
            home_tab=read.home_tab,
            messages_tab=read.messages_tab,
            messages_tab_read_only=read.messages_tab_read_only,
            interactivity=read.interactivity,
            request_url=request_url or read.request_url,
            redirect_urls=read.redirect_urls,
            optional_scopes=read.optional_scopes,
            rotates=read.rotates,
            org_wide=read.org_wide,
        )
        installing.renew(self, app)
        self.apps[app.id] = app
        accounts.add_bot(self, app, read.bot_name)
        return app

    def offer_app(self, manifest: Json, install_url: str = "", *, same_as: App | None = None) -> App:
        """An app that people here can install by OAuth, which begins at `install_url`."""
        app = self.add_app(manifest, same_as=same_as)
        app.installed, app.scopes, app.install_url = False, frozenset(), install_url
        self.people[app.bot_user_id].deleted = True
        return app

    def add_user_group(self, handle: str, users: Iterable[str]) -> UserGroup:
        """A user group of these people, found by its handle, without the @."""
        group = UserGroup(self.ids.new("S"), handle, tuple(users))
        self.user_groups[group.id] = group
        return group

    def add_channel(
        self,
        name: str,
        *,
        private: bool = False,
        members: Iterable[str] = (),
        creator: str = SLACKBOT,
        quiet: bool = False,
    ) -> Channel:
        """A channel with these members (ids of people or bot users); the creator joins only if listed.
        `quiet`: they were in it all along, so nobody is told that they joined."""
        channel = membership.create(self, name, "private" if private else "public", creator)
        membership.join(self, channel, list(members), quiet=quiet)
        return channel

    def show(self, notice: Notice | None) -> None:
        """Shows everybody on the page this notice in place of the one before; None takes it away. Whoever
        changes `controls` shows a notice too, so that the strip looks at them at once."""
        self.notice = notice
        self.changes.tell(self.changes.watched(), "notice", lambda: {"notice": shown.notice(self)})

    def explain(self, guide: Guide) -> None:
        """Says who is who, and what the tour is, from now on."""
        if guide != self.guide:
            self.guide = guide
            self.changes.tell(self.changes.watched(), "guide", lambda: shown.guide(guide))

    # -- what a test or an administrator can do -----------------------------------------------------------

    async def drop_sockets(self, app: App, reason: str | None = None, *, close_after: float = 10.0) -> None:
        """Ends the app's connections: abruptly, or with a disconnect frame saying `reason` (`warning`,
        `refresh_requested`, `link_disabled`) and, `close_after` seconds later, the close."""
        await self.delivery.sockets.disconnect(app, reason, close_after)

    def deactivate(self, person_id: str) -> None:
        """Ends somebody's account: they keep their messages and lose their channels."""
        accounts.deactivate(self, self.people[person_id])

    def reactivate(self, person_id: str) -> None:
        """Gives somebody their account back; they are in no channel but their direct messages."""
        accounts.reactivate(self, self.people[person_id])

    def person_changed(self, person: Person) -> None:
        """To be called after a change of somebody's name, zone or flags."""
        accounts.changed(self, person)

    def kick(self, channel_id: str, person_id: str, by: str = SLACKBOT) -> None:
        """Takes somebody (the bot's user, say) out of a channel."""
        membership.leave(self, self.channels[channel_id], person_id, by=by)

    def invite(self, channel_id: str, *people: str, by: str = SLACKBOT) -> None:
        """Puts people or bot users into a channel."""
        membership.join(self, self.channels[channel_id], list(people), inviter=by)

    def delete_message(self, channel_id: str, ts: str) -> None:
        """Deletes anybody's message, as an administrator can."""
        posting.delete(self, self.channels[channel_id].messages[ts])

    def archive(self, channel_id: str, by: str = SLACKBOT) -> None:
        """Archives a channel, as an administrator can."""
        membership.archive(self, self.channels[channel_id], by)

    def unarchive(self, channel_id: str, by: str = SLACKBOT) -> None:
        """Opens an archived channel again, as only people can."""
        membership.unarchive(self, self.channels[channel_id], by)

    def delete_channel(self, channel_id: str, by: str = SLACKBOT) -> None:
        """Deletes a channel, as an administrator can."""
        membership.delete(self, self.channels[channel_id], by)

    async def uninstall(self, app: App) -> None:
        """Removes an app: its tokens stop working, then `tokens_revoked` and `app_uninstalled` go out."""
        installing.uninstall(self, app)

    def revoke(self, app: App) -> None:
        """Ends an app's bot token: calls with it are refused, then `tokens_revoked` goes out."""
        installing.revoke(self, app)

    def revoke_of(self, app: App, person: Person) -> None:
        """Ends a person's own token for an app: `tokens_revoked` goes out, and the bot's works on."""
        installing.revoke_of(self, app, person)

    def reinstall(self, app: App, *, same_token: bool = False) -> None:
        """Puts an app back, with another bot token; or with the old one, which works again."""
        installing.reinstall(self, app, same_token=same_token)
