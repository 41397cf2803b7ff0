"""What is sent to the webhook, if there is one: which news, of which event."""

from collections.abc import Iterator

from bot.domain.council import Council
from bot.domain.council import events as ce
from bot.domain.game import Game
from bot.domain.game import events as e
from bot.intents.intent import Delivery, Keyed, Kind, Urgency

WEBHOOK = "webhook"  # in the place of a method and a room


class EventNews(Keyed):
    """The event of this version in the game's stream. The key is the message's id, the same in each try."""

    kind = Kind("event_news", WEBHOOK, matters=False)
    version: int


class ResultNews(Keyed):
    """The results, once everything is counted."""

    kind = Kind("result_news", WEBHOOK, matters=False)
    version: int


class VoteNews(Keyed):
    """A council's vote is counted."""

    kind = Kind("vote_news", WEBHOOK, matters=False)
    council: str


NewsIntent = EventNews | ResultNews | VoteNews


def of_game(game: Game, event: e.GameEvent, version: int) -> Iterator[Delivery]:
    """The news of a game's event."""
    if isinstance(event, e.GameStarted | e.PhaseStarted | e.TurnBegan | e.GameEnded):
        yield _news(EventNews(WEBHOOK, f"{game.id}-{version}", version))
    if isinstance(event, e.GameEnded | e.GameClosed):
        yield _news(ResultNews(WEBHOOK, f"{game.id}-{version}-results", version))


def of_council(council: Council, event: ce.CouncilEvent) -> Iterator[Delivery]:
    """The news of a council's event."""
    if isinstance(event, ce.BallotCounted):
        yield _news(VoteNews(WEBHOOK, f"{council.id}-vote", council.id))


def _news(intent: NewsIntent) -> Delivery:
    """Each in a lane of its own, so that a refused one holds up no other; all come after work for Slack."""
    return Delivery(intent, Urgency.LEISURE, f"{WEBHOOK}:{intent.key}")
