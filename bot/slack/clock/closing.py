"""What is final: that a game is closed, and that its channels are archived. A button asks first."""

from slack_sdk.models.blocks import ButtonElement

from bot.domain.game import Game, Stage
from bot.domain.scenario import Scenario
from bot.slack.blocks import names
from bot.slack.blocks import phrases as p
from bot.slack.blocks.message import Message, actions, button, escaped, plain, section


def buttons(game: Game) -> list[ButtonElement]:
    """What can still be done with a game that has ended."""
    if game.stage is not Stage.ENDED:
        return []
    close = [] if game.closed_at else [button("Close the game", names.ASK_TO_CLOSE, game.id)]
    return [*close, button("Archive the channels", names.ASK_TO_ARCHIVE, game.id)]


def closing(game: Game, scenario: Scenario, waiting: int) -> Message:
    """To a facilitator who would close a game, with how many claims wait for a ruling."""
    if game.closed_at is not None:
        return plain(f"*{escaped(game.name)}* is already closed.")
    verb = "waits" if waiting == 1 else "wait"
    unruled = (
        f" {p.count_of(waiting, 'claim')} {verb} for a ruling, and would stay undecided." if waiting else ""
    )
    ask, what = "Close the game for good?", ""
    if scenario.takes_claims:
        ask += " Claims, judgements and rulings cannot be changed afterwards."
        what = f" That makes claims, judgements and rulings final.{unruled}"
    return Message.of(
        section(f"*Close {escaped(game.name)}?*{what} You can still use `/moot say` once after that."),
        actions(button("Close the game", names.CLOSE_GAME, game.id, style="danger", ask=ask)),
    )


def archiving(game: Game, scenario: Scenario, channels: int) -> Message:
    """To a facilitator who would archive the channels that are open."""
    if not channels:
        return plain(f"No channel that I made is still open for *{escaped(game.name)}*.")
    final = game.closed_at or not scenario.takes_claims
    open_still = "" if final else " Nobody can claim or judge there any more."
    ask = "Archive them? This is final: no bot can unarchive a channel."
    return Message.of(
        section(
            f"*Archive {p.count_of(channels, 'channel')} of {escaped(game.name)}?* These are all the "
            "channels I made for its councils and sidebars; the plenary stays. Their messages can still be "
            f"read. *This is final:* only a person can unarchive a channel, one at a time.{open_still} "
            "Policy books that are on their way arrive first."
        ),
        actions(button("Archive the channels", names.ARCHIVE_ROOMS, game.id, style="danger", ask=ask)),
    )


def archived(channels: int) -> Message:
    """To a facilitator who had the channels archived."""
    if not channels:
        return plain("There is no channel left to archive.")
    return plain(
        f"I am archiving {p.count_of(channels, 'channel')}, after the last messages there are sent. Slack "
        "allows about twenty a minute."
    )
