"""Who may create games in a workspace, and in which of its channels.

Both are written as words and ids separated by commas, in a setting as well as in the database. Left empty,
they are what most workspaces want: any full member may create games, in any channel except #general and those
shared with other organisations.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from bot.domain.errors.rights import NotAChannelWord, NotACreatorWord, NotInGeneral, NotThere, NotWhereShared
from bot.domain.ids import ChannelId, UserId

ANYONE, ADMINS, CHANNEL_CREATORS = "anyone", "admins", "channel-creators"
ANYWHERE, GENERAL, SHARED = "anywhere", "general", "shared"
PERSON = re.compile(r"[UW][A-Z0-9]{2,20}")
GROUP = re.compile(r"S[A-Z0-9]{2,20}")
CHANNEL = re.compile(r"[CG][A-Z0-9]{2,20}")


@dataclass(frozen=True, slots=True)
class Creator:
    """Somebody who wants to create a game, as Slack describes them."""

    id: UserId
    admin: bool = False
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A channel, as Slack describes it. `creator` made it; `joined` is whether Moot is in it."""

    id: ChannelId
    creator: str = ""
    general: bool = False
    shared: bool = False  # with another organisation
    joined: bool = True
    seen: bool = True  # whether Slack describes it to Moot


@dataclass(frozen=True, slots=True)
class Creators:
    """The full members who may create games: all of them if nobody is named."""

    admins: bool = False
    channel_creators: bool = False  # each in the channels that they created
    groups: tuple[str, ...] = ()  # ids of Slack's user groups
    people: tuple[UserId, ...] = ()

    @classmethod
    def read(cls, written: str) -> "Creators":
        """Reads what `written` gives. Raises NotACreatorWord."""
        words = [*_words(written)]
        for one in words:
            if one not in (ANYONE, ADMINS, CHANNEL_CREATORS) and not (
                PERSON.fullmatch(one) or GROUP.fullmatch(one)
            ):
                raise NotACreatorWord(word=one)
        if ANYONE in words:
            return cls()
        groups = tuple(one for one in words if GROUP.fullmatch(one))
        people = tuple(UserId(one) for one in words if PERSON.fullmatch(one))
        return cls(ADMINS in words, CHANNEL_CREATORS in words, groups, people)

    @property
    def anyone(self) -> bool:
        """Whether every full member may create games."""
        return self == Creators()

    @property
    def written(self) -> str:
        """In words and ids."""
        kinds = {ANYONE: self.anyone, ADMINS: self.admins, CHANNEL_CREATORS: self.channel_creators}
        return ",".join([*(one for one, named in kinds.items() if named), *self.groups, *self.people])

    def without(self, user: UserId) -> "Creators":
        """Who may create games without this person. If nobody is left, admins may: an empty list would let
        everybody."""
        left = replace(self, people=tuple(one for one in self.people if one != user))
        return Creators(admins=True) if left.anyone and not self.anyone else left

    def include(self, who: Creator, where: Place) -> bool:
        """Whether somebody may create games, as far as that can be told without their user groups."""
        own = self.channel_creators and where.creator == who.id
        return self.anyone or (self.admins and who.admin) or own or who.id in self.people


@dataclass(frozen=True, slots=True)
class Channels:
    """The channels in which games may be created: only these, or, if none is named, all except #general and
    those shared with other organisations. These two kinds can be allowed as well."""

    only: tuple[ChannelId, ...] = ()
    general: bool = False
    shared: bool = False

    @classmethod
    def read(cls, written: str) -> "Channels":
        """Reads what `written` gives. Raises NotAChannelWord."""
        words = [*_words(written)]
        for one in words:
            if one not in (ANYWHERE, GENERAL, SHARED) and not CHANNEL.fullmatch(one):
                raise NotAChannelWord(word=one)
        only = tuple(ChannelId(one) for one in words if CHANNEL.fullmatch(one))
        return cls(only, bool({ANYWHERE, GENERAL} & {*words}), bool({ANYWHERE, SHARED} & {*words}))

    @property
    def written(self) -> str:
        """In words and ids."""
        kinds = {GENERAL: self.general, SHARED: self.shared}
        return ",".join([*(one for one, named in kinds.items() if named), *self.only])

    def allow_unseen(self, where: Place) -> bool:
        """Whether nothing that Slack could say about a channel matters."""
        return self.shared or where.id in self.only

    def must_allow(self, where: Place, who: Creator) -> None:
        """Raises NotInGeneral, NotWhereShared and NotThere. Admins may always create games in #general."""
        if where.id in self.only:
            return
        if where.shared and not self.shared:
            raise NotWhereShared
        if where.general and not (self.general or who.admin):
            raise NotInGeneral
        if self.only and not where.general and not where.shared:
            raise NotThere


def _words(written: str) -> Iterable[str]:
    for one in filter(None, re.split(r"[,\s]+", written)):
        yield one.lower() if one.lower() in (*_CREATORS, *_CHANNELS) else one.upper()


_CREATORS, _CHANNELS = (ANYONE, ADMINS, CHANNEL_CREATORS), (ANYWHERE, GENERAL, SHARED)


@dataclass(frozen=True, slots=True)
class Rights:
    """Both rights, and which of them only the operator can change."""

    creators: Creators = field(default_factory=Creators)
    channels: Channels = field(default_factory=Channels)
    fixed: frozenset[str] = frozenset()  # names of these two

    @property
    def fingerprint(self) -> str:
        """Identifies these rights."""
        said = f"{self.creators.written};{self.channels.written}"
        return hashlib.sha256(said.encode()).hexdigest()[:12]
