"""What others enter for people on paper counts as if they had done it themselves, and says who entered it."""

from collections.abc import Iterator
from dataclasses import replace

from bot.domain.council import commands as c
from bot.domain.council import events as e
from bot.domain.council.acting import chairs, steward_of
from bot.domain.council.deeds import ByProxy
from bot.domain.council.state import Council
from bot.domain.errors.seating import NotOnPaper
from bot.domain.ids import RoleNumber, UserId
from bot.domain.paper import is_paper
from bot.domain.reactions import Reactions
from bot.domain.seating import Seat


def entered_for(council: Council, role: RoleNumber, actor: UserId) -> Seat:
    """The seat on paper, for somebody who may act for it. Raises NotSeated, StewardsOnly and NotOnPaper."""
    if actor not in council.facilitators:
        steward_of(council, actor)
    seat = council.seats.get(role)
    if seat is None or not is_paper(seat.holder):
        raise NotOnPaper
    return seat


def may_enter(council: Council, actor: UserId) -> tuple[Seat, ...]:
    """The seats on paper for which this person may act."""
    seat = council.seat_of(actor)
    acts = actor in council.facilitators or (seat is not None and chairs(council, seat))
    return on_paper(council) if acts else ()


def on_paper(council: Council) -> tuple[Seat, ...]:
    """The seats of people on paper, by role number."""
    return tuple(seat for seat in council.filled if is_paper(seat.holder))


def steps(council: Council, seat: Seat, work: c.PaperWork) -> Iterator[c.PaperWork]:
    """The work as somebody in Slack would do it: taking back a side removes all their reactions, the one that
    counts last."""
    match work:
        case c.TakeSide(number, support=None) if number in council.proposals:
            for side in _standing(council.proposals[number].reactions, seat):
                yield replace(work, was=side)
        case c.JudgeClaim(claimant, confirms=None) if claimant in council.claims:
            for side in _standing(council.claims[claimant].reactions, seat):
                yield replace(work, was=side)
        case _:  # everything else is one step
            yield work


def _standing(reactions: Reactions[bool], seat: Seat) -> tuple[bool, ...]:
    return tuple(one.says for one in reactions.of(seat.role))


def marked(event: e.CouncilEvent, by: UserId) -> e.CouncilEvent:
    """The event, marked with who entered it if it is somebody's own act."""
    return replace(event, proxy_by=by) if isinstance(event, ByProxy) else event
