"""Proposals by form and by button: putting one on the table, objecting, recording, taking back."""

from contextlib import suppress
from dataclasses import replace
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.council import commands as cc
from bot.domain.council import decide
from bot.domain.council.commands import SubmitProposal
from bot.domain.errors import Refusal
from bot.domain.errors.authority import NoGame, WhichGame
from bot.domain.errors.charter import NumbersNeeded
from bot.domain.ids import RoleNumber, UserId
from bot.domain.photo import Photo
from bot.intents.rooms import council_room
from bot.queries.place import Where
from bot.services import Services
from bot.services.questions import Typed
from bot.slack.acting.asked import WHILE_PLAYED, Asked, ForWhom, Press, Word
from bot.slack.acting.naming import readable
from bot.slack.acting.opening import open_form
from bot.slack.acting.pressed import Handler, Pressed
from bot.slack.acting.submitted import Sent, Taken, takes
from bot.slack.blocks import message, names
from bot.slack.blocks.fields import TEXT_LENGTH
from bot.slack.edge.guard import Answer, refusals_as_replies
from bot.slack.edge.listeners import Kind, Listeners
from bot.slack.paper import cards as paper_cards
from bot.slack.proposals import changing, command, pasting, photos, revising
from bot.slack.proposals.forms import ObjectionForm, PastedForm, PhotoForm, ProposalForm, RecordForm
from bot.slack.typed import words as typed

RECORDED = "Recorded. Its card shows what became of it."


class NotAtYourTable(Refusal):
    template = (
        "Only a message in a council's own channel can become a proposal, and only for people with a seat in "
        "that council. Anywhere else, use /propose."
    )


def register(listeners: Listeners) -> None:
    """Registers the shortcut on a message."""
    listeners.take(Kind.MESSAGE_SHORTCUT, names.PROPOSE_THIS, propose_this)


@refusals_as_replies
async def propose_this(
    ack: AsyncAck,
    body: dict[str, Any],
    context: AsyncBoltContext,
    client: AsyncWebClient,
    answer: Answer,
    services: Services,
) -> None:
    """The proposal form with a message's words, for a seat holder at their own table."""
    await ack()
    channel = body["channel"]["id"]
    try:
        where = await services.reader.where(context.team_id or "", channel, UserId(body["user"]["id"]))
    except (NoGame, WhichGame):
        raise NotAtYourTable from None
    council = where.council
    if council is None or where.seat is None:
        raise NotAtYourTable
    if await services.reader.room(where.game.id, council_room(council)) != channel:
        raise NotAtYourTable
    decide(council, SubmitProposal("Any", "Any"), at=services.now(), actor=where.user)  # may refuse
    words = await readable(client, body["message"].get("text") or "")
    if links := photos.links(body["message"]):
        by = UserId(body["message"].get("user") or where.user)
        photo = Photo(links, by, "Any")
        decide(council, SubmitProposal("Any", "Any", photo=photo), at=services.now(), actor=where.user)
        text = typed.fitting(words, TEXT_LENGTH)
        title = pasting.title_of(words) if words.strip() else ""
        view = PhotoForm.view(where.scenario, council, by, links, text, title)
    elif (found := pasting.points_of(words)) is not None:
        view = PastedForm.view(council, found)
    else:
        text, title = typed.fitting(words, TEXT_LENGTH), pasting.title_of(words)
        whom = paper_cards.whom(where.scenario, council, where.user)
        view = ProposalForm.view(where.scenario, council, text, title, whom)
    await open_form(answer, view, (names.PROPOSE, council.id))


async def _submit(sent: Sent[ProposalForm]) -> None:
    """Puts a proposal on the table."""
    form, said = sent.form, sent.form.wording()
    council = await sent.services.reader.council(form.council)
    seat = council.seats.get(form.of) if form.of is not None else council.seat_of(sent.user)
    owner = said.owner_team or (seat.team if seat else None)  # as the form says of a menu left alone
    command = cc.SubmitProposal(said.title, said.text, said.question, owner, said.enforcement, said.review)
    await sent.services.councils.handle(council.id, entered(form.of, command), actor=sent.user)


def entered(of: RoleNumber | None, work: cc.PaperWork) -> cc.TableCommand:
    """The sender's own work, or entered for somebody on paper."""
    return work if of is None else cc.EnterForPaper(of, work)


async def _submit_from_paper(sent: Sent[PhotoForm]) -> None:
    """Puts on the table what stands on paper."""
    form, said = sent.form, sent.form.wording()
    command = cc.SubmitProposal(
        said.title,
        said.text,
        said.question,
        said.owner_team,
        said.enforcement,
        said.review,
        form.photo(),
    )
    await sent.services.councils.handle(form.council, entered(form.of, command), actor=sent.user)


async def _record_aloud(sent: Sent[RecordForm]) -> None:
    """Records what was decided by the charter's rule aloud."""
    form = sent.form
    command = cc.RecordDecision(form.number, form.round, form.aloud)
    await sent.services.councils.handle(form.council, command, actor=sent.user)
    await sent.show(message.plain(RECORDED))


async def _object_in_words(sent: Sent[ObjectionForm]) -> None:
    """Blocks a proposal under consent, with a reason."""
    form = sent.form
    command = entered(form.of, cc.Object(form.number, form.reason, form.round))
    await sent.services.councils.handle(form.council, command, actor=sent.user)


FORMS: tuple[Taken, ...] = (
    takes(ProposalForm, _submit),
    takes(PhotoForm, _submit_from_paper),
    takes(RecordForm, _record_aloud),
    takes(ObjectionForm, _object_in_words),
    *revising.FORMS,
    *changing.FORMS,
    *pasting.FORMS,
)


async def _open_form(pressed: Pressed) -> None:
    council, where = await pressed.seated()
    pressed.refuse_early(council, cc.SubmitProposal("Any", "Any"))
    whom = paper_cards.whom(where.scenario, council, pressed.user)
    await pressed.open(ProposalForm.view(where.scenario, council, whom=whom))


async def _record(pressed: Pressed) -> None:
    """At once before there is a charter; then by a form, from an older card as well."""
    council, _ = await pressed.seated()
    if council.charter is not None:
        await _open_record(pressed)
        return
    _, number, round = names.read_card(pressed.value)
    await _on_proposal(pressed, cc.RecordDecision(number, round), RECORDED)


async def _open_record(pressed: Pressed) -> None:
    council, where = await pressed.seated()
    _, number, round = names.read_card(pressed.value)
    with suppress(NumbersNeeded):  # they are what the form asks for
        pressed.refuse_early(council, cc.RecordDecision(number, round))
    await pressed.open(RecordForm.view(where.scenario, council, council.proposals[number]))


async def _withdraw(pressed: Pressed) -> None:
    _, number, _ = names.read_card(pressed.value)
    await _on_proposal(pressed, cc.WithdrawProposal(number), "Taken back.")


async def _open_objection(pressed: Pressed) -> None:
    council, where = await pressed.seated()
    _, number, round = names.read_card(pressed.value)
    pressed.refuse_early(council, cc.Object(number, "…", round))
    whom = paper_cards.whom(where.scenario, council, pressed.user)
    await pressed.open(ObjectionForm.view(council, number, round, whom))


async def _withdraw_objection(pressed: Pressed) -> None:
    _, number, _ = names.read_card(pressed.value)
    await _on_proposal(pressed, cc.WithdrawObjection(number), "You no longer object to it.")


async def _on_proposal(pressed: Pressed, command: cc.CouncilCommand, said: str) -> None:
    council, _, _ = names.read_card(pressed.value)
    await pressed.services.councils.handle(council, command, actor=pressed.user)
    await pressed.answer(message.plain(said))


async def _propose_word(asked: Asked) -> None:
    """`/moot propose TEXT` is `/propose TEXT`."""
    await command.propose(replace(asked, whole=Typed("/propose", asked.typed.rest)))


def _may_propose(where: Where | None) -> bool:
    if where is None or where.council is None or where.game.phase is None:
        return False
    return where.council.begun and not where.council.frozen and where.game.phase.kind.traits.at_work


WORDS: tuple[Word, ...] = (
    Word("propose …", _propose_word, "propose a policy to your council, as `/propose` does", WHILE_PLAYED,
         ForWhom.SEAT_HOLDERS, after="straw",
         press=Press("Propose a policy", "/propose", 1, fits=_may_propose)),
)  # fmt: skip
BUTTONS: dict[str, Handler] = {
    names.PROPOSE: _open_form,
    names.RECORD_DECISION: _record,
    names.RECORD_ALOUD: _open_record,
    names.WITHDRAW: _withdraw,
    names.OBJECT: _open_objection,
    names.WITHDRAW_OBJECTION: _withdraw_objection,
    **revising.BUTTONS,
    **changing.BUTTONS,
}
