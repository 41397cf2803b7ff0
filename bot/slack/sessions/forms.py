"""The forms of a session: the answer to the emergency, an idea from the sidebar, a straw poll."""

from slack_sdk.models.views import View

from bot.domain.council import Council
from bot.domain.council.session import STRAW_LENGTH
from bot.domain.ids import CouncilId
from bot.domain.scenario import Scenario
from bot.slack.blocks.fields import Words
from bot.slack.blocks.forms import About, Form
from bot.slack.blocks.message import context, section
from bot.slack.charter.aloud import AloudFields


class ResponseForm(
    AloudFields, callback="response_form", title="Our response", submit="Record", refused_at="text"
):
    """The emergency's answer, as a process."""

    council = About(CouncilId)
    text = Words("The process")

    @classmethod
    def view(cls, scenario: Scenario, council: Council) -> View:
        """With what was recorded so far."""
        now = (one.text for one in council.responses if council.phase and one.phase == council.phase.phase)
        told = (
            "Write down what your council does, step by step, so that it also works next time: who does it, "
            "who checks it, and when you review it."
        )
        text = cls.text.input(next(now, ""))
        numbers = cls.numbers(scenario, council) if council.charter else ()
        return cls.modal((council.id,), section(told), text, *numbers)


class IdeaForm(Form, callback="idea_form", title="Carry an idea back", submit="Carry back"):
    """Something that the sidebar gives to one's own council."""

    council = About(CouncilId)
    text = Words("The idea", 1000)

    @classmethod
    def view(cls, council: Council) -> View:
        return cls.modal(
            (council.id,),
            section(f"I show it in the channel of {council.name} when this phase is over."),
            cls.text.input(),
            context("Do not paste your sheet."),
        )


class StrawForm(Form, callback="straw_form", title="Straw poll", submit="Ask"):
    """A quick question to the council."""

    council = About(CouncilId)
    question = Words(length=STRAW_LENGTH)

    @classmethod
    def view(cls, council: Council) -> View:
        return cls.modal(
            (council.id,),
            cls.question.input(label=f"Your question to {council.name}"),
            context("It is not binding, and I do not count it."),
        )
