"""Submitted modals. The work is done before the ack, so that a refusal appears where it was caused."""

from datetime import UTC, datetime
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext

from bot.domain.council import commands as cc
from bot.domain.feedback import Feedback
from bot.domain.game import commands as c
from bot.domain.ids import ChannelId, CouncilId, GameId, ProposalNumber, RoleNumber, UserId
from bot.domain.scenario import DecisionRuleKind
from bot.services import Services
from bot.services.games import NewGame
from bot.slack import ids
from bot.slack.guard import refusals_as_errors
from bot.slack.listeners.filled import filled
from bot.slack.messages import forms


def register(app: AsyncApp) -> None:
    """Registers every modal's submission."""
    app.view(ids.CREATE_FORM)(create_game)
    app.view(ids.CHARTER_FORM)(adopt_charter)
    app.view(ids.PROPOSAL_FORM)(submit_proposal)
    app.view(ids.RESPONSE_FORM)(record_response)
    app.view(ids.IDEA_FORM)(carry_back)
    app.view(ids.CLAIM_FORM)(make_claim)
    app.view(ids.UPHOLD_FORM)(uphold)
    app.view(ids.REJECT_FORM)(reject)
    app.view(ids.PRESENTATION_FORM)(prepare_presentation)
    app.view(ids.FEEDBACK_FORM)(give_feedback)
    app.view(ids.OBJECTION_FORM)(make_objection)


@refusals_as_errors("name")
async def create_game(
    ack: AsyncAck,
    body: dict[str, Any],
    view: dict[str, Any],
    context: AsyncBoltContext,
    services: Services,
) -> None:
    """Opens sign-up."""
    values = filled(view)
    errors = {}
    if not forms.is_zone(values["timezone"] or ""):
        errors["timezone"] = "I don't know this time zone. Write it like Europe/Berlin or America/Chicago."
    if not (values["name"] or "").strip():
        errors["name"] = "Give the game a name that people will recognise."
    if errors:
        await ack(response_action="errors", errors=errors)
        return
    actor = UserId(body["user"]["id"])
    starts_at = values["starts_at"]
    new = NewGame(
        game=services.new_game_id(),
        team=(context.enterprise_id or "", context.team_id or ""),
        name=values["name"].strip(),
        scenario=values["scenario"],
        plenary=ChannelId(view["private_metadata"]),
        facilitators=tuple(UserId(user) for user in values["facilitators"] or ()),
        starts_at=datetime.fromtimestamp(int(starts_at), UTC) if starts_at else None,
        timezone=values["timezone"],
        speed=int(values["speed"] or 1),
        seed=services.new_seed(),
    )
    await services.games.create(new, actor=actor)
    await ack()


@refusals_as_errors("rule")
async def adopt_charter(
    ack: AsyncAck, body: dict[str, Any], view: dict[str, Any], services: Services
) -> None:
    """Writes the charter, or proposes to change it."""
    values = filled(view)
    command = cc.AdoptCharter(
        rule=DecisionRuleKind(values["rule"]),
        quorum=int(values["quorum"] or 0) / 100,
        enactment=values["enactment"],
        enforcement=values["enforcement"],
    )
    await _council(services, body, view, command)
    await ack()


@refusals_as_errors("title")
async def submit_proposal(
    ack: AsyncAck, body: dict[str, Any], view: dict[str, Any], services: Services
) -> None:
    """Puts a proposal on the table."""
    values = filled(view)
    command = cc.SubmitProposal(
        title=values["title"],
        text=values["text"],
        question=values.get("question"),
        owner_team=values.get("owner_team"),
        enforcement=values.get("enforcement") or "",
        review=values.get("review") or "",
    )
    await _council(services, body, view, command)
    await ack()


@refusals_as_errors("text")
async def record_response(
    ack: AsyncAck, body: dict[str, Any], view: dict[str, Any], services: Services
) -> None:
    """Records the answer to the emergency."""
    await _council(services, body, view, cc.RecordResponse(filled(view)["text"]))
    await ack()


@refusals_as_errors("text")
async def carry_back(ack: AsyncAck, body: dict[str, Any], view: dict[str, Any], services: Services) -> None:
    """Keeps an idea from the sidebar."""
    await _council(services, body, view, cc.CarryBack(filled(view)["text"]))
    await ack()


@refusals_as_errors("team_mission")
async def make_claim(ack: AsyncAck, body: dict[str, Any], view: dict[str, Any], services: Services) -> None:
    """Keeps a claim."""
    values = filled(view)
    command = cc.MakeClaim(
        team_mission=_numbers(values.get("team_mission")),
        role_mission=_numbers(values.get("role_mission")),
        priorities=tuple(
            (block.removeprefix("priority:"), int(value))
            for block, value in values.items()
            if block.startswith("priority:") and value
        ),
    )
    await _council(services, body, view, command)
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


@refusals_as_errors("answer:0")
async def prepare_presentation(
    ack: AsyncAck, body: dict[str, Any], view: dict[str, Any], services: Services
) -> None:
    """Keeps the answers that this person changed."""
    council, *began = view["private_metadata"].split(":")
    said = {block.removeprefix("answer:"): text or "" for block, text in filled(view).items()}
    changed = tuple(
        (int(number), text)
        for number, text in said.items()
        if int(number) >= len(began) or forms.checksum(text) != began[int(number)]
    )
    command = cc.PreparePresentation(changed)
    await services.councils.handle(CouncilId(council), command, actor=UserId(body["user"]["id"]))
    await ack()


@refusals_as_errors("reason")
async def make_objection(
    ack: AsyncAck, body: dict[str, Any], view: dict[str, Any], services: Services
) -> None:
    """Blocks a proposal under consent, with a reason."""
    council, _, number = view["private_metadata"].partition(":")
    command = cc.Object(ProposalNumber(int(number)), filled(view)["reason"] or "")
    await services.councils.handle(CouncilId(council), command, actor=UserId(body["user"]["id"]))
    await ack()


@refusals_as_errors("score")
async def give_feedback(
    ack: AsyncAck, body: dict[str, Any], view: dict[str, Any], services: Services
) -> None:
    """Keeps somebody's word on the game."""
    values = filled(view)
    said = Feedback(int(values["score"] or 0), values["helped"] or "", values["change"] or "")
    game = GameId(view["private_metadata"])
    await services.games.handle(game, c.GiveFeedback(said), actor=UserId(body["user"]["id"]))
    await ack()


async def _rule(services: Services, body: dict[str, Any], view: dict[str, Any], *, upheld: bool) -> None:
    council, _, seat = view["private_metadata"].partition(":")
    command = cc.RuleOnClaim(RoleNumber(int(seat)), upheld, filled(view)["reason"])
    await services.councils.handle(CouncilId(council), command, actor=UserId(body["user"]["id"]))


def _numbers(values: list[str] | None) -> tuple[int, ...]:
    return tuple(int(value) for value in values or ())


async def _council(
    services: Services, body: dict[str, Any], view: dict[str, Any], command: cc.CouncilCommand
) -> None:
    council = CouncilId(view["private_metadata"])
    await services.councils.handle(council, command, actor=UserId(body["user"]["id"]))
