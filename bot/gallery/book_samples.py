"""How proposals, the book that they become, and the claims on it look in the states of a world."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from bot.domain.charter import Given, terms_of
from bot.domain.council import Council, Proposal
from bot.domain.council.commands import AdoptCharter
from bot.domain.game import Game
from bot.domain.ids import ProposalNumber
from bot.domain.paper import paper_id
from bot.gallery.cast import NOON, player
from bot.gallery.samples import Card, Samples, last, once
from bot.gallery.worlds import World
from bot.reports.pdf import State
from bot.slack.blocks.fields import TEXT_LENGTH, TITLE_LENGTH
from bot.slack.book import cards as book_cards
from bot.slack.book import kept, parked
from bot.slack.charter import cards as charter_cards
from bot.slack.claims import cards as claims_cards
from bot.slack.claims.forms import ClaimForm
from bot.slack.proposals import cards as proposals_cards
from bot.slack.proposals.forms import (
    DetailsForm,
    PastedForm,
    PhotoForm,
)
from bot.slack.proposals.merging_forms import MergeChoiceForm, MergeForm, mergeable
from bot.slack.rulings import cards as rulings_cards
from bot.slack.rulings.forms import ChangeRulingForm, RejectForm, UpholdForm
from bot.slack.typed.passages import Pasted

PDFS = {State.WHOLE: "every letter", State.BOXES: "without some letters", State.NONE: "without PDF"}


def proposals(world: World) -> Samples:
    for state, council in world.councils.items():
        for one in council.proposals.values():
            yield (
                f"{one.number} {one.status.value}, {state}",
                proposals_cards.proposal(world.pack, council, one),
            )


def adopted(world: World) -> Samples:
    for state in ("at the end", "with a policy in a line"):
        council = world.councils.get(state, last(world))
        for policy in council.policies:
            yield (
                f"policy {policy.number}, {state}",
                proposals_cards.adopted(world.pack, council, policy.number),
            )


def details(world: World) -> Samples:
    for state in ("with a proposal in a line", "with a policy in a line"):
        council = world.councils[state]
        one = council.proposals[max(council.proposals)]
        yield state, DetailsForm.view(world.pack, council, one)


def on_the_table(world: World) -> Samples:
    for count in (1, 3):
        numbers = [ProposalNumber(number) for number in range(1, count + 1)]
        yield f"{count} at once", proposals_cards.on_the_table(last(world).id, numbers)


def from_paper(world: World) -> Samples:
    council = last(world)
    first = council.filled[0]
    on_paper = replace(council, seats={**council.seats, first.role: replace(first, holder=paper_id("Ada"))})
    links = [f"https://example.slack.com/files/U1/F{number}/pad.jpg" for number in range(1, 6)]
    for state, one in (("everybody in Slack", council), ("somebody on paper", on_paper)):
        words = world.said(TEXT_LENGTH), world.said(TITLE_LENGTH)
        yield state, PhotoForm.view(world.pack, one, player(3), links, *words)


def books(world: World) -> Samples:
    for state, council in world.councils.items():
        if council.ballot is not None:
            for page in range(1, 50):
                if (card := book_cards.frozen(world.pack, council, page, of=6)) is None:
                    break
                yield f"part {page}, {state}", card


def kept_books(world: World) -> Samples:
    for state, council in world.councils.items():
        game = world.games["ended" if state == "at the end" else world.session(1)]
        for number, page in enumerate(kept.book_pages(game, world.pack, council, NOON), 1):
            yield f"page {number}, {state}", page


def all_kept(world: World) -> Samples:
    game, few = world.games["ended"], list(world.councils.values())[-2:]
    for number, page in enumerate(kept.all_pages(game, world.pack, few, NOON, {}), 1):
        yield f"page {number}", page
    large, many = world.hundred
    for page in kept.all_pages(large, world.pack, many, NOON, {1: "C0FIRST"}):
        yield "a hundred councils", page


def beside_books(world: World) -> Samples:
    for stage, council in ((world.session(1), world.councils["founded"]), ("ended", last(world))):
        for pdf, said in PDFS.items():
            yield f"{stage}, {said}", kept.beside_book(world.games[stage], council, pdf)


def beside_all_books(world: World) -> Samples:
    for stage in (world.session(1), "ended"):
        yield stage, kept.beside_all(world.games[stage], list(world.councils.values())[-2:], State.WHOLE)
    for pdf, said in PDFS.items():
        yield f"one, {said}", kept.beside_all(world.games["ended"], [last(world)], pdf)
    yield "after the close", kept.beside_all(world.games["ended"], [last(world)], State.WHOLE, changed=True)


def beside_reports(world: World) -> Samples:
    for pdf, said in PDFS.items():
        for changed in (False, True):
            state = f"{said}{', after the close' if changed else ''}"
            yield state, kept.beside_report(world.games["ended"], pdf, changed=changed)


def charters(world: World) -> Samples:
    for state, council in world.councils.items():
        if council.charter is not None:
            yield state, charter_cards.charter(world.pack, council)
    council = world.chartered
    assert council.charter is not None
    for fixed, state in ((False, "given"), (True, "given and fixed")):
        given = Given(terms_of(council.charter), fixed)
        yield state, charter_cards.charter(world.pack, replace(council, given=given))


def overtaken(world: World) -> Samples:
    council = world.chartered
    said = AdoptCharter(council.rules[-1], 1.0, world.said(2000), world.said(2000))
    view = charter_cards.charter_overtaken(world.pack, council, player(2), said, seen=0)
    if view is not None:
        yield "", view


def of_open_proposals(make: Callable[[World, Council, Proposal], Card]) -> Callable[[World], Samples]:
    def samples(world: World) -> Samples:
        council = world.chartered
        for one in mergeable(council)[:1]:
            yield "", make(world, council, one)

    return samples


def merging(world: World) -> Samples:
    council = world.councils["with several proposals"]
    yield "", MergeChoiceForm.view(council, mergeable(council)[0])


def pasted(world: World) -> Samples:
    council, words = last(world), [world.said(300) for _ in range(30)]
    yield "long", PastedForm.view(council, Pasted(world.said(TEXT_LENGTH), tuple(words), numbered=True))
    yield (
        "short",
        PastedForm.view(council, Pasted("", ("Owners decide.", "Reviewers check."), numbered=False)),
    )


def merged(world: World) -> Samples:
    council = world.councils["with several proposals"]
    yield "", MergeForm.view(world.pack, council, mergeable(council)[:2])


def all_parked(world: World) -> Samples:
    for state in ("with parked items", "with a parked item settled"):
        council = world.councils[state]
        for item in council.items:
            yield f"{item.number}, {state}", parked.card(world.pack, council, item)


def claims(world: World) -> Samples:
    for state in ("with disputed claims", "at the end"):
        council = world.councils.get(state, world.councils["founded"])
        for role, one in council.claims.items():
            yield f"role {role}, {state}", claims_cards.claim(world.pack, council, one)


def _rulings_in(world: World) -> Iterator[tuple[str, Game, list[Council]]]:
    """Games with something to rule on: one council, and a hundred of them."""
    for state in ("with disputed claims", "at the end"):
        council = world.councils.get(state, world.councils["founded"])
        game = world.games["ended" if council.ended else world.nearly_over]
        yield state, game, [council]
        many = [replace(council, number=number, name=f"Council {number}") for number in range(1, 101)]
        yield f"{state}, in a hundred councils", game, many


def queues(world: World) -> Samples:
    for state, game, councils in _rulings_in(world):
        yield state, rulings_cards.queue(game, world.pack, councils)
        yield (
            f"{state}, closed",
            rulings_cards.queue(game, world.pack, [replace(one, closed=True) for one in councils], page=2),
        )


def endings(world: World) -> Samples:
    for state, game, councils in _rulings_in(world):
        if rulings_cards.waiting(world.pack, councils):
            yield state, rulings_cards.ending(game, world.pack, councils)


def typed_rulings(world: World) -> Samples:
    for entry in rulings_cards.entries(world.pack, [last(world)]):
        if entry.claim.ruling is not None:
            yield entry.number, rulings_cards.ruled(entry)


def claim_forms(world: World) -> Samples:
    council = last(world)
    for seat in council.filled if council.policies else ():
        yield f"role {seat.role}", ClaimForm.view(world.pack, council, seat)


def rulings(form: type[UpholdForm] | type[RejectForm]) -> Callable[[World], Samples]:
    def samples(world: World) -> Samples:
        for one in list(last(world).claims.values())[:1]:
            yield "", form.view(last(world), one)

    return samples


def changes(world: World) -> Samples:
    for one in last(world).claims.values():
        if one.ruling is not None:
            yield f"role {one.seat}", ChangeRulingForm.view(last(world), one, one.ruling)


RULINGS: Mapping[str, Callable[[World], Samples]] = {
    "rulings.cards.queue": queues,
    "rulings.cards.ending": endings,
    "rulings.cards.ruled": typed_rulings,
    "rulings.cards.followed": once(lambda _w: rulings_cards.followed(12, 3)),
    "rulings.cards.no_facilitator": once(lambda _w: rulings_cards.no_facilitator()),
    "rulings.forms.UpholdForm": rulings(UpholdForm),
    "rulings.forms.RejectForm": rulings(RejectForm),
    "rulings.forms.ChangeRulingForm": changes,
}
