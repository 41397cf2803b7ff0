"""The receipt of a final vote: why each reaction counted or did not. Nobody's vote but one's own is in it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.domain.ballot import Ballot, Choice, Why
from bot.domain.council import Council
from bot.domain.ids import Moment, RoleNumber, UserId


class How(StrEnum):
    """How the vote that counts came to Moot."""

    REACTED = "reacted"
    FOUND = "found"  # read at the close, when no event had told of it
    ENTERED = "entered"  # by proxy, for a seat on paper
    INHERITED = "inherited"  # said before the seat changed hands, or on a ballot that was deleted
    PRESSED = "pressed"  # by a button of a secret ballot


@dataclass(frozen=True, slots=True)
class Counted:
    """The vote of one's seat. `at` is None where nobody said when; `choice`, where it was an earlier holder's
    on a secret ballot."""

    choice: Choice | None
    how: How
    at: Moment | None
    by: UserId | None = None  # who entered it
    removed_late: bool = False  # taken back after the close, so it stands
    guess: bool = False  # two choices stand, and Slack does not say which came last


@dataclass(frozen=True, slots=True)
class NotCounted:
    """A reaction of one's own that did not count; `said` is a choice or an emoji's name."""

    said: str
    why: Why
    at: Moment | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of somebody's reactions."""

    in_electorate: bool
    gave_up: bool  # held a seat when the vote opened; what they had said stays with it
    counted: Counted | None
    not_counted: tuple[NotCounted, ...]
    no_vote: bool = False  # their seat does not decide
    rested: bool = False  # their account was gone when the vote closed, and the seat out of it


def receipt_of(council: Council, ballot: Ballot, user: UserId) -> Receipt:
    """Somebody's own receipt, as things stand; for an open vote it may still change."""
    seat = council.seat_of(user)
    mine = (NotCounted(one.said, one.why) for one in ballot.uncounted if one.user == user)
    if seat is None or seat.role not in ballot.electorate:
        no_vote = seat is not None and not council.electorate.votes(seat.role)
        return Receipt(False, user in ballot.left, None, tuple(mine), no_vote, _rested(council, ballot, user))
    others = _said_before(ballot, seat.role) if ballot.secret else _not_counted(ballot, seat.role)
    counted = _counted(ballot, seat.role)
    guesses = ballot.doubled() if council.outcome is None else council.outcome.guesses
    if counted is not None and seat.role in guesses:
        counted = replace(counted, guess=True)
    return Receipt(True, False, counted, (*others, *mine))


def _rested(council: Council, ballot: Ballot, user: UserId) -> bool:
    seat = council.seat_of(user) or council.seat_kept_for(user)
    return user in ballot.left and seat is not None and seat.role in ballot.resting


def _counted(ballot: Ballot, seat: RoleNumber) -> Counted | None:
    choice = ballot.vote_of(seat)
    if choice is None:
        return None
    mine = {(seat, one) for one in ballot.reactions.of(seat) if one.says is choice}
    at = _made(ballot, seat, choice)
    if ballot.secret and mine <= ballot.inherited:
        return Counted(None, How.INHERITED, None)
    if seat in ballot.entered_by:
        return Counted(choice, How.ENTERED, ballot.entered.get((seat, choice)), ballot.entered_by[seat])
    if mine <= ballot.inherited:
        return Counted(choice, How.INHERITED, at)
    if ballot.secret:
        return Counted(choice, How.PRESSED, at)
    how = How.FOUND if at is None else How.REACTED
    return Counted(choice, how, at, removed_late=mine <= ballot.kept)


def _said_before(ballot: Ballot, seat: RoleNumber) -> Iterator[NotCounted]:
    """On a secret ballot: what its present holder said, or was said for them, and no longer stands."""
    since, stands = ballot.sealed.get(seat), ballot.vote_of(seat)
    said = [(at, one.says) for (role, one), at in ballot.reactions.heard.items() if role == seat]
    said += [(at, choice) for (role, choice), at in ballot.entered.items() if role == seat]
    latest = max(said, default=None)
    for at, choice in sorted(said):
        if choice is not stands and (since is None or at > since):
            taken_back = stands is None and (at, choice) == latest
            yield NotCounted(choice.value, Why.REMOVED if taken_back else Why.REPLACED, at)


def _made(ballot: Ballot, seat: RoleNumber, choice: Choice) -> Moment | None:
    """When this seat last changed a reaction that says this; of those that stand, if any does."""
    standing = [one for one in ballot.reactions.of(seat) if one.says is choice]
    changed = {one: at for (role, one), at in ballot.made.items() if role == seat and one.says is choice}
    return max((at for one, at in changed.items() if not standing or one in standing), default=None)


def _not_counted(ballot: Ballot, seat: RoleNumber) -> Iterator[NotCounted]:
    """What this seat said and does not count, the oldest first where that is known."""
    standing = ballot.reactions.said(seat)
    for choice in standing[:-1]:
        yield NotCounted(choice.value, Why.REPLACED, _made(ballot, seat, choice))
    for (role, choice), at in ballot.entered.items():
        if role == seat and (choice not in standing or seat not in ballot.entered_by):
            yield NotCounted(choice.value, Why.REPLACED, at)
    for choice in dict.fromkeys(one.says for role, one in ballot.reactions.heard if role == seat):
        if choice not in standing:
            why = Why.REPLACED if seat in ballot.entered_by else Why.REMOVED
            yield NotCounted(choice.value, why, _made(ballot, seat, choice))
    for (role, one), at in ballot.late.items():
        if role == seat:
            yield NotCounted(one.says.value, Why.LATE, at)


def uncounted(ballot: Ballot) -> Counter[Why]:
    """How many reactions did not count, by reason; whose they were is not told."""
    seats = (
        one.why
        for seat in sorted(ballot.electorate)
        if not ballot.secret
        for one in _not_counted(ballot, seat)
    )
    return Counter([*seats, *(one.why for one in ballot.uncounted)])
