"""How an event changes a council. Never refuses: what is stored has happened."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TypeVar, assert_never

from bot.domain.ballot import Ballot, Choice
from bot.domain.charter import Terms, charter_of
from bot.domain.claims import Claim, Ruling
from bot.domain.council import events as e
from bot.domain.council.activity import noted
from bot.domain.council.asks import asks_after
from bot.domain.council.deeds import deeds_after
from bot.domain.council.entries import Response
from bot.domain.council.holders import reseated
from bot.domain.council.policies import adopted, rescinded
from bot.domain.council.revisions import put, revised
from bot.domain.council.secret_ballot import pressed
from bot.domain.council.state import Amendment, Council, Proposal, ProposalStatus, Stop
from bot.domain.council.told import cared
from bot.domain.council.turn_events import after as turned
from bot.domain.floor import NOBODY
from bot.domain.floor import after as floor_after
from bot.domain.ids import Moment, RoleNumber
from bot.domain.reactions import Reaction
from bot.domain.wording import Version, Wording

K = TypeVar("K")
V = TypeVar("V")


def evolve(council: Council | None, event: e.CouncilEvent) -> Council:
    """The council after the event. Never refuses: what is stored has happened."""
    if isinstance(event, e.CouncilSeated):
        return _seated(event)
    if council is None:
        raise ValueError("a council's first event is its founding")
    after = _evolved(council, event)
    activity = noted(after.activity, event, after.phase.phase if after.phase else "")
    care = cared(after.care, event, council.phase)
    deeds = deeds_after(council, after, event)
    same = activity is after.activity and care is after.care and deeds is after.deeds
    return after if same else replace(after, activity=activity, care=care, deeds=deeds)


def _evolved(council: Council, event: e.CouncilEvent) -> Council:
    """By topic."""
    if isinstance(event, e.BallotEvent):
        return replace(council, ballot=_balloted(council.ballot, event))
    if isinstance(event, e.ProposalEvent | e.OpinionEvent):
        return _on_the_table(council, event)
    if isinstance(event, e.RevisionEvent):
        return revised(council, event)
    if isinstance(event, e.PhaseEvent):
        return _timed(council, event)
    if isinstance(event, e.SessionEvent):
        return _sat(council, event)
    if isinstance(event, e.ClaimEvent):
        return replace(council, claims=_with(council.claims, _claimant(event), _claimed(council, event)))
    if isinstance(event, e.SeatEvent):
        return _of_the_floor(reseated(council, event), event)
    if isinstance(event, e.TurnEvent):
        return replace(council, turns=turned(council.turns, event))
    if isinstance(event, e.FloorEvent):
        return replace(council, floor=floor_after(council.floor, event))
    if isinstance(event, e.AskEvent):
        return asks_after(council, event)
    if isinstance(event, e.CareEvent):
        return council  # what they change is its care
    match event:
        case e.CharterAdopted():
            return _chartered(council, event)
        case e.BallotCounted(outcome):
            return replace(council, outcome=outcome)
        case e.FacilitatorsChanged(added, removed):
            return replace(council, facilitators=council.facilitators.union(added).difference(removed))
        case e.SeatNudged():
            return council  # it is noted in its activity
        case e.CouncilSeated():
            return _seated(event)
        case _:
            assert_never(event)


def _seated(event: e.CouncilSeated) -> Council:
    return Council(
        id=event.council,
        game=event.game,
        number=event.number,
        name=event.name,
        stewards=event.stewards,
        rules=event.rules,
        ballot_rule=event.ballot_rule,
        facilitators=frozenset(event.facilitators),
        offer=event.offer,
        electorate=event.electorate,
        reveal=event.reveal,
        aims=event.aims,
        working=event.working,
        given=event.given,
        charter=charter_of(1, event.given.terms) if event.given else None,
        seats=MappingProxyType({seat.role: seat for seat in event.seats}),
    )


def _timed(council: Council, event: e.PhaseEvent) -> Council:
    """The phase that runs, who is done with it, and when the clock stood still."""
    match event:
        case e.PhaseEntered():
            begun = council.begun or event.kind.traits.begun
            return replace(council, phase=event, begun=begun, done=frozenset(), floor=NOBODY)
        case e.DoneSaid(_, seat, done):
            return replace(council, done=council.done | {seat} if done else council.done - {seat})
        case e.CouncilEnded(at):
            return replace(council, ended_at=at)
        case e.CouncilClosed():
            return replace(council, closed=True)
        case e.ClockStopped(at):
            return replace(council, stops=(*council.stops, Stop(at)))
        case e.ClockRan(at):
            *before, last = council.stops
            return replace(council, stops=(*before, replace(last, end=at)))
        case _:
            assert_never(event)


def _sat(council: Council, event: e.SessionEvent) -> Council:
    """What a session asked for besides proposals."""
    match event:
        case e.ResponseRecorded(phase, text, by, version, aloud):
            others = tuple(one for one in council.responses if one.phase != phase)
            return replace(council, responses=(*others, Response(phase, text, by, version, aloud)))
        case e.IdeaCarriedBack():
            return replace(council, ideas=(*council.ideas, event))
        case e.PresentationPrepared(answers):
            return replace(council, presentation=_answered(council.presentation, answers))
        case e.StrawPollAsked():
            return replace(council, straw_polls=(*council.straw_polls, event))
        case e.StrawAnswered(number, seat):
            return replace(council, straw_answers=council.straw_answers | {(number, seat)})
        case e.RevealAnswered(seat, consents):
            return replace(council, revealed=_with(council.revealed, seat, consents))
        case _:
            assert_never(event)


def _answered(said: Mapping[int, str], answers: tuple[tuple[int, str], ...]) -> Mapping[int, str]:
    """The answers by question, in the pack's order; an empty one takes an answer back."""
    now = {**said, **dict(answers)}
    return MappingProxyType({question: now[question] for question in sorted(now) if now[question]})


def _of_the_floor(council: Council, event: e.SeatEvent) -> Council:
    """Whoever leaves does not wait for the floor any more; whoever hands over passes on their place."""
    match event:
        case e.SeatVacated(_, holder):
            return replace(council, floor=council.floor.without(holder))
        case e.SeatHandedOver(_, holder, to):
            return replace(council, floor=council.floor.instead(holder, to))
        case e.SeatFilled() | e.HolderMoved():
            return council
        case _:
            assert_never(event)


# --- charter and proposals


def _on_the_table(council: Council, event: e.ProposalEvent | e.OpinionEvent) -> Council:
    if isinstance(event, e.ProposalSubmitted):
        return put(council, _submitted(event))
    proposal = council.proposals[event.number]
    if isinstance(event, e.OpinionEvent):
        return put(council, _opined(proposal, event))
    match event:
        case e.ProposalWithdrawn():
            return put(council, replace(proposal, status=ProposalStatus.WITHDRAWN))
        case e.WaitingEnded(_, at):
            return put(council, replace(proposal, waited_at=at))
        case e.PolicyAdopted():
            return adopted(council, event)
        case e.PolicyRescinded():
            return rescinded(council, event)
        case _:
            assert_never(event)


def _opined(proposal: Proposal, event: e.OpinionEvent) -> Proposal:
    match event:
        case e.SideTaken(_, seat, support, at, emoji):
            return replace(proposal, reactions=proposal.reactions.added(seat, Reaction(support, emoji), at))
        case e.SideTakenBack(_, seat, support, at, emoji):
            return replace(proposal, reactions=proposal.reactions.removed(seat, Reaction(support, emoji), at))
        case e.ObjectionMade(_, seat, reason):
            return replace(proposal, objections=_with(proposal.objections, seat, reason))
        case e.ObjectionWithdrawn(_, seat):
            standing = {role: why for role, why in proposal.objections.items() if role != seat}
            return replace(proposal, objections=MappingProxyType(standing))
        case _:
            assert_never(event)


def _submitted(event: e.ProposalSubmitted) -> Proposal:
    words = Wording(
        event.title, event.text, event.question, event.owner_team, event.enforcement, event.review
    )
    return Proposal(
        event.number,
        event.by,
        event.at,
        (Version(words, event.by, event.at),),
        since=event.at,
        amendment=Amendment(event.terms) if event.terms else None,
        sources=event.sources,
        owner_named=event.owner_named,
        photos=event.photos,
        about=event.about,
    )


def _chartered(council: Council, event: e.CharterAdopted) -> Council:
    """The charter, which may come from a proposal."""
    said = event.rule, event.quorum, event.enactment, event.enforcement
    terms = Terms(*said, event.conditions, event.threshold)
    council = replace(council, charter=charter_of(event.version, terms))
    if event.proposal is None:
        return council
    proposal = council.proposals[event.proposal]
    assert proposal.amendment is not None
    amendment = replace(proposal.amendment, version=event.version, tally=event.tally, aloud=event.aloud)
    return put(council, replace(proposal, status=ProposalStatus.CHARTERED, amendment=amendment))


# --- the ballot


def _balloted(ballot: Ballot | None, event: e.BallotEvent) -> Ballot:
    if isinstance(event, e.BallotOpened):
        return Ballot(event.at, event.book_hash, frozenset(event.electorate), secret=event.secret)
    if ballot is None:
        raise ValueError("a vote follows the ballot's opening")
    match event:
        case e.VoteCast() | e.VoteRetracted():
            return pressed(ballot, event) if ballot.secret else _voted(ballot, event)
        case e.VoteCameLate(seat, choice, at, emoji):
            return replace(ballot, late=_with(ballot.late, (seat, Reaction(choice, emoji)), at))
        case e.RemovalCameLate(seat, choice, _, emoji):
            return replace(ballot, kept=ballot.kept | {(seat, Reaction(choice, emoji))})
        case e.BallotMoved():
            standing = ballot.reactions.standing.items()
            said = frozenset((seat, one) for seat, reactions in standing for one in reactions)
            return replace(ballot, inherited=ballot.inherited | said, moved=True)
        case e.BallotCalled(at):
            return replace(ballot, called_at=at)
        case e.UncountedNoted(uncounted):
            return replace(ballot, uncounted=uncounted)
        case e.TwoChoicesSeen(seats):
            return replace(ballot, asked=ballot.asked.union(seats))
        case _:
            assert_never(event)


def _voted(ballot: Ballot, event: e.VoteCast | e.VoteRetracted) -> Ballot:
    seat, one, at = event.seat, Reaction(event.choice, event.emoji), event.at
    if isinstance(event, e.VoteCast) and event.proxy_by is not None:
        entered = _with(ballot.entered, (seat, event.choice), at)
        entered_by = _with(ballot.entered_by, seat, event.proxy_by)
        reactions = ballot.reactions.instead(seat, Reaction(event.choice))
        return replace(ballot, reactions=reactions, entered_by=entered_by, entered=entered)
    made = _announced(ballot, event)
    if isinstance(event, e.VoteRetracted):
        after = ballot.reactions.removed(seat, one, at)
        if seat in ballot.entered_by:  # what was entered for a seat stands until the seat says something
            after = after.instead(seat, *ballot.reactions.of(seat))
        return replace(ballot, reactions=after, made=made)
    before = ballot.reactions.instead(seat) if seat in ballot.entered_by else ballot.reactions
    entered_by = MappingProxyType({other: by for other, by in ballot.entered_by.items() if other != seat})
    return replace(ballot, reactions=before.added(seat, one, at), made=made, entered_by=entered_by)


def _announced(
    ballot: Ballot, event: e.VoteCast | e.VoteRetracted
) -> Mapping[tuple[RoleNumber, Reaction[Choice]], Moment]:
    """When each reaction was last changed, as far as anybody said so."""
    key = (event.seat, Reaction(event.choice, event.emoji))
    if not event.reconciled:
        return _with(ballot.made, key, event.at)
    if isinstance(event, e.VoteCast) and key[1] in ballot.reactions.of(event.seat):
        return ballot.made  # only its order among the seat's reactions was mended
    return MappingProxyType({one: at for one, at in ballot.made.items() if one != key})


# --- claims


def _claimant(event: e.ClaimEvent) -> RoleNumber:
    return event.seat if isinstance(event, e.ClaimMade) else event.claimant


def _claimed(council: Council, event: e.ClaimEvent) -> Claim:
    """A new case is judged anew."""
    if isinstance(event, e.ClaimMade):
        priorities = MappingProxyType(dict(event.priorities))
        return Claim(event.seat, event.team_mission, event.role_mission, priorities, at=event.at)
    return _judged(council.claims[event.claimant], event)


def _judged(claim: Claim, event: e.ClaimJudged | e.JudgementTakenBack | e.ClaimRuled) -> Claim:
    if isinstance(event, e.ClaimRuled):
        return replace(claim, ruling=Ruling(event.upheld, event.reason, event.by, event.by_majority))
    said = Reaction(event.confirms, event.emoji)
    change = claim.reactions.added if isinstance(event, e.ClaimJudged) else claim.reactions.removed
    return replace(claim, reactions=change(event.seat, said, event.at))


# --- mappings


def _with(mapping: Mapping[K, V], key: K, value: V) -> Mapping[K, V]:
    return MappingProxyType({**mapping, key: value})
