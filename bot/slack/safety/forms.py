"""Modals about people and seats. What they do is also a command; people on paper have no menu at Slack, so
they are chosen from one of ours."""

from slack_sdk.models.blocks import PlainTextInputElement
from slack_sdk.models.views import View

from bot.domain.game import Game
from bot.slack.blocks import names
from bot.slack.blocks.forms import field, modal
from bot.slack.blocks.message import section
from bot.slack.seats.forms import WORDS_LENGTH


def stop_or_talk(game: Game) -> View:
    """Somebody wants to stop or talk."""
    return modal(
        names.STOP_OR_TALK_FORM,
        "Stop, or talk",
        "Tell them",
        game.id,
        section("The facilitators are told in private, and nobody else. The game is not stopped by it."),
        field(
            "words",
            "You may say what it is about",
            PlainTextInputElement(action_id="value", multiline=True, max_length=WORDS_LENGTH),
            optional=True,
        ),
    )
