"""Signs of life: in which phase each seat's holder last did something, and was last nudged.

Derived from the log alone, so that whoever asks who is idle (the console, reminders) gets the same answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TypeVar

from bot.domain.council import events as e
from bot.domain.council.care_events import NUDGED
from bot.domain.council.deeds import proxy_of
from bot.domain.ids import Moment, RoleNumber

T = TypeVar("T")
Phases = Mapping[RoleNumber, str]


@dataclass(frozen=True, slots=True)
class Nudges:
    """How often somebody was nudged, and when last, where that is known."""

    count: int = 0
    last: Moment | None = None

    def once_more(self, at: Moment | None) -> "Nudges":
        """After another one."""
        return Nudges(self.count + 1, at)


@dataclass(frozen=True, slots=True)
class Activity:
    """Phases by their keys. A seat that is missing in `acted` has been silent under its present holder."""

    acted: Phases = field(default_factory=lambda: MappingProxyType({}))
    nudged: Phases = field(default_factory=lambda: MappingProxyType({}))
    nudges: Mapping[RoleNumber, "Nudges"] = field(default_factory=lambda: MappingProxyType({}))


NOBODY_YET = Activity()


def noted(activity: Activity, event: e.CouncilEvent, phase: str) -> Activity:
    """The activity after an event in this phase. Taking a seat is a sign of life of its new holder."""
    match event:  # what is not named here is a sign of life of whoever did it, or of nobody: below
        case e.SeatVacated(seat):
            return _of_somebody_new(activity, seat, _without(activity.acted, seat))
        case e.SeatFilled(seat) | e.SeatHandedOver(seat):
            return _of_somebody_new(activity, seat, _with(activity.acted, seat, phase))
        case e.HolderMoved(_, seat, to):
            return Activity(
                _moved(activity.acted, seat, to),
                _moved(activity.nudged, seat, to),
                _moved(activity.nudges, seat, to),
            )
        case e.SeatNudged(seat, at=at):
            return _nudged(activity, seat, phase, at)
        case e.WindowJudged(_, steps, at=at):
            for seat in (seat for seat, step in steps if step == NUDGED):
                activity = _nudged(activity, seat, phase, at)
            return activity
    seat_that_acted = doer(event)
    if seat_that_acted is None or activity.acted.get(seat_that_acted) == phase:
        return activity
    return replace(activity, acted=_with(activity.acted, seat_that_acted, phase))


def doer(event: e.CouncilEvent) -> RoleNumber | None:
    """The seat whose holder made it happen; None where Moot, a facilitator or a proxy did."""
    if proxy_of(event) is not None:
        return None
    match event:
        case e.PolicyAdopted(by_steward=seat) | e.PolicyRescinded(by_steward=seat):
            return seat
        case _:  # a test asks for the decision about every kind of event
            return _writer(event) or _voice(event)


def _writer(event: e.CouncilEvent) -> RoleNumber | None:
    """Whose words an event brings."""
    match event:
        case (
            e.ProposalSubmitted(by=seat)
            | e.CharterAdopted(by=seat)
            | e.ResponseRecorded(by=seat)
            | e.PresentationPrepared(by=seat)
            | e.StrawPollAsked(by=seat)
            | e.ProposalAmended(by=seat)
            | e.ProposalCompleted(by=seat)
            | e.BookOrdered(by=seat)
            | e.ItemParked(by=seat)
            | e.ItemUnparked(by=seat)
        ):
            return seat
        case _:  # nobody's words
            return None


def _voice(event: e.CouncilEvent) -> RoleNumber | None:
    """Whose side, vote, claim, idea or answer an event brings."""
    match event:
        case (
            e.SideTaken(seat=seat)
            | e.SideTakenBack(seat=seat)
            | e.ObjectionMade(seat=seat)
            | e.ObjectionWithdrawn(seat=seat)
            | e.IdeaCarriedBack(seat=seat)
            | e.VoteCast(seat=seat)
            | e.VoteRetracted(seat=seat)
            | e.VoteCameLate(seat=seat)
            | e.RemovalCameLate(seat=seat)
            | e.ClaimMade(seat=seat)
            | e.ClaimJudged(seat=seat)
            | e.JudgementTakenBack(seat=seat)
            | e.StrawAnswered(seat=seat)
            | e.DoneSaid(seat=seat)
            | e.RevealAnswered(seat=seat)
            | e.FloorAsked(seat=seat)
            | e.FloorLeft(seat=seat)
            | e.AskAnswered(seat=seat)
        ):
            return seat
        case _:  # nobody's act; a test asks for the decision about every kind of event
            return None


def _of_somebody_new(activity: Activity, seat: RoleNumber, acted: Phases) -> Activity:
    return Activity(acted, _without(activity.nudged, seat), _without(activity.nudges, seat))


def _nudged(activity: Activity, seat: RoleNumber, phase: str, at: Moment | None) -> Activity:
    more = activity.nudges.get(seat, Nudges()).once_more(at)
    nudges = MappingProxyType({**activity.nudges, seat: more})
    return replace(activity, nudged=_with(activity.nudged, seat, phase), nudges=nudges)


def _with(phases: Phases, seat: RoleNumber, phase: str) -> Phases:
    return MappingProxyType({**phases, seat: phase})


def _without(known: Mapping[RoleNumber, T], seat: RoleNumber) -> Mapping[RoleNumber, T]:
    return MappingProxyType({one: what for one, what in known.items() if one != seat})


def _moved(known: Mapping[RoleNumber, T], seat: RoleNumber, to: RoleNumber) -> Mapping[RoleNumber, T]:
    """What is known of a holder goes along to their new seat."""
    others = {one: what for one, what in known.items() if one not in (seat, to)}
    return MappingProxyType({**others, to: known[seat]} if seat in known else others)
