"""The form in which a facilitator says what to print."""

from slack_sdk.models.views import View

from bot.domain.game import Game
from bot.domain.ids import GameId
from bot.domain.print_kit import SPOILING, Paper, Print, PrintWish
from bot.domain.scenario import Scenario
from bot.reports.kit.files import TITLES, there_is
from bot.slack.blocks.fields import Boxes, Choice
from bot.slack.blocks.forms import About, Form
from bot.slack.blocks.message import context, section
from bot.slack.kit.cards import PAPERS

ALL = {"all": "Also for seats that are held in Slack or vacant"}
ABOUT = "I send you PDF files by direct message, with people's names as far as I know them."
PLAYS = "You play in this game, so role sheets and the runbook are not offered: they would spoil it for you."


class PrintForm(Form, callback="print_form", title="Print for the table", submit="Print"):
    """What to print, and on which paper."""

    game = About(GameId)
    prints = Boxes("What", Print)
    paper = Choice("Paper", Paper, {one.value: name for one, name in PAPERS.items()})
    sheets = Boxes("Role sheets", str, ALL, optional=True)

    @classmethod
    def view(
        cls, game: Game, scenario: Scenario, wish: PrintWish | None = None, *, plays: bool = False
    ) -> View:
        """With `wish` chosen, else everything. `plays`: the reader plays in this game."""
        wish = wish or PrintWish()
        offered = [one for one in there_is(scenario) if not (plays and one in SPOILING)]
        sheets = [] if plays else [cls.sheets.input(("all",) if wish.all_sheets else ())]
        return cls.modal(
            (game.id,),
            section(ABOUT),
            cls.prints.input(wish.prints, {one.value: TITLES[one] for one in offered}),
            cls.paper.input(wish.paper),
            *sheets,
            context(
                PLAYS if plays else "People on paper always get a role sheet; others read theirs in Slack."
            ),
        )

    def wish(self) -> PrintWish:
        """What is wished for."""
        return PrintWish(self.prints, self.paper, all_sheets="all" in self.sheets)
