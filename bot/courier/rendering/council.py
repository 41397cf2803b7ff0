"""Cards about a council, by topic."""

from dataclasses import dataclass
from typing import TypeAlias, assert_never

from bot.courier.rendering.readiness import NoLonger, counted
from bot.domain.council import Council
from bot.domain.game import Game
from bot.domain.ids import UserId
from bot.domain.scenario import Scenario
from bot.domain.seating import Seat
from bot.intents import ballot, book, claims, presentations, proposals, seats, sessions, sheets
from bot.slack.ballot import cards as ballot_cards
from bot.slack.ballot import receipts
from bot.slack.blocks.message import Message
from bot.slack.book import cards as book_cards
from bot.slack.book import parked
from bot.slack.charter import cards as charter_cards
from bot.slack.claims import cards as claims_cards
from bot.slack.presentations import cards as presentations_cards
from bot.slack.proposals import amendments
from bot.slack.proposals import cards as proposals_cards
from bot.slack.seats import cards as seats_cards
from bot.slack.sessions import cards as sessions_cards
from bot.slack.sheets import cards as sheets_cards
from bot.slack.sheets import reveals

Seats: TypeAlias = seats.WelcomeCard | seats.SeatNewsCard
AtWork: TypeAlias = sessions.SessionCards | presentations.PresentationCards
Policies: TypeAlias = proposals.ProposalCards | book.BookCards
Shown: TypeAlias = Seats | sheets.SheetCards | AtWork | Policies | ballot.BallotCards | claims.ClaimCards


@dataclass(frozen=True, slots=True)
class Table:
    """A council with its game, as of one moment."""

    game: Game
    scenario: Scenario
    council: Council

    def seat_of(self, holder: UserId) -> Seat:
        """The seat that they hold. Raises NoLonger: what is shown belongs to the seat."""
        seat = self.council.seat_of(holder)
        if seat is None:
            raise NoLonger  # they left meanwhile
        return seat


def shown(it: Table, card: Shown) -> Message:
    """The card as it is now. Raises NotYet and NoLonger."""
    if isinstance(card, Seats):
        return _of_seats(it, card)
    if isinstance(card, sheets.SheetCards):
        return _of_sheets(it, card)
    if isinstance(card, Policies):
        return _of_policies(it, card)
    if isinstance(card, AtWork):
        return _at_work(it, card)
    if isinstance(card, ballot.BallotCards):
        return _of_ballot(it, card)
    return _of_claims(it, card)


def _of_seats(it: Table, card: Seats) -> Message:
    match card:
        case seats.WelcomeCard():
            return seats_cards.welcome(it.game, it.scenario, it.council)
        case seats.SeatNewsCard():
            return seats_cards.seat_news(it.scenario, it.council, card)
        case _:
            assert_never(card)


def _of_sheets(it: Table, card: sheets.SheetCards) -> Message:
    match card:
        case sheets.EnvelopeCard():
            return sheets_cards.envelope(it.game, it.scenario, it.council, it.seat_of(card.holder))
        case sheets.SheetCard():
            return sheets_cards.sheet(it.scenario, it.council, it.seat_of(card.holder))
        case sheets.SheetGoneCard():
            return seats_cards.sheet_gone(it.council)
        case sheets.RevealCard():
            return reveals.reveal(it.scenario, it.council)
        case sheets.RevealQuestionCard():
            return reveals.question(it.scenario, it.council, card.seat)
        case _:
            assert_never(card)


def _of_policies(it: Table, card: Policies) -> Message:
    match card:
        case proposals.CharterCard():
            return charter_cards.charter(it.scenario, it.council)
        case proposals.ProposalCard():
            proposal = it.council.proposals[card.number]
            if card.round < proposal.round:
                return amendments.earlier_card(proposal)
            return proposals_cards.proposal(it.scenario, it.council, proposal)
        case proposals.AdoptedCard():
            return proposals_cards.adopted(it.scenario, it.council, card.policy)
        case book.BookCard():
            return book_cards.book(it.scenario, it.council, frozen=True)
        case book.BookOrderedCard():
            return book_cards.ordered(it.scenario, it.council, card.seat)
        case book.ParkedCard():
            return parked.card(it.scenario, it.council, it.council.items[card.item - 1])
        case _:
            assert_never(card)


def _at_work(it: Table, card: AtWork) -> Message:
    match card:
        case sessions.ResponseCard():
            return sessions_cards.response(it.council, card.phase)
        case sessions.StrawCard():
            return sessions_cards.straw(it.scenario, it.council, it.council.straw_polls[card.number - 1])
        case sessions.DoneCard():
            return sessions_cards.done(it.scenario, it.council, card.phase)
        case sessions.IdeasCard():
            return sessions_cards.ideas(it.scenario, it.council)
        case presentations.PresentationCard():
            return presentations_cards.presentation(it.scenario, it.council)
        case presentations.SlideCard():
            return presentations_cards.slide(it.scenario, counted(it.council))
        case _:
            assert_never(card)


def _of_ballot(it: Table, card: ballot.BallotCards) -> Message:
    match card:
        case ballot.BallotCard():
            return ballot_cards.ballot(it.council)
        case ballot.OutcomeCard():
            return ballot_cards.outcome(it.council)
        case ballot.ReceiptCard():
            return receipts.public(it.council)
        case ballot.UnreadCard():
            return receipts.unread(it.council)
        case _:
            assert_never(card)


def _of_claims(it: Table, card: claims.ClaimCards) -> Message:
    match card:
        case claims.ClaimsOpenCard():
            return claims_cards.claims_open(it.council)
        case claims.ClaimCard():
            return claims_cards.claim(it.scenario, it.council, it.council.claims[card.seat])
        case claims.DisputedCard():
            return claims_cards.disputed(it.scenario, it.council, it.council.claims[card.seat])
        case _:
            assert_never(card)
