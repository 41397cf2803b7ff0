"""Accounts that are deactivated and come back, and who may run a game that nobody runs any more."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from functools import reduce
from typing import assert_never

from bot.domain.errors.authority import FacilitatorsOnly, MootOnly
from bot.domain.errors.clock import GameOver
from bot.domain.errors.seating import RunByOthers
from bot.domain.game import commands as c
from bot.domain.game import events as e
from bot.domain.game.evolve import evolve
from bot.domain.game.state import Game, Stage
from bot.domain.ids import MOOT, Moment, UserId
from bot.domain.paper import is_paper

TOGETHER = timedelta(minutes=2)  # accounts that go within this of one another are told of at once


def decide_account(game: Game, command: c.AccountCommand, at: Moment, actor: UserId) -> Iterator[e.GameEvent]:
    """What Slack's word about an account means, or taking the game over. Raises MootOnly, GameOver,
    RunByOthers and FacilitatorsOnly."""
    match command:
        case c.LoseAccount(user, stewards):
            _only_moot(actor)
            if _takes_part(game, user) and user not in game.lost and game.stage is not Stage.ENDED:
                lost = e.AccountLost(user, at, _since(game, at))
                yield lost
                yield from _offer(evolve(game, lost), stewards, at)
        case c.ReturnAccount(user):
            _only_moot(actor)
            yield from back(game, user)
        case c.TakeOver():
            yield from _taken_over(game, actor)
        case _:
            assert_never(command)


def returned(game: Game, command: c.Join | c.Observe | c.Leave, actor: UserId) -> Iterator[e.GameEvent]:
    """Who signs up has an account: they do it themselves, or Slack was asked about them before."""
    if game.stage is not Stage.ENDED and (actor == command.player or isinstance(command, c.Join)):
        yield from back(game, command.player)


def back(game: Game, user: UserId) -> Iterator[e.AccountReturned]:
    """Their account is active again, if it was not."""
    lost = game.lost.get(user)
    if lost is not None and game.stage is not Stage.ENDED:
        yield e.AccountReturned(user, lost.since)


def offered_anew(game: Game, changes: Iterable[e.GameEvent], at: Moment) -> Iterator[e.GameOffered]:
    """The list has changed: where nobody runs the game and nobody on the list was asked, others are."""
    if not game.facilitators:  # else the list, of thousands perhaps, need not be made for it
        yield from _offer(reduce(evolve, changes, game), (), at)


def offer_further(game: Game, at: Moment) -> Iterator[e.GameOffered]:
    """The stewards have had their time, so the observers may take the game over as well."""
    due = game.offer_due()
    if due is not None and due <= at:
        asked = {*game.offered, *game.lost}
        yield e.GameOffered(tuple(one.player for one in game.observers if one.player not in asked), at)


def _only_moot(actor: UserId) -> None:
    if actor != MOOT:
        raise MootOnly


def _takes_part(game: Game, user: UserId) -> bool:
    return user in game.sign_ups or user in game.facilitators


def _since(game: Game, at: Moment) -> Moment:
    latest = max(game.lost.values(), key=lambda one: one.at, default=None)
    return latest.since if latest is not None and at - latest.at < TOGETHER else at


def _offer(game: Game, stewards: tuple[UserId, ...], at: Moment) -> Iterator[e.GameOffered]:
    """To those who chair, else to those who watch; nothing while somebody runs it, or was asked and is still
    there."""
    if game.facilitators or game.stage is Stage.ENDED:
        return
    there = {one.player for one in game.active}
    if there & set(game.offered):
        return
    watching = tuple(one.player for one in game.observers)
    for circle in (stewards or _would_chair(game), watching):
        new = tuple(user for user in circle if user in there and not is_paper(user))
        if new:
            yield e.GameOffered(new, at)
            return


def _would_chair(game: Game) -> tuple[UserId, ...]:
    """Before the seats are dealt; where nobody would, everybody does."""
    offered = tuple(one.player for one in game.players if one.chair)
    return offered or tuple(one.player for one in game.players)


def _taken_over(game: Game, actor: UserId) -> Iterator[e.FacilitatorAdded]:
    if game.stage is Stage.ENDED:
        raise GameOver
    if actor in game.facilitators:
        return
    if game.facilitators:
        raise RunByOthers
    if actor not in game.offered or actor not in {one.player for one in game.active}:
        raise FacilitatorsOnly
    yield e.FacilitatorAdded(actor, actor)
