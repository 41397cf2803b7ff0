"""What has happened in a council, from its log: for the morning digest, and for whoever was away."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from bot.domain.council import events as e
from bot.domain.ids import ProposalNumber, RoleNumber

T = TypeVar("T")


@dataclass(slots=True)
class News:
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
    came: list[RoleNumber] = field(default_factory=list)  # seats with another holder
    left: list[RoleNumber] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to tell."""
        return self == News()


def news_of(events: Iterable[e.CouncilEvent]) -> News:
    """What these events tell. Votes are no news: they stay secret until the count."""
    news = News()
    for event in events:
        _tell(news, event)
    return news


def _tell(news: News, event: e.CouncilEvent) -> None:
    match event:  # a digest leaves out the rest: votes, claims' judgements, what is taken back
        case e.PhaseEntered(phase):
            _once(news.phases, phase)
        case e.ProposalSubmitted(number):
            _once(news.proposed, number)
        case e.ProposalAmended(number):
            _once(news.amended, number)
        case e.ProposalWithdrawn(number) | e.ProposalMerged(number):
            _once(news.settled, number)
        case e.ItemParked(proposal=number) if number is not None:
            _once(news.settled, number)
        case e.PolicyAdopted(policy=policy):
            _once(news.adopted, policy)
        case e.CharterAdopted(version):
            news.charter = version
        case e.ResponseRecorded(phase):
            _once(news.responses, phase)
        case e.IdeaCarriedBack():
            news.ideas += 1
        case e.SideTaken(seat=seat) | e.ObjectionMade(seat=seat):
            _once(news.spoke, seat)
        case e.BallotOpened():
            news.ballot_opened = True
        case e.BallotCounted():
            news.counted = True
        case e.ClaimMade():
            news.claims += 1
        case e.SeatFilled(seat) | e.SeatHandedOver(seat):
            _once(news.came, seat)
        case e.SeatVacated(seat):
            _once(news.left, seat)


def _once(known: list[T], one: T) -> None:
    if one not in known:
        known.append(one)
