"""`/propose`: what is typed becomes a proposal, or changes one that is there."""

import re
from dataclasses import dataclass

from bot.domain.council import Council, decide
from bot.domain.council import commands as cc
from bot.domain.council.proposals import own_proposal
from bot.domain.errors import Refusal
from bot.domain.errors.authority import NotSeated
from bot.domain.ids import ProposalNumber
from bot.domain.wording import Change
from bot.queries.place import Where
from bot.slack.acting.asked import Asked
from bot.slack.acting.naming import readable
from bot.slack.acting.timely import timely
from bot.slack.blocks import message, names
from bot.slack.blocks.fields import TEXT_LENGTH
from bot.slack.book import listeners as book_listeners
from bot.slack.paper import cards as paper_cards
from bot.slack.proposals import amendments, changing, pasting, revising
from bot.slack.proposals.cards import on_the_table
from bot.slack.proposals.forms import AmendmentForm, AmendOrNewForm, PastedForm, ProposalForm
from bot.slack.proposals.merging_forms import MergeForm
from bot.slack.typed import words as typed


async def propose(asked: Asked) -> None:
    """`/propose TEXT`, a change such as `/propose amend 3: TEXT`, or the form where nothing was typed."""
    text, where = await readable(asked.client, asked.whole.text), await asked.where()

    async def known() -> Where:
        return where

    async with timely(known, afterwards=False):
        await _proposed(asked, text, where)


async def _proposed(asked: Asked, text: str, where: Where) -> None:
    if not text:
        await _open_form(asked, where)
    elif (asks := wanted(text)) is not None:
        await _change(asked, asks, text)
    elif (found := pasting.points_of(text)) is not None:
        await asked.open(PastedForm.view(_may_propose(asked, where), found))
    else:
        council = _may_propose(asked, where).id
        number = await pasting.submit(asked.services, council, text, asked.user)
        await asked.answer(on_the_table(council, [number]))


def _may_propose(asked: Asked, where: Where) -> Council:
    """The council, for somebody who may propose in it now. Raises what a form would meet when it is sent."""
    if where.seat is None:
        raise NotSeated
    council = where.in_council()
    decide(council, cc.SubmitProposal("Any", "Any"), at=asked.services.now(), actor=asked.user)
    return council


async def _open_form(asked: Asked, where: Where) -> None:
    council = _may_propose(asked, where)
    whom = paper_cards.whom(where.scenario, council, asked.user)
    await asked.open(ProposalForm.view(where.scenario, council, whom=whom), names.PROPOSE, council.id)


# --- what changes a proposal: `/propose amend 3: new text`

_WHICH = r"\W+(?:proposals?\W+)?(\d{1,4})"
_AMEND = re.compile(rf"amend{_WHICH}\b(.*)", re.IGNORECASE | re.DOTALL)
_POLICY = re.compile(r"(amend|change|replace|rescind|repeal)\W+policy\W+(\d{1,4})\W*", re.IGNORECASE)
_ONE = re.compile(rf"(history|withdraw|park){_WHICH}\W*", re.IGNORECASE)
_MERGE = re.compile(r"merge(?:\W|\d|and|with|proposals?)+", re.IGNORECASE)
_BARE = re.compile(r"(amend|history|withdraw|park|merge)\W*", re.IGNORECASE)


class WhichProposal(Refusal):
    template = "Name the proposal by its number, like this: /propose {verb} 3. The number is on its card."


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asks of proposals that are there."""

    verb: str
    numbers: tuple[ProposalNumber, ...]
    text: str = ""
    sure: bool = True  # else a new proposal may begin so: "Amend 3 of the Handbook's rules"


def wanted(text: str) -> Wanted | None:
    """What the words ask of a proposal; None if they are a new one, which may begin with the same verb.

    Raises WhichProposal.
    """
    words = typed.unquoted(text)
    if (match := _AMEND.fullmatch(words)) is not None:
        after = match[2].lstrip()
        new = typed.unquoted(after.lstrip(" :,.–-"))
        sure = not new or after.startswith(":") or new != after.lstrip(" :,.–-")
        return Wanted("amend", (ProposalNumber(int(match[1])),), new, sure)
    if (match := _POLICY.fullmatch(words)) is not None:
        return Wanted("policy", (ProposalNumber(int(match[2])),), match[1].lower())
    if (match := _ONE.fullmatch(words)) is not None:
        return Wanted(match[1].lower(), (ProposalNumber(int(match[2])),))
    numbers = re.findall(r"\d{1,4}", words)
    if _MERGE.fullmatch(words) is not None and numbers:
        return Wanted("merge", tuple(ProposalNumber(int(one)) for one in numbers))
    if (match := _BARE.fullmatch(words)) is not None:
        raise WhichProposal(verb=match[1].lower())
    return None


async def _change(asked: Asked, asks: Wanted, typed_text: str) -> None:
    match asks.verb:
        case "amend":
            await _amend(asked, asks, typed_text)
        case "policy":
            await _change_policy(asked, asks)
        case "merge":
            await _merge(asked, asks.numbers)
        case "history":
            await _history(asked, asks.numbers[0])
        case "withdraw":
            await _withdraw(asked, asks.numbers[0])
        case _:  # park, the only word besides that `wanted` reads
            await book_listeners.park_proposal(asked, asks.numbers[0])


async def _amend(asked: Asked, asks: Wanted, typed_text: str) -> None:
    """Another text; the form where none was typed; and the question where it may be a new proposal."""
    where, number = await asked.where(), asks.numbers[0]
    council = where.in_council()
    if not asks.sure:
        fits = typed.fitting(typed_text, TEXT_LENGTH)
        await asked.open(AmendOrNewForm.view(_may_propose(asked, where), number, fits))
    elif asks.text:
        said = await pasting.amend(asked.services, council.id, number, asks.text, asked.user)
        await asked.answer(message.plain(said))
    else:
        one = revising.to_amend(council, number, asked.user)
        await asked.open(AmendmentForm.view(where.scenario, council, one))


async def _change_policy(asked: Asked, asks: Wanted) -> None:
    """The form for `/propose amend policy 2`, `replace policy 2` or `rescind policy 2`."""
    where = await asked.where()
    change = {"replace": Change.REPLACE, "rescind": Change.RESCIND, "repeal": Change.RESCIND}
    council = _may_propose(asked, where)
    what = change.get(asks.text, Change.AMEND)
    await asked.open(changing.form_for(where.scenario, council, int(asks.numbers[0]), what))


async def _merge(asked: Asked, numbers: tuple[ProposalNumber, ...]) -> None:
    """The form for these; with only one named, the question which others."""
    where = await asked.where()
    council = where.in_council()
    if len(set(numbers)) == 1:
        await asked.open(revising.merge_choice(council, numbers[0], asked.user))
        return
    sources = revising.to_merge(council, numbers, asked.user)
    await asked.open(MergeForm.view(where.scenario, council, sources))


async def _history(asked: Asked, number: ProposalNumber) -> None:
    where = await asked.where()
    council = where.in_council()
    await asked.open(amendments.history(where.game, where.scenario, council, revising.known(council, number)))


async def _withdraw(asked: Asked, number: ProposalNumber) -> None:
    where = await asked.where()
    if where.seat is None:
        raise NotSeated
    council = where.in_council()
    await asked.answer(amendments.withdrawing(council, own_proposal(council, number, where.seat)))
