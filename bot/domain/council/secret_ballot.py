"""A secret ballot: people press buttons, so a seat has one vote, and the latest press decides."""

from collections.abc import Iterator
from dataclasses import replace
from types import MappingProxyType

from bot.domain.ballot import Ballot, Choice
from bot.domain.council import events as e
from bot.domain.council.acting import about, can_vote
from bot.domain.council.state import Council
from bot.domain.errors.ballot import BallotClosed, BallotNotOpen, VoteByReaction
from bot.domain.ids import Moment, RoleNumber, UserId
from bot.domain.reactions import Reaction


def press(
    council: Council, choice: Choice | None, at: Moment, actor: UserId
) -> Iterator[e.VoteCast | e.VoteRetracted]:
    """A button was pressed at `at`, whenever that is heard; nothing where the seat said something later."""
    ballot = council.ballot
    if ballot is None:
        raise BallotNotOpen
    if not ballot.secret:
        raise VoteByReaction
    about(ballot.opened_at, at)
    seat = can_vote(council, ballot, council.seat_of(actor))
    if council.outcome is not None or (ballot.called_at is not None and at > ballot.called_at):
        raise BallotClosed
    heard = (moment for (role, _), moment in ballot.reactions.heard.items() if role == seat.role)
    if (latest := max(heard, default=None)) is not None and at <= latest:
        return
    if choice is not None:
        yield e.VoteCast(seat.role, choice, at)
    elif (standing := ballot.vote_of(seat.role)) is not None:
        yield e.VoteRetracted(seat.role, standing, at)


def pressed(ballot: Ballot, event: e.VoteCast | e.VoteRetracted) -> Ballot:
    """The ballot afterwards: what was said or entered for the seat before is replaced or gone."""
    seat, one = event.seat, Reaction(event.choice)
    if isinstance(event, e.VoteRetracted) and (seat, one) in ballot.inherited:  # nor is what they took back
        ballot = replace(ballot, sealed=MappingProxyType({**ballot.sealed, seat: event.at}))
    entered_by = {other: by for other, by in ballot.entered_by.items() if other != seat}
    entered, made, reactions = ballot.entered, ballot.made, ballot.reactions
    if isinstance(event, e.VoteCast) and event.proxy_by is not None:
        entered_by[seat] = event.proxy_by
        entered = MappingProxyType({**entered, (seat, event.choice): event.at})
        reactions = reactions.instead(seat, one)
    else:
        made = MappingProxyType({**made, (seat, one): event.at})
        change = reactions.added if isinstance(event, e.VoteCast) else reactions.removed
        reactions = change(seat, one, event.at)
        reactions = reactions.instead(seat, *([one] if isinstance(event, e.VoteCast) else []))
    return replace(
        ballot,
        reactions=reactions,
        made=made,
        entered=entered,
        entered_by=MappingProxyType(entered_by),
        inherited=frozenset((role, said) for role, said in ballot.inherited if role != seat),
    )


def sealed(ballot: Ballot, role: RoleNumber) -> Ballot:
    """The ballot after a seat changed hands: its vote stays, and the next holder is not told what it says."""
    heard = [at for (seat, _), at in ballot.reactions.heard.items() if seat == role]
    heard += [at for (seat, _), at in ballot.entered.items() if seat == role]
    if not heard:
        return ballot
    return replace(ballot, sealed=MappingProxyType({**ballot.sealed, role: max(heard)}))
