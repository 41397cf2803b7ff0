"""Which form about people a button opens, or a command without words. Who may do what it says is decided when
it is sent; here it is only not offered to those who may not."""

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


def _only_facilitators(where: Where) -> Where:
    if not where.facilitates:
        raise FacilitatorsOnly
    return where


def _still_played(where: Where) -> Where:
    if where.game.stage is Stage.ENDED:
        raise GameOver
    return where


def _for_facilitators(form: type[InviteForm] | type[PaperForm] | type[RemoveForm]) -> Window:
    async def window(_services: Services, where: Where) -> View:
        return form.view(_still_played(_only_facilitators(where)).game)

    return window


invite = _for_facilitators(InviteForm)
paper = _for_facilitators(PaperForm)
remove = _for_facilitators(RemoveForm)


async def hand_over(services: Services, where: Where) -> View:
    """Anybody's seat for a facilitator; for everybody else, their own."""
    if where.facilitates:
        return HandOverForm.view(_still_played(where).game)
    return await hand_over_mine(services, where)


async def hand_over_mine(_services: Services, where: Where) -> View:
    """One's own seat."""
    if _still_played(where).seat is None:
        raise NoSeatToHandOver
    return HandOverMineForm.view(where.game)


async def move(services: Services, where: Where) -> View:
    """To a vacant seat."""
    game = _still_played(_only_facilitators(where)).game
    return MoveForm.view(game, where.scenario, await services.reader.councils(game))


async def proxy(services: Services, where: Where) -> View:
    """The votes of people on paper: everywhere for a facilitator, else in one's own council."""
    if where.facilitates:
        return ProxyForm.view(where.game, await services.reader.councils(where.game))
    if where.seat is None:
        raise NotSeated
    return ProxyForm.view(where.game, [where.in_council()])


async def facilitators(_services: Services, where: Where) -> View:
    """Who runs the game."""
    return FacilitatorsForm.view(_only_facilitators(where).game)


async def nudge(services: Services, where: Where) -> View:
    """Those who are silent."""
    game = _only_facilitators(where).game
    return NudgeForm.view(game, where.scenario, await services.reader.councils(game))


async def straw(_services: Services, where: Where) -> View:
    """A question to one's council."""
    if where.seat is None:
        raise NotSeated
    if not where.in_council().begun:
        raise StrawTooEarly
    return StrawForm.view(where.in_council())


async def stop_or_talk(_services: Services, where: Where) -> View:
    """To the facilitators, in private."""
    if not where.facilitates and where.user not in where.game.sign_ups:
        raise NotSignedUp
    return StopOrTalkForm.view(where.game)
