"""The results, page by page, and what people say about the game."""

from slack_sdk.models.views import View

from bot.domain.errors.results import NoResultYet
from bot.domain.feedback import SCORES, WORDS_LENGTH, Feedback
from bot.domain.game import Game, Stage, decide
from bot.domain.game import commands as c
from bot.domain.ids import GameId, Moment, UserId
from bot.domain.owed import owes_feedback
from bot.intents.claims import claim_keys
from bot.slack.acting.asked import AFTERWARDS, Asked, ForWhom, Word
from bot.slack.acting.pressed import Handler, Pressed
from bot.slack.acting.submitted import Sent, Taken, takes
from bot.slack.blocks import carried, names
from bot.slack.results import cards as results_cards
from bot.slack.results import closing
from bot.slack.results.forms import FeedbackForm
from bot.slack.typed import words as typed


async def _give_feedback(sent: Sent[FeedbackForm]) -> None:
    """Keeps somebody's word on the game."""
    said = Feedback(sent.form.score, sent.form.helped, sent.form.change)
    await sent.services.games.handle(sent.form.game, c.GiveFeedback(said), actor=sent.user)


FORMS: tuple[Taken, ...] = (takes(FeedbackForm, _give_feedback),)


def _feedback_form(game: Game, user: UserId, at: Moment, words: str = "") -> View:
    """The feedback form with what they said before, or now. Raises FeedbackTooEarly and NotSignedUp, as the
    form would, and TooLong."""
    said = game.feedback.get(user)
    decide(game, c.GiveFeedback(said or Feedback(SCORES[0], "", "")), at=at, actor=user)
    return FeedbackForm.view(game, said, typed.fitting(words, WORDS_LENGTH))


async def _turn(pressed: Pressed) -> None:
    key, _, page = pressed.value.partition(":")
    game, scenario = await pressed.services.reader.game(GameId(key))
    if game.stage is not Stage.ENDED:
        raise NoResultYet
    tables = await pressed.services.reader.councils(game)
    links = await pressed.services.reader.links(game.id, claim_keys(tables))
    shown = results_cards.results_page(game, scenario, tables, carried.number(page or "1"), links)
    await pressed.answer.turn(shown)


async def _open_feedback(pressed: Pressed) -> None:
    game, _ = await pressed.services.reader.game(GameId(pressed.value))
    await pressed.open(_feedback_form(game, pressed.user, pressed.services.now()))


async def _show_feedback(pressed: Pressed) -> None:
    where = (await pressed.where()).as_facilitator()
    await pressed.answer(results_cards.feedback_summary(where.game))


async def _read_closing(pressed: Pressed) -> None:
    _, scenario = await pressed.services.reader.game(GameId(pressed.value))
    await pressed.open(closing.whole_closing(scenario))


BUTTONS: dict[str, Handler] = {
    names.READ_CLOSING: _read_closing,
    names.TURN_RESULTS: _turn,
    names.GIVE_FEEDBACK: _open_feedback,
    names.SHOW_FEEDBACK: _show_feedback,
}


async def _give_or_read_feedback(asked: Asked) -> None:
    """A facilitator reads what others said; one who played gives their own word first, like everybody."""
    where = await asked.where()
    game = where.game
    if where.facilitates and not owes_feedback(game, asked.user):
        await asked.answer.refused(results_cards.feedback_summary(game))  # gives back what was typed
    else:
        form = _feedback_form(game, asked.user, asked.services.now(), await asked.said())
        await asked.open(form, names.GIVE_FEEDBACK, game.id)


WORDS: tuple[Word, ...] = (
    Word("feedback", _give_or_read_feedback, "give feedback when the game is over", AFTERWARDS,
         ForWhom.EVERYBODY, after="reveal", only_shows=True),
    Word("feedback", _give_or_read_feedback, "people's feedback, without names", AFTERWARDS,
         ForWhom.FACILITATORS, after="end"),
)  # fmt: skip
