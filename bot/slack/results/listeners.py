"""The results, page by page, and what people say about the game."""

from slack_sdk.models.views import View

from bot.domain.errors.results import FeedbackTooEarly, NoResultYet
from bot.domain.feedback import Feedback
from bot.domain.game import Game, Stage
from bot.domain.game import commands as c
from bot.domain.ids import GameId, UserId
from bot.slack.acting.asked import AFTERWARDS, Asked, ForWhom, Word
from bot.slack.acting.pressed import Handler, Pressed
from bot.slack.acting.submitted import Sent, Taken, takes
from bot.slack.blocks import carried, names
from bot.slack.results import cards as results_cards
from bot.slack.results.forms import FeedbackForm


async def _give_feedback(sent: Sent[FeedbackForm]) -> None:
    """Keeps somebody's word on the game."""
    said = Feedback(sent.form.score, sent.form.helped, sent.form.change)
    await sent.services.games.handle(sent.form.game, c.GiveFeedback(said), actor=sent.user)


FORMS: tuple[Taken, ...] = (takes(FeedbackForm, _give_feedback),)


def _feedback_form(game: Game, user: UserId) -> View:
    """The feedback form with what they said before. Raises FeedbackTooEarly."""
    if game.stage is not Stage.ENDED:
        raise FeedbackTooEarly
    return FeedbackForm.view(game, game.feedback.get(user))


async def _turn(pressed: Pressed) -> None:
    key, _, page = pressed.value.partition(":")
    game, scenario = await pressed.services.reader.game(GameId(key))
    if game.stage is not Stage.ENDED:
        raise NoResultYet
    tables = await pressed.services.reader.councils(game)
    await pressed.answer.turn(results_cards.results_page(game, scenario, tables, carried.number(page or "1")))


async def _open_feedback(pressed: Pressed) -> None:
    game, _ = await pressed.services.reader.game(GameId(pressed.value))
    await pressed.open(_feedback_form(game, pressed.user))


async def _show_feedback(pressed: Pressed) -> None:
    where = (await pressed.where()).as_facilitator()
    await pressed.answer(results_cards.feedback_summary(where.game))


BUTTONS: dict[str, Handler] = {
    names.TURN_RESULTS: _turn,
    names.GIVE_FEEDBACK: _open_feedback,
    names.SHOW_FEEDBACK: _show_feedback,
}


async def _give_or_read_feedback(asked: Asked) -> None:
    where = await asked.where()
    if where.facilitates:
        await asked.answer(results_cards.feedback_summary(where.game))
    else:
        form = _feedback_form(where.game, asked.user)
        await asked.open(form, names.GIVE_FEEDBACK, where.game.id)


WORDS: tuple[Word, ...] = (
    Word("feedback", _give_or_read_feedback, "say how the game was, when it is over", AFTERWARDS,
         ForWhom.EVERYBODY, after="reveal"),
    Word("feedback", _give_or_read_feedback, "what people said about the game, without names", AFTERWARDS,
         ForWhom.FACILITATORS, after="end"),
)  # fmt: skip
