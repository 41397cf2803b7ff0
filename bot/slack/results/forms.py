"""Modals. Limits: title, submit and close 24 characters; private_metadata 3,000."""

from slack_sdk.models.views import View

from bot.domain.feedback import WORDS_LENGTH, Feedback
from bot.domain.game import Game
from bot.slack.blocks import names
from bot.slack.blocks.forms import field, menu, modal, option, text
from bot.slack.blocks.message import context

SCORE_WORDS = ((5, "very good"), (4, "good"), (3, "fair"), (2, "not so good"), (1, "bad"))


def feedback(game: Game, given: Feedback | None) -> View:
    """A few words about the game."""
    options = [option(f"{score}: {word}", str(score)) for score, word in SCORE_WORDS]
    chosen = next((one for one in options if given and one.value == str(given.score)), None)
    helped, change = (given.helped, given.change) if given else ("", "")
    return modal(
        names.FEEDBACK_FORM,
        "Feedback",
        "Send",
        game.id,
        field("score", "How was it for you?", menu(options, chosen)),
        field("helped", "What helped?", text(helped, WORDS_LENGTH), optional=True),
        field("change", "What should change?", text(change, WORDS_LENGTH), optional=True),
        context("The facilitators read it without names. Send it again to change it."),
    )
