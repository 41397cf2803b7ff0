"""How a change of holders changes a council. Never refuses: what is stored has happened."""

from dataclasses import replace
from types import MappingProxyType
from typing import assert_never

from bot.domain.ballot import Ballot
from bot.domain.council import events as e
from bot.domain.council.secret_ballot import sealed
from bot.domain.council.state import Absent, Council
from bot.domain.ids import Moment, RoleNumber, UserId


def reseated(council: Council, event: e.SeatEvent) -> Council:
    """The council after somebody came, went, handed over or moved."""
    match event:
        case e.SeatVacated(role, holder, None):
            return _held(_left(council, role, holder), role, None)
        case e.SeatVacated(role, holder, since):
            return _gone(council, role, holder, since)
        case e.SeatFilled(role, holder, back=True):
            return _back(council, role, holder)
        case e.SeatFilled(role, holder, open_hand):
            return _taken(council, role, holder, open_hand=open_hand)
        case e.SeatHandedOver(role, holder, to):
            seat, absent = council.seats[role], council.absent.get(holder)
            open_hand = absent.open_hand if absent and seat.holder is None else seat.open_hand
            return _taken(_left(council, role, holder), role, to, open_hand=open_hand)
        case e.HolderMoved(holder, role, to_role):
            open_hand = council.seats[role].open_hand
            council = _held(_left(council, role, holder), role, None)
            return _taken(council, to_role, holder, open_hand=open_hand)
        case _:
            assert_never(event)


def _left(council: Council, role: RoleNumber, holder: UserId) -> Council:
    """Whether to reveal a mission is its holder's own word; and a leaver's vote stays with the seat."""
    answers = {seat: consents for seat, consents in council.revealed.items() if seat != role}
    council = replace(council, revealed=MappingProxyType(answers))
    ballot = council.ballot
    if ballot is None or role not in ballot.electorate:
        return council
    return replace(council, ballot=replace(ballot, left=ballot.left | {holder}))


def _held(council: Council, role: RoleNumber, holder: UserId | None, *, open_hand: bool = False) -> Council:
    held = replace(council.seats[role], holder=holder, open_hand=open_hand)
    return replace(council, seats=MappingProxyType({**council.seats, role: held}))


def _taken(council: Council, role: RoleNumber, holder: UserId, *, open_hand: bool) -> Council:
    """A seat's vote stays when its holder goes, although Slack shows no reaction of the next one."""
    council = _held(council, role, holder, open_hand=open_hand)
    ballot = _rejoined(council.ballot, role)
    if ballot is None:
        return council
    said = frozenset((role, one) for one in ballot.reactions.of(role))
    ballot = replace(ballot, inherited=ballot.inherited | said)
    return replace(council, ballot=sealed(ballot, role) if ballot.secret else ballot)


# --- seats that go and return with their account


def _gone(council: Council, role: RoleNumber, holder: UserId, since: Moment | None) -> Council:
    """The seat is kept, and out of a vote that is open."""
    assert since is not None
    absent = Absent(role, since, council.seats[role].open_hand, council.revealed.get(role))
    council = _held(_left(council, role, holder), role, None)
    council = replace(council, absent=MappingProxyType({**council.absent, holder: absent}))
    ballot = council.ballot
    if ballot is None or ballot.called_at is not None or role not in ballot.electorate:
        return council
    ballot = replace(ballot, electorate=ballot.electorate - {role}, resting=ballot.resting | {role})
    return replace(council, ballot=ballot)


def _back(council: Council, role: RoleNumber, holder: UserId) -> Council:
    """All is as it was; what they say under the ballot is their own, and Slack still shows it."""
    absent = council.absent[holder]
    others = {user: one for user, one in council.absent.items() if user != holder}
    council = _held(council, role, holder, open_hand=absent.open_hand)
    council = replace(council, absent=MappingProxyType(others))
    if absent.reveals is not None:
        revealed = {**council.revealed, role: absent.reveals}
        council = replace(council, revealed=MappingProxyType(revealed))
    ballot = _rejoined(council.ballot, role)
    if ballot is None or role not in ballot.electorate:
        return replace(council, ballot=ballot)
    return replace(council, ballot=replace(ballot, left=ballot.left - {holder}))


def _rejoined(ballot: Ballot | None, role: RoleNumber) -> Ballot | None:
    """A seat that had left the vote with its account is in it again, unless the vote is closed."""
    if ballot is None or ballot.called_at is not None or role not in ballot.resting:
        return ballot
    return replace(ballot, electorate=ballot.electorate | {role}, resting=ballot.resting - {role})
