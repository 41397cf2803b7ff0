"""Cards in a council's channel: welcome, charter, proposals, the book, the ballot."""

from collections.abc import Iterator

from slack_sdk.models.views import View

from bot.domain.charter import Charter, Terms, terms_of
from bot.domain.council import Council
from bot.domain.council.charter import terms_meant
from bot.domain.council.commands import AdoptCharter
from bot.domain.ids import UserId
from bot.domain.scenario import Scenario
from bot.slack.blocks import forms as blocks_forms
from bot.slack.blocks import names, optional
from bot.slack.blocks.message import (
    Message,
    actions,
    bullets,
    button,
    context,
    escaped,
    header,
    section,
    sections,
)
from bot.slack.charter import conditions, deciding


def charter(scenario: Scenario, council: Council) -> Message:
    """How this council decides from now on."""
    now = council.charter
    assert now is not None
    change = button("Change the charter", names.WRITE_CHARTER, council.id)
    return Message.of(
        header(f"The charter, version {now.version}"),
        *sections(terms(scenario, council, terms_of(now))),
        context(" ".join(_said_of(council, now.version))),
        *([] if council.charter_is_fixed else [actions(change)]),
    )


def _said_of(council: Council, version: int) -> Iterator[str]:
    """Where it comes from, what it is for, and whether it can be changed."""
    if council.charter_is_fixed:
        yield "It is the same for every council of this game, and stays as it is."
    elif council.given is not None and version == 1:
        yield "Every council of this game begins with it."
    yield "I apply this to every proposal."
    if not council.charter_is_fixed:
        until = optional.until_closed(council).capitalize()
        yield f"{until}, anybody here can propose to change it."


def charter_overtaken(
    scenario: Scenario, council: Council, user: UserId, wanted: AdoptCharter, *, seen: int
) -> View | None:
    """To somebody whose charter came after one that they had not seen: what became of theirs."""
    now = council.charter
    if now is None or now.version <= seen or terms_of(now) == terms_meant(council, wanted):
        return None
    changes = [
        one.number
        for one in council.proposals.values()
        if one.amendment is not None and council.seats[one.by].holder == user
    ]
    told = (
        f"*Somebody else adopted version {now.version} of the charter while you wrote.* It is in force and "
        f"says:\n{bullets(terms(scenario, council, terms_of(now)))}"
    )
    said = (
        f"Your text is not in force. It is on the table as proposal {max(changes, default=0)}, and the "
        "council decides on it by that charter. If you are happy with the charter as it is, withdraw your "
        "proposal on its card."
    )
    return blocks_forms.window("The charter", *sections([told]), section(said))


def terms(scenario: Scenario, council: Council, terms: Terms) -> list[str]:
    return [
        f"*Rule:* {rule_words(scenario, terms)}",
        f"*Quorum:* {terms.quorum:.0%} of the {_whose(council, terms)} take a side",
        *deciding.lines(scenario, council),
        *conditions.lines(council, terms.conditions),
        f"*How a policy is enacted:* {escaped(terms.enactment) or 'not written down'}",
        f"*How it is enforced:* {escaped(terms.enforcement) or 'not written down'}",
    ]


def _whose(council: Council, said: Terms) -> str:
    who = council.electorate
    filled = "filled seats" if who.for_all else "filled seats that vote"
    seats = "stewards" if said.rule.row.by_stewards else filled
    return f"votes of the {seats}" if who.weighed else seats


def rule_words(scenario: Scenario, said: Terms | Charter) -> str:
    """The rule's name and meaning in the pack's words."""
    rule = scenario.charter.rule(said.rule, said.threshold)
    return f"{escaped(rule.name)}. {escaped(rule.text)}"
