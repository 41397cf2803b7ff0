"""What an event of a council means for Slack, passed on to its topic; and what a new council needs."""

from collections.abc import Iterator
from itertools import chain
from typing import assert_never

from bot.domain.council import Council
from bot.domain.council import events as e
from bot.domain.game import Game
from bot.intents import floor, steps
from bot.intents.asks import of_asks, of_newcomers
from bot.intents.ballot import may_call, of_ballot
from bot.intents.book import frozen_book, left_open, of_revision
from bot.intents.claims import claims_open, of_claims, of_the_close, of_the_end, of_who_rules
from bot.intents.intent import Delivery, Urgency
from bot.intents.proposals import charter_card, of_charter, of_proposals, of_waiting
from bot.intents.rooms import Invite, OpenRoom, council_room, of_facilitators, topic
from bot.intents.seats import of_seats, welcome
from bot.intents.sessions import done, of_session
from bot.intents.sheets import envelope, reveal_questions


def founding(game: Game, council: Council) -> Iterator[Delivery]:
    """The work that a new council makes: its channel, its people, and an envelope for each."""
    room = council_room(council)
    holders = [seat.holder for seat in council.filled if seat.holder]
    yield Delivery(OpenRoom(room), Urgency.BELL)
    members = (*holders, *sorted(game.facilitators - set(holders)))
    yield Delivery(Invite(room, members), Urgency.BELL)
    yield Delivery(welcome(council), Urgency.BELL)
    if council.charter is not None:
        yield Delivery(charter_card(council), Urgency.BELL)
    yield topic(room)
    yield from (envelope(council, holder) for holder in holders)


def of_council(council: Council, event: e.CouncilEvent, version: int) -> Iterator[Delivery]:
    """The work that an event of a council makes; `council` is as it is after it."""
    return chain(
        _of_topic(council, event, version), of_newcomers(council, event), steps.of_council(council, event)
    )


def _of_topic(council: Council, event: e.CouncilEvent, version: int) -> Iterator[Delivery]:
    if isinstance(event, e.SeatEvent):
        return chain(of_seats(council, event, version), floor.seats_changed(council))
    if isinstance(event, e.FloorEvent | e.TurnEvent):
        return floor.of_council(council, event)
    if isinstance(event, e.PhaseEvent):
        return _of_phase(council, event)
    if isinstance(event, e.ProposalEvent | e.OpinionEvent):
        return of_proposals(council, event)
    if isinstance(event, e.RevisionEvent):
        return of_revision(council, event, version)
    if isinstance(event, e.BallotEvent | e.BallotCounted):
        return of_ballot(council, event)
    if isinstance(event, e.ClaimEvent):
        return of_claims(council, event)
    if isinstance(event, e.SessionEvent):
        return of_session(council, event, version)
    if isinstance(event, e.CareEvent):
        return iter(())  # it is done by intents/care.py
    if isinstance(event, e.AskEvent):
        return of_asks(council, event)
    match event:
        case e.CharterAdopted():
            return of_charter(council, event)
        case e.FacilitatorsChanged():
            return chain(of_facilitators(council, event), of_who_rules(council, event))
        case e.CouncilSeated() | e.SeatNudged():
            return iter(())
        case _:
            assert_never(event)


def _of_phase(council: Council, event: e.PhaseEvent) -> Iterator[Delivery]:
    match event:
        case e.PhaseEntered(kind=kind):
            if event.holds_ballot:
                yield from may_call(council)
            if event.ends_work:
                yield from _closing(council)
            if kind.traits.ends_game:
                yield from (Delivery(question, Urgency.REPLY) for question in reveal_questions(council))
        case e.DoneSaid(phase):
            yield done(council, phase)
        case e.ClockStopped() | e.ClockRan():
            yield from of_waiting(council)
            yield from floor.clock_changed(council)
        case e.CouncilEnded():
            yield from _closing(council)
            yield from of_the_end(council)
        case e.CouncilClosed():
            yield from of_the_close(council)
        case _:
            assert_never(event)


def _closing(council: Council) -> Iterator[Delivery]:
    """Without a final vote, the book closes with the last of the work."""
    if council.ballot_rule.held:
        return
    yield from frozen_book(council)
    yield from left_open(council)
    if council.aims.claimed and not council.ended:
        yield Delivery(claims_open(council), Urgency.REPLY)
