"""`/propose`: what is typed becomes a proposal, or changes one that is there."""

import re
from dataclasses import dataclass, replace

from bot.domain.council import commands as cc
from bot.domain.council import decide
from bot.domain.council.proposals import own_proposal
from bot.domain.errors import Refusal
from bot.domain.errors.authority import NotSeated
from bot.domain.ids import ProposalNumber
from bot.queries.reader import Where
from bot.services import Services
from bot.slack.acting.asked import Asked
from bot.slack.blocks import message, names
from bot.slack.blocks.fields import TEXT_LENGTH
from bot.slack.blocks.message import Message, context, quoted, section, shortened
from bot.slack.book import listeners as book_listeners
from bot.slack.proposals import amendments, revising
from bot.slack.proposals.forms import AmendmentForm, MergeForm, ProposalForm
from bot.slack.typed import words as typed


class TooLong(Refusal):
    template = (
        "That proposal has {length} characters, and {limit} fit. Shorten it, or make two proposals of it."
    )


async def propose(asked: Asked) -> None:
    """`/propose TEXT`, a change such as `/propose amend 3 TEXT`, or the form where nothing was typed."""
    text, where = typed.as_written(asked.whole.text), await asked.where()
    if not text:
        await _open_form(asked, where)
    elif (asks := wanted(text)) is not None:
        await _change(asked, asks)
    else:
        number = await _submit(asked.services, where, text)
        await asked.answer(message.plain(f"Proposal {number} is on the table, in your council's channel."))


async def _open_form(asked: Asked, where: Where) -> None:
    if where.seat is None:
        raise NotSeated
    council = where.in_council()
    decide(council, cc.SubmitProposal("…", "…"), at=asked.services.now(), actor=asked.user)  # may refuse
    await asked.open(ProposalForm.view(where.scenario, council), names.PROPOSE, council.id)


async def _submit(services: Services, where: Where, text: str) -> int:
    """Puts typed words on the table; the first sentence is the title. Returns the proposal's number."""
    if where.seat is None:
        raise NotSeated
    _fits(text)
    command = cc.SubmitProposal(title=_title_of(text), text=text)
    council = await services.councils.handle(where.in_council().id, command, actor=where.user)
    return max(council.proposals)


def _title_of(text: str) -> str:
    """The first sentence or line, at most 80 characters."""
    first = text.strip().splitlines()[0]
    return shortened(first.partition(". ")[0].rstrip("."), 80)


def _fits(text: str) -> None:
    if len(text) > TEXT_LENGTH:
        raise TooLong(length=len(text), limit=TEXT_LENGTH)


# --- what changes a proposal: `/propose amend 3 new text`

_WHICH = r"\W+(?:proposals?\W+)?(\d{1,4})"
_AMEND = re.compile(rf"amend{_WHICH}\b(.*)", re.IGNORECASE | re.DOTALL)
_ONE = re.compile(rf"(history|withdraw|park){_WHICH}\W*", re.IGNORECASE)
_MERGE = re.compile(r"merge(?:\W|\d|and|with|proposals?)+", re.IGNORECASE)
_BARE = re.compile(r"(amend|history|withdraw|park|merge)\W*", re.IGNORECASE)


class WhichProposal(Refusal):
    template = "Name the proposal by its number, like this: /propose {verb} 3. The number stands on its card."


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asks of proposals that are there."""

    verb: str
    numbers: tuple[ProposalNumber, ...]
    text: str = ""


def wanted(text: str) -> Wanted | None:
    """What the words ask of a proposal; None if they are a new one, which may begin with the same verb.

    Raises WhichProposal.
    """
    words = typed.unquoted(text)
    if (match := _AMEND.fullmatch(words)) is not None:
        new = typed.unquoted(match[2].lstrip(" :,.–-"))
        return Wanted("amend", (ProposalNumber(int(match[1])),), new)
    if (match := _ONE.fullmatch(words)) is not None:
        return Wanted(match[1].lower(), (ProposalNumber(int(match[2])),))
    numbers = re.findall(r"\d{1,4}", words)
    if _MERGE.fullmatch(words) is not None and numbers:
        return Wanted("merge", tuple(ProposalNumber(int(one)) for one in numbers))
    if (match := _BARE.fullmatch(words)) is not None:
        raise WhichProposal(verb=match[1].lower())
    return None


async def _change(asked: Asked, asks: Wanted) -> None:
    match asks.verb:
        case "amend":
            await _amend(asked, asks.numbers[0], asks.text)
        case "merge":
            await _merge(asked, asks.numbers)
        case "history":
            await _history(asked, asks.numbers[0])
        case "withdraw":
            await _withdraw(asked, asks.numbers[0])
        case _:  # park, the only word besides that `wanted` reads
            await book_listeners.park_proposal(asked, asks.numbers[0])


async def _amend(asked: Asked, number: ProposalNumber, text: str) -> None:
    """Another text, or the form where none was typed. Whatever happens, the words are not lost."""
    where = await asked.where()
    council = where.in_council()
    try:
        one = revising.to_amend(council, number, asked.user)
        if not text:
            await asked.open(AmendmentForm.view(where.scenario, council, one))
            return
        _fits(text)
        title = _title_of(text) if one.title == _title_of(one.text) else one.title
        command = cc.AmendProposal(number, replace(one.wording, title=title, text=text), one.version)
        after = await asked.services.councils.handle(council.id, command, actor=asked.user)
    except Refusal as refusal:
        await asked.answer(_refused(refusal, text))
        return
    said = f"Proposal {number} is at version {after.proposals[number].version} now, on a new card."
    await asked.answer(message.plain(said))


def _refused(refusal: Refusal, text: str) -> Message:
    if not text:
        return message.plain(message.refused(refusal))
    new = "If it was to be a new proposal, type /propose alone and paste them into the form."
    return Message.of(
        section(f"{message.refused(refusal)}\nYour words were:"), section(quoted(text)), context(new)
    )


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
