"""The form that sets where people talk."""

from slack_sdk.models.views import View

from bot.domain.calls import LONGEST_LINK
from bot.domain.council import Council
from bot.domain.game import Game
from bot.domain.ids import GameId
from bot.slack.blocks.fields import CallAddress, Line
from bot.slack.blocks.forms import About, Form
from bot.slack.blocks.message import escaped, section

HINT = "It begins with https://. To give each council its own call, put {council} where its number belongs."
HINT_OWN = "It begins with https://. If you leave it empty, the council has no call of its own."


class CallForm(Form, callback="call_form", title="The call", submit="Set it", refused_at="link"):
    """The address of the call for everybody, or of a council's own."""

    game = About(GameId)
    number = About(str)  # the council's, or nothing: then `council` says it
    link = CallAddress("Address of the call", LONGEST_LINK, hint=HINT, optional=True)
    council = Line(
        "Council",
        4,
        hint="The number of one council. If you leave it empty, the call is for everybody.",
        optional=True,
        sometimes=True,
    )

    @classmethod
    def view(cls, game: Game, council: Council | None) -> View:
        """For a facilitator, who may choose whose it is; or for those who chair a council."""
        if council is None:
            about = section("If you leave the address empty, the call is removed.")
            return cls.modal((game.id, ""), about, cls.link.input(game.calls.for_all), cls.council.input())
        own = game.calls.own.get(council.number, "")
        title = section(f"The call for {escaped(council.name)}.")
        return cls.modal((game.id, council.number), title, cls.link.input(own, hint=HINT_OWN))
