"""People whose data was deleted: in what is kept, a pseudonym stands for each of them.

A pseudonym counts the people of one game who asked for that, so it leads neither to the person nor to their
part in another game. Somebody on paper stays on paper, since what they did is counted so.
"""

from bot.domain.ids import UserId
from bot.domain.paper import PREFIX as PAPER
from bot.domain.paper import is_paper

PREFIX = "former:"
NAME = "Former participant {number}"


def pseudonym(user: UserId, number: int) -> UserId:
    """What stands in a game for somebody whose data was deleted there, as the `number`th."""
    return UserId(PAPER + NAME.format(number=number) if is_paper(user) else f"{PREFIX}{number}")


def name_of(number: int) -> str:
    """What stands in texts that mention them."""
    return NAME.format(number=number)


def is_former(user: UserId | str | None) -> bool:
    """Whether this stands for somebody who had a Slack account."""
    return user is not None and user.startswith(PREFIX)


def former_name(user: UserId | str) -> str:
    """As cards call them."""
    return NAME.format(number=user.removeprefix(PREFIX))


def in_slack(user: UserId | str | None) -> bool:
    """Whether this is the id of somebody whom Slack knows."""
    return user is not None and not is_paper(user) and not is_former(user)
