"""Modals. Limits: title, submit and close 24 characters; private_metadata 3,000."""

from slack_sdk.models.blocks import NumberInputElement
from slack_sdk.models.views import View

from bot.domain.council import Council
from bot.domain.scenario import Scenario
from bot.slack.blocks import names
from bot.slack.blocks.forms import chosen, field, menu, modal, option, text
from bot.slack.blocks.message import section, shortened
from bot.slack.charter import conditions


def charter(scenario: Scenario, council: Council) -> View:
    """The stewards write down how the council decides."""
    now, offer = council.charter, scenario.charter
    options = [option(shortened(f"{rule.name}: {rule.text}", 75), rule.kind) for rule in offer.rules]
    kind = now.rule if now else offer.rules[0].kind
    quorum = now.quorum if now else offer.quorum
    proposed = now is not None and not now.rule.row.by_steward
    explained = "What your council agrees here, I apply to every proposal from now on."
    if proposed:
        explained = (
            "This becomes a proposal. It takes effect when your council adopts it by its present rule."
        )
    return modal(
        names.CHARTER_FORM,
        "The charter",
        "Propose" if proposed else "Adopt",
        f"{council.id}:{now.version if now else 0}",
        section(explained),
        field("rule", "Decision rule", menu(options, chosen(options, kind))),
        field(
            "quorum",
            "Quorum, in percent of the filled seats",
            NumberInputElement(
                action_id="value",
                is_decimal_allowed=False,
                initial_value=str(round(quorum * 100)),
                min_value="0",
                max_value="100",
            ),
            hint="How many must take a side before a proposal can be adopted. Vacant seats do not count.",
        ),
        *conditions.inputs(council),
        field("enactment", "How is a policy enacted?", text(now.enactment if now else offer.enactment)),
        field("enforcement", "How is it enforced?", text(now.enforcement if now else offer.enforcement)),
    )
