"""The pictures of a Handbook as files in a workspace, in Slack's three steps."""

from slack_sdk.errors import SlackApiError

from bot.courier.calls import CallWithFiles
from bot.db.tables import OutboxRow
from bot.domain.ids import GameId
from bot.domain.picture import alt_texts
from bot.platform.cures import NO_FILES
from bot.platform.refused import error_of
from bot.queries.reader import Reader
from bot.services.pictures import PictureService


class PictureKeeper:
    """Uploads them once for each workspace. A file whose upload was not completed is seen by nobody and goes
    by itself, so all of it may be done twice."""

    def __init__(self, reader: Reader, pictures: PictureService) -> None:
        self._reader = reader
        self._pictures = pictures

    async def upload(self, row: OutboxRow, call: CallWithFiles) -> None:
        """Those of a game that the workspace does not have yet. Where Slack takes no files, that is noted,
        and the Handbook says in words what they show."""
        _, scenario = await self._reader.game(GameId(row.game_id))
        contents = dict(scenario.pictures)
        shown = alt_texts(text for _, text in scenario.handbook)
        for name in await self._pictures.wanted(row.team_id, scenario):
            try:
                file_id = await _uploaded(name, contents[name], shown.get(name) or name, call)
            except SlackApiError as refused:
                if error_of(refused) not in NO_FILES:
                    raise
                file_id = ""
            await self._pictures.uploaded(row.team_id, contents[name], file_id)


async def _uploaded(name: str, content: bytes, shows: str, call: CallWithFiles) -> str:
    """Shares it nowhere: only Moot itself has to have access to what its windows show."""
    about = {"filename": name, "length": len(content), "alt_txt": shows}
    upload = await call("files.getUploadURLExternal", "", **about)
    await call.upload(upload["upload_url"], content)
    files = [{"id": upload["file_id"], "title": name}]
    answer = await call("files.completeUploadExternal", "", files=files)
    return str(answer["files"][0]["id"])
