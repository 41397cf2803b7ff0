"""How long the opening of a large game takes, to the least that Slack's rates permit."""

from collections.abc import AsyncIterator
from math import ceil

from bot.workspace.api.limits import INVITED_AT_ONCE
from bot.workspace.state.rates import PER_MINUTE
from tests.bench.figures import Asked, Figure, Tell
from tests.bench.stage import Stage, a_stage

LINE = 2
GOAL = 1.02


async def measured(asked: Asked, tell: Tell) -> AsyncIterator[Figure]:
    """Line 2."""
    tell(f"signing up {asked.players:,} players")
    async with a_stage(asked) as stage:
        tell(f"opening {stage.councils} councils")
        took = await stage.opened()
        yield against_budgets(
            LINE, "the opening: channels, invitations, envelopes, cards", least(stage), took, stage
        )
        refused = sum(stage.heard.refused.values())
        yield Figure(LINE, "calls that the workspace answered with 429 meanwhile", refused, "calls", goal=0)


def least(stage: Stage) -> float:
    """The least time that the workspace's rates permit, in seconds: what the first minute does not take, the
    next ones do."""
    each = ceil(len(stage.players) / stage.councils / INVITED_AT_ONCE)
    calls = {2: stage.councils, 3: stage.councils * each, "posting": len(stage.players) + stage.councils + 1}
    return max((number - 1) // PER_MINUTE[tier] for tier, number in calls.items()) * stage.minute


def against_budgets(line: int, what: str, floor: float, took: float, stage: Stage) -> Figure:
    """In Slack's own minutes, however fast they pass."""
    times = 60 / stage.minute
    return Figure(line, what, took * times, floor=floor * times, goal=GOAL)
