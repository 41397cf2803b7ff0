"""The final vote: the ballot, what is read from it, and its outcome."""

from collections.abc import Iterable, Iterator
from typing import assert_never

from bot.domain.council import Council
from bot.domain.council import events as e
from bot.domain.ids import CouncilId, RoleNumber, UserId
from bot.intents.book import frozen_book, left_open
from bot.intents.claims import claims_open
from bot.intents.intent import CouncilCard, Delivery, Keyed, Kind, Urgency, Whisper, beside, seed, whisper
from bot.intents.keeping import book_kept
from bot.intents.rooms import council_room


class BallotCard(CouncilCard):
    """The ballot, on which people vote by reactions or buttons."""


class OutcomeCard(CouncilCard):
    """Whether the book was adopted."""


class ReceiptCard(CouncilCard):
    """Whose votes counted how."""


class UnreadCard(CouncilCard):
    """To a facilitator: the votes could not be read back."""


class LatestCountsWhisper(Whisper):
    """To somebody who has voted for several things."""

    choice: str


class CameLateWhisper(Whisper):
    """To somebody who voted after the close."""


class CallVoteCard(CouncilCard):
    """To a steward, who may open the vote."""

    holder: UserId


class TwoChoicesCard(CouncilCard):
    """To the holder of a seat of which two choices stand under the ballot."""

    holder: UserId


class ReadVotes(Keyed):
    """The votes are read from the ballot, and counted."""

    kind = Kind("read_votes", "reactions.get", "reading the votes of")
    council: CouncilId


class CatchUpVotes(Keyed):
    """The open ballot's reactions are read, as events of them may have been lost."""

    kind = Kind("catch_up_votes", "reactions.get", matters=False, coalesces=True)  # the close reads again
    council: CouncilId


def ballot_key(council: CouncilId) -> str:
    """The key of a council's ballot message."""
    return f"ballot:{council}"


def ballot(council: Council) -> BallotCard:
    """A council's ballot."""
    return BallotCard(council_room(council), ballot_key(council.id), council.id)


def catch_up_votes(council: Council) -> Delivery:
    """In a lane of its own: no card waits for it. What is read to count a vote goes before it."""
    room = council_room(council)
    catch_up = CatchUpVotes(room, ballot_key(council.id), council.id)
    return Delivery(catch_up, Urgency.SHEET, f"catch_up:{room}")


def may_call(council: Council) -> Iterator[Delivery]:
    """In live play the stewards' button comes to them: everybody sees what stands in the channel. Over days
    it is in their reminders."""
    if council.working is not None or council.ballot is not None:
        return
    for seat in council.filled:
        if seat.steward and seat.holder is not None:
            key = f"call_vote:{council.id}:{seat.holder}"
            card = CallVoteCard(f"dm:{seat.holder}", key, council.id, seat.holder)
            yield Delivery(card, Urgency.UPDATE)


def two_choices(council: Council, seats: Iterable[RoleNumber]) -> Iterator[Delivery]:
    """Their holders are asked to take one away, once: Slack keeps no order."""
    for role in seats:
        holder = council.seats[role].holder
        if holder is not None:
            key = f"two_choices:{council.id}:{holder}"
            yield Delivery(TwoChoicesCard(f"dm:{holder}", key, council.id, holder), Urgency.REPLY)


def of_ballot(council: Council, event: e.BallotEvent | e.BallotCounted) -> Iterator[Delivery]:
    """The work that an event of the final vote makes; `council` is as it is after it."""
    room, key = council_room(council), ballot_key(council.id)
    if isinstance(event, e.VoteEvent):
        yield from _vote(council, event)
        return
    match event:
        case e.BallotOpened():
            yield from frozen_book(council)
            yield Delivery(ballot(council), Urgency.BALLOT)
            yield from left_open(council)
            if not event.secret:
                yield seed(room, key, Urgency.BALLOT)
        case e.BallotMoved():
            yield seed(room, key, Urgency.BALLOT)
        case e.BallotCalled():
            yield Delivery(ReadVotes(room, key, council.id), Urgency.BALLOT, f"count:{room}")
        case e.BallotCounted():
            yield from _counted(council)
        case e.TwoChoicesSeen(seats):
            yield from two_choices(council, seats)
        case e.UncountedNoted():
            return
        case _:
            assert_never(event)


def _vote(council: Council, event: e.VoteEvent) -> Iterator[Delivery]:
    room, holder = council_room(council), council.seats[event.seat].holder
    match event:
        case e.VoteCast(seat, choice, _, reconciled):
            yield beside(ballot(council), Urgency.UPDATE)
            if not reconciled and holder and _contradicts(council, seat):
                said = LatestCountsWhisper(room, f"{holder}:latest_counts", holder, choice.value)
                yield whisper(said)
        case e.VoteCameLate():
            if holder:
                yield whisper(CameLateWhisper(room, f"{holder}:came_late", holder))
        case e.VoteRetracted():
            yield beside(ballot(council), Urgency.UPDATE)
        case e.RemovalCameLate():
            return
        case _:
            assert_never(event)


def _contradicts(council: Council, seat: RoleNumber) -> bool:
    return council.ballot is not None and len(council.ballot.reactions.said(seat)) > 1


def _counted(council: Council) -> Iterator[Delivery]:
    room = council_room(council)
    yield beside(ballot(council), Urgency.BALLOT)
    yield Delivery(OutcomeCard(room, f"outcome:{council.id}", council.id), Urgency.BALLOT)
    yield Delivery(ReceiptCard(room, f"receipt:{council.id}", council.id), Urgency.REPLY)
    if council.outcome is not None and not council.outcome.verified:  # as when its channel is gone
        for facilitator in sorted(council.facilitators):
            key = f"unread:{council.id}:{facilitator}"
            yield Delivery(UnreadCard(f"dm:{facilitator}", key, council.id), Urgency.REPLY)
    if (
        council.aims.claimed and not council.ended
    ):  # a vote that is counted after the end leaves no time to claim
        yield Delivery(claims_open(council), Urgency.REPLY)
    yield from book_kept(council)
