"""The form that asks before somebody's data is deleted."""

from slack_sdk.models.views import View

from bot.slack.blocks.fields import Words
from bot.slack.blocks.forms import About, Form
from bot.slack.blocks.message import bullets, context, section

LONGEST_NAME = 80  # characters
WHAT = "*This deletes what I keep about you in this workspace, for good.*\n" + bullets(
    (
        "In every game a pseudonym takes your place: your id goes, and what your council did and how the "
        "game ended stay as they are.",
        "Your feedback, the texts of your private answers and how you introduced yourself are deleted.",
        "So are your time zone, your visits and your Home.",
        "Proposals and policies stay: they are your council's work.",
    )
)
BESIDE = (
    "What you wrote in Slack yourself, files that were sent, and our direct messages stay in Slack. You will "
    "no longer find these games, your sheet or your results with me. `/moot data` sends you a copy first."
)


class ForgetForm(
    Form, callback="forget_me_form", title="Delete my data", submit="Delete my data", drafts=False
):
    """What happens, and a name that others may have written out."""

    about = About(str)  # nothing: it is theirs, whatever game they were in
    called = Words(
        "A name of yours to replace in what others wrote, such as Ada", LONGEST_NAME, optional=True
    )

    @classmethod
    def view(cls) -> View:
        return cls.modal(("me",), section(WHAT), cls.called.input(), context(BESIDE))
