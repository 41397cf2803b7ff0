"""The game's clock, as far as a council needs it: whether waiting times pass."""

from collections.abc import Iterator

from bot.domain.council import commands as c
from bot.domain.council import events as e
from bot.domain.council.state import Council


def follow_clock(council: Council, clock: c.FollowClock) -> Iterator[e.ClockStopped | e.ClockRan]:
    """What the council has missed of the game's pauses; each is noted once."""
    last = council.stops[-1] if council.stops else None
    stands_still = last is not None and last.end is None
    if last is not None and stands_still and (clock.stopped_at is None or clock.runs_since > last.start):
        yield e.ClockRan(max(clock.runs_since, last.start))
        stands_still = False
    if clock.stopped_at is not None and not stands_still:
        yield e.ClockStopped(clock.stopped_at)
