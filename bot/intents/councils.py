"""What an event of a council means for Slack, by topic."""

from collections.abc import Iterable, Iterator
from typing import assert_never

from bot.domain.ballot import Choice
from bot.domain.council import Council, ProposalStatus
from bot.domain.council import events as ce
from bot.domain.council.conditions import still_waits
from bot.domain.council.session import asked
from bot.domain.game import Game
from bot.domain.ids import ProposalNumber
from bot.domain.mending import empty_teams
from bot.domain.paper import is_paper
from bot.intents.deliveries import (
    PLENARY,
    Delivery,
    Kind,
    Subject,
    Urgency,
    ballot_card,
    ballot_key,
    beside,
    card,
    council_room,
    envelope,
    on_stage,
    proposal_key,
    seed,
    topic,
    whisper,
)


def founding(game: Game, council: Council) -> Iterator[Delivery]:
    """The work that a new council makes: its channel, its people, and an envelope for each."""
    room = council_room(council)
    holders = [seat.holder for seat in council.filled if seat.holder]
    members = [*holders, *sorted(game.facilitators - set(holders))]
    yield Delivery(Kind.OPEN_ROOM, room, Urgency.BELL)
    yield Delivery(Kind.INVITE, room, Urgency.BELL, {"users": list(members)})
    yield card("welcome", room, Urgency.BELL, council=council.id)
    yield topic(room)
    yield from (envelope(council, holder) for holder in holders)


def of_council(council: Council, event: ce.CouncilEvent, version: int) -> Iterator[Delivery]:
    """The work that an event of a council makes; `council` is as it is after it."""
    if isinstance(event, ce.SeatEvent):
        return _seat(council, event, version)
    if isinstance(event, ce.PhaseEvent):
        return _phase(council, event)
    if isinstance(event, ce.ProposalEvent | ce.OpinionEvent):
        return _on_the_table(council, event)
    if isinstance(event, ce.RevisionEvent):
        return _revision(council, event, version)
    if isinstance(event, ce.BallotEvent | ce.BallotCounted):
        return _ballot(council, event)
    if isinstance(event, ce.ClaimEvent):
        return _claim(council, event)
    if isinstance(event, ce.SessionEvent):
        return _session(council, event, version)
    if isinstance(event, ce.CareEvent):
        return iter(())  # it is done by intents/care.py
    match event:
        case ce.CharterAdopted():
            return _charter(council, event)
        case ce.FacilitatorsChanged():
            return _facilitators(council, event)
        case ce.CouncilSeated() | ce.SeatNudged():
            return iter(())
        case _:
            assert_never(event)


# --- seats, and who runs the game


def _facilitators(council: Council, event: ce.FacilitatorsChanged) -> Iterator[Delivery]:
    """Who runs the game sees every council; who no longer does, only the one in which they hold a seat."""
    room = council_room(council)
    came = [user for user in event.added if council.seat_of(user) is None]
    if came:
        yield Delivery(Kind.INVITE, room, Urgency.REPLY, {"users": list(came)})
    for user in event.removed:
        if council.seat_of(user) is None:
            yield Delivery(Kind.REMOVE, room, Urgency.REPLY, {"user": user})


def _seat(council: Council, event: ce.SeatEvent, version: int) -> Iterator[Delivery]:
    """Who goes loses the channel, unless they facilitate; who comes gets it, and an envelope of their own."""
    room, news = council_room(council), f"seat:{version}:{council_room(council)}"
    here: dict[str, str | int] = {"council": council.id, "holder": event.holder, "seat": event.seat}
    match event:
        case ce.SeatVacated():
            left, came, here = [event.holder], [], {**here, "what": "vacated"}
        case ce.SeatFilled():
            left, came, here = [], [event.holder], {**here, "what": "filled"}
        case ce.SeatHandedOver():
            left, came, here = [event.holder], [event.to], {**here, "what": "handed_over", "to": event.to}
        case ce.HolderMoved():
            left, came, here = [], [event.holder], {**here, "what": "moved", "seat": event.to}
        case _:
            assert_never(event)
    for user in left:
        if user not in council.facilitators:
            yield Delivery(Kind.REMOVE, room, Urgency.REPLY, {"user": user})
    for user in came:
        if not isinstance(event, ce.HolderMoved):
            yield Delivery(Kind.INVITE, room, Urgency.REPLY, {"users": [user]})
    yield beside(card("welcome", room, Urgency.UPDATE, council=council.id))
    yield card("seat_news", room, Urgency.REPLY, news, **here)
    yield from (envelope(council, user, version) for user in came)
    yield from _teams(council, event)


def _teams(council: Council, event: ce.SeatEvent) -> Iterator[Delivery]:
    """The facilitators hear of a team that nobody is left in; once somebody is, their card says so."""
    if isinstance(event, ce.SeatHandedOver):
        return
    touched = {event.seat, event.to} if isinstance(event, ce.HolderMoved) else {event.seat}
    for team in sorted({council.seats[seat].team for seat in touched}):
        gone: dict[str, int] = {} if team in empty_teams(council) else {"existing": 1}
        for facilitator in sorted(council.facilitators):
            key = f"team_empty:{council.id}:{team}:{facilitator}"
            dm = f"dm:{facilitator}"
            yield card("team_empty", dm, Urgency.REPLY, key, council=council.id, team=team, **gone)


# --- phases and sessions


def _phase(council: Council, event: ce.PhaseEvent) -> Iterator[Delivery]:
    match event:
        case ce.PhaseEntered(kind=kind):
            yield from reveal_questions(council) if kind.traits.ends_game else ()
        case ce.DoneSaid(phase):
            key = f"done:{council.id}:{phase}:{_begun(council)}"
            yield card("done", council_room(council), Urgency.REPLY, key, council=council.id, phase=phase)
        case ce.ClockStopped() | ce.ClockRan():
            yield from _waiting(council)
        case _:
            assert_never(event)


def _begun(council: Council) -> str:
    """What tells a phase that ran twice apart."""
    return f"{council.phase.at.timestamp():.0f}" if council.phase else ""


def _waiting(council: Council) -> Iterator[Delivery]:
    """Proposals that have to stand for a time say until when, and that changes with a pause."""
    if council.conditions.waiting and council.ballot is None:
        for number, one in council.proposals.items():
            if still_waits(one):
                yield beside(_proposal(council, number))


def _session(council: Council, event: ce.SessionEvent, version: int) -> Iterator[Delivery]:
    room = council_room(council)
    match event:
        case ce.ResponseRecorded(phase):
            key = f"response:{version}:{room}"
            yield card("response", room, Urgency.REPLY, key, council=council.id, phase=phase)
        case ce.PresentationPrepared():
            key = f"presentation:{council.id}"
            yield card("presentation", room, Urgency.REPLY, key, council=council.id)
            key = f"slide:{council.number}"
            yield on_stage(card("slide", PLENARY, Urgency.UPDATE, key, council=council.id, existing=1))
        case ce.StrawPollAsked(number):
            key = f"straw:{council.id}:{number}"
            yield card("straw", room, Urgency.REPLY, key, council=council.id, number=number)
            yield seed(room, key, Urgency.REPLY)
        case ce.RevealAnswered():
            yield from (beside(question) for question in reveal_questions(council, event.seat))
            yield beside(card("reveal", room, Urgency.UPDATE, f"reveal:{room}", council=council.id))
        case ce.IdeaCarriedBack() | ce.StrawAnswered():
            return
        case _:
            assert_never(event)


def reveal_questions(council: Council, only: int | None = None) -> Iterator[Delivery]:
    """To each holder of a secret, or for somebody on paper to the facilitators: may it be shown?"""
    for seat in asked(council):
        if only not in (None, seat.role):
            continue
        paper = is_paper(seat.holder)
        for user in sorted(council.facilitators) if paper else [seat.holder]:
            key = f"reveal_question:{council.id}:{seat.role}:{user}"
            yield card(
                "reveal_question", f"dm:{user}", Urgency.REPLY, key, council=council.id, seat=seat.role
            )


# --- charter and proposals


def _charter(council: Council, event: ce.CharterAdopted) -> Iterator[Delivery]:
    """What was adopted, and what now needs something else to be adopted, says so, too."""
    room = council_room(council)
    key = f"charter:{event.version}:{room}"
    yield card("charter", room, Urgency.REPLY, key, council=council.id, version=event.version)
    for number, one in council.proposals.items():
        if number == event.proposal or one.status is ProposalStatus.OPEN:
            yield beside(_proposal(council, number))


def _on_the_table(council: Council, event: ce.ProposalEvent | ce.OpinionEvent) -> Iterator[Delivery]:
    match event:
        case ce.ProposalSubmitted(number):
            yield from _put_to_the_council(council, number)
        case ce.ProposalWithdrawn(number) | ce.WaitingEnded(number):
            yield beside(_proposal(council, number))
        case ce.ObjectionMade(number) | ce.ObjectionWithdrawn(number):
            yield beside(_proposal(council, number))
        case ce.PolicyAdopted(number, policy):
            room = council_room(council)
            yield beside(_proposal(council, number))
            key = f"adopted:{policy}:{room}"
            yield card("adopted", room, Urgency.REPLY, key, council=council.id, policy=policy)
        case ce.SideTaken() | ce.SideTakenBack():
            yield from _sides(council, event)  # Slack shows the reactions itself, and updates are scarce
        case _:
            assert_never(event)


def _proposal(council: Council, number: ProposalNumber, round: int = 0) -> Delivery:
    """A proposal's newest card, or an earlier one."""
    room, round = council_room(council), round or council.proposals[number].round
    key = proposal_key(council, number, round)
    return card("proposal", room, Urgency.REPLY, key, council=council.id, number=number, round=round)


def _put_to_the_council(council: Council, number: ProposalNumber) -> Iterator[Delivery]:
    """A card with fresh reactions; the one before points to it."""
    now = council.proposals[number].round
    if now > 1:
        yield beside(_proposal(council, number, now - 1))
    yield _proposal(council, number)
    yield seed(council_room(council), proposal_key(council, number, now), Urgency.REPLY)


def _sides(council: Council, event: ce.SideTaken | ce.SideTakenBack) -> Iterator[Delivery]:
    """What the reactions do not show: teams' voices, and that under consent a thumb down blocks nothing."""
    rule, number, holder = council.rule, event.number, council.seats[event.seat].holder
    if (rule and rule.by_teams) or council.conditions.waiting or council.conditions.seconders:
        yield beside(_proposal(council, number))
    opposes = isinstance(event, ce.SideTaken) and not event.support
    objected = event.seat in council.proposals[number].objections
    if rule and rule.objections and opposes and holder and not objected:
        key = f"{holder}:how_to_object:{number}"
        yield whisper(council_room(council), holder, "how_to_object", number=number, key=key)


def _revision(council: Council, event: ce.RevisionEvent, version: int) -> Iterator[Delivery]:
    room = council_room(council)
    match event:
        case ce.ProposalAmended(number):
            yield from _put_to_the_council(council, number)
        case ce.ProposalMerged(number):
            yield beside(_proposal(council, number))
        case ce.BookOrdered():
            key = f"book_ordered:{version}:{room}"
            yield card("book_ordered", room, Urgency.REPLY, key, council=council.id, seat=event.by)
        case ce.ItemParked() | ce.ItemUnparked():
            yield from _parked(council, event)
        case _:
            assert_never(event)


def _parked(council: Council, event: ce.ItemParked | ce.ItemUnparked) -> Iterator[Delivery]:
    item = council.items[event.number - 1]
    key = f"parked:{council.id}:{item.number}"
    parked = card("parked", council_room(council), Urgency.REPLY, key, council=council.id, item=item.number)
    yield parked if isinstance(event, ce.ItemParked) else beside(parked)
    if item.proposal is not None and isinstance(event, ce.ItemParked):
        yield beside(_proposal(council, item.proposal))
    elif item.proposal is not None:
        yield from _put_to_the_council(council, item.proposal)


# --- the ballot, and claims


def _ballot(council: Council, event: ce.BallotEvent | ce.BallotCounted) -> Iterator[Delivery]:
    if isinstance(event, ce.VoteEvent):
        yield from _vote(council, event)
        return
    room, key = council_room(council), ballot_key(council.id)
    match event:
        case ce.BallotOpened():
            yield card("book", room, Urgency.BALLOT, f"book:{council.id}", council=council.id)
            yield ballot_card(council, Urgency.BALLOT)
            for number, one in council.proposals.items():
                if one.status is ProposalStatus.OPEN:  # it can no longer be adopted, and its buttons vanish
                    yield beside(_proposal(council, number))
            yield seed(room, key, Urgency.BALLOT)
        case ce.BallotMoved():
            yield seed(room, key, Urgency.BALLOT)
        case ce.BallotCalled():
            subject: Subject = {"key": key, "council": council.id}
            yield Delivery(Kind.READ_VOTES, room, Urgency.BALLOT, subject, lane=f"count:{room}")
        case ce.BallotCounted():
            yield from _counted(council)
        case ce.UncountedNoted():
            return
        case _:
            assert_never(event)


def _vote(council: Council, event: ce.VoteEvent) -> Iterator[Delivery]:
    room, holder = council_room(council), council.seats[event.seat].holder
    match event:
        case ce.VoteCast(seat, choice, _, reconciled):
            yield beside(ballot_card(council, Urgency.UPDATE))
            if not reconciled and holder and _contradicts(council, seat):
                yield whisper(room, holder, "latest_counts", choice=choice.value)
        case ce.VoteCameLate(choice=choice):
            if holder:
                yield whisper(room, holder, "came_late", choice=choice.value)
        case ce.VoteRetracted():
            yield beside(ballot_card(council, Urgency.UPDATE))
        case ce.RemovalCameLate():
            return
        case _:
            assert_never(event)


def _contradicts(council: Council, seat: int) -> bool:
    standing: Iterable[Choice] = ()
    if council.ballot is not None:
        standing = next((votes for role, votes in council.ballot.standing.items() if role == seat), ())
    return len(tuple(standing)) > 1


def _counted(council: Council) -> Iterator[Delivery]:
    room = council_room(council)
    yield beside(ballot_card(council, Urgency.BALLOT))
    yield card("outcome", room, Urgency.BALLOT, f"outcome:{council.id}", council=council.id)
    yield card("receipt", room, Urgency.REPLY, f"receipt:{council.id}", council=council.id)
    if council.outcome is not None and not council.outcome.verified:
        yield from _unread(council)
    yield card("claims_open", room, Urgency.REPLY, f"claims:{council.id}", council=council.id)


def _unread(council: Council) -> Iterator[Delivery]:
    """The facilitators hear of a vote that could not be read back, as when its channel is gone."""
    for facilitator in sorted(council.facilitators):
        key = f"unread:{council.id}:{facilitator}"
        yield card("unread", f"dm:{facilitator}", Urgency.REPLY, key, council=council.id)


def _claim(council: Council, event: ce.ClaimEvent) -> Iterator[Delivery]:
    room = council_room(council)
    claimant = event.seat if isinstance(event, ce.ClaimMade) else event.claimant
    claim, key = council.claims[claimant], f"claim:{council.id}:{claimant}"
    claimed = card("claim", room, Urgency.REPLY, key, council=council.id, seat=claimant)
    if isinstance(event, ce.ClaimMade):
        yield claimed
        yield seed(room, key, Urgency.REPLY)
    elif claim.disputed or not isinstance(event, ce.ClaimJudged):
        yield beside(claimed)  # confirmed by all, it says the same as before, and updates are scarce
    else:
        return
    yield beside(card("farewell", room, Urgency.UPDATE))
    yield beside(card("results", PLENARY, Urgency.UPDATE))
    if claim.disputed:
        for facilitator in sorted(council.facilitators):
            key = f"disputed:{council.id}:{claimant}:{facilitator}"
            yield card("disputed", f"dm:{facilitator}", Urgency.REPLY, key, council=council.id, seat=claimant)
