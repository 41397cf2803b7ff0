"""What people said with reactions while nobody told us: what Slack shows corrects what is known."""

from collections.abc import Iterable, Iterator, Mapping

from bot.domain.council import commands as c
from bot.domain.council import events as e
from bot.domain.council.state import Council, Proposal
from bot.domain.ids import RoleNumber, UserId
from bot.domain.paper import is_paper


def missed_sides(
    council: Council,
    proposal: Proposal,
    shown: Mapping[UserId, frozenset[bool]],
    partly: frozenset[bool],
    since: Iterable[e.CouncilEvent],
) -> Iterator[tuple[UserId, c.TakeSide]]:
    """Who did what under a proposal's card, as no event told: `shown` is which thumbs of whom stand there,
    with some people missing from those in `partly`; `since` is what happened since the card was posted.

    Of two thumbs of one person nobody knows which was the later, so they are left as they are. A seat that
    changed hands keeps the side of its holder before, under whom Slack shows it.
    """
    taken_over = set(_taken_over(since))
    for seat in council.filled:
        if seat.holder is None or is_paper(seat.holder):
            continue
        known = frozenset(proposal.sides.get(seat.role, ()))
        stands = shown.get(seat.holder, frozenset())
        if len(stands) == 1:
            for side in stands - known:
                yield seat.holder, c.TakeSide(proposal.number, side, round=proposal.round)
        if seat.role not in taken_over:
            for side in sorted(known - stands - partly):
                yield seat.holder, c.TakeSide(proposal.number, None, was=side, round=proposal.round)


def _taken_over(since: Iterable[e.CouncilEvent]) -> Iterator[RoleNumber]:
    for event in since:
        match event:
            case e.SeatFilled() | e.SeatHandedOver():
                yield event.seat
            case e.HolderMoved():
                yield event.to
