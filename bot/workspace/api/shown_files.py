"""Files that blocks may show: whose `slack_file` Slack takes.

Source: docs.slack.dev, "Slack file object": a PNG, JPEG or GIF to which the app has access. Slack examines a
file for a moment after its upload; until then it says `invalid slack file` of it, too.
"""

import re
from functools import partial

from bot.workspace.api.block_kit.blocks import MayShow
from bot.workspace.state.pictures import BLOCKS_SHOW, picture_type
from bot.workspace.state.records import App, Json
from bot.workspace.state.team import Team

EXAMINED_FOR = 2.0  # seconds (?): developers tell of one to several
_FILE = re.compile(r"\bF[A-Z0-9]{8,}\b")


def may_show(team: Team, app: App) -> MayShow:
    """Whether this app may show the file that a `slack_file` names."""
    return partial(_may_show, team, app)


def _may_show(team: Team, app: App, slack_file: Json) -> bool:
    named = slack_file.get("id") or next(iter(_FILE.findall(slack_file.get("url", ""))), "")
    file = team.files.get(named)
    if file is None or not file.completed or team.clock() < file.completed_at + EXAMINED_FOR:
        return False
    shared = (team.channels[channel].members for channel in file.shared)
    accessible = file.app_id == app.id or any(app.bot_user_id in members for members in shared)
    return accessible and picture_type(file.content or b"") in BLOCKS_SHOW
