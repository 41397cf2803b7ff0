"""What has happened in a council, from its log: for the morning digest, and for whoever was away."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from bot.domain.council import events as e
from bot.domain.council.ask_events import AskOpened, AskShown
from bot.domain.council.turn_events import TurnCalled
from bot.domain.floor import FloorGiven
from bot.domain.ids import ProposalNumber, RoleNumber
from bot.domain.wording import About

T = TypeVar("T")


@dataclass(slots=True)
class Digest:
    """What there is to tell; numbers and seats in the order in which they came, each once."""

    phases: list[str] = field(default_factory=list)  # by their keys
    proposed: list[ProposalNumber] = field(default_factory=list)
    amended: list[ProposalNumber] = field(default_factory=list)
    settled: list[ProposalNumber] = field(default_factory=list)  # withdrawn, merged or parked
    adopted: list[int] = field(default_factory=list)  # policies, by number
    charter: int = 0  # the newest version
    responses: list[str] = field(default_factory=list)  # phases
    ideas: int = 0
    spoke: list[RoleNumber] = field(default_factory=list)  # seats that took a side or objected
    ballot_opened: bool = False
    counted: bool = False
    claims: int = 0
    turns: int = 0  # to speak
    heard: int = 0  # had the floor
    asked: list[str] = field(default_factory=list)  # questions, by their ids
    shown: list[str] = field(default_factory=list)  # of which the result is known
    came: list[RoleNumber] = field(default_factory=list)  # seats with another holder
    left: list[RoleNumber] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to tell."""
        return self == Digest()


def digest_of(events: Iterable[e.CouncilEvent]) -> Digest:
    """What these events tell. Votes are no news: Moot announces no count before the close."""
    digest = Digest()
    for event in events:
        _tell(digest, event)
    return digest


def _tell(digest: Digest, event: e.CouncilEvent) -> None:
    _tell_of_policies(digest, event)
    _tell_of_talk(digest, event)


def _tell_of_policies(digest: Digest, event: e.CouncilEvent) -> None:
    match event:  # the rest is no proposal's or policy's
        case e.ProposalSubmitted(number):
            _once(digest.proposed, number)
        case e.ProposalAmended(number) | e.ProposalCompleted(number):
            _once(digest.amended, number)
        case e.ProposalWithdrawn(number) | e.ProposalMerged(number):
            _once(digest.settled, number)
        case e.ItemParked(proposal=number) if number is not None:
            _once(digest.settled, number)
        case e.PolicyRescinded(number) | e.PolicyAdopted(number, about=About()):
            _once(digest.settled, number)
        case e.PolicyAdopted(policy=policy):
            _once(digest.adopted, policy)


def _tell_of_talk(digest: Digest, event: e.CouncilEvent) -> None:
    match event:  # a digest leaves out the rest: votes, claims' judgements, what is taken back
        case e.PhaseEntered(phase):
            _once(digest.phases, phase)
        case e.CharterAdopted(version):
            digest.charter = version
        case e.ResponseRecorded(phase):
            _once(digest.responses, phase)
        case e.IdeaCarriedBack():
            digest.ideas += 1
        case e.SideTaken(seat=seat) | e.ObjectionMade(seat=seat):
            _once(digest.spoke, seat)
        case e.BallotOpened():
            digest.ballot_opened = True
        case e.BallotCounted():
            digest.counted = True
        case e.ClaimMade():
            digest.claims += 1
        case TurnCalled():
            digest.turns += 1
        case FloorGiven():
            digest.heard += 1
        case AskOpened(question):
            _once(digest.asked, question.id)
        case AskShown(ask):
            _once(digest.shown, ask)
        case e.SeatFilled(seat) | e.SeatHandedOver(seat):
            _once(digest.came, seat)
        case e.SeatVacated(seat):
            _once(digest.left, seat)


def _once(known: list[T], one: T) -> None:
    if one not in known:
        known.append(one)
