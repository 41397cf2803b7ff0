"""The results, page by page, and what people say about the game."""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.models.views import View

from bot.domain.errors.authority import FacilitatorsOnly
from bot.domain.errors.results import FeedbackTooEarly, NoResultYet
from bot.domain.feedback import Feedback
from bot.domain.game import Game, Stage
from bot.domain.game import commands as c
from bot.domain.ids import GameId, UserId
from bot.services import Services
from bot.slack.acting import filled
from bot.slack.acting.asked import AFTERWARDS, Asked, ForWhom, Word
from bot.slack.acting.pressed import Handler, Pressed
from bot.slack.blocks import names
from bot.slack.edge.guard import refusals_as_errors
from bot.slack.results import cards as results_cards
from bot.slack.results import forms as results_forms


@refusals_as_errors("score")
async def give_feedback(
    ack: AsyncAck, body: dict[str, Any], view: dict[str, Any], services: Services
) -> None:
    """Keeps somebody's word on the game."""
    values = filled.values(view)
    said = Feedback(int(values["score"] or 0), values["helped"] or "", values["change"] or "")
    game = GameId(view["private_metadata"])
    await services.games.handle(game, c.GiveFeedback(said), actor=UserId(body["user"]["id"]))
    await ack()


def _feedback_form(game: Game, user: UserId) -> View:
    """The feedback form with what they said before. Raises FeedbackTooEarly."""
    if game.stage is not Stage.ENDED:
        raise FeedbackTooEarly
    return results_forms.feedback(game, game.feedback.get(user))


async def _turn(pressed: Pressed) -> None:
    key, _, page = pressed.value.partition(":")
    game, scenario = await pressed.services.reader.game(GameId(key))
    if game.stage is not Stage.ENDED:
        raise NoResultYet
    tables = await pressed.services.reader.councils(game)
    await pressed.answer.turn(results_cards.results_page(game, scenario, tables, int(page or 1)))


async def _give_feedback(pressed: Pressed) -> None:
    game, _ = await pressed.services.reader.game(GameId(pressed.value))
    await pressed.open(_feedback_form(game, pressed.user))


async def _show_feedback(pressed: Pressed) -> None:
    game, _ = await pressed.services.reader.game(GameId(pressed.value))
    if pressed.user not in game.facilitators:
        raise FacilitatorsOnly
    await pressed.answer(results_cards.feedback_summary(game))


BUTTONS: dict[str, Handler] = {
    names.TURN_RESULTS: _turn,
    names.GIVE_FEEDBACK: _give_feedback,
    names.SHOW_FEEDBACK: _show_feedback,
}


async def _give_or_read_feedback(asked: Asked) -> None:
    where = await asked.where()
    if where.facilitates:
        await asked.answer(results_cards.feedback_summary(where.game))
    else:
        form = _feedback_form(where.game, asked.user)
        await asked.open(form, names.GIVE_FEEDBACK, where.game.id)


WORDS = (
    Word("feedback", _give_or_read_feedback, "say how the game was, when it is over", AFTERWARDS,
         ForWhom.EVERYBODY, after="reveal"),
    Word("feedback", _give_or_read_feedback, "what people said about the game, without names", AFTERWARDS,
         ForWhom.FACILITATORS, after="end"),
)  # fmt: skip
