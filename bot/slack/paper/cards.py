"""What cards say about people on paper: they have no reactions in Slack, so cards name what was entered."""

from collections.abc import Iterable, Iterator

from slack_sdk.models.blocks import Block

from bot.domain.council import Council
from bot.domain.council.deeds import entered_by
from bot.domain.council.on_paper import may_enter, on_paper
from bot.domain.ids import RoleNumber, UserId
from bot.domain.paper import paper_name
from bot.domain.participation import DeedKind
from bot.domain.reactions import Reactions
from bot.domain.scenario import Scenario
from bot.domain.seating import Seat
from bot.slack.blocks import phrases as p
from bot.slack.blocks.message import context

SIGNS = {True: ":thumbsup:", False: ":thumbsdown:"}


def reactions(council: Council, said: Reactions[bool], kind: DeedKind, subject: str) -> Iterator[Block]:
    """What people on paper say to a proposal or a claim, and who entered it."""
    entries = [
        f"{p.mention(seat.holder)} {SIGNS[side]}{entered(council, seat.role, kind, subject)}"
        for seat in on_paper(council)
        if (side := said.latest(seat.role)) is not None
    ]
    if entries:
        yield context("; ".join(entries))


def entered(council: Council, seat: RoleNumber, kind: DeedKind, subject: str) -> str:
    """Who entered it, where the seat did not do it itself."""
    by = entered_by(council, seat, kind, subject)
    return f", entered by {p.mention(by)}" if by is not None else ""


def whom(scenario: Scenario, council: Council, user: UserId) -> dict[str, str]:
    """For whom somebody may enter something, to choose from."""
    return menu(scenario, may_enter(council, user))


def menu(scenario: Scenario, seats: Iterable[Seat]) -> dict[str, str]:
    """People on paper, to choose from."""
    return {
        str(seat.role): f"{paper_name(seat.holder)}, {scenario.role(seat.role).name}"
        for seat in seats
        if seat.holder is not None
    }
