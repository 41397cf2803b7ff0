"""What people are told about the data that is kept."""

from bot.domain.game import Game
from bot.domain.ids import Moment
from bot.slack.blocks import phrases as p
from bot.slack.blocks.message import Message, context, escaped, section


def deletion_near(game: Game, on: Moment) -> Message:
    """To a facilitator, a week before."""
    return Message.of(
        section(
            f"*{escaped(game.name)} will be deleted on {p.day(on)}:* its log, its policy books and who took "
            "part. Until then `/moot export` sends you everything as files."
        ),
        context(
            "Channels, messages and files stay in Slack. How long I keep a game is set by the person who "
            "runs me."
        ),
    )
