"""What people say about a game when it is over."""

from slack_sdk.models.views import View

from bot.domain.feedback import WORDS_LENGTH, Feedback
from bot.domain.game import Game
from bot.domain.ids import GameId
from bot.slack.blocks.fields import Choice, Words
from bot.slack.blocks.forms import About, Form
from bot.slack.blocks.message import context

SCORES = {"5": "5: very good", "4": "4: good", "3": "3: fair", "2": "2: not so good", "1": "1: bad"}


class FeedbackForm(Form, callback="feedback_form", title="Feedback", submit="Send"):
    """A few words about the game."""

    game = About(GameId)
    score = Choice("How was it for you?", int, SCORES)
    helped = Words("What helped?", WORDS_LENGTH, optional=True)
    change = Words("What should change?", WORDS_LENGTH, optional=True)

    @classmethod
    def view(cls, game: Game, given: Feedback | None, words: str = "") -> View:
        """With what they said before; or with `words`, which they have typed."""
        return cls.modal(
            (game.id,),
            cls.score.input(given.score if given else None),
            cls.helped.input(words or (given.helped if given else "")),
            cls.change.input(given.change if given else ""),
            context("The facilitators read it without names. To change it, send it again."),
        )
