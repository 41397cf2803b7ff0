"""Submitted modals. The work is done before the ack, so that a refusal appears where it was caused."""

import re
from datetime import timedelta
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.domain.charter import Conditions
from bot.domain.council import commands as cc
from bot.domain.feedback import Feedback
from bot.domain.game import commands as c
from bot.domain.ids import CouncilId, GameId, RoleNumber, UserId
from bot.domain.scenario import DecisionRuleKind, Proposers
from bot.services import Services
from bot.slack import ids
from bot.slack.guard import refusals_as_errors
from bot.slack.listeners import driving, filled
from bot.slack.messages import council_cards, forms

FORMS = re.compile(r"_form$")


def register(app: AsyncApp) -> None:
    """Registers every modal's submission, and that somebody closed one."""
    app.view_closed(FORMS)(closed)
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
    app.view(ids.TIME_FORM)(driving.change_time)


async def closed(ack: AsyncAck) -> None:
    """Acknowledged; what Slack tells of the fields is kept as a draft by then."""
    await ack()


@refusals_as_errors("rule")
async def adopt_charter(
    ack: AsyncAck, body: dict[str, Any], view: dict[str, Any], services: Services
) -> None:
    """Writes the charter, or proposes to change it."""
    values = filled.values(view)
    key, _, seen = view["private_metadata"].partition(":")
    council = await services.reader.council(CouncilId(key))
    command = cc.AdoptCharter(
        rule=DecisionRuleKind(values["rule"]),
        quorum=int(values["quorum"] or 0) / 100,
        enactment=values["enactment"],
        enforcement=values["enforcement"],
        conditions=_conditions(values, council.offer.default),
    )
    user = UserId(body["user"]["id"])
    after = await services.councils.handle(council.id, command, actor=user)
    _, scenario = await services.reader.game(after.game)
    notice = council_cards.charter_overtaken(scenario, after, user, command, seen=int(seen or 0))
    await (ack(response_action="update", view=notice.to_dict()) if notice else ack())


def _conditions(values: dict[str, Any], default: Conditions) -> Conditions:
    """What was chosen; a list with one entry is not shown, and its entry holds."""
    who, span, number = (values.get(block) for block in ("proposers", "waiting", "seconds"))
    return Conditions(
        Proposers(who) if who else default.proposers,
        timedelta(seconds=float(span)) if span else default.waiting,
        int(number) if number else default.seconds,
    )


@refusals_as_errors("title")
async def submit_proposal(
    ack: AsyncAck, body: dict[str, Any], view: dict[str, Any], services: Services
) -> None:
    """Puts a proposal on the table."""
    said = filled.wording(view)
    command = cc.SubmitProposal(
        said.title, said.text, said.question, said.owner_team, said.enforcement, said.review
    )
    await _council(services, body, view, command)
    await ack()


@refusals_as_errors("text")
async def record_response(
    ack: AsyncAck, body: dict[str, Any], view: dict[str, Any], services: Services
) -> None:
    """Records the answer to the emergency."""
    await _council(services, body, view, cc.RecordResponse(filled.values(view)["text"]))
    await ack()


@refusals_as_errors("text")
async def carry_back(ack: AsyncAck, body: dict[str, Any], view: dict[str, Any], services: Services) -> None:
    """Keeps an idea from the sidebar."""
    await _council(services, body, view, cc.CarryBack(filled.values(view)["text"]))
    await ack()


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
    said = {block.removeprefix("answer:"): text or "" for block, text in filled.values(view).items()}
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
    council, number, card = ids.read_card(view["private_metadata"])
    command = cc.Object(number, filled.values(view)["reason"] or "", card)
    await services.councils.handle(council, command, actor=UserId(body["user"]["id"]))
    await ack()


@refusals_as_errors("score")
async def give_feedback(
    ack: AsyncAck, body: dict[str, Any], view: dict[str, Any], services: Services
) -> None:
    """Keeps somebody's word on the game."""
    values = filled.values(view)
    said = Feedback(int(values["score"] or 0), values["helped"] or "", values["change"] or "")
    game = GameId(view["private_metadata"])
    await services.games.handle(game, c.GiveFeedback(said), actor=UserId(body["user"]["id"]))
    await ack()


async def _rule(services: Services, body: dict[str, Any], view: dict[str, Any], *, upheld: bool) -> None:
    council, _, seat = view["private_metadata"].partition(":")
    command = cc.RuleOnClaim(RoleNumber(int(seat)), upheld, filled.values(view)["reason"])
    await services.councils.handle(CouncilId(council), command, actor=UserId(body["user"]["id"]))


def _numbers(values: list[str] | None) -> tuple[int, ...]:
    return tuple(int(value) for value in values or ())


async def _council(
    services: Services, body: dict[str, Any], view: dict[str, Any], command: cc.CouncilCommand
) -> None:
    council = CouncilId(view["private_metadata"])
    await services.councils.handle(council, command, actor=UserId(body["user"]["id"]))
