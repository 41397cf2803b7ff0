"""What a council that plays over days has been told, reminded of and offered: nothing is sent twice."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from bot.domain.council import events as e
from bot.domain.council.activity import doer
from bot.domain.council.care_events import NUDGED
from bot.domain.ids import Moment, RoleNumber

_ON_PAPER = (e.CouncilSeated, e.PhaseEntered, e.MorningCame, e.SeatsReminded, e.WindowJudged)
_QUIET = (e.EnvelopeOpened, e.HolderCameBack, e.IdleCareStopped, e.StrawPollAsked)
_PRIVATE = (e.VoteCameLate, e.RemovalCameLate, e.BallotMoved, e.TwoChoicesSeen)
NO_NEWS = (*_ON_PAPER, *_QUIET, *_PRIVATE)


@dataclass(frozen=True, slots=True)
class Care:
    """`since`: up to when the digests have told, or when the first phase began. `steps`: how many windows in
    a row each idle seat has let pass."""

    since: Moment | None = None
    changed: bool = False  # something happened since then that a digest tells
    reminded: frozenset[tuple[str, e.Mark, RoleNumber]] = frozenset()  # in which phase, of what, who
    unjudged: e.PhaseEntered | None = None  # the window that has ended
    steps: Mapping[RoleNumber, int] = field(default_factory=lambda: MappingProxyType({}))
    stopped: frozenset[RoleNumber] = frozenset()  # a facilitator does not want it for them
    opened: frozenset[RoleNumber] = frozenset()  # whose holder has opened the envelope
    checked: bool = False  # who has not was looked at, once
    told: Mapping[RoleNumber, Moment] = field(default_factory=lambda: MappingProxyType({}))  # last, unasked

    def step(self, seat: RoleNumber) -> int:
        """How far a seat has gone on the ladder; 0 for one that lives."""
        return self.steps.get(seat, 0)


UNTOLD = Care()


def cared(care: Care, event: e.CouncilEvent, before: e.PhaseEntered | None) -> Care:
    """The care after an event; `before` is the phase that ran then."""
    match event:  # what is not named here is a sign of life, or news, or neither: below
        case e.PhaseEntered():
            return _entered(care, event, before)
        case e.MorningCame(at=at):
            return replace(care, since=at, changed=False)
        case e.SeatsReminded(phase, mark, seats, owing, at):
            known = care.reminded | {(phase, mark, seat) for seat in seats}
            return replace(_told(care, owing, at), reminded=known)
        case e.WindowJudged(_, steps, unopened, at):
            nudged = [seat for seat, step in steps if step == NUDGED]
            judged = _told(care, [*nudged, *unopened], at)
            return replace(judged, steps=MappingProxyType(dict(steps)), unjudged=None, checked=True)
        case e.IdleCareStopped(seat):
            stopped = _lives(care, seat)
            return replace(stopped, stopped=stopped.stopped | {seat})
        case e.EnvelopeOpened(seat) | e.HolderCameBack(seat):
            opened = care.opened | {seat} if isinstance(event, e.EnvelopeOpened) else care.opened
            return replace(_lives(care, seat), opened=opened)
        case e.SeatVacated(seat) | e.SeatFilled(seat) | e.SeatHandedOver(seat):
            return replace(_lives(care, seat), changed=True, opened=care.opened - {seat})
        case e.HolderMoved(_, seat, to):
            moved = _lives(_lives(care, seat), to)
            return replace(moved, changed=True, opened=care.opened - {seat, to})
    seat_that_acted = doer(event)
    care = care if seat_that_acted is None else _lives(care, seat_that_acted)
    return care if care.changed or isinstance(event, NO_NEWS) else replace(care, changed=True)


def _entered(care: Care, event: e.PhaseEntered, before: e.PhaseEntered | None) -> Care:
    """A phase that begins once more is new; one that goes on after an emergency is not."""
    goes_on = before is not None and before.kind.traits.breaks_in
    known = care.reminded if goes_on else {one for one in care.reminded if one[0] != event.phase}
    since = care.since or event.at
    return replace(care, since=since, changed=True, reminded=frozenset(known), unjudged=before)


def _told(care: Care, seats: Iterable[RoleNumber], at: Moment) -> Care:
    """Their holders were written to, or will be when their day begins."""
    return replace(care, told=MappingProxyType({**care.told, **dict.fromkeys(seats, at)}))


def _lives(care: Care, seat: RoleNumber) -> Care:
    if seat not in care.steps and seat not in care.stopped:
        return care
    steps = {one: step for one, step in care.steps.items() if one != seat}
    return replace(care, steps=MappingProxyType(steps), stopped=care.stopped - {seat})
