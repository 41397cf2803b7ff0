"""A piece of evidence in words, and the card that shows it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias, assert_never

from bot.domain.charter import terms_of
from bot.domain.claims import Claim
from bot.domain.council import Council
from bot.domain.evidence import Evidence, EvidenceKind
from bot.domain.scenario import Scenario
from bot.intents.claims import shown_on
from bot.slack.blocks import phrases as p
from bot.slack.blocks.message import cut, escaped
from bot.slack.book.parked import owner
from bot.slack.charter.cards import terms
from bot.slack.proposals.cards import particulars

Links: TypeAlias = Mapping[str, str]  # where cards stand, by their keys, as far as it is known
QUOTED = 250  # characters with which a claim shows how evidence begins; its own card has all of them


@dataclass(frozen=True, slots=True)
class Exhibit:
    """What a piece of evidence says."""

    title: str  # plain, of any length
    text: str  # all of it, escaped for mrkdwn
    card: str  # the key of the card in the council's channel that shows it


def exhibit(scenario: Scenario, council: Council, one: Evidence) -> Exhibit:
    """A piece of the frozen book."""
    return Exhibit(_title(council, one), "\n".join(_texts(scenario, council, one)), shown_on(council, one))


def _title(council: Council, one: Evidence) -> str:
    match one.kind:
        case EvidenceKind.POLICY:
            policy = council.policies[one.number - 1]
            return f"{p.numbered(policy)}: {council.proposals[policy.proposal].title}"
        case EvidenceKind.CHARTER:
            return "The charter"
        case EvidenceKind.PROCESS:
            response = council.responses[one.number - 1]
            return f"Process {one.number}: {' '.join(response.text.split())}"
        case EvidenceKind.PARKED:
            return f"Parked {one.number}: {council.items[one.number - 1].text}"
        case EvidenceKind.BOOK:
            return "The book as a whole"
        case _:
            assert_never(one.kind)


def _texts(scenario: Scenario, council: Council, one: Evidence) -> Iterator[str]:
    """One after the other: whoever needs only the beginning asks for no more."""
    match one.kind:
        case EvidenceKind.POLICY:
            proposal = council.proposals[council.policies[one.number - 1].proposal]
            yield escaped(proposal.text)
            yield f"_{particulars(scenario, council, proposal)}_"
        case EvidenceKind.CHARTER:
            assert council.charter is not None
            yield from terms(scenario, council, terms_of(council.charter))
        case EvidenceKind.PROCESS:
            yield escaped(council.responses[one.number - 1].text)
        case EvidenceKind.PARKED:
            item = council.items[one.number - 1]
            text = council.proposals[item.proposal].text if item.proposal else item.text
            yield escaped(text)
            yield f"_{owner(scenario, council, item)} looks after it until {escaped(item.until)}_"
        case EvidenceKind.BOOK:
            yield "Everything in it, and what it leaves out."
        case _:
            assert_never(one.kind)


def cards_of(council: Council, claim: Claim) -> set[str]:
    """The keys of the cards that show what a claim rests on."""
    return {shown_on(council, one) for case in claim.cases for one in case.evidence}


def linked(words: str, card: str, links: Links) -> str:
    """Words, escaped, that lead to the card of this key where it is known where that stands."""
    link = links.get(card)
    return f"<{link}|{escaped(words).replace('|', '/')}>" if link else escaped(words)


def quoted(scenario: Scenario, council: Council, one: Evidence, links: Links) -> str:
    """A piece of evidence as a claim shows it: its title, which leads to it, and how its words begin."""
    title = linked(" ".join(_title(council, one).split()), shown_on(council, one), links)
    if one.kind is EvidenceKind.BOOK:
        return title
    begins = ""
    for text in _texts(scenario, council, one):
        begins = f"{begins} {' '.join(text.split())}".strip()
        if len(begins) > QUOTED:
            break
    return f"{title}: {cut(begins, QUOTED)}"


def named(council: Council, evidence: Iterable[Evidence]) -> str:
    """Pieces of evidence in short, as in a sentence: `policy 2 (proposal 5), the charter`."""
    pieces = list(evidence)
    return ", ".join(words for kind in EvidenceKind if (words := _short(council, kind, pieces)))


def _short(council: Council, kind: EvidenceKind, pieces: list[Evidence]) -> str:
    numbers = sorted(one.number for one in pieces if one.kind is kind)
    if not numbers:
        return ""
    match kind:
        case EvidenceKind.POLICY:
            policies = (council.policies[number - 1] for number in numbers)
            return p.listed(p.numbered(one).replace("Policy", "policy") for one in policies)
        case EvidenceKind.CHARTER:
            return "the charter"
        case EvidenceKind.PROCESS:
            return f"{'process' if len(numbers) == 1 else 'processes'} {p.listed(numbers)}"
        case EvidenceKind.PARKED:
            return f"parked {p.listed(numbers)}"
        case EvidenceKind.BOOK:
            return "the book as a whole"
        case _:
            assert_never(kind)
