"""Modals about people and seats. What they do is also a command; people on paper have no menu at Slack, so
they are chosen from one of ours."""

from slack_sdk.models.blocks import PlainTextInputElement
from slack_sdk.models.views import View

from bot.domain.council import Council
from bot.domain.council.session import STRAW_LENGTH
from bot.slack.blocks import names
from bot.slack.blocks.forms import field, modal, text
from bot.slack.blocks.message import context, section


def response(council: Council) -> View:
    """The emergency's answer, as a process."""
    now = next(
        (one.text for one in council.responses if council.phase and one.phase == council.phase.phase), ""
    )
    return modal(
        names.RESPONSE_FORM,
        "Our response",
        "Record",
        council.id,
        section("Write down what your council does, step by step, so that it works the next time as well."),
        field("text", "The process", text(now)),
    )


def idea(council: Council) -> View:
    """Something that the sidebar gives to one's own council."""
    return modal(
        names.IDEA_FORM,
        "Carry an idea back",
        "Carry back",
        council.id,
        section(f"I show it in the channel of {council.name} when the sidebar is over."),
        field("text", "The idea", text("", 1000)),
        context("Do not paste your sheet."),
    )


def straw(council: Council) -> View:
    """A quick question to the council."""
    return modal(
        names.STRAW_FORM,
        "Straw poll",
        "Ask",
        council.id,
        field(
            "question",
            f"Your question to {council.name}",
            PlainTextInputElement(action_id="value", multiline=True, max_length=STRAW_LENGTH),
        ),
        context("It binds nobody, and nobody counts it."),
    )
