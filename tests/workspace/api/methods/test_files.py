"""The three steps of an upload, and who gets the file."""

import httpx
import pytest
from slack_sdk.errors import SlackApiError

from tests.patience import PATIENCE
from tests.workspace.stage import WIDE, Stage, a_manifest, a_stage


async def test_a_file_takes_three_steps_and_is_then_in_the_channel() -> None:
    async with a_stage(manifest=a_manifest(scopes=WIDE)) as stage:
        answer = await stage.client.files_upload_v2(
            channel=stage.lounge.id,
            filename="book.md",
            content="# Book",
            title="The book",
            initial_comment="Here it is",
        )

        message = stage.people.history(stage.bob.id, stage.lounge.id)[-1]
        assert (message["text"], message["files"][0]["title"]) == ("Here it is", "The book")
        info = await stage.client.files_info(file=answer["file"]["id"])
        assert (info["file"]["name"], info["file"]["size"]) == ("book.md", 6)
        assert info["file"]["shares"] == {
            "private": {stage.lounge.id: [{"ts": message["ts"], "team_id": stage.workspace.team_id}]}
        }
        async with httpx.AsyncClient(base_url=stage.server.page_url, timeout=PATIENCE) as http:
            url = f"/{message['files'][0]['url']}"
            assert (await http.get(url, params={"as": stage.bob.id})).content == b"# Book"
            eve = stage.workspace.add_person("eve")
            assert (await http.get(url, params={"as": eve.id})).status_code == 403
        await stage.client.files_delete(file=answer["file"]["id"])
        assert stage.people.history(stage.bob.id, stage.lounge.id)[-1]["files"] == []


async def test_a_file_is_not_shared_where_the_bot_is_not(stage: Stage) -> None:
    with pytest.raises(SlackApiError, match="not_in_channel"):
        await stage.client.files_upload_v2(channel=stage.workspace.general.id, filename="a.txt", content="a")


async def test_without_the_scope_the_first_step_is_refused() -> None:
    async with a_stage(manifest=a_manifest(scopes=["chat:write"])) as stage:
        with pytest.raises(SlackApiError) as refused:
            await stage.client.files_getUploadURLExternal(filename="a.txt", length=1)

        assert refused.value.response["error"] == "missing_scope"
        assert refused.value.response["needed"] == "files:write"
