"""Modals. Limits: title, submit and close 24 characters; private_metadata 3,000."""

from slack_sdk.models.views import View

from bot.domain.game import Game
from bot.domain.ids import Moment
from bot.slack.blocks import names
from bot.slack.blocks.forms import field, line, menu, modal, option

TIME_CHOICES = {
    "add": "Add time to this phase",
    "take": "Take time from this phase",
    "add all": "Add time to all that is left",
    "take all": "Take time from all that is left",
    "end-by": "End the game at a fixed time",
}


def change_time(game: Game, ends: Moment) -> View:
    """More time, less time, a fixed end; `ends` is what the person sees now."""
    options = [option(words, key) for key, words in TIME_CHOICES.items()]
    hint = "A length like 5m or 90s; for a fixed end a time like 12:00, or tomorrow 12:00."
    return modal(
        names.TIME_FORM,
        "Change the time",
        "Change it",
        f"{game.id}:{ends.isoformat()}",
        field("what", "What", menu(options, options[0])),
        field("value", "How much, or when", line("", 40), hint=hint),
    )
