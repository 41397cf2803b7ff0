"""A channel's canvas: made once, changed as a whole, refused where Slack could not lay it out."""

from typing import Any

import pytest

from tests.workspace.stage import WIDE, Stage, a_manifest, a_stage


def content(markdown: str) -> dict[str, str]:
    return {"type": "markdown", "markdown": markdown}


def replace(markdown: str) -> list[dict[str, Any]]:
    return [{"operation": "replace", "document_content": content(markdown)}]


def read(stage: Stage) -> tuple[str, str]:
    canvas = stage.people.canvas(stage.ada.id, stage.lounge.id)
    return canvas["title"], canvas["markdown"]


async def test_a_channel_has_one_canvas_which_its_app_changes_and_people_read() -> None:
    async with a_stage(manifest=a_manifest(scopes=WIDE)) as stage:
        channel = stage.lounge.id
        made = await stage.client.conversations_canvases_create(
            channel_id=channel, title="Rules", document_content=content("# Rules\n\n- One\n  - Two")
        )
        canvas = made["canvas_id"]

        again = await stage.error_of(
            "conversations.canvases.create", channel_id=channel, document_content=content("Mine")
        )
        info = (await stage.client.conversations_info(channel=channel))["channel"]

        assert again == "channel_canvas_already_exists"
        assert info["properties"]["canvas"] == {"file_id": canvas, "is_empty": False}
        assert read(stage) == ("Rules", "# Rules\n\n- One\n  - Two")

        await stage.client.canvases_edit(canvas_id=canvas, changes=replace("Gone"))
        rename = [{"operation": "rename", "title_content": content("Old rules")}]
        await stage.client.canvases_edit(canvas_id=canvas, changes=rename)
        last = [{"operation": "insert_at_end", "document_content": content("Really")}]
        await stage.client.canvases_edit(canvas_id=canvas, changes=last)

        assert read(stage) == ("Old rules", "Gone\n\nReally")
        assert await stage.error_of("canvases.edit", canvas_id="F0", changes=last) == "canvas_not_found"
        for words, found in (("Really", 1), ("One", 0)):
            criteria = {"contains_text": words}
            answer = await stage.client.canvases_sections_lookup(canvas_id=canvas, criteria=criteria)
            assert len(answer["sections"]) == found
        two = [*replace("A"), *replace("B")]
        assert await stage.error_of("canvases.edit", canvas_id=canvas, changes=two) == "invalid_arguments"


@pytest.mark.parametrize(
    "markdown",
    [
        "#### Too deep",
        "- One\n  1. Of another kind",
        "- > A quote in a list",
        "\n".join(["|a|b|c|"] * 101),
    ],
    ids=["heading", "list", "quote", "table"],
)
async def test_what_a_canvas_cannot_lay_out_is_refused(markdown: str) -> None:
    async with a_stage(manifest=a_manifest(scopes=WIDE)) as stage:
        wanted = {"channel_id": stage.lounge.id, "document_content": content(markdown)}

        assert await stage.error_of("conversations.canvases.create", **wanted) == "canvas_creation_failed"
        made = await stage.client.conversations_canvases_create(
            channel_id=stage.lounge.id, document_content=content("1. One\n2. Two\n- Three")
        )
        changes = {"canvas_id": made["canvas_id"], "changes": replace(markdown)}
        assert await stage.error_of("canvases.edit", **changes) == "canvas_editing_failed"


async def test_a_canvas_takes_its_scope_and_a_channel_of_the_bot_that_is_open(stage: Stage) -> None:
    wanted = {"channel_id": stage.lounge.id, "document_content": content("Rules")}
    assert await stage.error_of("conversations.canvases.create", **wanted) == "missing_scope"

    async with a_stage(manifest=a_manifest(scopes=WIDE)) as other:
        wanted["channel_id"] = other.lounge.id
        other.workspace.archive(other.lounge.id)
        assert await other.error_of("conversations.canvases.create", **wanted) == "is_archived"
        other.workspace.unarchive(other.lounge.id)
        other.workspace.kick(other.lounge.id, other.installed.bot_user_id)
        assert await other.error_of("conversations.canvases.create", **wanted) == "channel_not_found"
