"""To the facilitators: their game is set aside, and why; and that it goes on."""

from bot.domain.game import Game
from bot.domain.ids import Moment
from bot.slack.blocks import phrases as p
from bot.slack.blocks.message import Message, context, escaped, section


def set_aside(name: str, why: str, since: Moment) -> Message:
    """It cannot be run for now; `why` says what happened, and what whoever runs Moot can do."""
    return Message.of(
        section(
            f"*I have set “{escaped(name)}” aside: it has been stopped since "
            f"{p.to_the_second(since, day=True)}.*\n{escaped(why)}"
        ),
        context(
            "Until that is done, its clock stands still and nobody can act in it. After that it continues by "
            "itself. If somebody else operates Moot for you, pass this on to them."
        ),
    )


def goes_on(game: Game, since: Moment) -> Message:
    """What it was set aside for is mended."""
    stands = "Its clock waits for you." if game.paused else "Phases that were overdue have begun now."
    return Message.of(
        section(
            f"*“{escaped(game.name)}” goes on.* It was set aside since {p.to_the_second(since, day=True)}. "
            + (stands if game.clock is not None else "")
        )
    )
