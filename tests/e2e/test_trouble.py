"""What Slack refuses is told once for each cause, and truly, to somebody who can help."""

from datetime import timedelta

from tests.e2e.room import Room
from tests.patience import until


async def test_one_cause_is_one_message_that_stays_true(room: Room) -> None:
    # given seats that are dealt where Slack lets the bot make no channel
    await room.create()
    for number in range(11):
        await room.moot(room.person(f"player{number:02}"), "join")
    room.workspace.faults.fail_next("conversations.create", "restricted_action", times=50)
    await room.moot(room.director, "seat")
    plan = room.private(room.director, room.plenary)[-1]
    await room.press(room.director, plan, "Deal the seats")

    # then the director hears it once, for both councils, and is told what waits
    await until(lambda: "Council 1 and Council 2" in "".join(_troubles(room)), "both councils are named")
    [said] = _troubles(room)
    assert "An admin can allow" in said
    assert "sent by themselves" in said

    # and neither the state nor the start says that all is well
    await room.moot(room.director, "status")
    await until(
        lambda: any("*Undelivered:*" in one["text"] for one in room.private(room.director, room.plenary)),
        "it is said",
    )
    assert "0 of 2 channels made" in await room.moot(room.director, "start")
    assert (await room.game()).phase is None

    # and when the cause is gone, the same message says so, and the game starts
    room.workspace.faults.clear()
    room.clock.move(timedelta(seconds=21))
    await until(lambda: _troubles(room) == [], "the message says that it is over")
    await room.settled()
    assert sum("Nothing is stuck any more" in one for one in _direct(room)) == 1
    await room.moot(room.director, "start")
    assert (await room.game()).phase is not None


async def test_what_was_given_up_is_not_said_to_come_by_itself(room: Room) -> None:
    # given words to a council that Slack refuses for good
    await room.opened(5)
    room.workspace.faults.fail_next("chat.postMessage", "some_new_error")
    await room.moot(room.director, "say The first word.")

    # then nothing is promised
    await until(lambda: bool(_troubles(room)), "the director is told")
    [said] = _troubles(room)
    assert "sent by themselves" not in said
    assert "when you have fixed it" in said


async def test_a_button_that_slack_refuses_is_answered_with_advice(room: Room) -> None:
    # given a Slack that does not let the bot open a form
    players = await room.opened(5)
    table = room.channel(players[0], "council-1")
    await room.to("session")
    room.workspace.faults.fail_next("views.open", "team_access_not_granted")

    # when somebody asks for one
    said = await room.asked(players[0], "/propose", "", table)

    # then they read what Slack said, and who can help
    assert "team_access_not_granted" in said
    assert "An admin has to approve it again" in said


def _troubles(room: Room) -> list[str]:
    return [one for one in _direct(room) if one.startswith("*Slack refuses")]


def _direct(room: Room) -> list[str]:
    """What the bot has written to the director, and nobody else."""
    mine = [one for one in room.people.channels(room.director) if one["with"] == room.app.bot_user_id]
    return [str(said["text"]) for one in mine for said in room.people.history(room.director, one["id"])]
