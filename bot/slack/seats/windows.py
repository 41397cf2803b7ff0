"""Which window a button, or a command without words, opens. Who may do what it says is decided when it is
sent; here it is only not offered to those who may not."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from slack_sdk.models.views import View

from bot.domain.errors.authority import FacilitatorsOnly, NotSeated
from bot.domain.errors.clock import GameOver
from bot.domain.errors.seating import NoSeatToHandOver, NotSignedUp
from bot.domain.errors.sessions import StrawTooEarly
from bot.domain.game import Stage
from bot.queries.reader import Where
from bot.services import Services
from bot.slack.safety import forms as safety_forms
from bot.slack.seats import forms as seats_forms
from bot.slack.sessions import forms as sessions_forms

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
    return seats_forms.invite(where.game)


async def paper(services: Services, where: Where) -> View:  # noqa: ARG001 - a window
    """People without a Slack account."""
    _only_facilitators(where)
    _still_played(where)
    return seats_forms.paper(where.game)


async def remove(services: Services, where: Where) -> View:  # noqa: ARG001 - a window
    """People to take off the list."""
    _only_facilitators(where)
    _still_played(where)
    return seats_forms.remove(where.game)


async def hand_over(services: Services, where: Where) -> View:
    """Anybody's seat for a facilitator; for everybody else, their own."""
    _still_played(where)
    if where.facilitates:
        return seats_forms.hand_over(where.game)
    return await hand_over_mine(services, where)


async def hand_over_mine(services: Services, where: Where) -> View:  # noqa: ARG001 - a window
    """One's own seat."""
    _still_played(where)
    if where.seat is None:
        raise NoSeatToHandOver
    return seats_forms.hand_over_mine(where.game)


async def move(services: Services, where: Where) -> View:
    """To a vacant seat."""
    _only_facilitators(where)
    _still_played(where)
    return seats_forms.move(where.game, where.scenario, await services.reader.councils(where.game))


async def proxy(services: Services, where: Where) -> View:
    """The votes of people on paper: everywhere for a facilitator, else in one's own council."""
    if where.facilitates:
        return seats_forms.proxy(where.game, await services.reader.councils(where.game))
    if where.seat is None:
        raise NotSeated
    return seats_forms.proxy(where.game, [where.in_council()])


async def facilitators(services: Services, where: Where) -> View:  # noqa: ARG001 - a window
    """Who runs the game."""
    _only_facilitators(where)
    return seats_forms.facilitators(where.game)


async def nudge(services: Services, where: Where) -> View:
    """Those who are silent."""
    _only_facilitators(where)
    return seats_forms.nudge(where.game, where.scenario, await services.reader.councils(where.game))


async def straw(services: Services, where: Where) -> View:  # noqa: ARG001 - a window
    """A question to one's council."""
    if where.seat is None:
        raise NotSeated
    if not where.in_council().begun:
        raise StrawTooEarly
    return sessions_forms.straw(where.in_council())


async def stop_or_talk(services: Services, where: Where) -> View:  # noqa: ARG001 - a window
    """To the facilitators, in private."""
    if not where.facilitates and where.user not in where.game.sign_ups:
        raise NotSignedUp
    return safety_forms.stop_or_talk(where.game)
