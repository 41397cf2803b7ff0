"""Which window a button, or a command without words, opens. Who may do what it says is decided when it is
sent; here it is only not offered to those who may not."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from slack_sdk.models.views import View

from bot.domain.errors import (
    FacilitatorsOnly,
    GameOver,
    NoSeatToHandOver,
    NotSeated,
    NotSignedUp,
    StrawTooEarly,
)
from bot.domain.game import Stage
from bot.queries.reader import Where
from bot.services import Services
from bot.slack.safety.forms import StopOrTalkForm
from bot.slack.seats.forms import (
    FacilitatorsForm,
    HandOverForm,
    HandOverMineForm,
    InviteForm,
    MoveForm,
    NudgeForm,
    PaperForm,
    ProxyForm,
    RemoveForm,
)
from bot.slack.sessions.forms import StrawForm

Window: TypeAlias = Callable[[Services, Where], Awaitable[View]]


def _only_facilitators(where: Where) -> None:
    if not where.facilitates:
        raise FacilitatorsOnly


def _still_played(where: Where) -> None:
    if where.game.stage is Stage.ENDED:
        raise GameOver


async def invite(services: Services, where: Where) -> View:  # noqa: ARG001 - a window
    """People to sign up."""
    _only_facilitators(where)
    _still_played(where)
    return InviteForm.view(where.game)


async def paper(services: Services, where: Where) -> View:  # noqa: ARG001 - a window
    """People without a Slack account."""
    _only_facilitators(where)
    _still_played(where)
    return PaperForm.view(where.game)


async def remove(services: Services, where: Where) -> View:  # noqa: ARG001 - a window
    """People to take off the list."""
    _only_facilitators(where)
    _still_played(where)
    return RemoveForm.view(where.game)


async def hand_over(services: Services, where: Where) -> View:
    """Anybody's seat for a facilitator; for everybody else, their own."""
    _still_played(where)
    if where.facilitates:
        return HandOverForm.view(where.game)
    return await hand_over_mine(services, where)


async def hand_over_mine(services: Services, where: Where) -> View:  # noqa: ARG001 - a window
    """One's own seat."""
    _still_played(where)
    if where.seat is None:
        raise NoSeatToHandOver
    return HandOverMineForm.view(where.game)


async def move(services: Services, where: Where) -> View:
    """To a vacant seat."""
    _only_facilitators(where)
    _still_played(where)
    return MoveForm.view(where.game, where.scenario, await services.reader.councils(where.game))


async def proxy(services: Services, where: Where) -> View:
    """The votes of people on paper: everywhere for a facilitator, else in one's own council."""
    if where.facilitates:
        return ProxyForm.view(where.game, await services.reader.councils(where.game))
    if where.seat is None:
        raise NotSeated
    return ProxyForm.view(where.game, [where.in_council()])


async def facilitators(services: Services, where: Where) -> View:  # noqa: ARG001 - a window
    """Who runs the game."""
    _only_facilitators(where)
    return FacilitatorsForm.view(where.game)


async def nudge(services: Services, where: Where) -> View:
    """Those who are silent."""
    _only_facilitators(where)
    return NudgeForm.view(where.game, where.scenario, await services.reader.councils(where.game))


async def straw(services: Services, where: Where) -> View:  # noqa: ARG001 - a window
    """A question to one's council."""
    if where.seat is None:
        raise NotSeated
    if not where.in_council().begun:
        raise StrawTooEarly
    return StrawForm.view(where.in_council())


async def stop_or_talk(services: Services, where: Where) -> View:  # noqa: ARG001 - a window
    """To the facilitators, in private."""
    if not where.facilitates and where.user not in where.game.sign_ups:
        raise NotSignedUp
    return StopOrTalkForm.view(where.game)
