"""How fast Slack lets work be done, and so how long it takes at least.

Documented tiers (docs.slack.dev, apis/web-api/rate-limits): a method of tier 2, 3 or 4 takes 20, 50 or 100
calls a minute and workspace; chat.postMessage one a second and channel, and several hundred a minute in all.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from math import ceil

from bot.domain.game import Game
from bot.domain.meetings import channels_until

MINUTE = 60.0  # seconds in which Slack counts
POST = "chat.postMessage"
UPDATE = "chat.update"
PER_MINUTE = {
    "conversations.create": 20,
    "conversations.archive": 20,
    "conversations.setTopic": 20,
    "conversations.invite": 50,
    "conversations.kick": 50,
    UPDATE: 50,
    "chat.delete": 50,
    "reactions.add": 50,
    "reactions.get": 50,
    "users.list": 20,
    "users.lookupByEmail": 50,
    "conversations.members": 100,
    "chat.postEphemeral": 100,
    "views.publish": 100,
    "users.info": 100,
    "files.getUploadURLExternal": 100,
    "files.completeUploadExternal": 100,
    "conversations.info": 50,
    "conversations.canvases.create": 20,
    "canvases.edit": 50,
    "canvases.sections.lookup": 50,
    "pins.add": 20,
    "bookmarks.add": 20,
    "bookmarks.edit": 20,
    "bookmarks.list": 50,
    "chat.getPermalink": 100,
    "conversations.history": 50,
    "conversations.open": 50,
    "users.conversations": 50,
    POST: 300,
    "webhook": 60,  # no method of Slack's: see courier/webhook.py
}
UNHURRIED = 0.9  # of the posts of a minute, for what is neither a bell nor a ballot: those find room at once
AT_LEISURE = 0.5  # of the updates of a minute, for those that nobody waits for
UNLISTED = 20  # calls a minute of any other method
PER_SECOND_AND_CHANNEL = 1.0  # chat.postMessage
INVITED_AT_ONCE = 100  # ids a call, conversations.invite


@dataclass(frozen=True, slots=True)
class Pace:
    """The rates of a workspace. `factor` multiplies every one of them: 1 is Slack itself. `minute` is how
    many seconds a minute of Slack's lasts: other than 60 only where time is measured."""

    factor: float = 1.0
    minute: float = MINUTE

    def a_minute(self, method: str) -> int:
        """How many calls of a method Moot makes in any minute."""
        return max(1, int(PER_MINUTE.get(method, UNLISTED) * self.factor))

    @property
    def between_posts(self) -> float:
        """Seconds between two posts in one channel."""
        return self.minute / MINUTE / (PER_SECOND_AND_CHANNEL * self.factor)

    def least(self, calls: Mapping[str, int]) -> timedelta:
        """The least time in which so many calls of each method can be made, from budgets that are full, where
        none is for a bell."""
        waits = ((count - 1) // self._unhurried(method) for method, count in calls.items() if count)
        return max(waits, default=0) * timedelta(seconds=self.minute)

    def lead(self, posts: int) -> timedelta:
        """How long before its moment so many posts begin, so that bells find room when it has come: a few fit
        into what is kept free for those."""
        share = self._unhurried(POST)
        return timedelta(seconds=self.minute) * max(0, posts - (self.a_minute(POST) - share)) / share

    def _unhurried(self, method: str) -> int:
        most = self.a_minute(method)
        return max(1, int(most * UNHURRIED)) if method == POST else most

    def opening(self, councils: int, players: int) -> timedelta:
        """The least time to open a game: channels with people and cards in them, and envelopes."""
        return self.least(opening_calls(councils, players))


def opening_calls(councils: int, players: int) -> Mapping[str, int]:
    """What a deal asks of Slack, without topics, which follow afterwards."""
    invitations = councils * ceil(players / councils / INVITED_AT_ONCE) if councils else 0
    return {
        "conversations.create": councils,
        "conversations.invite": invitations,
        POST: players + councils + 1,
    }


def opening_of(game: Game, pace: Pace) -> timedelta:
    """How long the opening of a game that is planned or dealt takes at least."""
    seating = game.deal or game.plan
    if seating is None:
        return timedelta()
    return pace.opening(len(seating.councils), sum(len(council) for council in seating.councils))


def rooms_late(game: Game, pace: Pace, councils: int) -> tuple[int, timedelta] | None:
    """The phase whose rooms are late most, and how long after its bell the last of them has a channel: they
    are made from the first bell on. None if all are there in time."""
    starts, late = timedelta(), list[tuple[timedelta, int]]()
    for number, phase in enumerate(game.agenda):
        if phase.meets is not None:
            takes = pace.least({"conversations.create": channels_until(game, number, councils)})
            late.append((takes - starts, -number))
        starts += phase.lasts
    most, number = max(late, default=(timedelta(), 0))
    return (-number, most) if most > timedelta() else None
