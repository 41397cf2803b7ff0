"""Files that blocks show: when Slack takes them, and who sees them."""

import httpx

from bot.workspace.api.shown_files import EXAMINED_FOR
from bot.workspace.state.records import Json
from tests.patience import PATIENCE
from tests.workspace.stage import HandClock, Stage, a_modal, a_stage, open_modal

PNG = b"\x89PNG\r\n\x1a\n" + bytes(30)


async def upload(stage: Stage, content: bytes = PNG, name: str = "graph.png") -> str:
    """A file that is shared in no channel; its id."""
    answer = await stage.client.files_upload_v2(filename=name, content=content)
    return str(answer["file"]["id"])


def an_image(file: str) -> Json:
    return {"type": "image", "slack_file": {"id": file}, "alt_text": "A graph"}


async def test_a_picture_is_refused_until_it_was_examined(clock: HandClock) -> None:
    async with a_stage(clock=clock) as stage:
        file = await upload(stage)
        view, message = a_modal(an_image(file)), [an_image(file)]
        triggers = [stage.workspace.modals.new_trigger(stage.ada.id, stage.installed) for _ in range(2)]

        early = await stage.error_of("views.open", trigger_id=triggers[0], view=view)
        posted = await stage.error_of("chat.postMessage", channel=stage.lounge.id, text="x", blocks=message)
        clock.forward(EXAMINED_FOR)
        late = await stage.error_of("views.open", trigger_id=triggers[0], view=view)

        assert (early, posted, late) == ("invalid_arguments", "invalid_blocks", "")
        assert "invalid slack file [json-pointer:/blocks/0/slack_file]" in str(stage.workspace.sent)
        beside = {"type": "section", "text": {"type": "mrkdwn", "text": "x"}, "accessory": an_image(file)}
        answered = await stage.post(blocks=[beside, {"type": "context", "elements": [an_image(file)]}])
        assert answered


async def test_what_is_no_picture_or_not_there_is_refused(clock: HandClock) -> None:
    async with a_stage(clock=clock) as stage:
        files = [await upload(stage, b"# Words", "words.png"), "F0NOWHERE0"]
        clock.forward(EXAMINED_FOR)

        said = [
            await stage.error_of(
                "chat.postMessage", channel=stage.lounge.id, text="x", blocks=[an_image(one)]
            )
            for one in (*files, "x")
        ]

        assert said == ["invalid_blocks"] * 3


async def test_whoever_sees_the_blocks_sees_the_file_and_nobody_else(clock: HandClock) -> None:
    async with a_stage(clock=clock) as stage:
        file = await upload(stage)
        clock.forward(EXAMINED_FOR)
        async with httpx.AsyncClient(base_url=stage.server.page_url, timeout=PATIENCE) as http:

            async def status(person: str) -> int:
                return (await http.get(f"/page/file/{file}", params={"as": person})).status_code

            assert await status(stage.ada.id) == 403
            await open_modal(stage, a_modal(an_image(file)))
            in_a_window = await status(stage.ada.id), await status(stage.bob.id)
            await stage.post(blocks=[an_image(file)])
            eve = stage.workspace.add_person("eve")
            in_the_lounge = await status(stage.bob.id), await status(eve.id)

        assert (in_a_window, in_the_lounge) == ((200, 403), (200, 403))
