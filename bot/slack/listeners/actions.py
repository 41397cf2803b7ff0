"""Buttons. Their values carry ids; who may do it is decided when it is done."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.council import commands as cc
from bot.domain.errors import ClaimsNotOpen, FacilitatorsOnly, NoSheet, NoSuchClaim, NotSeated
from bot.domain.game import commands as c
from bot.domain.ids import CouncilId, GameId, ProposalNumber, RoleNumber, UserId
from bot.services import Services
from bot.services.councils import game_of
from bot.slack import ids
from bot.slack.guard import Answer, refusals_as_replies
from bot.slack.listeners import people, seat_buttons
from bot.slack.listeners.pressed import Handler, Pressed
from bot.slack.messages import (
    claim_cards,
    council_cards,
    forms,
    game_cards,
    objections,
    personal,
    sheets,
    stage_cards,
)


def register(app: AsyncApp) -> None:
    """Registers every button."""
    for action_id in HANDLERS:
        app.action(action_id)(press)


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
    pressed = Pressed(
        services,
        answer,
        client,
        context.team_id or "",
        UserId(body["user"]["id"]),
        action.get("value", ""),
        body.get("trigger_id", ""),
        in_message="response_url" in body,
    )
    await HANDLERS[action["action_id"]](pressed)


# --- sign-up and seating


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
        scenario = pressed.services.reader.scenario(game.scenario)
        await pressed.answer.in_place(game_cards.seating_plan(game, game.plan, scenario))


# --- the clock


def _drives(command: c.GameCommand) -> Handler:
    async def handler(pressed: Pressed) -> None:
        await _drive(pressed, pressed.value, command)

    return handler


async def _drive(pressed: Pressed, game_id: str, command: c.GameCommand) -> None:
    game = await pressed.services.games.handle(GameId(game_id), command, actor=pressed.user)
    if pressed.in_message:  # on App Home, the page itself changes
        await pressed.answer(personal.console(game))


async def _add_time(pressed: Pressed) -> None:
    game, _, seen = pressed.value.partition(":")
    await _drive(pressed, game, c.ChangeTime(timedelta(minutes=2), datetime.fromisoformat(seen)))


async def _next_phase(pressed: Pressed) -> None:
    game, _, seen = pressed.value.partition(":")
    await _drive(pressed, game, c.SkipPhase(int(seen)))


# --- seats


async def _open_sheet(pressed: Pressed) -> None:
    council, where = await pressed.council()
    seat = council.seat_of(pressed.user)
    if seat is None:
        raise NoSheet
    if not council.begun:
        await pressed.answer(sheets.still_sealed(where.game, council))
    elif pressed.in_message:
        await pressed.answer.in_place(sheets.sheet(where.scenario, council, seat))
    else:
        await pressed.services.requests.sheet(where, pressed.team_id)
        await pressed.answer(personal.plain("I have sent it to our direct messages."))


async def _owed(pressed: Pressed) -> None:
    _, where = await pressed.council()
    await pressed.answer(personal.owed_card(where))


async def _book(pressed: Pressed) -> None:
    council, where = await pressed.council()
    await pressed.answer(council_cards.book(where.scenario, council, frozen=True))


async def _handbook(pressed: Pressed) -> None:
    scenario = (await pressed.services.reader.game(game_of(CouncilId(pressed.value))))[1]
    for page in personal.handbook(scenario):
        await pressed.answer(page)


async def _propose(pressed: Pressed) -> None:
    council, where = await pressed.seated()
    await pressed.open(forms.proposal(where.scenario, council))


async def _charter(pressed: Pressed) -> None:
    council, where = await pressed.seated()
    await pressed.open(forms.charter(where.scenario, council))


async def _response(pressed: Pressed) -> None:
    council, _ = await pressed.seated()
    await pressed.open(forms.response(council))


async def _carry_back(pressed: Pressed) -> None:
    where = await pressed.services.reader.where_in(GameId(pressed.value), pressed.user)
    if where.seat is None:
        raise NotSeated
    await pressed.open(forms.idea(where.in_council()))


async def _record(pressed: Pressed) -> None:
    await _on_proposal(pressed, cc.RecordDecision(_number(pressed)), "Recorded: it is in the policy book.")


async def _withdraw(pressed: Pressed) -> None:
    await _on_proposal(pressed, cc.WithdrawProposal(_number(pressed)), "Taken back.")


async def _object(pressed: Pressed) -> None:
    council, _ = await pressed.seated()
    await pressed.open(objections.form(council, _number(pressed)))


async def _withdraw_objection(pressed: Pressed) -> None:
    command = cc.WithdrawObjection(_number(pressed))
    await _on_proposal(pressed, command, "You no longer object to it.")


async def _on_proposal(pressed: Pressed, command: cc.CouncilCommand, said: str) -> None:
    council = CouncilId(pressed.value.partition(":")[0])
    await pressed.services.councils.handle(council, command, actor=pressed.user)
    await pressed.answer(personal.plain(said))


def _number(pressed: Pressed) -> ProposalNumber:
    return ProposalNumber(int(pressed.value.partition(":")[2]))


async def _call_vote(pressed: Pressed) -> None:
    council = CouncilId(pressed.value)
    await pressed.services.councils.handle(council, cc.OpenBallot(), actor=pressed.user)
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


async def _prepare(pressed: Pressed) -> None:
    council, where = await pressed.seated()
    await pressed.open(forms.presentation(council, stage_cards.debrief(where.scenario)))


async def _give_feedback(pressed: Pressed) -> None:
    game, _ = await pressed.services.reader.game(GameId(pressed.value))
    await people.open_feedback(pressed.client, pressed.trigger, game, pressed.user)


async def _show_feedback(pressed: Pressed) -> None:
    game, _ = await pressed.services.reader.game(GameId(pressed.value))
    if pressed.user not in game.facilitators:
        raise FacilitatorsOnly
    await pressed.answer(stage_cards.feedback_summary(game))


HANDLERS: dict[str, Handler] = {
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
    ids.START_GAME: _drives(c.StartGame()),
    ids.PAUSE: _drives(c.PauseGame()),
    ids.RESUME: _drives(c.ResumeGame()),
    ids.ADD_TIME: _add_time,
    ids.NEXT_PHASE: _next_phase,
    ids.END_GAME: _drives(c.EndGame()),
    ids.OPEN_SHEET: _open_sheet,
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
    **seat_buttons.HANDLERS,
}
