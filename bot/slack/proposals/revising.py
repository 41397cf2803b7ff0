"""Proposals worded anew: amended, merged; and the history of what they said."""

from collections.abc import Iterable

from slack_sdk.models.views import View

from bot.domain.council import Council, Proposal
from bot.domain.council import commands as cc
from bot.domain.council.acting import at_the_table, steward_of
from bot.domain.council.completing import to_complete
from bot.domain.council.proposals import can_be_merged, open_proposal, own_proposal
from bot.domain.errors.proposals import (
    AmendedMeanwhile,
    CharterChangeStays,
    NothingLeftOpen,
    NothingToMerge,
    ProposalUnknown,
)
from bot.domain.ids import ProposalNumber, UserId
from bot.slack.acting.pressed import Handler, Pressed
from bot.slack.acting.submitted import Sent, Taken, takes
from bot.slack.blocks import names
from bot.slack.proposals import amendments
from bot.slack.proposals.forms import AmendmentForm, DetailsForm
from bot.slack.proposals.merging_forms import MergeChoiceForm, MergeForm, mergeable

# --- what may be opened; whether it may be done is decided when it is submitted


def to_amend(council: Council, number: ProposalNumber, user: UserId) -> Proposal:
    """The proposal, for somebody who may amend it: nobody writes for nothing. Raises what the form would."""
    proposal = own_proposal(council, number, at_the_table(council, user))
    if proposal.amendment is not None:
        raise CharterChangeStays(number=number)
    return proposal


def to_merge(council: Council, numbers: Iterable[ProposalNumber], user: UserId) -> list[Proposal]:
    """The proposals, for a steward who may merge them. Raises what the form would."""
    at_the_table(council, user)
    steward_of(council, user)
    sources = [open_proposal(council, number) for number in dict.fromkeys(numbers)]
    for one in sources:
        can_be_merged(one)
    if len(sources) < 2:
        raise NothingToMerge
    return sources


def merge_choice(council: Council, number: ProposalNumber, user: UserId) -> View:
    """Which others are merged with this one? Raises what `to_merge` does."""
    to_merge(council, [number, *(one.number for one in mergeable(council))], user)
    return MergeChoiceForm.view(council, council.proposals[number])


def known(council: Council, number: ProposalNumber) -> Proposal:
    """The proposal, whatever became of it. Raises ProposalUnknown."""
    if number not in council.proposals:
        raise ProposalUnknown(number=number)
    return council.proposals[number]


# --- buttons


async def _amend(pressed: Pressed) -> None:
    council, where = await pressed.seated()
    _, number, _ = names.read_card(pressed.value)
    await pressed.open(AmendmentForm.view(where.scenario, council, to_amend(council, number, pressed.user)))


async def _add_details(pressed: Pressed) -> None:
    council, where = await pressed.seated()
    _, number, _ = names.read_card(pressed.value)
    one = to_complete(council, number, pressed.user)
    if not one.left_open:
        raise NothingLeftOpen(number=number)
    await pressed.open(DetailsForm.view(where.scenario, council, one))


async def _history(pressed: Pressed) -> None:
    council, where = await pressed.council()
    _, number, _ = names.read_card(pressed.value)
    await pressed.open(amendments.history(where.game, where.scenario, council, known(council, number)))


async def start_merging(pressed: Pressed) -> None:
    """From a proposal's menu: which others?"""
    council, _ = await pressed.seated()
    _, number, _ = names.read_card(pressed.value)
    await pressed.open(merge_choice(council, number, pressed.user))


BUTTONS: dict[str, Handler] = {
    names.AMEND: _amend,
    names.ADD_DETAILS: _add_details,
    names.SHOW_HISTORY: _history,
}


# --- forms


async def _amend_as_sent(sent: Sent[AmendmentForm]) -> None:
    """Another wording. Where somebody was quicker, the form shows what they changed, and keeps the words."""
    form, services = sent.form, sent.services
    command = cc.AmendProposal(form.number, form.wording(), form.seen)
    try:
        await services.councils.handle(form.council, command, actor=sent.user)
    except AmendedMeanwhile:
        council = await services.reader.council(form.council)
        _, scenario = await services.reader.game(council.game)
        one = council.proposals[form.number]
        await sent.show(AmendmentForm.view(scenario, council, one, form.wording(), form.seen))


async def _complete(sent: Sent[DetailsForm]) -> None:
    """What was left open is said."""
    form = sent.form
    command = cc.CompleteProposal(form.number, form.question, form.owner_team, form.enforcement, form.review)
    await sent.services.councils.handle(form.council, command, actor=sent.user)


async def _choose_sources(sent: Sent[MergeChoiceForm]) -> None:
    """The second step: one wording for all of them."""
    council = await sent.services.reader.council(sent.form.council)
    _, scenario = await sent.services.reader.game(council.game)
    sources = to_merge(council, [sent.form.first, *sent.form.others], sent.user)
    await sent.show(MergeForm.view(scenario, council, sources))


async def _merge(sent: Sent[MergeForm]) -> None:
    """One proposal of several; like an amendment where one of them was amended meanwhile."""
    form, services = sent.form, sent.services
    command = cc.MergeProposals(form.sources, form.wording())
    try:
        await services.councils.handle(form.council, command, actor=sent.user)
    except AmendedMeanwhile:
        council = await services.reader.council(form.council)
        _, scenario = await services.reader.game(council.game)
        read = [council.proposals[number] for number, _ in form.sources]
        await sent.show(MergeForm.view(scenario, council, read, form.wording()))


FORMS: tuple[Taken, ...] = (
    takes(AmendmentForm, _amend_as_sent),
    takes(DetailsForm, _complete),
    takes(MergeChoiceForm, _choose_sources),
    takes(MergeForm, _merge),
)
