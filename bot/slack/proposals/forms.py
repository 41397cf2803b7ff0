"""Modals. Limits: title, submit and close 24 characters; private_metadata 3,000."""

from collections.abc import Iterator
from typing import Any

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.domain.council import Council
from bot.domain.scenario import Scenario
from bot.domain.wording import Wording
from bot.slack.acting.filled import values
from bot.slack.blocks import names
from bot.slack.blocks.forms import TITLE_LENGTH, chosen, field, line, menu, modal, option, text
from bot.slack.blocks.message import shortened

NO_QUESTION = "none"


def proposal(scenario: Scenario, council: Council, text: str = "") -> View:
    """A policy for the council."""
    fields = wording(scenario, Wording("", text), owner_hint="Your own team, if you leave it out.")
    return modal(names.PROPOSAL_FORM, "Propose a policy", "Propose", council.id, *fields)


def wording(scenario: Scenario, said: Wording, owner_hint: str | None = None) -> Iterator[Block]:
    """The fields of a proposal, with what is said so far. What was chosen once can be unchosen: Slack offers
    no way back from a menu, so the menu does."""
    questions = [option(shortened(one.short, 75), one.key) for one in scenario.strategy]
    if said.question is not None:
        questions.append(option("No question in particular", NO_QUESTION))
    teams = [option(shortened(team.name, 75), team.key) for team in scenario.teams]
    yield field("title", "Title", line(said.title, TITLE_LENGTH))
    yield field("text", "The policy, as it should stand in the book", text(said.text))
    if questions:
        chosen_one = menu(questions, chosen(questions, said.question))
        yield field("question", "Which question does it answer?", chosen_one, optional=True)
    owner = menu(teams, chosen(teams, said.owner_team))
    yield field("owner_team", "Owner", owner, optional=True, hint=owner_hint)
    yield field("enforcement", "How is it enforced?", line(said.enforcement, 300), optional=True)
    yield field("review", "When is it looked at again?", line(said.review, 60), optional=True)


def read_wording(view: dict[str, Any]) -> Wording:
    """What somebody wants a proposal to say."""
    said = values(view)
    question = said.get("question")
    return Wording(
        title=said["title"] or "",
        text=said["text"] or "",
        question=None if question == NO_QUESTION else question,
        owner_team=said.get("owner_team"),
        enforcement=said.get("enforcement") or "",
        review=said.get("review") or "",
    )
