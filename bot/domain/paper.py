"""Paper seats: players of a hybrid room who have a name, but no Slack account.

The id of such a player is `paper:` and the name, so that whoever shows an id can show the name. Slack never
hears of it: nothing is sent to a paper player, and others vote for them by proxy.
"""

import re
import unicodedata
from collections.abc import Iterable

from bot.domain.characters import bare, tidied
from bot.domain.errors import Refusal
from bot.domain.ids import UserId

PREFIX = "paper:"
LONGEST_NAME = 30  # characters; the id has to fit where Slack's ids are kept
_MENTION = re.compile(r"<[@!#]")


class BadPaperName(Refusal):
    template = (
        "A paper seat needs a name of 1 to {limit} characters, and no mention, like this: /moot paper Ada "
        "Lovelace. Sign up people who have a Slack account with /moot invite @ada."
    )


def paper_id(name: str) -> UserId:
    """The id of a paper player; stray and repeated blanks do not matter. Raises BadPaperName."""
    tidy = " ".join(tidied(name).split())
    if not 1 <= len(tidy) <= LONGEST_NAME or _MENTION.search(tidy) or not any(map(str.isalnum, tidy)):
        raise BadPaperName(limit=LONGEST_NAME)
    return UserId(PREFIX + tidy)


def is_paper(user: UserId | str | None) -> bool:
    """Whether this is the id of somebody without a Slack account."""
    return user is not None and user.startswith(PREFIX)


def paper_name(user: UserId | str) -> str:
    """The name that the facilitator gave, as it was written."""
    return user.removeprefix(PREFIX)


def same_name(name: str, among: Iterable[UserId]) -> UserId | None:
    """The paper player of this name, whatever its capitals and blanks; None if there is none."""
    wanted = _likeness(name)
    return next((one for one in among if is_paper(one) and _likeness(paper_name(one)) == wanted), None)


def _likeness(name: str) -> str:
    """What two names share that people take for one."""
    return unicodedata.normalize("NFKC", " ".join(bare(name).split()).casefold())
