"""The kinds of phases. Each has one row of traits; code that depends on a kind asks its traits.

To add a kind, add a member to `PhaseKind` and a row. mypy asks for the row and for each of its traits, since
none has a default.
"""

from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import assert_never


class Place(Enum):
    """Where people are while a phase lasts, and so where its cues are heard."""

    COUNCILS = "councils"
    SIDEBARS = "sidebars"  # holders of the same role number, across councils, or teams
    PLENARY = "plenary"


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What is true of every phase of a kind."""

    about: str  # what happens in it, in a line for authors of packs
    place: Place
    briefs: bool  # people read in: the card brings the story, the rules and the Handbook
    begun: bool  # the game has begun: councils write charters, propose, and ask for opinions
    at_work: bool  # proposals wait for sides, and a silent seat is missed; the plenary only hears of it
    makes_policies: bool  # the card asks for proposals, and a council with few policies is looked after
    takes_charter: bool  # a pack may have the charter written in it
    takes_vote: bool  # a pack may open the final vote in it
    asks_response: bool  # the pack's inject arrives at its bell, and each council records a response
    breaks_in: bool  # a facilitator may let it interrupt a phase, which goes on afterwards
    interruptible: bool  # such a phase may interrupt it
    can_be_done: bool  # stewards may say that their council is done with it
    after_vote: bool  # no vote comes any more, so presentations can be prepared without a result
    takes_turns: bool  # the councils present one after the other, in the drawn order
    ends_game: bool  # it comes last: the farewell is read, and holders are asked about the reveal
    once: bool  # a game has one at most


# fmt: off
_SETUP = Traits(
    about="People read and settle in; nothing is decided.",
    place=Place.COUNCILS, briefs=True, begun=False, at_work=False, makes_policies=False,
    takes_charter=False, takes_vote=False, asks_response=False, breaks_in=False, interruptible=False,
    can_be_done=True, after_vote=False, takes_turns=False, ends_game=False, once=False,
)
_SESSION = Traits(
    about="Councils propose and decide. One session can write the charter, and one can hold the final vote.",
    place=Place.COUNCILS, briefs=False, begun=True, at_work=True, makes_policies=True,
    takes_charter=True, takes_vote=True, asks_response=False, breaks_in=False, interruptible=True,
    can_be_done=True, after_vote=False, takes_turns=False, ends_game=False, once=False,
)
_EMERGENCY = Traits(
    about="An inject arrives, and each council records its response as a process.",
    place=Place.COUNCILS, briefs=False, begun=True, at_work=True, makes_policies=False,
    takes_charter=False, takes_vote=False, asks_response=True, breaks_in=True, interruptible=False,
    can_be_done=True, after_vote=False, takes_turns=False, ends_game=False, once=False,
)
_SIDEBAR = Traits(
    about="Players with the same role number meet across councils. With only one council, teams huddle.",
    place=Place.SIDEBARS, briefs=False, begun=True, at_work=True, makes_policies=False,
    takes_charter=False, takes_vote=False, asks_response=False, breaks_in=False, interruptible=False,
    can_be_done=True, after_vote=False, takes_turns=False, ends_game=False, once=False,
)
_PRESENTATIONS = Traits(
    about="Councils present in the plenary, in an order drawn by lot.",
    place=Place.PLENARY, briefs=False, begun=True, at_work=False, makes_policies=False,
    takes_charter=False, takes_vote=False, asks_response=False, breaks_in=False, interruptible=False,
    can_be_done=False, after_vote=True, takes_turns=True, ends_game=False, once=True,
)
_WRAP_UP = Traits(
    about="The reveal, results and thanks; always the last phase.",
    place=Place.PLENARY, briefs=False, begun=True, at_work=False, makes_policies=False,
    takes_charter=False, takes_vote=False, asks_response=False, breaks_in=False, interruptible=False,
    can_be_done=False, after_vote=True, takes_turns=False, ends_game=True, once=True,
)
# fmt: on


class PhaseKind(StrEnum):
    """What Moot does in a phase, besides showing its card."""

    SETUP = "setup"
    SESSION = "session"
    EMERGENCY = "emergency"
    SIDEBAR = "sidebar"
    PRESENTATIONS = "presentations"
    WRAP_UP = "wrap_up"

    @property
    def traits(self) -> Traits:
        """Its row."""
        match self:
            case PhaseKind.SETUP:
                return _SETUP
            case PhaseKind.SESSION:
                return _SESSION
            case PhaseKind.EMERGENCY:
                return _EMERGENCY
            case PhaseKind.SIDEBAR:
                return _SIDEBAR
            case PhaseKind.PRESENTATIONS:
                return _PRESENTATIONS
            case PhaseKind.WRAP_UP:
                return _WRAP_UP
            case _:
                assert_never(self)
