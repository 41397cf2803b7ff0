"""Accounts that are deactivated and come back, and a game that nobody runs any more."""

from collections.abc import Collection, Iterator

from bot.domain.game import Game
from bot.domain.game import events as e
from bot.domain.ids import Moment, UserId
from bot.intents.intent import Card, Delivery, Urgency, beside
from bot.intents.rooms import PLENARY


class AccountsCard(Card):
    """To a facilitator: whose accounts were deactivated together, and the best move for each seat."""

    since: Moment


class TakeOverCard(Card):
    """To somebody who may run the game, since nobody does; afterwards, who runs it."""


class TakenOverCard(Card):
    """To everybody: somebody has taken the game over."""

    user: UserId


def accounts(facilitators: Collection[UserId], since: Moment) -> Iterator[AccountsCard]:
    """One card for each facilitator, however many accounts go within minutes."""
    for user in sorted(facilitators):
        yield AccountsCard(f"dm:{user}", f"accounts:{since:%Y%m%d%H%M%S}:{user}", since)


def of_accounts(game: Game, event: e.GameEvent, version: int) -> Iterator[Delivery]:
    """The work that an event about accounts makes; `game` is as it is after it."""
    match event:
        case e.FacilitatorAdded(user):
            yield from _runs_again(game, user, version)
        case e.AccountLost(since=since):
            yield from (Delivery(card, Urgency.REPLY) for card in accounts(game.facilitators, since))
        case e.AccountReturned(user, since):
            yield from (beside(card, Urgency.REPLY) for card in accounts(game.facilitators, since))
            yield from _runs_again(game, user, version)
        case e.GameOffered(to):
            yield from (Delivery(_offer(user), Urgency.REPLY) for user in to)
        case _:  # all others change nobody's account
            return


def _runs_again(game: Game, user: UserId, version: int) -> Iterator[Delivery]:
    """Where nobody ran the game before: the offers say who does, everybody hears it, and the new facilitator
    hears whose accounts are gone."""
    if not game.once_offered or game.facilitators != {user}:
        return
    yield Delivery(TakenOverCard(PLENARY, f"taken_over:{version}", user), Urgency.REPLY)
    yield from (beside(_offer(one), Urgency.REPLY) for one in sorted(game.once_offered))
    for since in sorted({one.since for one in game.lost.values()}):
        yield from (Delivery(card, Urgency.REPLY) for card in accounts((user,), since))


def _offer(user: UserId) -> TakeOverCard:
    return TakeOverCard(f"dm:{user}", f"take_over:{user}")
