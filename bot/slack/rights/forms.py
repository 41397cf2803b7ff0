"""The form in which a workspace's admins say who may create games, and where."""

from collections.abc import Iterator, Mapping

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.domain.errors.rights import NoChannelChosen, NoCreatorChosen
from bot.domain.rights import ADMINS, CHANNEL_CREATORS, GENERAL, SHARED, Channels, Creators, Rights
from bot.slack.blocks.fields import Boxes, Conversations, Line, Misfilled, OptionalChoice, People
from bot.slack.blocks.forms import About, Form
from bot.slack.blocks.message import section
from bot.slack.rights import cards

ALL, SOME = "all", "some"
WHO = {ALL: "Every full member of the workspace", SOME: "Only those chosen below"}
KINDS = {
    ADMINS: "Admins and owners of the workspace",
    CHANNEL_CREATORS: "The creator of a channel, in that channel",
}
WHERE = {ALL: "In every channel, except the kinds below", SOME: "Only in the channels chosen below"}
ALSO = {
    GENERAL: "#general, for everybody above (admins always may)",
    SHARED: "Channels shared with other organisations",
}
GROUPS_LENGTH = 500


class RightsForm(Form, callback="rights_form", title="Creating games", submit="Save", drafts=False):
    """Who, and where. What the operator has set is shown, not asked."""

    seen = About(str)  # the fingerprint of what was shown
    who = OptionalChoice("Who may create games?", str, WHO, sometimes=True)
    kinds = Boxes("These kinds of members", str, KINDS, optional=True)
    people = People("These people", "Choose people", optional=True)
    groups = Line(
        "Members of these user groups",
        GROUPS_LENGTH,
        hint="Their handles, like @facilitators, separated by commas. For this, the app needs the scope "
        "usergroups:read.",
        optional=True,
    )
    where = OptionalChoice("Where may they create them?", str, WHERE, sometimes=True)
    only = Conversations("These channels", optional=True)
    also = Boxes("Allow these kinds, too", str, ALSO, optional=True)

    @classmethod
    def view(cls, rights: Rights, handles: Mapping[str, str]) -> View:
        """As it is now; `handles` are those of user groups, as far as they are known."""
        blocks: list[Block] = [
            section(
                "Guests and people from other organisations never may create games. Facilitators who are "
                "added to a game need no permission here."
            )
        ]
        blocks += (
            cls._set("MOOT_CREATORS", cards.who(rights.creators))
            if "creators" in rights.fixed
            else [*cls._who(rights.creators, handles)]
        )
        blocks += (
            cls._set("MOOT_CHANNELS", cards.where(rights.channels))
            if "channels" in rights.fixed
            else [*cls._where(rights.channels)]
        )
        return cls.modal((rights.fingerprint,), *blocks)

    @classmethod
    def _set(cls, setting: str, words: str) -> list[Block]:
        return [section(f"The person who runs Moot has set {setting}: {words}. Only they can change that.")]

    @classmethod
    def _who(cls, now: Creators, handles: Mapping[str, str]) -> Iterator[Block]:
        kinds = {ADMINS: now.admins or now.anyone, CHANNEL_CREATORS: now.channel_creators}
        typed = ", ".join(f"@{handles[one]}" if one in handles else one for one in now.groups)
        yield cls.who.input(ALL if now.anyone else SOME)
        yield cls.kinds.input(tuple(one for one, named in kinds.items() if named))
        yield cls.people.input(now.people)
        yield cls.groups.input(typed)

    @classmethod
    def _where(cls, now: Channels) -> Iterator[Block]:
        also = {GENERAL: now.general, SHARED: now.shared}
        yield cls.where.input(SOME if now.only else ALL)
        yield cls.only.input(now.only)
        yield cls.also.input(tuple(one for one, allowed in also.items() if allowed))

    def creators(self, groups: tuple[str, ...]) -> Creators:
        """Who is chosen. Raises Misfilled."""
        if self.who != SOME:
            return Creators()
        found = Creators(ADMINS in self.kinds, CHANNEL_CREATORS in self.kinds, groups, self.people)
        if found.anyone:
            raise Misfilled({RightsForm.who.block: NoCreatorChosen().sentence})
        return found

    @property
    def channels(self) -> Channels:
        """Where. Raises Misfilled."""
        if self.where == SOME and not self.only:
            raise Misfilled({RightsForm.only.block: NoChannelChosen().sentence})
        return Channels(self.only if self.where == SOME else (), GENERAL in self.also, SHARED in self.also)
