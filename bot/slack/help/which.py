"""Asking somebody which of their games they mean."""

from bot.domain.errors.authority import WhichGame
from bot.domain.ids import UserId
from bot.services import Services
from bot.services.questions import Typed
from bot.slack.edge.guard import Answer
from bot.slack.help import cards as help_cards


async def ask(
    services: Services, answer: Answer, team_id: str, user: UserId, typed: Typed, several: WhichGame
) -> None:
    """Asks which of several games they mean, and keeps what they typed until they answer."""
    key = await services.questions.keep(team_id, user, typed)
    theirs = [one for one in await services.reader.parts(team_id, user) if one.game in several.games]
    await answer(help_cards.which_game(theirs, typed, key))
