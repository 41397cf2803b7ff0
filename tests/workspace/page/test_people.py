"""What people can do, and what they cannot."""

import pytest

from bot.workspace.state.refusals import CannotDo
from tests.workspace.stage import Stage, a_button, actions, next_change


async def _own_with_blocks(stage: Stage) -> str:
    """A person's message that has a button, as only an app's can."""
    ts = await stage.people.say(stage.bob.id, stage.lounge.id, "Look")
    stage.lounge.messages[ts].blocks = [actions(a_button())]
    return ts


async def test_people_cannot_do_what_slack_would_not_let_them(stage: Stage) -> None:
    people, ada, lounge = stage.people, stage.ada.id, stage.lounge.id
    eve = stage.workspace.add_person("eve")
    hers = await people.say(ada, lounge, "Mine")

    with pytest.raises(CannotDo, match="nothing to send"):
        await people.say(ada, lounge, "  ")
    with pytest.raises(CannotDo, match="cannot see"):
        await people.say(eve.id, lounge, "Let me in")
    with pytest.raises(CannotDo, match="author"):
        await people.delete(stage.bob.id, lounge, hers)
    with pytest.raises(CannotDo, match="no emoji"):
        await people.react(ada, lounge, hers, "Not An Emoji")
    with pytest.raises(CannotDo, match="not reacted"):
        await people.unreact(ada, lounge, hers, "wave")
    with pytest.raises(CannotDo, match="not an app's"):
        await people.click(ada, lounge, await _own_with_blocks(stage), "go")
    stage.workspace.archive(lounge)
    with pytest.raises(CannotDo, match="archived"):
        await people.say(ada, lounge, "Too late")
    stage.workspace.deactivate(ada)
    with pytest.raises(CannotDo, match="deactivated"):
        people.channels(ada)


async def test_people_come_and_go_in_public_channels(stage: Stage) -> None:
    square = stage.workspace.add_channel("square")
    watching = stage.watch(stage.ada)

    await stage.people.join(stage.ada.id, square.id)
    joined = await next_change(watching, "channel")
    await stage.people.invite(stage.ada.id, square.id, stage.bob.id)
    await stage.people.leave(stage.ada.id, square.id)

    assert joined["is_member"] is True
    assert list(square.members) == [stage.bob.id]


async def test_what_is_not_there_cannot_be_clicked(stage: Stage) -> None:
    ts = await stage.post(blocks=[actions(a_button())])
    stranger = stage.workspace.add_person("eve")

    with pytest.raises(CannotDo, match="no button"):
        await stage.people.click(stage.ada.id, stage.lounge.id, ts, "stop")
    with pytest.raises(CannotDo, match="cannot see"):
        await stage.people.click(stranger.id, stage.lounge.id, ts, "go")
    stage.workspace.delete_message(stage.lounge.id, ts)
    with pytest.raises(CannotDo, match="gone"):
        await stage.people.click(stage.ada.id, stage.lounge.id, ts, "go")


async def test_an_unknown_command_reaches_nobody(stage: Stage) -> None:
    await stage.connect()

    with pytest.raises(CannotDo, match="not a valid command"):
        await stage.people.command(stage.ada.id, stage.lounge.id, "/owl")
