"""Tests that begin from the copy of an opened game begin where they would have come by playing."""

from pathlib import Path

from tests.e2e.openings import Openings
from tests.e2e.room import Room, a_room


async def test_a_game_that_begins_from_a_copy_goes_on_as_one_that_was_played(
    tmp_path: Path, openings: Openings
) -> None:
    seen = []
    for begin in (None, openings):
        # given an opened game, once played and once copied
        async with a_room(tmp_path / f"{begin is None}", openings=begin) as room:
            players = await room.opened(5)

            # when its first bell rings
            await room.bell()

            # then everybody has seen the same, and is asked the same
            seen.append([shown_to(room, user) for user in (room.director, *players)])
    assert seen[0] == seen[1]


def shown_to(room: Room, user: str) -> list[tuple[str, list[str]]]:
    """Their channels, and the titles of the cards there, in order: what is sent at once comes in any."""
    mine = [one for one in room.people.channels(user) if one["is_member"]]
    return sorted((one["kind"], sorted(room.titles(user, one["id"]))) for one in mine)
