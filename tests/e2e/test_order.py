"""What goes first when there is a lot to send."""

from tests.e2e.room import Room


async def test_councils_meet_in_their_channels_while_envelopes_are_still_to_come(room: Room) -> None:
    """What is most urgent does not wait for all that was ready before it."""
    await room.create()
    players = [room.person(f"player{number:03}") for number in range(150)]
    await room.join(players)
    await room.deal()

    welcomed = [first(room, name) for name in room.workspace.names if name.startswith("council-")]
    envelopes = [first(room, room.dm(user)) for user in players]
    assert any(ts > max(welcomed) for ts in envelopes), "all envelopes went first, as they came"


def first(room: Room, channel: str) -> float:
    """When the first message of the bot was posted there."""
    key = room.workspace.names[channel].id if channel in room.workspace.names else channel
    posted = room.workspace.channels[key].messages.items()
    return min(float(ts) for ts, one in posted if one.app_id == room.app.id and one.subtype is None)
