"""People whose data was deleted: a pseudonym stands for each of them in what is kept.

Pseudonyms are numbered within one game, so they lead neither to the person nor to their part in another game.
People on paper stay on paper, because what they did is counted that way.
"""

from bot.domain.ids import UserId
from bot.domain.paper import PREFIX as PAPER
from bot.domain.paper import is_paper

PREFIX = "former:"
NAME = "Former participant {number}"


def pseudonym(user: UserId, number: int) -> UserId:
    """The id that replaces the `number`th person whose data was deleted in a game."""
    return UserId(PAPER + NAME.format(number=number) if is_paper(user) else f"{PREFIX}{number}")


def name_of(number: int) -> str:
    """What replaces a mention of them in texts."""
    return NAME.format(number=number)


def is_former(user: UserId | str | None) -> bool:
    """Whether this stands for somebody who had a Slack account."""
    return user is not None and user.startswith(PREFIX)


def former_name(user: UserId | str) -> str:
    """Their name on cards."""
    return NAME.format(number=user.removeprefix(PREFIX))


def in_slack(user: UserId | str | None) -> bool:
    """Whether this is the id of somebody whom Slack knows."""
    return user is not None and not is_paper(user) and not is_former(user)
