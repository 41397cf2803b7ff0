"""An invitation of many at once: whom a facilitator named, and what became of each."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.game import Game
from bot.domain.ids import UserId

MOST_NAMED = 1500  # in one invitation; a game of a thousand fits


class Named(StrEnum):
    """How somebody was named."""

    PERSON = "person"  # by a mention or an id
    ADDRESS = "address"  # by e-mail
    CHANNEL = "channel"  # everybody who is in the game's channel
    MEMBER = "member"  # found in it
    WORDS = "words"  # nobody knows whom this means


class Finding(StrEnum):
    """What became of somebody who was named."""

    ADDED = "added"
    THERE = "there"  # played already
    AGAIN = "again"  # has a seat already, and is invited to their council's channel again
    TWICE = "twice"  # named in another way as well
    RUNS_IT = "runs_it"  # in the channel, but runs the game
    WATCHES = "watches"  # in the channel, but wants to watch
    REFUSED = "refused"  # the game has ended meanwhile, or its inviter no longer runs it
    NOT_FOUND = "not_found"
    BOT = "bot"
    DEACTIVATED = "deactivated"
    GUEST = "guest"
    STRANGER = "stranger"  # from another organisation
    UNREADABLE = "unreadable"
    NO_PERMISSION = "no_permission"  # to look this up
    NO_ANSWER = "no_answer"  # Slack refused for another reason
    READ = "read"  # the channel: those who are in it follow


@dataclass(frozen=True, slots=True)
class Invitee:
    """One entry of an invitation. `given` is an address or words; forgotten once the person is known."""

    place: int
    named: Named
    given: str = ""
    user: UserId | None = None
    finding: Finding | None = None  # None while it is open


@dataclass(frozen=True, slots=True)
class Invitation:
    """A facilitator's list."""

    number: int  # 1, 2, 3 … within a game
    by: UserId
    invitees: tuple[Invitee, ...]

    @property
    def open(self) -> int:
        """How many are still to be looked up."""
        return sum(one.finding is None for one in self.invitees)


def would_be(game: Game, user: UserId, named: Named) -> Finding:
    """What inviting somebody who can play comes to. Whoever is meant by name is asked to play, whatever they
    wished before; whoever is just in the channel keeps their wish."""
    wish = game.sign_ups.get(user)
    if wish is not None and not wish.observer:
        return Finding.THERE
    if named is Named.MEMBER and wish is not None:
        return Finding.WATCHES
    if named is Named.MEMBER and user in game.facilitators:
        return Finding.RUNS_IT
    return Finding.ADDED
