"""Proposals worded anew: amended, merged; and the history of what they said."""

from collections.abc import Iterable
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.models.views import View

from bot.domain.council import Council, Proposal
from bot.domain.council import commands as cc
from bot.domain.council.acting import at_the_table, steward_of
from bot.domain.council.proposals import open_proposal, own_proposal
from bot.domain.errors.proposals import AmendedMeanwhile, CharterChangeStays, NothingToMerge, ProposalUnknown
from bot.domain.ids import CouncilId, ProposalNumber, UserId
from bot.services import Services
from bot.slack.acting import filled
from bot.slack.acting.pressed import Handler, Pressed
from bot.slack.blocks import names
from bot.slack.edge.guard import refusals_as_errors
from bot.slack.proposals import amendments
from bot.slack.proposals import forms as proposals_forms


def register(app: AsyncApp) -> None:
    """Registers the submissions of these forms."""
    app.view(names.AMENDMENT_FORM)(amend)
    app.view(names.MERGE_CHOICE_FORM)(choose_sources)
    app.view(names.MERGE_FORM)(merge)


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
        if one.amendment is not None:
            raise CharterChangeStays(number=one.number)
    if len(sources) < 2:
        raise NothingToMerge
    return sources


def merge_choice(council: Council, number: ProposalNumber, user: UserId) -> View:
    """Which others are merged with this one? Raises what `to_merge` does."""
    to_merge(council, [number, *(one.number for one in amendments.mergeable(council))], user)
    return amendments.merge_choice(council, council.proposals[number])


def known(council: Council, number: ProposalNumber) -> Proposal:
    """The proposal, whatever became of it. Raises ProposalUnknown."""
    if number not in council.proposals:
        raise ProposalUnknown(number=number)
    return council.proposals[number]


# --- buttons


async def _amend(pressed: Pressed) -> None:
    council, where = await pressed.seated()
    _, number, _ = names.read_card(pressed.value)
    await pressed.open(amendments.form(where.scenario, council, to_amend(council, number, pressed.user)))


async def _history(pressed: Pressed) -> None:
    council, where = await pressed.council()
    _, number, _ = names.read_card(pressed.value)
    await pressed.open(amendments.history(where.game, where.scenario, council, known(council, number)))


async def start_merging(pressed: Pressed) -> None:
    """From a proposal's menu: which others?"""
    council, _ = await pressed.seated()
    _, number, _ = names.read_card(pressed.value)
    await pressed.open(merge_choice(council, number, pressed.user))


BUTTONS: dict[str, Handler] = {names.AMEND: _amend, names.SHOW_HISTORY: _history}


# --- forms


@refusals_as_errors("text")
async def amend(ack: AsyncAck, body: dict[str, Any], view: dict[str, Any], services: Services) -> None:
    """Another wording. Where somebody was quicker, the form shows what they changed, and keeps the words."""
    council_id, number, seen = names.read_card(view["private_metadata"])
    said = proposals_forms.read_wording(view)
    command = cc.AmendProposal(number, said, seen)
    try:
        await services.councils.handle(council_id, command, actor=UserId(body["user"]["id"]))
    except AmendedMeanwhile:
        council = await services.reader.council(council_id)
        _, scenario = await services.reader.game(council.game)
        form = amendments.form(scenario, council, council.proposals[number], said, seen)
        await ack(response_action="update", view=form.to_dict())
    else:
        await ack()


@refusals_as_errors("others")
async def choose_sources(
    ack: AsyncAck, body: dict[str, Any], view: dict[str, Any], services: Services
) -> None:
    """The second step: one wording for all of them."""
    council_id, first, _ = names.read_card(view["private_metadata"])
    council = await services.reader.council(council_id)
    _, scenario = await services.reader.game(council.game)
    numbers = [first, *(ProposalNumber(int(one)) for one in filled.values(view)["others"])]
    sources = to_merge(council, numbers, UserId(body["user"]["id"]))
    await ack(response_action="update", view=amendments.merge_form(scenario, council, sources).to_dict())


@refusals_as_errors("text")
async def merge(ack: AsyncAck, body: dict[str, Any], view: dict[str, Any], services: Services) -> None:
    """One proposal of several; like an amendment where one of them was amended meanwhile."""
    council_id, *seen = view["private_metadata"].split(":")
    pairs = zip(map(int, seen[::2]), map(int, seen[1::2]), strict=True)
    sources = tuple((ProposalNumber(number), version) for number, version in pairs)
    said, user = proposals_forms.read_wording(view), UserId(body["user"]["id"])
    try:
        await services.councils.handle(CouncilId(council_id), cc.MergeProposals(sources, said), actor=user)
    except AmendedMeanwhile:
        council = await services.reader.council(CouncilId(council_id))
        _, scenario = await services.reader.game(council.game)
        read = [council.proposals[number] for number, _ in sources]
        form = amendments.merge_form(scenario, council, read, said)
        await ack(response_action="update", view=form.to_dict())
    else:
        await ack()
