"""App Home."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.domain.council import Council
from bot.domain.ids import Moment
from bot.services.reading import Where
from bot.slack import ids
from bot.slack.messages import controls, personal
from bot.slack.messages.message import actions, button, context, divider, header, section


def home(where: Where | None, at: Moment, councils: Sequence[Council] = ()) -> View:
    """A person's page: their seat, the phase, what they owe, and the controls if they facilitate.

    `councils` are all of the game's, for somebody who facilitates.
    """
    blocks: list[Block] = []
    if where is None:
        blocks = [
            header("Welcome to Moot"),
            section(
                "I run governance role-plays: secret roles, a clock, policies, a vote, and who won and why. "
                "To create a game, type `/moot new` in the channel that everybody shares. To join one, press "
                "Join on its sign-up card, or type `/moot join` in its channel."
            ),
        ]
    else:
        blocks += personal.status(where).blocks
        if where.seat is not None or where.facilitates:
            blocks += [divider(), *personal.owed_card(where, at, councils).blocks]
        if where.council is not None and where.seat is not None:
            blocks.append(_player_buttons(where.council.id))
        if where.facilitates:
            blocks += [divider(), *controls.console(where.game).blocks]
        blocks.append(context("`/moot help` lists everything that you can do."))
    return View(type="home", blocks=blocks)


def _player_buttons(council: str) -> Block:
    return actions(
        button("Open my sheet", ids.OPEN_SHEET, council, style="primary"),
        button("Propose a policy", ids.PROPOSE, council),
        button("Our policy book", ids.SHOW_BOOK, council),
        button("Handbook", ids.SHOW_HANDBOOK, council),
    )
