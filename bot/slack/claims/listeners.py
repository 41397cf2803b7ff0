"""Claiming that a mission was met, and ruling on a claim that is disputed."""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.domain.council import commands as cc
from bot.domain.errors.authority import FacilitatorsOnly
from bot.domain.errors.claims import ClaimsNotOpen, NoSuchClaim
from bot.domain.ids import CouncilId, RoleNumber, UserId
from bot.services import Services
from bot.slack.acting import filled
from bot.slack.acting.filled import handled_by_council
from bot.slack.acting.pressed import Handler, Pressed
from bot.slack.blocks import message, names
from bot.slack.claims import forms as claims_forms
from bot.slack.edge.guard import refusals_as_errors


@refusals_as_errors("team_mission")
async def make_claim(ack: AsyncAck, body: dict[str, Any], view: dict[str, Any], services: Services) -> None:
    """Keeps a claim."""
    values = filled.values(view)
    command = cc.MakeClaim(
        team_mission=_numbers(values.get("team_mission")),
        role_mission=_numbers(values.get("role_mission")),
        priorities=tuple(
            (block.removeprefix("priority:"), int(value))
            for block, value in values.items()
            if block.startswith("priority:") and value
        ),
    )
    await handled_by_council(services, body, view, command)
    await ack()


@refusals_as_errors("reason")
async def uphold(ack: AsyncAck, body: dict[str, Any], view: dict[str, Any], services: Services) -> None:
    """A facilitator upholds a disputed claim."""
    await _rule(services, body, view, upheld=True)
    await ack()


@refusals_as_errors("reason")
async def reject(ack: AsyncAck, body: dict[str, Any], view: dict[str, Any], services: Services) -> None:
    """A facilitator rejects a disputed claim."""
    await _rule(services, body, view, upheld=False)
    await ack()


async def _rule(services: Services, body: dict[str, Any], view: dict[str, Any], *, upheld: bool) -> None:
    council, _, seat = view["private_metadata"].partition(":")
    command = cc.RuleOnClaim(RoleNumber(int(seat)), upheld, filled.values(view)["reason"])
    await services.councils.handle(CouncilId(council), command, actor=UserId(body["user"]["id"]))


def _numbers(values: list[str] | None) -> tuple[int, ...]:
    return tuple(int(value) for value in values or ())


async def _claim(pressed: Pressed) -> None:
    council, where = await pressed.seated()
    if council.outcome is None:
        raise ClaimsNotOpen
    seat = council.seat_of(pressed.user)
    assert seat is not None
    if not council.policies:
        await pressed.answer(message.plain("Your book has no policy, so there is nothing to claim."))
        return
    await pressed.open(claims_forms.claim_form(where.scenario, council, seat))


def _rules(*, upheld: bool) -> Handler:
    async def handler(pressed: Pressed) -> None:
        council, _ = await pressed.council()
        claim = council.claims.get(RoleNumber(int(pressed.value.partition(":")[2])))
        if pressed.user not in council.facilitators:
            raise FacilitatorsOnly
        if claim is None:
            raise NoSuchClaim
        await pressed.open(claims_forms.ruling_form(council, claim, upheld=upheld))

    return handler


BUTTONS: dict[str, Handler] = {
    names.MAKE_CLAIM: _claim,
    names.UPHOLD: _rules(upheld=True),
    names.REJECT: _rules(upheld=False),
}
