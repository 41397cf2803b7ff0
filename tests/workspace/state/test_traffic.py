"""What apps and workspace said to one another is recorded, without what opens doors."""

import json

import pytest

from bot.workspace.state.refusals import CannotDo
from tests.workspace.stage import Stage


def vars_of(entry: object) -> list[str]:
    return [repr(getattr(entry, name)) for name in getattr(type(entry), "__slots__", ())]


async def test_everything_said_is_recorded_without_tokens(stage: Stage) -> None:
    await stage.connect()
    await stage.client.chat_postMessage(channel=stage.lounge.id, text=f"Look: {stage.installed.bot_token}")
    with pytest.raises(CannotDo):
        await stage.people.command(stage.bob.id, "C404", "/parrot")

    record = json.dumps([vars_of(entry) for entry in stage.workspace.traffic.exchanges])

    methods = [sent.method for sent in stage.workspace.sent]
    assert methods[-1] == "chat.postMessage"
    assert stage.workspace.sent[-1].args["text"] == "Look: (token)"
    for secret in (stage.installed.bot_token, stage.installed.app_token, stage.installed.signing_secret):
        assert secret not in record


async def test_a_missing_acknowledgement_is_seen_in_the_traffic(stage: Stage) -> None:
    async def silent() -> None:
        """Never acknowledges."""

    stage.workspace.delivery.ack_seconds = 0.05
    stage.app.command("/parrot")(silent)
    await stage.connect()

    with pytest.raises(CannotDo):
        await stage.people.command(stage.ada.id, stage.lounge.id, "/parrot")

    outcomes = {one.name: one.outcome for one in stage.workspace.traffic.since(0)}
    assert outcomes["slash_commands"] == "timeout"
