"""Claims and what others say of them, after the final vote."""

from collections.abc import Iterator
from typing import assert_never

from bot.domain.claims import Claim, most_dispute
from bot.domain.council import commands as c
from bot.domain.council import events as e
from bot.domain.council.acting import about
from bot.domain.council.state import Council
from bot.domain.errors.authority import FacilitatorsOnly, NotSeated
from bot.domain.errors.claims import (
    ClaimOfAVacantSeat,
    ClaimRuledAlready,
    ClaimRuledOn,
    ClaimsClosed,
    ClaimsNotOpen,
    ClaimsOver,
    EvidenceMissing,
    EvidenceUnknown,
    JudgingOver,
    NoClaims,
    NoSuchClaim,
    OwnClaim,
)
from bot.domain.evidence import NOT_CLAIMED, Case
from bot.domain.ids import Moment, RoleNumber, UserId
from bot.domain.reactions import Reaction
from bot.domain.seating import Seat


def decide_claim(
    council: Council,
    command: c.ClaimCommand,
    seat: Seat | None,
    at: Moment,
    actor: UserId,
) -> Iterator[e.CouncilEvent]:
    """What a claim, a judgement or a ruling does. `seat` is the actor's own."""
    if not council.aims.claimed:
        raise NoClaims
    if not council.decided:
        raise ClaimsNotOpen(when=_opens(council))
    if council.closed:
        raise ClaimsClosed
    match command:
        case c.MakeClaim():
            if council.ended:
                raise ClaimsOver
            yield from _claim(council, command, seat, at)
        case c.JudgeClaim():
            claim = _known(council, command.claimant)
            about(claim.at, at)
            if council.ended_at is not None and at > council.ended_at:
                raise JudgingOver
            yield from _judge(claim, seat, command, at)
        case c.RuleOnClaim() | c.FollowMajority():
            if actor not in council.facilitators:
                raise FacilitatorsOnly
            yield from _rule(council, command, actor)
        case _:
            assert_never(command)


def _opens(council: Council) -> str:
    return "the final vote has been counted" if council.ballot_rule.held else "the policy book is closed"


def _rule(
    council: Council, command: c.RuleOnClaim | c.FollowMajority, actor: UserId
) -> Iterator[e.ClaimRuled]:
    """Two facilitators may rule at once: whoever is second changes only a ruling that they have seen."""
    if isinstance(command, c.FollowMajority):
        for claim in council.standing_claims():
            if claim.seat in command.claimants and most_dispute(claim):
                yield e.ClaimRuled(claim.seat, False, "", actor, by_majority=True)
        return
    claim = _known(council, command.claimant)
    if council.seats[claim.seat].holder is None:
        raise ClaimOfAVacantSeat
    now, seen = claim.ruling, command.instead
    if now is not None and now.upheld not in (seen, command.upheld):
        raise ClaimRuledAlready(how="upheld" if now.upheld else "rejected")
    same = now is not None and (now.upheld, now.reason) == (command.upheld, command.reason)
    repeated = now is not None and now.upheld is command.upheld and seen is None
    if not same and not repeated:
        yield e.ClaimRuled(claim.seat, command.upheld, command.reason, actor)


def _claim(council: Council, command: c.MakeClaim, seat: Seat | None, at: Moment) -> Iterator[e.CouncilEvent]:
    if seat is None:
        raise NotSeated
    team, own = (_case(council, one) for one in (command.team_mission, command.role_mission))
    priorities = {key: _case(council, case) for key, case in sorted(command.priorities)}
    if seat.open_hand:
        team = own = NOT_CLAIMED
    claimed = tuple((key, case) for key, case in priorities.items() if case.evidence)
    before = council.claims.get(seat.role)
    if before is not None and before.ruling is not None:
        raise ClaimRuledOn
    said = before and (before.team_mission, before.role_mission, tuple(before.priorities.items()))
    if said != (team, own, claimed):
        yield e.ClaimMade(seat.role, team, own, claimed, at)


def _case(council: Council, case: Case) -> Case:
    """The case, with its evidence in the book's order. Raises EvidenceUnknown and EvidenceMissing."""
    offered, why = council.evidence(), case.why.strip()
    if not set(case.evidence).issubset(offered):
        raise EvidenceUnknown
    if why and not case.evidence:
        raise EvidenceMissing
    return Case(tuple(one for one in offered if one in case.evidence), why)


def _known(council: Council, claimant: RoleNumber) -> Claim:
    claim = council.claims.get(claimant)
    if claim is None:
        raise NoSuchClaim
    return claim


def _judge(claim: Claim, seat: Seat | None, command: c.JudgeClaim, at: Moment) -> Iterator[e.CouncilEvent]:
    if seat is None:
        raise NotSeated
    if seat.role == claim.seat:
        raise OwnClaim
    added, side = command.confirms is not None, command.was if command.confirms is None else command.confirms
    if claim.ruling is not None or side is None:
        return
    reaction = Reaction(side, command.emoji)
    if not claim.reactions.is_news(seat.role, reaction, at, added=added):
        return
    if added:
        yield e.ClaimJudged(claim.seat, seat.role, side, at, reaction.emoji)
    else:
        known = claim.reactions.known_as(seat.role, reaction)
        yield e.JudgementTakenBack(claim.seat, seat.role, side, at, known.emoji)
