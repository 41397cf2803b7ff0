"""A typed proposal becomes a title and a text."""

from bot.domain.council import commands as c
from bot.domain.errors import NotSeated, Refusal
from bot.services import Services
from bot.services.reading import Where
from bot.slack.messages.forms import TEXT_LENGTH
from bot.slack.messages.message import shortened


class TooLong(Refusal):
    """That proposal has {length} characters, and {limit} fit. Shorten it, or make two proposals of it."""


async def submit_text(services: Services, where: Where, text: str) -> int:
    """Puts typed words on the table; the first sentence is the title. Returns the proposal's number."""
    if where.seat is None:
        raise NotSeated
    if len(text) > TEXT_LENGTH:
        raise TooLong(length=len(text), limit=TEXT_LENGTH)
    command = c.SubmitProposal(title=title_of(text), text=text)
    council = await services.councils.handle(where.in_council().id, command, actor=where.user)
    return max(council.proposals)


def title_of(text: str) -> str:
    """The first sentence or line, at most 80 characters."""
    first = text.strip().splitlines()[0]
    return shortened(first.partition(". ")[0].rstrip("."), 80)
