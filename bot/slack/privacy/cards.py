"""What people are told about the data that is kept: a copy of it, its deletion, and for how long it stays."""

from bot.domain.game import Game
from bot.domain.ids import Moment
from bot.slack.blocks import phrases as p
from bot.slack.blocks.message import Message, context, escaped, plain, section

STAYS = "Channels, messages and files stay in Slack. How long I keep a game is set by the person who runs me."


def deletion_near(game: Game, on: Moment) -> Message:
    """To a facilitator, a week before."""
    return Message.of(
        section(
            f"*I will delete {escaped(game.name)} on {p.day_and_time(game, on)}:* its log, its policy books "
            "and who took part. Until then `/moot export` sends you everything as files."
        ),
        context(STAYS),
    )


def copy_comes() -> Message:
    """To somebody who asked for their data."""
    return plain("I am collecting what I keep about you. I will send it by direct message in a minute or so.")


def nothing_kept() -> Message:
    """To somebody who was in no game here."""
    return plain(
        "You have been in no game in this workspace, so I keep nothing about you, except perhaps that you "
        "have opened my Home, that you have installed me, or that an admin has named you among those who "
        "may create games. `/moot forget me` deletes that, too."
    )


def beside() -> Message:
    """Above the files."""
    return plain(
        "*What I keep about you*, as a page to read and as JSON for machines. `/moot forget me` deletes it "
        "once you are in no unfinished game."
    )


def not_sent() -> Message:
    """Slack takes no files."""
    return Message.of(
        section(
            "*I could not send you your data*, because this app may not share files here. Ask an admin to "
            "grant it `files:write`, then ask me again. Or the person who runs me can export it with `moot "
            "export --person`."
        )
    )


def forgetting() -> Message:
    """To somebody whose deletion takes longer than Slack waits."""
    return plain(
        "I am deleting what I keep about you. This takes a minute at most, and you need do nothing more."
    )


def forgotten(games: int) -> Message:
    """It is done."""
    if not games:
        return plain("I keep nothing about you any more.")
    return plain(
        f"*Done.* In {p.count_of(games, 'game')} a pseudonym takes your place, and what was yours alone is "
        "deleted. Cards that mention you change within a few minutes. Your own messages in Slack, files and "
        "our direct messages stay there; you or an admin can delete them."
    )
