"""A team that has nobody left, and a seat of which nothing is heard: the best way to mend it."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.council import Council
from bot.domain.council.care_events import OFFERED
from bot.domain.council.silence import nudged_now, silent
from bot.domain.game import Game
from bot.domain.ids import Moment, RoleNumber, UserId
from bot.domain.paper import is_paper
from bot.domain.seating import Seat


@dataclass(frozen=True, slots=True)
class Mending:
    """Who could take the empty team's seat: people who watch, else somebody of a team with several."""

    team: str
    seat: Seat  # the vacant one that would be filled
    watchers: tuple[UserId, ...]
    mover: Seat | None  # in the same council, from a team that keeps somebody


def empty_teams(council: Council) -> tuple[str, ...]:
    """The teams that nobody in this council plays any more, in seat order."""
    filled = {seat.team for seat in council.filled}
    return tuple(dict.fromkeys(seat.team for seat in council.seats.values() if seat.team not in filled))


def mending(game: Game, councils: Sequence[Council], council: Council, team: str) -> Mending | None:
    """The best move for a team without anybody; None where somebody plays it."""
    if team not in empty_teams(council):
        return None
    seat = next(seat for seat in council.seats.values() if seat.team == team)
    seated = _seated(councils)
    watchers = tuple(one.player for one in game.observers if one.player not in seated)
    return Mending(team, seat, watchers, _spare(council))


class Move(StrEnum):
    """What helps a seat of which nothing is heard."""

    NUDGE = "nudge"  # nobody has asked its holder yet
    WAIT = "wait"  # they were nudged a moment ago
    REPLACE = "replace"  # somebody is at hand who could take over
    MOVE = "move"  # somebody here could take a vacant seat of a team that is silent altogether
    INVITE = "invite"  # somebody new has to be found
    OFFERED = "offered"  # over days: whoever has no seat may take it


@dataclass(frozen=True, slots=True)
class Waking:
    """The best move for a silent seat; `who` could take over, or could move to `vacant`."""

    seat: Seat
    move: Move
    who: UserId | None = None
    vacant: Seat | None = None


def wakings(game: Game, councils: Sequence[Council], council: Council) -> tuple[Waking, ...]:
    """Every silent seat of a council with the best move for it; nobody is offered for two seats."""
    reserve = list(in_reserve(game, councils))
    found = []
    for seat in silent(council):
        if council.care.step(seat.role) >= OFFERED:
            found.append(Waking(seat, Move.OFFERED))
        elif seat.role not in council.activity.nudged:
            found.append(Waking(seat, Move.NUDGE))
        elif nudged_now(council, seat):
            found.append(Waking(seat, Move.WAIT))
        elif reserve:
            found.append(Waking(seat, Move.REPLACE, reserve.pop(0)))
        else:
            found.append(_moved(council, seat))
    return tuple(found)


def _moved(council: Council, seat: Seat) -> Waking:
    """Somebody from a team that can spare them, where this team is silent and has a seat for them."""
    asleep = {one.role for one in silent(council)}
    awake = [one for one in council.filled if one.team == seat.team and one.role not in asleep]
    vacant = next((one for one in council.seats.values() if one.team == seat.team and not one.holder), None)
    mover = _spare(council, without={*asleep, *(one.role for one in council.filled if one.team == seat.team)})
    if awake or vacant is None or mover is None:
        return Waking(seat, Move.INVITE)
    return Waking(seat, Move.MOVE, mover.holder, vacant)


class Filling(StrEnum):
    """What helps where the account of a seat's holder is deactivated."""

    TAKEN = "taken"  # `who` holds the seat now
    RESERVE = "reserve"  # `who` has no seat and could take it
    MOVE = "move"  # nobody is left in the team; `who` could move to it
    INVITE = "invite"  # the same, and somebody new has to be found
    GO_ON = "go_on"  # others of the team are there, or the council has voted


@dataclass(frozen=True, slots=True)
class Absence:
    """Somebody whose account is deactivated, and the best move for their seat, if they held one."""

    user: UserId
    ran_it: bool
    best: Filling = Filling.GO_ON
    place: tuple[Council, Seat] | None = None
    who: UserId | None = None


def absences(game: Game, councils: Sequence[Council], since: Moment) -> tuple[Absence, ...]:
    """Everybody whose account was deactivated then; nobody is offered for two seats."""
    reserve = list(in_reserve(game, councils))
    lost = [(user, one.ran_it) for user, one in game.lost.items() if one.since == since]
    return tuple(_absence(game, user, ran_it, councils, reserve) for user, ran_it in lost)


def _absence(
    game: Game, user: UserId, ran_it: bool, councils: Sequence[Council], reserve: list[UserId]
) -> Absence:
    place = next(((one, one.seats[one.absent[user].role]) for one in councils if user in one.absent), None)
    if place is None:
        return Absence(user, ran_it)
    council, seat = place
    if seat.holder is not None:
        return Absence(user, ran_it, Filling.TAKEN, place, seat.holder)
    if council.ballot is not None and council.ballot.called_at is not None:
        return Absence(user, ran_it, Filling.GO_ON, place)
    if reserve and user in game.sign_ups:
        return Absence(user, ran_it, Filling.RESERVE, place, reserve.pop(0))
    if seat.team not in empty_teams(council):
        return Absence(user, ran_it, Filling.GO_ON, place)
    mover = _spare(council)
    best = Filling.INVITE if mover is None else Filling.MOVE
    return Absence(user, ran_it, best, place, mover.holder if mover else None)


def in_reserve(game: Game, councils: Sequence[Council]) -> tuple[UserId, ...]:
    """Who is on the list without a seat: those who wait for one, then those who watch; nobody on paper.

    `directory.reserves` asks the projection for the same people, except facilitators: no seat is offered to
    them.
    """
    seated = _seated(councils)
    waiting = (one.player for one in game.players if not is_paper(one.player))
    watching = (one.player for one in game.observers)
    return tuple(user for user in (*waiting, *watching) if user not in seated)


def _seated(councils: Sequence[Council]) -> frozenset[UserId | None]:
    return frozenset(one.holder for table in councils for one in table.filled)


def _spare(council: Council, without: Collection[RoleNumber] = ()) -> Seat | None:
    """Of the largest team, which can best spare somebody, the one who does not chair and came last."""
    sizes = Counter(one.team for one in council.filled)
    spare = [
        one
        for one in council.filled
        if sizes[one.team] > 1 and not is_paper(one.holder) and one.role not in without
    ]
    return max(spare, key=lambda one: (sizes[one.team], not one.steward, one.role), default=None)
