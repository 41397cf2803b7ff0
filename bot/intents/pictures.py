"""The pictures of a game's Handbook, which Slack shows once it has them as files."""

from bot.domain.ids import GameId
from bot.intents.intent import Delivery, Intent, Kind, Urgency


class Pictures(Intent):
    """Those that the workspace does not have yet are uploaded. They are shared nowhere: windows show them."""

    kind = Kind("pictures", "files.getUploadURLExternal", matters=False, coalesces=True)


def pictures(game: GameId) -> Delivery:
    """In a lane of their own: nothing waits for files."""
    return Delivery(Pictures(f"pictures:{game}"), Urgency.BACKGROUND)
