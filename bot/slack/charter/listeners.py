"""Writing the charter, changing it, and reading what it says."""

from datetime import timedelta
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.domain.charter import Conditions
from bot.domain.council import commands as cc
from bot.domain.council import decide
from bot.domain.ids import CouncilId, UserId
from bot.domain.rules import DecisionRuleKind
from bot.domain.scenario import Proposers
from bot.services import Services
from bot.slack.acting import filled
from bot.slack.acting.asked import WHILE_PLAYED, Asked, ForWhom, Word
from bot.slack.acting.pressed import Handler, Pressed
from bot.slack.blocks import names
from bot.slack.charter import cards as charter_cards
from bot.slack.charter import forms as charter_forms
from bot.slack.edge.guard import refusals_as_errors


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
    notice = charter_cards.charter_overtaken(scenario, after, user, command, seen=int(seen or 0))
    await (ack(response_action="update", view=notice.to_dict()) if notice else ack())


def _conditions(values: dict[str, Any], default: Conditions) -> Conditions:
    """What was chosen; a list with one entry is not shown, and its entry holds."""
    who, span, number = (values.get(block) for block in ("proposers", "waiting", "seconds"))
    return Conditions(
        Proposers(who) if who else default.proposers,
        timedelta(seconds=float(span)) if span else default.waiting,
        int(number) if number else default.seconders,
    )


async def _write(pressed: Pressed) -> None:
    council, where = await pressed.seated()
    pressed.refuse_early(council, cc.AdoptCharter(council.rules[0], 0, "…", "…"))
    await pressed.open(charter_forms.charter(where.scenario, council))


BUTTONS: dict[str, Handler] = {names.WRITE_CHARTER: _write}


async def _show_or_write(asked: Asked) -> None:
    where = await asked.where()
    council = where.in_council()
    if council.charter is not None:
        await asked.answer(charter_cards.charter(where.scenario, council))
        return
    decide(council, cc.AdoptCharter(council.rules[0], 0, "…", "…"), at=asked.services.now(), actor=asked.user)
    await asked.open(charter_forms.charter(where.scenario, council), names.WRITE_CHARTER, council.id)


WORDS = (
    Word("charter", _show_or_write, "how your council decides; before there is a charter, its form",
         WHILE_PLAYED, ForWhom.SEAT_HOLDERS, after="policies"),
)  # fmt: skip
