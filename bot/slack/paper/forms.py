"""The form in which others enter what people on paper do."""

from collections.abc import Iterable

from slack_sdk.models.views import View

from bot.domain.council import Council
from bot.domain.council.on_paper import on_paper
from bot.domain.ids import CouncilId
from bot.domain.scenario import Scenario
from bot.slack.blocks import names
from bot.slack.blocks import phrases as p
from bot.slack.blocks.answers import told
from bot.slack.blocks.fields import Choice, Choices
from bot.slack.blocks.forms import About, Form
from bot.slack.blocks.message import Message, actions, button, context, section
from bot.slack.blocks.names import role_number
from bot.slack.paper import cards
from bot.slack.paper.entries import Entry, offered

NOBODY = "Nobody here plays on paper."
NOTHING = "Nothing can be entered for people on paper right now."
IN_A_ROW = 5  # buttons


class EntryForm(
    Form, callback="paper_entry_form", title="For people on paper", submit="Enter", refused_at="what"
):
    """One thing that one or several people on paper of a council do."""

    council = About(CouncilId)
    who = Choices("Who?", role_number)
    what = Choice("What?", Entry.read)

    @classmethod
    def view(cls, scenario: Scenario, council: Council) -> View:
        """With what can be entered now; if that is nothing, a window that says so."""
        people, can = cards.menu(scenario, on_paper(council)), offered(scenario, council)
        if not people or not can:
            return told(cls.title_text, Message.of(section(NOTHING if people else NOBODY)))
        only = tuple(role_number(role) for role in people) if len(people) == 1 else ()
        return cls.modal(
            (council.id,),
            cls.who.input(only, people),
            cls.what.input(options=can),
            context(
                "It counts as theirs, and cards say that you entered it. You can change it for as long as "
                "they could. Enter only what they told you."
            ),
        )


def which_council(councils: Iterable[Council]) -> View:
    """For a facilitator, the councils in which somebody is on paper."""
    row = [button(one.name, f"{names.PROXY_VOTE}:{one.number}", one.id) for one in councils if on_paper(one)]
    if not row:
        return told(EntryForm.title_text, Message.of(section(NOBODY)))
    rows = [actions(*row[start : start + IN_A_ROW]) for start in range(0, len(row), IN_A_ROW)]
    said = f"People play on paper in {p.count_of(len(row), 'council')}. Choose one."
    return told(EntryForm.title_text, Message.of(section(said), *rows))
