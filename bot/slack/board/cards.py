"""What a facilitator reads about boards."""

from slack_sdk.models.blocks import ButtonElement

from bot.domain.game import Game
from bot.slack.blocks import names
from bot.slack.blocks import phrases as p
from bot.slack.blocks.message import Message, actions, button, context, escaped, header, plain, section

SHOWS = (
    "It shows the clock, how to join, each council's progress, the presentations and the results, but "
    "nothing private and no people's names."
)
ASK = "Revoke all links to this game's board? Open pages stop showing the board within seconds."


def link(game: Game, address: str, links: int) -> Message:
    """A new link, and what it leads to."""
    return Message.of(
        header(f"A board for {game.name}"),
        section(f"*Open it here:* <{address}>"),
        section(f"A web page for the room's projector or for people's own screens. {SHOWS}"),
        context(
            "Anybody with the link can watch, without Slack, until you revoke it. I keep no copy of the "
            "link, so I cannot show it again, but I can make another."
        ),
        context(_count(links)),
        actions(button("Make another link", names.SHOW_BOARD, game.id), _revoke(game)),
    )


def revoking(game: Game, links: int) -> Message:
    """To a facilitator who typed `/moot board revoke`: a button asks."""
    if not links:
        return plain(_count(links))
    return Message.of(
        section(f"*Revoke the links to the board of {escaped(game.name)}?* {_count(links)}"),
        actions(_revoke(game)),
    )


def revoked(links: int) -> Message:
    """To a facilitator who revoked them."""
    if not links:
        return plain(_count(links))
    return plain(
        f"I have revoked {p.count_of(links, 'link')}. Open pages stop showing the board within seconds. "
        "`/moot board` makes a new link."
    )


def _revoke(game: Game) -> ButtonElement:
    return button("Revoke all links", names.REVOKE_BOARDS, game.id, style="danger", ask=ASK)


def _count(links: int) -> str:
    if not links:
        return "There is no link to this game's board. `/moot board` makes one."
    return f"{p.count_of(links, 'link')} to this game's board {'work' if links > 1 else 'works'} now."
