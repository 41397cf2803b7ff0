"""Who has won: claims, what the others say to them, and the results."""

from collections.abc import Iterable, Iterator
from typing import TypeAlias, assert_never

from bot.domain.claims import Claim, asks_for_ruling
from bot.domain.council import Council
from bot.domain.council import events as e
from bot.domain.evidence import Evidence, EvidenceKind
from bot.domain.ids import RoleNumber, UserId
from bot.intents.ending import of_verdict
from bot.intents.intent import Card, CouncilCard, Delivery, Urgency, beside, seed
from bot.intents.proposals import proposal_key
from bot.intents.rooms import PLENARY, council_room
from bot.intents.steps import updated


class ClaimsOpenCard(CouncilCard):
    """Claims may be made."""


class ClaimCard(CouncilCard):
    """A seat's case for having won."""

    seat: RoleNumber


class RulingsCard(Card):
    """To a facilitator: the claims that wait for a ruling, and what was ruled."""


class DisputedCard(CouncilCard):
    """To a facilitator: a claim to rule on, as an older Moot asked for it; now it is in the queue."""

    seat: RoleNumber


class ResultsCard(Card):
    """All councils' results, in the plenary."""


class FarewellCard(Card):
    """The end of a council, in its channel."""


ResultCards: TypeAlias = ResultsCard | FarewellCard


def shown_on(council: Council, one: Evidence) -> str:
    """The key of the card in the council's channel on which a piece of evidence can be read."""
    match one.kind:
        case EvidenceKind.POLICY:
            number = council.policies[one.number - 1].proposal
            return proposal_key(council, number, council.proposals[number].round)
        case EvidenceKind.CHARTER if council.charter is not None:
            return f"charter:{council.charter.version}:{council_room(council)}"
        case EvidenceKind.PARKED:
            return f"parked:{council.id}:{one.number}"
        case EvidenceKind.CHARTER | EvidenceKind.PROCESS | EvidenceKind.BOOK:
            return f"book:{council.id}"  # as it was when it was closed
        case _:
            assert_never(one.kind)


def claims_open(council: Council) -> ClaimsOpenCard:
    """In a council's channel."""
    return ClaimsOpenCard(council_room(council), f"claims:{council.id}", council.id)


def results() -> ResultsCard:
    """The one card of a game."""
    return ResultsCard(PLENARY, f"results:{PLENARY}")


def farewell(council: Council) -> FarewellCard:
    """In a council's channel."""
    room = council_room(council)
    return FarewellCard(room, f"farewell:{room}")


def claim_key(council: Council, claimant: RoleNumber) -> str:
    """The key of the card with a seat's claim."""
    return f"claim:{council.id}:{claimant}"


def claim_keys(councils: Iterable[Council]) -> Iterator[str]:
    """The keys of the cards with all claims of these councils."""
    return (claim_key(council, role) for council in councils for role in council.claims)


def claim_card(council: Council, claimant: RoleNumber) -> ClaimCard:
    """A seat's claim, in its council's channel."""
    return ClaimCard(council_room(council), claim_key(council, claimant), council.id, claimant)


def rulings(facilitator: UserId) -> RulingsCard:
    """The one queue of a game, in a facilitator's direct messages."""
    return RulingsCard(f"dm:{facilitator}", f"rulings:{facilitator}")


def _queues(council: Council, claim: Claim) -> Iterator[Delivery]:
    """The facilitators' queues after news of a claim; they are posted when somebody is asked to rule."""
    for facilitator in sorted(council.facilitators):
        if asks_for_ruling(claim):
            yield Delivery(rulings(facilitator), Urgency.REPLY)
        else:
            yield beside(rulings(facilitator), Urgency.UPDATE)
    yield from updated(council.facilitators)


def of_who_rules(council: Council, event: e.FacilitatorsChanged) -> Iterator[Delivery]:
    """Whoever runs the game from now on gets the queue, if something waits in it; for the others it ends."""
    if not council.claims:
        return
    asks = any(map(asks_for_ruling, council.standing_claims()))
    yield from (Delivery(rulings(user), Urgency.REPLY) for user in event.added if asks)
    yield from (beside(rulings(user), Urgency.UPDATE) for user in event.removed)


def of_holders(council: Council, event: e.SeatEvent) -> Iterator[Delivery]:
    """What a change of holders changes in claims: a vacant seat wins nothing, and what it has said rests."""
    for claim in council.claims.values():
        touched = {event.seat, event.to} if isinstance(event, e.HolderMoved) else {event.seat}
        if touched & {claim.seat, *claim.reactions.standing}:
            yield beside(claim_card(council, claim.seat), Urgency.UPDATE)
            yield from _queues(council, council.claim_of(claim.seat))


def of_the_end(council: Council) -> Iterator[Delivery]:
    """The judging is over: what each claim has won is made true on its card."""
    if council.aims.claimed and council.decided:
        yield beside(claims_open(council), Urgency.UPDATE)
    for claimant in council.claims:
        yield beside(claim_card(council, claimant), Urgency.BACKGROUND)
        yield from _queues(council, council.claim_of(claimant))


def of_the_close(council: Council) -> Iterator[Delivery]:
    """Rulings are final, and their buttons vanish."""
    if council.claims:
        yield from (beside(rulings(user), Urgency.UPDATE) for user in sorted(council.facilitators))


def of_claims(council: Council, event: e.ClaimEvent) -> Iterator[Delivery]:
    """The work that an event of a claim makes; `council` is as it is after it."""
    claimant = event.seat if isinstance(event, e.ClaimMade) else event.claimant
    claim, card = council.claim_of(claimant), claim_card(council, claimant)
    if isinstance(event, e.ClaimMade):
        yield Delivery(card, Urgency.REPLY)
        yield seed(card.room, card.key, Urgency.REPLY)
    elif claim.disputed or not isinstance(event, e.ClaimJudged) or event.proxy_by:
        yield beside(card, Urgency.REPLY)  # confirmed by all, it says the same as before: updates are scarce
    else:
        return
    yield beside(farewell(council), Urgency.UPDATE)
    yield beside(results(), Urgency.UPDATE)
    yield from of_verdict(council, claimant)
    yield from _queues(council, claim)
