"""The card that leads a facilitator from sign-up to the close: it is posted once to each, and stays true."""

from collections.abc import Iterable, Iterator
from typing import get_args

from bot.domain.council import Council
from bot.domain.council import events as ce
from bot.domain.game import Game
from bot.domain.game import events as e
from bot.domain.ids import UserId
from bot.intents.intent import Card, Delivery, Urgency, beside

UNCHANGED = (
    e.CueRung,
    e.CueMissed,
    e.TurnBegan,
    e.TurnsMissed,
    *get_args(e.FloorEvent),
    e.FeedbackGiven,
    *get_args(e.SurveyEvent),
    e.StartNear,
    e.StartCame,
)
# What changes of a council; claims that wait for a ruling are followed in intents/claims.py.
OF_COUNCILS = ce.BallotOpened | ce.BallotCounted | ce.CouncilEnded | ce.CouncilClosed


class StepsCard(Card):
    """To a facilitator: what to do next."""


def steps(facilitator: UserId) -> StepsCard:
    """The card of one facilitator."""
    return StepsCard(f"dm:{facilitator}", f"steps:{facilitator}")


def updated(facilitators: Iterable[UserId]) -> Iterator[Delivery]:
    """Their cards are made true."""
    return (beside(steps(user), Urgency.UPDATE) for user in sorted(facilitators))


def of_steps(game: Game, event: e.GameEvent) -> Iterator[Delivery]:
    """The work that an event of a game makes; `game` is as it is after it."""
    match event:
        case e.GameCreated():
            yield from (Delivery(steps(user), Urgency.UPDATE) for user in sorted(game.facilitators))
        case e.FacilitatorAdded(user):
            yield Delivery(steps(user), Urgency.REPLY)
            yield from updated(game.facilitators - {user})
        case e.FacilitatorRemoved(user):
            yield from updated(game.facilitators | {user})
        case _ if not isinstance(event, UNCHANGED):
            yield from updated(game.facilitators)
        case _:  # it shows none of these
            return


def of_council(council: Council, event: ce.CouncilEvent) -> Iterator[Delivery]:
    """The work that an event of a council makes."""
    return updated(council.facilitators) if isinstance(event, OF_COUNCILS) else iter(())
