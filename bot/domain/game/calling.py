"""Where people talk: who may say so, and which addresses are taken."""

from bot.domain.calls import COUNCIL_PLACE, unfit
from bot.domain.errors.authority import NoCouncilsYet
from bot.domain.errors.calls import NoCallToRemove, NotACallLink, NotYourCall, OneCouncilsLink
from bot.domain.errors.clock import GameOver
from bot.domain.errors.injects import NoSuchCouncil
from bot.domain.game.commands import SetCall
from bot.domain.game.events import CallChanged
from bot.domain.game.state import Game, Stage
from bot.domain.ids import UserId


def set_call(game: Game, command: SetCall, actor: UserId) -> list[CallChanged]:
    """The call has another address, or none."""
    if game.stage is Stage.ENDED:
        raise GameOver
    link, council = command.link, command.council
    stewards = () if council is None else command.stewards
    if actor not in game.facilitators and actor not in stewards:
        raise NotYourCall
    if council is not None and game.deal is None:
        raise NoCouncilsYet
    if council is not None and game.deal is not None and not 1 <= council <= len(game.deal.councils):
        raise NoSuchCouncil(number=council)
    if link and (wrong := unfit(link)):
        raise NotACallLink(wrong=wrong)
    if council is not None and COUNCIL_PLACE in link:
        raise OneCouncilsLink(place=COUNCIL_PLACE)
    before = game.calls.for_all if council is None else game.calls.own.get(council, "")
    if not link and not before:
        raise NoCallToRemove
    return [] if link == before else [CallChanged(link, council)]
