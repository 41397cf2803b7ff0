"""Buttons. Their values carry ids; who may do it is decided when it is done."""

from collections.abc import Callable
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.council import commands as cc
from bot.domain.errors import (
    BallotAlreadyHeld,
    ClaimsNotOpen,
    FacilitatorsOnly,
    NoReceipt,
    NoSheet,
    NoSuchClaim,
    NotSeated,
    PlaysHere,
)
from bot.domain.game import commands as c
from bot.domain.ids import CouncilId, GameId, RoleNumber, UserId
from bot.services import Services
from bot.services.councils import game_of
from bot.slack import ids
from bot.slack.guard import Answer, refusals_as_replies
from bot.slack.listeners import bookkeeping, caring, creating, driving, pages, people, revising, seat_buttons
from bot.slack.listeners.pressed import Handler, Pressed
from bot.slack.messages import (
    claim_cards,
    forms,
    objections,
    paged,
    personal,
    receipts,
    reveals,
    sheets,
    stage_cards,
)


def register(app: AsyncApp) -> None:
    """Registers every button."""
    for name in HANDLERS:
        app.action(ids.named(name))(press)


@refusals_as_replies
async def press(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    context: AsyncBoltContext,
    answer: Answer,
    client: AsyncWebClient,
    services: Services,
) -> None:
    """Any button."""
    await ack()
    name = ids.name_of(action["action_id"])
    value = action.get("value") or action.get("selected_option", {}).get("value", "")
    pressed = Pressed(
        services,
        answer,
        client,
        context.team_id or "",
        UserId(body["user"]["id"]),
        value,
        body.get("trigger_id", ""),
        in_message="response_url" in body,
        again=(name, value),
    )
    async with services.visits.visit(pressed.user):
        await HANDLERS[name](pressed)


# --- sign-up and seating


async def _new_game(pressed: Pressed) -> None:
    view = await creating.form(pressed.services, pressed.client, pressed.value, pressed.user)
    await pressed.open(view)


def _signs_up(command: Callable[[UserId], c.Join | c.Observe | c.Leave]) -> Handler:
    async def handler(pressed: Pressed) -> None:
        game = GameId(pressed.value)
        await people.sign_up(pressed.services, pressed.answer, game, command(pressed.user), pressed.user)

    return handler


async def _deal(pressed: Pressed) -> None:
    await people.deal(pressed.services, pressed.answer, GameId(pressed.value), pressed.user)


async def _redeal(pressed: Pressed) -> None:
    command = c.PlanSeating(pressed.services.new_seed())
    game = await pressed.services.games.handle(GameId(pressed.value), command, actor=pressed.user)
    if game.plan is not None:
        await pressed.answer.in_place(people.plan(pressed.services, game, game.plan))


# --- seats


async def _open_sheet(pressed: Pressed) -> None:
    council, where = await pressed.council()
    seat = council.seat_of(pressed.user)
    if seat is None:
        raise NoSheet
    await caring.envelope_opened(pressed.services, where.game, council, pressed.user)
    if not council.begun:
        await pressed.answer(sheets.still_sealed(where.game, council))
    elif pressed.in_message:
        await pressed.answer.in_place(sheets.sheet(where.scenario, council, seat))
    else:
        await pressed.services.requests.sheet(where, pressed.team_id)
        await pressed.answer(personal.plain("I have sent it to our direct messages."))


async def _hide_sheet(pressed: Pressed) -> None:
    council, _ = await pressed.seated()
    await pressed.answer.in_place(sheets.hidden(council))


async def _missions(pressed: Pressed) -> None:
    council, where = await pressed.council()
    if not where.facilitates:
        raise FacilitatorsOnly
    if where.seat is not None:
        raise PlaysHere
    await pressed.answer(reveals.for_a_facilitator(where.scenario, council))


async def _owed(pressed: Pressed) -> None:
    _, where = await pressed.council()
    councils = await pressed.services.reader.councils_of(where)
    await pressed.answer(personal.owed_card(where, pressed.services.now(), councils))


async def _book(pressed: Pressed) -> None:
    council, where = await pressed.council()
    await pressed.answer(paged.book(where.scenario, council, council.seat_of(pressed.user)))


async def _handbook(pressed: Pressed) -> None:
    game = game_of(CouncilId(pressed.value))
    scenario = (await pressed.services.reader.game(game))[1]
    await pressed.answer(paged.handbook(scenario, game))


async def _propose(pressed: Pressed) -> None:
    council, where = await pressed.seated()
    pressed.refuse_early(council, cc.SubmitProposal("…", "…"))
    await pressed.open(forms.proposal(where.scenario, council))


async def _charter(pressed: Pressed) -> None:
    council, where = await pressed.seated()
    pressed.refuse_early(council, cc.AdoptCharter(council.rules[0], 0, "…", "…"))
    await pressed.open(forms.charter(where.scenario, council))


async def _response(pressed: Pressed) -> None:
    council, _ = await pressed.seated()
    pressed.refuse_early(council, cc.RecordResponse("…"))
    await pressed.open(forms.response(council))


async def _carry_back(pressed: Pressed) -> None:
    where = await pressed.services.reader.where_in(GameId(pressed.value), pressed.user)
    if where.seat is None:
        raise NotSeated
    pressed.refuse_early(where.in_council(), cc.CarryBack("…"))
    await pressed.open(forms.idea(where.in_council()))


async def _record(pressed: Pressed) -> None:
    _, number, card = ids.read_card(pressed.value)
    await _on_proposal(pressed, cc.RecordDecision(number, card), "Recorded: it is in the policy book.")


async def _withdraw(pressed: Pressed) -> None:
    _, number, _ = ids.read_card(pressed.value)
    await _on_proposal(pressed, cc.WithdrawProposal(number), "Taken back.")


async def _object(pressed: Pressed) -> None:
    council, _ = await pressed.seated()
    _, number, card = ids.read_card(pressed.value)
    pressed.refuse_early(council, cc.Object(number, "…", card))
    await pressed.open(objections.form(council, number, card))


async def _withdraw_objection(pressed: Pressed) -> None:
    _, number, _ = ids.read_card(pressed.value)
    await _on_proposal(pressed, cc.WithdrawObjection(number), "You no longer object to it.")


async def _on_proposal(pressed: Pressed, command: cc.CouncilCommand, said: str) -> None:
    council, _, _ = ids.read_card(pressed.value)
    await pressed.services.councils.handle(council, command, actor=pressed.user)
    await pressed.answer(personal.plain(said))


async def _call_vote(pressed: Pressed) -> None:
    council = CouncilId(pressed.value)
    table = await pressed.services.councils.handle(council, cc.OpenBallot(), actor=pressed.user)
    if table.ballot is None or table.ballot.called_at is not None:
        raise BallotAlreadyHeld
    await pressed.answer(personal.plain("The final vote is open, in your council's channel."))


async def _claim(pressed: Pressed) -> None:
    council, where = await pressed.seated()
    if council.outcome is None:
        raise ClaimsNotOpen
    seat = council.seat_of(pressed.user)
    assert seat is not None
    if not council.policies:
        await pressed.answer(personal.plain("Your book has no policy, so there is nothing to claim."))
        return
    await pressed.open(claim_cards.claim_form(where.scenario, council, seat))


def _rules(*, upheld: bool) -> Handler:
    async def handler(pressed: Pressed) -> None:
        council, _ = await pressed.council()
        claim = council.claims.get(RoleNumber(int(pressed.value.partition(":")[2])))
        if pressed.user not in council.facilitators:
            raise FacilitatorsOnly
        if claim is None:
            raise NoSuchClaim
        await pressed.open(claim_cards.ruling_form(council, claim, upheld=upheld))

    return handler


async def _receipt(pressed: Pressed) -> None:
    council, where = await pressed.council()
    if council.ballot is None:
        raise NoReceipt
    await pressed.answer(receipts.mine(where.game, council, pressed.user))


def _reveals(*, consents: bool) -> Handler:
    async def handler(pressed: Pressed) -> None:
        council, _, seat = pressed.value.partition(":")
        command = cc.AnswerReveal(RoleNumber(int(seat)), consents)
        await pressed.services.councils.handle(CouncilId(council), command, actor=pressed.user)
        await pressed.answer(personal.plain(reveals.answered(consents)))

    return handler


async def _prepare(pressed: Pressed) -> None:
    council, where = await pressed.seated()
    pressed.refuse_early(council, cc.PreparePresentation(((0, "…"),)))
    await pressed.open(forms.presentation(council, stage_cards.debrief(where.scenario)))


async def _give_feedback(pressed: Pressed) -> None:
    game, _ = await pressed.services.reader.game(GameId(pressed.value))
    await pressed.open(people.feedback_form(game, pressed.user))


async def _show_feedback(pressed: Pressed) -> None:
    game, _ = await pressed.services.reader.game(GameId(pressed.value))
    if pressed.user not in game.facilitators:
        raise FacilitatorsOnly
    await pressed.answer(stage_cards.feedback_summary(game))


async def _show_agenda(pressed: Pressed) -> None:
    where = await pressed.services.reader.where_in(GameId(pressed.value), pressed.user)
    await people.show_agenda(pressed.services, pressed.answer, where)


HANDLERS: dict[str, Handler] = {
    ids.SHOW_TIMETABLE: _show_agenda,
    ids.MAKE_CLAIM: _claim,
    ids.UPHOLD: _rules(upheld=True),
    ids.REJECT: _rules(upheld=False),
    ids.JOIN: _signs_up(c.Join),
    ids.JOIN_AS_CHAIR: _signs_up(lambda user: c.Join(user, chair=True)),
    ids.JOIN_OPENLY: _signs_up(lambda user: c.Join(user, open_hand=True)),
    ids.OBSERVE: _signs_up(c.Observe),
    ids.LEAVE: _signs_up(c.Leave),
    ids.DEAL_SEATS: _deal,
    ids.REDEAL: _redeal,
    ids.OPEN_SHEET: _open_sheet,
    ids.HIDE_SHEET: _hide_sheet,
    ids.SHOW_MISSIONS: _missions,
    ids.SHOW_OWED: _owed,
    ids.SHOW_BOOK: _book,
    ids.SHOW_HANDBOOK: _handbook,
    ids.PROPOSE: _propose,
    ids.WRITE_CHARTER: _charter,
    ids.RECORD_RESPONSE: _response,
    ids.CARRY_BACK: _carry_back,
    ids.RECORD_DECISION: _record,
    ids.WITHDRAW: _withdraw,
    ids.CALL_VOTE: _call_vote,
    ids.PREPARE_PRESENTATION: _prepare,
    ids.GIVE_FEEDBACK: _give_feedback,
    ids.SHOW_FEEDBACK: _show_feedback,
    ids.OBJECT: _object,
    ids.WITHDRAW_OBJECTION: _withdraw_objection,
    **revising.BUTTONS,
    **bookkeeping.BUTTONS,
    ids.SHOW_RECEIPT: _receipt,
    ids.REVEAL: _reveals(consents=True),
    ids.KEEP_MISSION: _reveals(consents=False),
    **driving.BUTTONS,
    ids.SHOW_COUNCILS: pages.councils,
    ids.SHOW_COUNCIL: pages.council,
    ids.TRY_AGAIN: pages.try_again,
    ids.TURN_BOOK: pages.book,
    ids.TURN_RESULTS: pages.results,
    ids.TURN_PLAN: pages.plan,
    ids.TURN_HANDBOOK: pages.handbook,
    ids.NEW_GAME: _new_game,
    ids.SHOW_GAMES: pages.games_list,
    **seat_buttons.HANDLERS,
    **caring.BUTTONS,
}
