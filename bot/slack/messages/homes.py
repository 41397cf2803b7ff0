"""App Home."""

from collections.abc import Iterator, Sequence

from slack_sdk.models.blocks import Block, ButtonElement
from slack_sdk.models.views import View

from bot.domain.council import Council
from bot.domain.game import Stage
from bot.services.reading import Where
from bot.slack import ids
from bot.slack.messages import people_cards, personal
from bot.slack.messages.message import actions, button, context, divider, header, section


def home(where: Where | None, councils: Sequence[Council] = ()) -> View:
    """A person's page: their seat, the phase, what they owe, and the controls if they facilitate.

    `councils` are the game's, for its facilitators.
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
        if where.council is not None and where.seat is not None:
            blocks += [divider(), *personal.owed_card(where).blocks, _player_buttons(where.council.id)]
        blocks += _own_choices(where)
        if where.facilitates:
            blocks += [divider(), *personal.console(where.game).blocks]
            blocks += people_cards.people(where.game, where.scenario, councils).blocks
        blocks.append(context("`/moot help` lists everything that you can do."))
    return View(type="home", blocks=blocks)


def _own_choices(where: Where) -> Iterator[Block]:
    """What concerns oneself: a question, one's seat, stopping, and afterwards a word on the game."""
    game, row = where.game, list[ButtonElement]()
    if where.council is not None and where.seat is not None and game.stage is not Stage.ENDED:
        if where.council.begun:
            row.append(button("Straw poll", ids.ASK_STRAW, where.council.id))
        if where.seat.steward and people_cards.proxy_is_open(where.council):
            row.append(button("Vote for paper", ids.PROXY_VOTE, game.id))
        row.append(button("Hand over my seat", ids.HAND_OVER_MINE, game.id))
    if where.user in game.sign_ups:
        row.append(button("I want to stop or talk", ids.STOP_OR_TALK, game.id))
        if game.stage is Stage.ENDED:
            row.append(button("Give feedback", ids.GIVE_FEEDBACK, game.id))
        else:
            ask = "Leave this game? Your seat becomes free at once. You need no reason."
            row.append(button("Leave the game", ids.LEAVE, game.id, ask=ask))
    if row:
        yield actions(*row)


def _player_buttons(council: str) -> Block:
    return actions(
        button("Open my sheet", ids.OPEN_SHEET, council, style="primary"),
        button("Propose a policy", ids.PROPOSE, council),
        button("Our policy book", ids.SHOW_BOOK, council),
        button("Handbook", ids.SHOW_HANDBOOK, council),
    )
