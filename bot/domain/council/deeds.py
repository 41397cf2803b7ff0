"""Which event means that a seat took part, and in what."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from bot.domain.council import events as e
from bot.domain.council.turn_events import TurnCalled
from bot.domain.floor import FloorGiven
from bot.domain.ids import RoleNumber, UserId
from bot.domain.paper import is_paper
from bot.domain.participation import Deed, DeedKind

if TYPE_CHECKING:
    from bot.domain.council.state import Council

Deeds = Mapping[RoleNumber, Mapping[Deed, UserId | None]]  # and who entered it for somebody on paper
Done = tuple[RoleNumber, Deed]
VOTED = Deed(DeedKind.VOTED, "")
NOTHING: Mapping[Deed, UserId | None] = MappingProxyType({})
UNKNOWN = UserId("")
ByProxy: TypeAlias = (
    e.ProposalSubmitted
    | e.SideTaken
    | e.ObjectionMade
    | e.ClaimMade
    | e.ClaimJudged
    | e.IdeaCarriedBack
    | e.VoteCast
    | e.AskAnswered
)


def deeds_after(before: "Council", after: "Council", event: e.CouncilEvent) -> Deeds:
    """What each seat has done, after an event."""
    deeds = before.deeds
    if isinstance(event, e.VoteRetracted):
        gone = after.ballot is not None and after.ballot.vote_of(event.seat) is None
        return _without_vote(deeds, event.seat) if gone else deeds
    for seat, deed in done(before, event):
        known, by = deeds.get(seat, NOTHING), proxy_of(event)
        if known.get(deed, UNKNOWN) != by:
            deeds = MappingProxyType({**deeds, seat: MappingProxyType({**known, deed: by})})
    return deeds


def proxy_of(event: e.CouncilEvent) -> UserId | None:
    """Who entered it for somebody else; None for what people do themselves."""
    return event.proxy_by if isinstance(event, ByProxy) else None


def entered_by(council: "Council", seat: RoleNumber, kind: DeedKind, subject: str) -> UserId | None:
    """Who entered it for a seat on paper; None where its holder did it."""
    return council.deeds.get(seat, NOTHING).get(Deed(kind, subject))


def done(council: "Council", event: e.CouncilEvent) -> Iterator[Done]:
    """Which seats took part by an event, and in what. A vote that somebody else entered counts only for
    somebody on paper: everybody else can vote themselves."""
    match event:
        case FloorGiven(user, at):
            if (seat := council.seat_of(user)) is not None:
                yield seat.role, Deed(DeedKind.FLOOR, at.isoformat())
        case TurnCalled(place, at) if council.turns is not None:
            roles = council.turns.turns[place].roles
            for role in (role for role in roles if _holder(council, role) is not None):
                yield role, Deed(DeedKind.FLOOR, at.isoformat())
        case e.VoteCast(seat, proxy_by=proxy):
            if proxy is None or is_paper(_holder(council, seat)):
                yield seat, VOTED
        case e.IdeaCarriedBack(seat):
            yield seat, Deed(DeedKind.IDEAS, str(len(council.ideas)))
        case e.PresentationPrepared(answers, by):
            yield from (
                (by, Deed(DeedKind.ANSWERED, f"debrief {number}")) for number, text in answers if text
            )
        case _:  # most are one seat's one deed, or nobody's; a test asks for the decision about every kind
            if (one := _to_the_table(event) or _chaired(event) or _judged(event)) is not None:
                yield one


def _to_the_table(event: e.CouncilEvent) -> Done | None:
    match event:
        case e.ProposalSubmitted(number, by=seat, sources=sources):
            return seat, Deed(DeedKind.CHAIRED if sources else DeedKind.PROPOSED, str(number))
        case e.ProposalAmended(number, by=seat, at=at) | e.ProposalCompleted(number, by=seat, at=at):
            return seat, Deed(DeedKind.AMENDED, f"{number} at {at.isoformat()}")
        case e.SideTaken(number, seat) | e.ObjectionMade(number, seat):
            return seat, Deed(DeedKind.SIDES, str(number))
        case e.AskAnswered(ask, seat):
            return seat, Deed(DeedKind.ANSWERED, f"ask {ask}")
        case e.StrawAnswered(number, seat):
            return seat, Deed(DeedKind.ANSWERED, f"straw {number}")
        case _:  # not in this topic
            return None


def _chaired(event: e.CouncilEvent) -> Done | None:
    match event:
        case e.CharterAdopted(version, by=seat) if event.proposal is None or event.aloud is not None:
            return seat, Deed(DeedKind.CHAIRED, f"charter {version}")
        case e.PolicyAdopted(number, by_steward=seat) | e.PolicyRescinded(number, by_steward=seat):
            return (seat, Deed(DeedKind.CHAIRED, f"record {number}")) if seat is not None else None
        case e.ResponseRecorded(phase, by=seat):
            return seat, Deed(DeedKind.CHAIRED, f"response {phase}")
        case e.StrawPollAsked(number, by=seat):
            return seat, Deed(DeedKind.CHAIRED, f"straw {number}")
        case e.BookOrdered(by=seat, at=at) | e.ItemParked(by=seat, at=at) | e.ItemUnparked(by=seat, at=at):
            return seat, Deed(DeedKind.CHAIRED, f"book {at.isoformat()}")
        case e.DoneSaid(phase, seat, done=True):
            return seat, Deed(DeedKind.CHAIRED, f"done {phase}")
        case _:  # not in this topic
            return None


def _judged(event: e.CouncilEvent) -> Done | None:
    match event:
        case e.ClaimMade(seat):
            return seat, Deed(DeedKind.CLAIMED, "")
        case e.ClaimJudged(claimant, seat):
            return seat, Deed(DeedKind.JUDGED, str(claimant))
        case _:  # not in this topic
            return None


def _holder(council: "Council", role: RoleNumber) -> UserId | None:
    seat = council.seats.get(role)
    return seat.holder if seat is not None else None


def _without_vote(deeds: Deeds, seat: RoleNumber) -> Deeds:
    known = {deed: by for deed, by in deeds.get(seat, NOTHING).items() if deed != VOTED}
    return MappingProxyType({**deeds, seat: MappingProxyType(known)})
