"""The form for somebody who wants to stop or talk."""

from slack_sdk.models.views import View

from bot.domain.game import Game
from bot.domain.ids import GameId
from bot.slack.blocks.fields import Words
from bot.slack.blocks.forms import About, Form
from bot.slack.blocks.message import escaped, section


class StopOrTalkForm(
    Form, callback="stop_or_talk_form", title="Stop, or talk", submit="Tell them", drafts=False
):
    """Somebody wants to stop or talk. What they did not say after all is gone."""

    game = About(GameId)
    words = Words("What it is about, if you want to say", optional=True)

    @classmethod
    def view(cls, game: Game) -> View:
        told = (
            f"The facilitators of *{escaped(game.name)}* are told in private, and nobody else. This does not "
            "stop the game."
        )
        return cls.modal((game.id,), section(told), cls.words.input())
