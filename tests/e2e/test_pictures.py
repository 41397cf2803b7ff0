"""The Handbook's pictures in a workspace: as files that only Moot's windows show, or in words."""

from pathlib import Path
from typing import Any

import httpx

from bot.db.pictures import SETTLES
from tests.e2e.room import Room, a_room
from tests.patience import PATIENCE, until

SEARCH = "handbook boxes joined"


async def window(room: Room, user: str) -> list[dict[str, Any]]:
    """The blocks of the chapter that has the picture, in a window of this person's own."""
    opened = await room.opens(user, lambda: room.people.command(user, room.plenary, "/moot", SEARCH))
    blocks: list[dict[str, Any]] = opened["blocks"]
    return blocks


async def test_a_picture_is_uploaded_when_the_game_is_created_and_shown_in_the_handbook(room: Room) -> None:
    # given a game that a facilitator has created
    await room.create()
    await until(lambda: any(one.completed for one in room.workspace.files.values()), "it is uploaded")
    [file] = room.workspace.files.values()
    assert file.shared == {}
    assert file.alt_text.startswith("Four boxes")

    # when somebody opens the Handbook after a moment
    await room.settled()
    room.clock.move(SETTLES)
    blocks = await window(room, room.director)

    # then it is there with its words, and they see the file, which others do not
    [image] = [block for block in blocks if block["type"] == "image"]
    assert image["slack_file"] == {"id": file.id}
    assert image["alt_text"].startswith("Four boxes")
    stranger = room.workspace.add_person("eve").id
    page = room.workspace.web_url
    async with httpx.AsyncClient(base_url=page, timeout=PATIENCE) as http:
        seen = await http.get(f"/page/file/{file.id}", params={"as": room.director})
        hidden = await http.get(f"/page/file/{file.id}", params={"as": stranger})
    assert (seen.content, hidden.status_code) == (file.content, 403)

    # and when the file is gone, the Handbook says in words what it showed
    del room.workspace.files[file.id]
    blocks = await window(room, room.director)
    assert "A picture, in words:* Four boxes" in str(blocks)


async def test_without_the_scope_the_handbook_tells_what_its_picture_shows(tmp_path: Path) -> None:
    async with a_room(tmp_path, optional_scopes=()) as room:
        await room.create()
        await room.settled()
        room.clock.move(SETTLES)

        assert "A picture, in words:* Four boxes" in str(await window(room, room.director))
        assert room.workspace.files == {}
