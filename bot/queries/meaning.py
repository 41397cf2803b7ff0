"""Which game somebody means: the one whose room they are in, and elsewhere the one that they have a part in.

Never the newest merely because it is new. A channel that Moot made belongs to its game for good. A plenary
belongs to the game that began there until it ends; databases of before may hold two unfinished games with
one plenary.
"""

from collections.abc import Collection, Sequence
from enum import Enum, auto

from bot.db.directory import Standing
from bot.domain.errors.authority import ChannelTaken, NoGame, RoomOfAGame, WhichGame
from bot.domain.ids import GameId
from bot.intents.rooms import PLENARY


class Use(Enum):
    """When what somebody wants to do is of use to a game."""

    UNTIL_THE_END = auto()
    ALWAYS = auto()
    AFTERWARDS = auto()


def of_use(found: Sequence[Standing], use: Use) -> Sequence[Standing]:
    """Only those that have ended, if any has, where something is of use afterwards alone."""
    return ([one for one in found if one.ended] if use is Use.AFTERWARDS else ()) or found


def in_room(found: Sequence[Standing]) -> Standing | None:
    """The game meant in a channel that is a room of these, newest first; None where all are over and the
    person has a part in none. Raises WhichGame where they have a part in several."""
    theirs = [one for one in found if one.takes_part]
    own_table = next((one for one in theirs if one.room != PLENARY), None)
    going_on = [one for one in found if not one.ended]
    theirs_now = [one for one in theirs if not one.ended]
    if own_table is not None:
        return own_table
    if len(theirs_now) > 1:
        raise _which(theirs_now)
    if theirs_now or not going_on:
        return next(iter(theirs_now or theirs), None)
    return next((one for one in going_on if one.room != PLENARY), going_on[-1])  # else who was there first


def elsewhere(found: Sequence[Standing], watched: Collection[GameId], use: Use) -> Standing:
    """The game meant by somebody with these parts, outside of every room. `watched` are the games in which
    they are observers. One that is over is meant where no other one is there, and it is still of use.

    Raises NoGame, and WhichGame where several mean as much to them.
    """
    left = [one for one in found if not one.ended] or (() if use is Use.UNTIL_THE_END else found)
    acting = [one for one in left if one.acts]
    best = acting or [one for one in left if one.game in watched] or left
    if not best:
        raise NoGame
    if len(best) > 1:
        raise _which(best)
    return best[0]


def may_begin_in(found: Sequence[Standing]) -> None:
    """Whether a game may begin in a channel that is a room of these. Raises RoomOfAGame and ChannelTaken."""
    for one in found:
        if one.room != PLENARY:
            raise RoomOfAGame(name=one.name)
    for one in found:
        if not one.ended:
            raise ChannelTaken(name=one.name)


def _which(found: Sequence[Standing]) -> WhichGame:
    which = WhichGame()
    which.games = tuple(one.game for one in found)
    which.over = all(one.ended for one in found)
    return which
