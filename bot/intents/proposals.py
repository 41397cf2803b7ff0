"""The charter and the proposals: their cards, and the reactions on them."""

from collections.abc import Iterator
from typing import assert_never

from bot.domain.council import Council, ProposalStatus
from bot.domain.council import events as e
from bot.domain.council.conditions import still_waits
from bot.domain.council.policies import rivals
from bot.domain.ids import CouncilId, ProposalNumber
from bot.domain.paper import is_paper
from bot.domain.wording import About, Change
from bot.intents.intent import CouncilCard, Delivery, Intent, Kind, Urgency, Whisper, beside, seed, whisper
from bot.intents.rooms import council_room


class CharterCard(CouncilCard):
    """The charter as it was adopted."""


class ProposalCard(CouncilCard):
    """A proposal; each round of it has a card of its own."""

    number: ProposalNumber
    round: int = 1


class AdoptedCard(CouncilCard):
    """A policy was adopted."""

    policy: int


class PolicyChangedCard(CouncilCard):
    """A policy was amended, replaced or rescinded, by this proposal."""

    number: ProposalNumber


class HowToObjectWhisper(Whisper):
    """To somebody whose thumb down blocks nothing."""

    number: ProposalNumber


class CatchUpSides(Intent):
    """The reactions on the open proposals are read, as events of them may have been lost."""

    kind = Kind("catch_up_sides", "reactions.get", matters=False, coalesces=True)
    council: CouncilId


def proposal_key(council: Council, number: ProposalNumber, of: int) -> str:
    """The key of a proposal's card of this round."""
    return f"proposal:{council.id}:{number}:{of}" if of > 1 else f"proposal:{council.id}:{number}"


def proposal(council: Council, number: ProposalNumber, of: int = 0) -> ProposalCard:
    """A proposal's newest card, or that of an earlier round."""
    of = of or council.proposals[number].round
    return ProposalCard(council_room(council), proposal_key(council, number, of), council.id, number, of)


def adopted(council: Council, policy: int) -> AdoptedCard:
    """The card that tells of a new policy."""
    room = council_room(council)
    return AdoptedCard(room, f"adopted:{policy}:{room}", council.id, policy)


def made_true(council: Council, number: ProposalNumber) -> Delivery:
    """A proposal's newest card, which stands."""
    return beside(proposal(council, number), Urgency.REPLY)


def put_to_the_council(council: Council, number: ProposalNumber) -> Iterator[Delivery]:
    """A card with fresh reactions; the one before points to it."""
    now = proposal(council, number)
    if now.round > 1:
        yield beside(proposal(council, number, now.round - 1), Urgency.REPLY)
    yield Delivery(now, Urgency.REPLY)
    yield seed(now.room, now.key, Urgency.REPLY)


def catch_up_sides(council: Council) -> Delivery:
    """When there is nothing else to do."""
    room = council_room(council)
    return Delivery(CatchUpSides(room, council.id), Urgency.BACKGROUND, f"catch_up_sides:{room}")


def charter_card(council: Council) -> CharterCard:
    """The charter that is in force."""
    assert council.charter is not None
    room = council_room(council)
    return CharterCard(room, f"charter:{council.charter.version}:{room}", council.id)


def of_charter(council: Council, event: e.CharterAdopted) -> Iterator[Delivery]:
    """What was adopted, and what now needs something else to be adopted, says so, too."""
    yield Delivery(charter_card(council), Urgency.REPLY)
    for number, one in council.proposals.items():
        if number == event.proposal or one.status is ProposalStatus.OPEN:
            yield made_true(council, number)


def of_proposals(council: Council, event: e.ProposalEvent | e.OpinionEvent) -> Iterator[Delivery]:
    """The work that an event of a proposal makes; `council` is as it is after it."""
    match event:
        case e.ProposalSubmitted(number):
            yield from put_to_the_council(council, number)
        case e.ProposalWithdrawn(number) | e.WaitingEnded(number):
            yield made_true(council, number)
        case e.ObjectionMade(number) | e.ObjectionWithdrawn(number):
            yield made_true(council, number)
        case e.PolicyAdopted(number, policy, about=None):
            yield made_true(council, number)
            yield Delivery(adopted(council, policy), Urgency.REPLY)
        case e.PolicyAdopted(number, about=about) if about is not None:
            yield from _changed(council, number, about.policy)
        case e.PolicyAdopted():
            return  # the two above
        case e.PolicyRescinded(number, policy):
            yield from _changed(council, number, policy)
        case e.SideTaken() | e.SideTakenBack():
            yield from _sides(council, event)  # Slack shows the reactions itself, and updates are scarce
        case _:
            assert_never(event)


def _changed(council: Council, number: ProposalNumber, policy: int) -> Iterator[Delivery]:
    """The news; the policy's own cards; and what else is about it, which is put to the council anew."""
    room, changed = council_room(council), council.policies[policy - 1]
    yield made_true(council, number)
    key = f"policy_changed:{number}:{room}"
    yield Delivery(PolicyChangedCard(room, key, council.id, number), Urgency.REPLY)
    yield beside(adopted(council, policy), Urgency.UPDATE)
    for stamp in (*changed.before, changed):
        if stamp.proposal != number:
            yield made_true(council, stamp.proposal)
    for rival in rivals(council, About(policy, Change.AMEND, number)):
        yield from put_to_the_council(council, rival.number)


def of_waiting(council: Council) -> Iterator[Delivery]:
    """Proposals that have to stand for a time say until when, and that changes with a pause."""
    if council.conditions.waiting and not council.frozen:
        for number, one in council.proposals.items():
            if still_waits(one):
                yield made_true(council, number)


def _sides(council: Council, event: e.SideTaken | e.SideTakenBack) -> Iterator[Delivery]:
    """What reactions do not show: teams' voices, weights, vetoes, people on paper; and that a thumb down
    blocks no consent."""
    rule, number, holder = council.rule, event.number, council.seats[event.seat].holder
    asked, shares = council.conditions, council.charter and council.charter.threshold
    counts = bool(rule and rule.by_teams) or bool(shares) or not council.electorate.by_heads
    if counts or asked.waiting or asked.seconders or is_paper(holder):
        yield made_true(council, number)
    opposes = isinstance(event, e.SideTaken) and not event.support
    objected = event.seat in council.proposals[number].objections
    told = event.proxy_by if isinstance(event, e.SideTaken) and event.proxy_by else holder
    if rule and rule.objections and opposes and told and not objected:
        key = f"{told}:how_to_object:{number}"
        yield whisper(HowToObjectWhisper(council_room(council), key, told, number))
