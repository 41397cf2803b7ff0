"""Whom the events of a game concern, and what follows from them."""

from collections.abc import Iterable, Iterator
from typing import get_args

from bot.domain.asks.surveys import SurveyAnswered, SurveyEvent
from bot.domain.game import Game
from bot.domain.game import events as e
from bot.domain.ids import UserId

HOMES_STAY = (  # they show none of it
    e.CueRung,
    e.CueMissed,
    e.Announced,
    e.TurnBegan,
    e.TurnsMissed,
    *get_args(e.FloorEvent),
    e.FeedbackGiven,
    e.StartNear,
)
MOVES_THE_OPENING = (  # of the sheets, as long as they are sealed
    e.StartPlanned,
    e.StartCame,
    e.PhaseStarted,
    e.GamePaused,
    e.GameResumed,
    e.TimeChanged,
    e.Replanned,
)
# facilitators see them on their pages, and players do not
ON_THE_CONSOLE = (
    e.CouncilsDone,
    *get_args(e.InjectEvent),
    *get_args(SurveyEvent),
    *get_args(e.SignUpEvent),
    *get_args(e.FacilitatorEvent),
)
NOT_FOLLOWED = (
    e.FeedbackGiven,
    e.CallChanged,
    e.CouncilsDone,
    *get_args(e.InjectEvent),
    *get_args(e.FloorEvent),
    *get_args(SurveyEvent),
)  # nothing that a council has to hear of
CLOCK_STAYS = (*get_args(e.SignUpEvent), *get_args(e.FacilitatorEvent), *get_args(e.AccountEvent))
TELLS_NO_COUNCIL = (
    e.FeedbackGiven,
    e.CouncilsDone,
    *get_args(e.FloorEvent),
    *get_args(SurveyEvent),
    *CLOCK_STAYS,
)  # what is to be done in Slack depends on no council, unless observers read along
MOVES = e.PlayerLeft | e.PlayerJoined | e.ObserverJoined | e.AccountEvent  # people to or from seats


def concerns_rooms(events: Iterable[e.GameEvent]) -> bool:
    """Whether people go to other rooms by them."""
    return any(isinstance(event, e.PhaseStarted | e.GameEnded | MOVES | e.PlayerReplaced) for event in events)


def tells_councils(game: Game, events: Iterable[e.GameEvent]) -> bool:
    """Whether what is to be done in Slack depends on the councils, of which there may be a thousand."""
    return game.layout.read_along or not all(isinstance(event, TELLS_NO_COUNCIL) for event in events)


def is_active(game: Game, user: UserId) -> bool:
    """Whether somebody is in the game, with an account that is not deactivated."""
    return user in game.sign_ups and user not in game.lost


def newcomers(events: Iterable[e.GameEvent]) -> Iterator[UserId]:
    """Who is in the game from now on."""
    for event in events:
        match event:  # nobody comes with any other event
            case e.GameCreated(facilitators=facilitators):
                yield from facilitators
            case (
                e.PlayerJoined(user)
                | e.ObserverJoined(user)
                | e.PlayerReplaced(to=user)
                | e.AccountReturned(user)
            ):
                yield user


def parts_changed(event: e.GameEvent) -> tuple[UserId, ...]:
    """Whose own part an event changes."""
    match event:
        case e.PlayerJoined(user) | e.ObserverJoined(user) | e.PlayerLeft(user):
            return (user,)
        case e.PlayerReplaced(user, to):
            return user, to
        case e.FacilitatorAdded(user) | e.FacilitatorRemoved(user) | SurveyAnswered(by=user):
            return (user,)
        case _:  # all others change nobody's part
            return ()
