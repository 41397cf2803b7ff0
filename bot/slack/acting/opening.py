"""Opening a form: Slack gives three seconds for it, and one try."""

from slack_sdk.errors import SlackApiError
from slack_sdk.models.views import View

from bot.platform.refused import error_of
from bot.slack.blocks import answers, message
from bot.slack.edge.guard import TRIGGER_GONE, Answer

TYPE_IT_AGAIN = (
    "That took too long for Slack, which only lets me open a form at once. Nothing is lost: type the "
    "same again."
)


async def open_form(answer: Answer, view: View, again: tuple[str, str] | None) -> None:
    """Opens it; where that took too long, offers the button (its action and value) that opens it again, if
    there is one."""
    try:
        await answer.open(view)
        answer.answered = True
    except SlackApiError as refused:
        if error_of(refused) not in TRIGGER_GONE:
            raise
        await answer.refused(answers.open_again(*again) if again else message.plain(TYPE_IT_AGAIN))
