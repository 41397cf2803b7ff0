"""Who is in a channel."""

from tests.workspace.stage import Stage


async def test_a_kicked_bot_no_longer_sees_the_private_channel(stage: Stage) -> None:
    stage.workspace.kick(stage.lounge.id, stage.bot)

    error = await stage.error_of("chat.postMessage", channel=stage.lounge.id, text="x")

    assert error == "channel_not_found"
