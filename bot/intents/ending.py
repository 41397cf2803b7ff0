"""The end of a game: everybody's own last message, and the farewell in the plenary."""

from collections.abc import Iterator
from dataclasses import replace

from bot.domain.council import Council
from bot.domain.council.acting import stewards_of
from bot.domain.game import Game
from bot.domain.ids import RoleNumber, UserId
from bot.domain.paper import is_paper
from bot.intents.gentle import Gentle, PersonalCard
from bot.intents.intent import Card, Delivery, Urgency, beside
from bot.intents.rooms import PLENARY


class OwnResultCard(PersonalCard):
    """To the holder of a seat: what they won and why, or what was missing."""

    holder: UserId


class GoodbyeCard(Card):
    """To somebody who was in the game without a seat. Over days it waits for their morning, too."""

    user: UserId | None = None
    gentle: Gentle | None = None


class ClosingCard(Card):
    """The pack's farewell with its credits, in the plenary."""


def at_the_end(game: Game, councils: tuple[Council, ...]) -> Iterator[Delivery]:
    """One message for each person in Slack; none where the seats were never dealt, as there is no result."""
    yield Delivery(ClosingCard(PLENARY, f"closing:{PLENARY}"), Urgency.BELL)
    if not councils:
        return
    seated = {seat.holder: council for council in councils for seat in council.filled}
    when = None if game.working is None else Gentle.BY_DAY
    for holder, council in seated.items():
        if holder is not None:
            card = _own_result(council, holder)
            yield Delivery(replace(card, user=holder, gentle=when), Urgency.REPLY)
    for one in game.active:
        if (user := one.player) not in seated:
            yield Delivery(GoodbyeCard(f"dm:{user}", f"goodbye:{user}", user, when), Urgency.REPLY)


def of_verdict(council: Council, claimant: RoleNumber) -> Iterator[Delivery]:
    """A ruling after the end changes what somebody has read; of somebody on paper their stewards read."""
    holder = council.seats[claimant].holder
    told = stewards_of([council]) if is_paper(holder) else [holder]
    if council.ended:
        yield from (beside(_own_result(council, one), Urgency.UPDATE) for one in told if one is not None)


def _own_result(council: Council, holder: UserId) -> OwnResultCard:
    return OwnResultCard(f"dm:{holder}", f"own_result:{holder}", council.id, holder)
