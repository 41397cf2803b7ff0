"""Objections under consent: how they stand on a proposal's card."""

from collections.abc import Iterator

from slack_sdk.models.blocks import Block, ButtonElement

from bot.domain.council import Council, Proposal
from bot.domain.scenario import Scenario
from bot.slack.blocks import names
from bot.slack.blocks import phrases as p
from bot.slack.blocks.message import Message, button, escaped, section, sections


def standing(scenario: Scenario, council: Council, one: Proposal) -> Iterator[Block]:
    """The objections that stand, with their reasons."""
    lines = [
        f"*Objection of {p.the_role(scenario, seat.role)}:* {escaped(' '.join(reason.split()))}"
        for seat, reason in council.objections_to(one)
    ]
    yield from sections(lines)


def buttons(council: Council, one: Proposal) -> Iterator[ButtonElement]:
    """What an objector can press."""
    value = names.on_card(council.id, one.number, one.round)
    if council.rule is not None and council.rule.objections:
        yield button("Object", names.OBJECT, value)
    if council.objections_to(one):
        yield button("Withdraw my objection", names.WITHDRAW_OBJECTION, value)


def how_to_object(number: int) -> Message:
    """To somebody who reacted with a thumb down where only reasons block."""
    return Message.of(
        section(
            f"Your thumb down counts towards the quorum, but it does not block proposal {number}: your "
            'council decides by consent. To block it, press "Object" on its card and give a reason.'
        )
    )
