"""Buttons that turn pages and look at councils. What they show is read anew each time."""

from slack_sdk.models.views import View

from bot.domain.errors import FacilitatorsOnly, FeedbackTooEarly, NoResultYet
from bot.domain.feedback import Feedback
from bot.domain.game import Game, Stage
from bot.domain.game import commands as c
from bot.domain.ids import GameId, UserId
from bot.slack.acting.asked import Asked
from bot.slack.acting.pressed import Pressed
from bot.slack.acting.submitted import Sent, takes
from bot.slack.blocks import names
from bot.slack.results import cards as results_cards
from bot.slack.results.forms import FeedbackForm


def feedback_form(game: Game, user: UserId) -> View:
    """The feedback form with what they said before. Raises FeedbackTooEarly."""
    if game.stage is not Stage.ENDED:
        raise FeedbackTooEarly
    return FeedbackForm.view(game, game.feedback.get(user))


async def results_page(pressed: Pressed) -> None:
    """A page of the results."""
    key, _, page = pressed.value.partition(":")
    game, scenario = await pressed.services.reader.game(GameId(key))
    if game.stage is not Stage.ENDED:
        raise NoResultYet
    tables = await pressed.services.reader.councils(game)
    await pressed.answer.turn(results_cards.results_page(game, scenario, tables, int(page or 1)))


async def _give_feedback(sent: Sent[FeedbackForm]) -> None:
    """Keeps somebody's word on the game."""
    said = Feedback(sent.form.score, sent.form.helped, sent.form.change)
    await sent.services.games.handle(sent.form.game, c.GiveFeedback(said), actor=sent.user)


FORMS = (takes(FeedbackForm, _give_feedback),)


async def give_feedback_pressed(pressed: Pressed) -> None:
    game, _ = await pressed.services.reader.game(GameId(pressed.value))
    await pressed.open(feedback_form(game, pressed.user))


async def show_feedback(pressed: Pressed) -> None:
    game, _ = await pressed.services.reader.game(GameId(pressed.value))
    if pressed.user not in game.facilitators:
        raise FacilitatorsOnly
    await pressed.answer(results_cards.feedback_summary(game))


async def feedback_typed(asked: Asked) -> None:
    where = await asked.where()
    if where.facilitates:
        await asked.answer(results_cards.feedback_summary(where.game))
    else:
        form = feedback_form(where.game, asked.user)
        await asked.open(form, names.GIVE_FEEDBACK, where.game.id)
