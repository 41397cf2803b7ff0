"""Rooms and observers over Slack's own ways: a jury apart, and somebody who watches."""

from pathlib import Path

import pytest

from tests.e2e.room import a_room

PACKS = Path(__file__).parents[1] / "packs"


@pytest.mark.long
async def test_a_jury_has_a_channel_apart_and_an_observer_the_councils_until_they_leave(
    tmp_path: Path,
) -> None:
    async with a_room(tmp_path, content=PACKS) as room:
        # given a mock city council with somebody who watches
        await room.create(scenario="city-hall")
        watcher = room.person("watcher")
        await room.moot(watcher, "observe")
        assert "You get in when the seats are dealt." in room.private(watcher, room.plenary)[-1]["text"]
        await room.join([room.person(f"player{number}") for number in range(6)])
        await room.deal()
        await room.moot(room.director, "start")
        await room.settled()
        seats = await room.table()

        # when the hearing begins
        await room.to_phase("hearing")

        # then the jury reads in its own channel what is meant for it, and status names it
        jury = room.channel(seats[2], "jury")
        inside = set(room.workspace.channels[jury].members)
        assert inside == {seats[2], seats[5], room.app.bot_user_id}
        card = await room.card(seats[2], jury, "The Jury")
        assert "Whom do you believe" in card["text"]
        await room.moot(seats[5], "status")
        assert (
            "a room beside your council's channel now: The Jury."
            in (room.private(seats[5], room.plenary)[-1]["text"])
        )

        # and the observer reads along in the council's channel, which they get back into after they left it
        table = room.channel(watcher, "council-1")
        assert not [one for one in room.people.channels(watcher) if one["name"].startswith("jury")]
        told = [one["text"] for one in room.people.history(seats[1], table)]
        assert any("Observers read along" in text for text in told), "and its people know"
        await room.people.leave(watcher, table)
        await room.moot(watcher, "observe")
        await room.settled()
        assert watcher in room.workspace.channels[table].members

        # when they leave the game, then the channel is closed to them
        await room.moot(watcher, "leave")
        await room.settled()
        assert watcher not in room.workspace.channels[table].members
