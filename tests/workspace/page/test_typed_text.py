"""What people type, as apps get it."""

import pytest
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.workspace.state.records import Json
from tests.workspace.stage import a_manifest, a_stage


@pytest.mark.parametrize(
    ("should_escape", "arrives"),
    [
        (
            True,
            "<@{ada}|ada> &amp; <@{bob}|bob> in <#{general}|general>, Cleo &lt;<mailto:c@x.org|c@x.org>&gt;.",
        ),
        (False, "@ada & <@{bob}> in #general, Cleo <c@x.org>."),
    ],
)
async def test_mentions_and_addresses_in_commands_are_escaped_if_the_app_asked_for_it(
    should_escape: bool, arrives: str
) -> None:
    async with a_stage(manifest=a_manifest(should_escape=should_escape)) as stage:
        texts: list[str] = []

        async def parrot(ack: AsyncAck, command: Json) -> None:
            texts.append(command["text"])
            await ack()

        stage.app.command("/parrot")(parrot)
        await stage.connect()

        typed = f"@ada & <@{stage.bob.id}> in #general, Cleo <c@x.org>."
        await stage.people.command(stage.ada.id, stage.lounge.id, "/parrot", typed)

        ids = {"ada": stage.ada.id, "bob": stage.bob.id, "general": stage.workspace.general.id}
        assert texts == [arrives.format(**ids)]
