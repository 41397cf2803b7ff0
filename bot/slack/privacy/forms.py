"""The form that asks before somebody's data is deleted."""

from slack_sdk.models.views import View

from bot.slack.blocks.fields import Words
from bot.slack.blocks.forms import About, Form
from bot.slack.blocks.message import bullets, context, section

LONGEST_NAME = 80  # characters
WHAT = "*This deletes what I keep about you in this workspace, for good.*\n" + bullets(
    (
        "In every game, a pseudonym replaces your id. What your council did and how the game ended stay as "
        "they are.",
        "Your feedback, the texts of your private answers and how you introduced yourself are deleted.",
        "So are your time zone, your visits and your Home.",
        "Proposals and policies stay: they are your council's work.",
    )
)
BESIDE = (
    "Your own messages, files that were sent and our direct messages stay in Slack. I will no longer show "
    "you these games, your sheet or your results. For a copy, type `/moot data` first."
)


class ForgetForm(
    Form, callback="forget_me_form", title="Delete my data", submit="Delete my data", drafts=False
):
    """What will happen, and a name that others may have written out."""

    about = About(str)  # nothing: it is theirs, whatever game they were in
    called = Words("Also replace this name in what others wrote, such as Ada", LONGEST_NAME, optional=True)

    @classmethod
    def view(cls) -> View:
        return cls.modal(("me",), section(WHAT), cls.called.input(), context(BESIDE))
