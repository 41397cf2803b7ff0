"""Cards about a council: which is made by what."""

from bot.courier.rendering import injects
from bot.courier.rendering.seen import NoLonger, Row, SeenCouncil, counted, judged, numbered, shows, standing
from bot.domain.care.digest import digest_of
from bot.domain.council.care_events import OFFERED, PROXY, Mark
from bot.domain.council.silence import silent
from bot.domain.game import Stage
from bot.domain.seating import Seat
from bot.intents import (
    asks,
    ballot,
    book,
    care,
    claims,
    ending,
    floor,
    keeping,
    membership,
    presentations,
    proposals,
    seats,
    sessions,
    sheets,
)
from bot.intents.rooms import council_room
from bot.queries.earlier import played_before
from bot.reports.log.comparison import part_of
from bot.slack.asks import cards as asks_cards
from bot.slack.ballot import cards as ballot_cards
from bot.slack.ballot import receipts
from bot.slack.blocks.message import Message
from bot.slack.book import cards as book_cards
from bot.slack.book import kept, parked
from bot.slack.care import cards as care_cards
from bot.slack.care.cards import shown_with
from bot.slack.charter import cards as charter_cards
from bot.slack.claims import cards as claims_cards
from bot.slack.claims.evidence import cards_of
from bot.slack.floor import cards as floor_cards
from bot.slack.membership import cards as membership_cards
from bot.slack.presentations import cards as presentations_cards
from bot.slack.proposals import amendments
from bot.slack.proposals import cards as proposals_cards
from bot.slack.results import own
from bot.slack.seats import cards as seats_cards
from bot.slack.seats import people as people_cards
from bot.slack.sessions import cards as sessions_cards
from bot.slack.sheets import cards as sheets_cards
from bot.slack.sheets import reveals


async def _envelope(it: SeenCouncil, card: sheets.EnvelopeCard) -> Message:
    seat, channel = it.seat_of(card.holder), await it.reader.room(it.game.id, council_room(it.council))
    return sheets_cards.envelope(it.game, *it.table, seat, channel, it.at)


def _sheets_open(it: SeenCouncil, card: sheets.SheetsOpenCard) -> Message:
    seat = it.seat_of(standing(card.user))
    _only_while(it.game.stage is Stage.RUNNING and seat.role not in it.council.care.opened)
    return sheets_cards.sheets_are_open(it.game, it.council)


def _way_to_the_sheet(it: SeenCouncil, card: sheets.SheetCard) -> Message:
    it.seat_of(card.holder)
    return sheets_cards.hidden(it.council)


async def _team_empty(it: SeenCouncil, card: seats.TeamEmptyCard) -> Message:
    return seats_cards.team_empty(it.game, it.scenario, await it.councils(), it.council, card.team)


async def _outside(it: SeenCouncil, card: membership.OutsideCard) -> Message:
    known = (await it.reader.outside(it.game.id)).get(it.council.id, {}).get(card.user)
    return membership_cards.outside(it.game, it.council, card.user, known.out if known else "")


def _proposal(it: SeenCouncil, card: proposals.ProposalCard) -> Message:
    proposal = it.council.proposals[card.number]
    if card.round < proposal.round:
        return amendments.earlier_card(proposal)
    return proposals_cards.proposal(*it.table, proposal)


async def _two_choices(it: SeenCouncil, card: ballot.TwoChoicesCard) -> Message:
    seat, where = it.seat_of(card.holder), await _ballot_link(it)
    return standing(ballot_cards.two_choices(it.council, seat, where))


def _call_vote(it: SeenCouncil, card: ballot.CallVoteCard) -> Message:
    it.seat_of(card.holder)
    phase = it.council.phase
    _only_while(it.council.ballot is None and phase is not None and phase.holds_ballot)
    return ballot_cards.may_call(it.council)


def _asked_you(it: SeenCouncil, card: asks.AskedYouCard) -> Message:
    seat, one = it.seat_of(card.holder), it.council.asks[card.ask]
    return asks_cards.asked_you(it.game, *it.table, one, seat)


async def _ballot_link(it: SeenCouncil) -> str:
    """The words that lead to the ballot, or to its channel where it is not posted yet."""
    link = await it.reader.link(it.game.id, ballot.ballot_key(it.council.id))
    if link is not None:
        return f"<{link}|the ballot>"
    channel = await it.reader.room(it.game.id, council_room(it.council))
    return f"the ballot in <#{channel}>" if channel else "the ballot"


async def _claim(it: SeenCouncil, card: claims.ClaimCard) -> Message:
    claim = it.council.claim_of(card.seat)
    links = await it.reader.links(it.game.id, cards_of(it.council, claim))
    return claims_cards.claim(*it.table, claim, links)


def _book_page(it: SeenCouncil, card: keeping.BookPageCard) -> Message:
    return numbered(kept.book_pages(it.game, *it.table, it.at), card.page)


# --- care: nothing is sent when what it was about has passed


def _nudge(it: SeenCouncil, card: care.NudgeCard) -> Message:
    quiet = next((one for one in silent(it.council) if one.holder == card.holder), None)
    return people_cards.nudge(it.game, *it.table, standing(quiet), it.at)


async def _digest(it: SeenCouncil, card: care.DigestCard) -> Message:
    _only_while(it.game.stage is Stage.RUNNING)
    happened = digest_of(await it.reader.council_log(it.council.id, card.since, card.until))
    return care_cards.digest(it.game, *it.table, happened, it.at)


async def _reminder(it: SeenCouncil, card: care.ReminderCard) -> Message:
    _only_while(it.game.phase is not None and it.game.phase.key == card.phase)
    seat = it.seat_of(standing(card.user))
    if card.mark.of_vote and it.game.working is None:
        overtaken = (card.phase, Mark.VOTE_LAST, seat.role) in it.council.care.reminded
        _only_while(card.mark is Mark.VOTE_LAST or not overtaken)
        link = await _ballot_link(it)
        return standing(ballot_cards.reminder(it.game, it.council, seat, link, it.at))
    keys = shown_with(it.game, it.council, seat, it.at)
    links = await it.reader.links(it.game.id, keys)
    return standing(care_cards.reminder(it.game, it.council, seat, card.mark, it.at, links))


def _idle_seats(it: SeenCouncil, card: care.IdleSeatsCard) -> Message:
    idle = [role for role in card.idle if it.council.care.step(role)]
    shut = [role for role in card.shut if role not in it.council.care.opened]
    _only_while(it.game.stage is Stage.RUNNING and bool(idle or shut))
    return care_cards.idle_seats(*it.table, idle, shut)


def _check_in(it: SeenCouncil, card: care.CheckInCard) -> Message:
    _only_while(card.seat not in it.council.care.opened)
    _held(it, card)
    return care_cards.check_in(it.game, *it.table)


def _may_vote_for(it: SeenCouncil, card: care.MayVoteForCard) -> Message:
    _only_while(it.council.care.step(card.seat) >= PROXY and it.council.outcome is None)
    return care_cards.may_vote_for(*it.table, _held(it, card))


def _seat_offer(it: SeenCouncil, card: care.SeatOfferCard) -> Message:
    _only_while(it.council.care.step(card.seat) >= OFFERED)
    return care_cards.seat_offer(it.game, *it.table, _held(it, card))


def _seat_taken(it: SeenCouncil, card: care.SeatTakenCard) -> Message:
    return care_cards.seat_taken(it.game, *it.table, it.council.seats[card.seat])


def _held(it: SeenCouncil, card: care.SeatCard) -> Seat:
    """The seat, while the game runs and the same person holds it."""
    seat = it.council.seats[card.seat]
    _only_while(it.game.stage is Stage.RUNNING and seat.holder == card.holder)
    return seat


async def _own_result(it: SeenCouncil, card: ending.OwnResultCard) -> Message:
    council, seat = judged(it.council), it.seat_of(card.holder)
    claim = council.claims.get(seat.role)
    links = await it.reader.links(it.game.id, cards_of(council, claim) if claim else ())
    before = await played_before(it.reader, it.game, card.holder)
    return own.own_result(it.game, it.scenario, council, seat, links, part_of(*before) if before else None)


def _speaker(it: SeenCouncil, card: floor.SpeakerCard) -> Message:
    return standing(floor_cards.speaker(it.game, *it.table, card.bell, card.place, late=card.late))


def _floor(it: SeenCouncil, card: floor.FloorCard) -> Message:
    return floor_cards.council_list(it.game, *it.table, card.bell, card.phase)


def _in_the_queue(_: SeenCouncil, __: claims.DisputedCard) -> Message:
    raise NoLonger


def _only_while(holds: bool) -> None:
    if not holds:
        raise NoLonger


ROWS: tuple[Row[SeenCouncil], ...] = (
    shows(seats.WelcomeCard, lambda it, _: seats_cards.welcome(it.game, *it.table)),
    shows(seats.SeatNewsCard, lambda it, card: seats_cards.seat_news(*it.table, card)),
    shows(seats.TeamEmptyCard, _team_empty),
    shows(membership.OutsideCard, _outside),
    shows(sheets.EnvelopeCard, _envelope),
    shows(sheets.SheetsOpenCard, _sheets_open),
    shows(sheets.SheetCard, _way_to_the_sheet),
    shows(sheets.SheetGoneCard, lambda it, _: seats_cards.sheet_gone(it.scenario, it.council)),
    shows(sheets.RevealCard, lambda it, _: reveals.reveal(*it.table)),
    shows(sheets.RevealQuestionCard, lambda it, card: reveals.question(*it.table, card.seat)),
    shows(proposals.CharterCard, lambda it, _: charter_cards.charter(*it.table)),
    shows(proposals.ProposalCard, _proposal),
    shows(proposals.AdoptedCard, lambda it, card: proposals_cards.adopted(*it.table, card.policy)),
    shows(
        proposals.PolicyChangedCard,
        lambda it, card: proposals_cards.changed(*it.table, it.council.proposals[card.number]),
    ),
    shows(book.BookCard, lambda it, card: standing(book_cards.frozen(*it.table, card.page, card.of))),
    shows(book.BookOrderedCard, lambda it, card: book_cards.ordered(*it.table, card.seat)),
    shows(book.ParkedCard, lambda it, card: parked.card(*it.table, it.council.items[card.item - 1])),
    shows(keeping.BookPageCard, _book_page),
    shows(sessions.ResponseCard, lambda it, card: sessions_cards.response(it.council, card.phase)),
    shows(
        sessions.StrawCard,
        lambda it, card: sessions_cards.straw(*it.table, it.council.straw_polls[card.number - 1]),
    ),
    shows(sessions.DoneCard, lambda it, card: sessions_cards.done(*it.table, card.phase)),
    shows(sessions.IdeasCard, lambda it, card: sessions_cards.ideas(*it.table, card.phase)),
    shows(floor.SpeakerCard, _speaker),
    shows(floor.TurnsOverCard, lambda it, _: floor_cards.turns_over(it.council)),
    shows(floor.FloorCard, _floor),
    shows(asks.AskCard, lambda it, card: asks_cards.question(it.game, it.council, it.council.asks[card.ask])),
    shows(asks.AskedYouCard, _asked_you),
    shows(asks.AskResultCard, lambda it, card: asks_cards.result(*it.table, it.council.asks[card.ask])),
    shows(presentations.PresentationCard, lambda it, _: presentations_cards.presentation(*it.table)),
    shows(presentations.SlideCard, lambda it, _: presentations_cards.slide(it.scenario, counted(it.council))),
    shows(ballot.BallotCard, lambda it, _: ballot_cards.ballot(it.council)),
    shows(ballot.OutcomeCard, lambda it, _: ballot_cards.outcome(it.scenario, it.council)),
    shows(ballot.ReceiptCard, lambda it, _: receipts.public(it.council)),
    shows(ballot.TwoChoicesCard, _two_choices),
    shows(ballot.CallVoteCard, _call_vote),
    shows(ballot.UnreadCard, lambda it, _: receipts.unread(it.council)),
    shows(claims.ClaimsOpenCard, lambda it, _: claims_cards.claims_open(*it.table)),
    shows(claims.ClaimCard, _claim),
    shows(claims.DisputedCard, _in_the_queue),
    shows(ending.OwnResultCard, _own_result),
    shows(care.NudgeCard, _nudge),
    shows(care.DigestCard, _digest),
    shows(care.ReminderCard, _reminder),
    shows(care.IdleSeatsCard, _idle_seats),
    shows(care.CheckInCard, _check_in),
    shows(care.MayVoteForCard, _may_vote_for),
    shows(care.SeatOfferCard, _seat_offer),
    shows(care.SeatTakenCard, _seat_taken),
)
OF_COUNCIL = dict((*ROWS, *injects.OF_COUNCIL))
