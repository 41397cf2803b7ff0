"""The forms that change the time, and say something to everybody."""

from slack_sdk.models.views import View

from bot.domain.game import Game
from bot.domain.ids import GameId, Moment
from bot.slack.blocks import carried
from bot.slack.blocks.fields import Choice, Line, Words
from bot.slack.blocks.forms import About, Form
from bot.slack.blocks.message import section

TIME_CHOICES = {
    "add": "Add time to this phase",
    "take": "Take time from this phase",
    "add all": "Add time to all that is left",
    "take all": "Take time from all that is left",
    "end-by": "End the game at a fixed time",
}


class TimeForm(Form, callback="time_form", title="Change the time", submit="Change it", refused_at="value"):
    """More time, less time, a fixed end."""

    game = About(GameId)
    ends = About(carried.moment, rest=True)  # as the person saw it
    what = Choice("What", str, TIME_CHOICES)
    value = Line(
        "How much, or when",
        40,
        hint="A length like 5m, 90s or 1h30; for a fixed end a time like 12:00, tomorrow 9am or 20:30 CET.",
    )

    @classmethod
    def view(cls, game: Game, ends: Moment) -> View:
        """With `ends` as what the person sees now."""
        return cls.modal((game.id, ends.isoformat()), cls.what.input("add"), cls.value.input())


class SayForm(Form, callback="say_form", title="Tell everybody", submit="Say it"):
    """Words for every council and the plenary."""

    game = About(GameId)
    words = Words("What do you want to say?", 3000)

    @classmethod
    def view(cls, game: Game) -> View:
        """Where it is the last word, it says so."""
        last = " The game is closed, so this is your last message." if game.closed_at else ""
        who = f"It is posted in every council's channel and in the plenary.{last}"
        return cls.modal((game.id,), section(who), cls.words.input())
