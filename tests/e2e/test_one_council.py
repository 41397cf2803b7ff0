"""A whole game of one council: its teams huddle, and the end tells everybody what became of them."""

import pytest

from bot.domain.game import Stage
from bot.domain.game import commands as c
from bot.domain.ids import UserId
from tests.e2e.room import Room, buttons


@pytest.mark.long
async def test_one_council_huddles_by_team_and_carries_ideas_back(room: Room) -> None:
    # given nine players, so that one team has a single member
    players = await room.opened(9)
    seats = await room.table()
    table = room.channel(players[0], "council-1")

    # when the huddles open
    await room.to("sidebar")

    # then each team of two has a channel of its own, and reads what is true there
    data_platform = room.channel(seats[3], "huddle-data-platform")
    inside = set(room.workspace.channels[data_platform].members)
    assert inside == {seats[3], seats[4], room.app.bot_user_id}
    card = await room.card(seats[3], data_platform, "Huddle: Data Platform")
    assert "You share your team's mission, so you may talk about it here" in card["text"]
    hint = next(one for one in room.people.history(seats[1], table) if "teams huddle" in one["text"])
    assert "you may talk about" not in hint["text"]

    # and whoever is alone in their team stays, hears the cues, and carries an idea back all the same
    alone = next(user for role, user in seats.items() if role in (9, 10))
    assert not [one for one in room.people.channels(alone) if one["name"].startswith("huddle-")]
    await room.fill(alone, hint, "Carry an idea back", {"text": "Vans before tables."})

    # when a partner comes late, then their huddle opens for both
    late = room.person("late")
    await room.moot(late, "join")
    await room.settled()
    rescue = room.channel(alone, "huddle-rescue-operations")
    assert late in room.workspace.channels[rescue].members
    await room.card(late, rescue, "Huddle: Rescue Operations")

    # when one of a team leaves, then the other reads that they are alone
    await room.moot(seats[4], "leave")
    await room.settled()
    assert seats[4] not in room.workspace.channels[data_platform].members
    card = await room.card(seats[3], data_platform, "Huddle: Data Platform")
    assert "Nobody else is here any more" in card["text"]
    await room.cue()
    assert any("2 minutes left" in one["text"] for one in room.people.history(alone, rescue))
    await room.fill(seats[3], card, "Carry an idea back", {"text": "Names first."})

    # when the bell ends the huddles, then their channels close and the ideas are in the council's
    await room.bell()
    for channel in (data_platform, rescue):
        assert room.workspace.channels[channel].archived
    ideas = await room.card(seats[1], table, "Ideas carried back")
    assert "Vans before tables." in ideas["text"]
    assert "Names first." in ideas["text"]
    assert "Carry an idea back" not in buttons(await room.card(seats[1], table, "Roles sidebar"))


async def test_the_wrap_up_leads_through_the_debrief_and_the_facilitator_has_the_last_word(
    room: Room,
) -> None:
    # given a game of one council whose wrap-up begins
    players = await room.opened(5)
    table = room.channel(players[0], "council-1")
    await room.to_phase("wrap-up")
    while (await room.game()).stage is not Stage.ENDED:
        await room.cue()

    # then both rooms were led through four steps, in order, before the result and the farewell
    steps = [f"Debrief {n} of 4: {title}" for n, title in enumerate(
        ("How it felt", "What happened", "What it taught", "Back to work"), 1
    )]  # fmt: skip
    for user, channel in ((players[0], table), (room.director, room.plenary)):
        assert [title for title in room.titles(user, channel) if title.startswith("Debrief")] == steps
    plenary = room.titles(room.director, room.plenary)
    assert plenary.index(steps[-1]) < plenary.index("Tuesday's game: the result")
    events = await room.card(players[0], table, steps[1])
    assert "What problems did you not solve?" in events["text"]

    # and each has exactly one last message, though nobody voted
    for user in players:
        last = [one for one in room.people.history(user, room.dm(user)) if "Individually." in one["text"]]
        assert len(last) == 1
        assert "held no final vote" in last[0]["text"]

    # when the facilitator speaks after the end, closes the game, and speaks once more
    game = await room.game()
    assert "see it in a moment" in await room.moot(room.director, "say Thank you all")
    await room.store.services.games.handle(game.id, c.CloseGame(), actor=UserId(room.director))
    assert "That was the last word" in await room.moot(room.director, "say The photos are here")

    # then everybody has read both, and a third is refused with its words
    await room.settled()
    said = [
        one["text"] for one in room.people.history(players[0], table) if "From the facilitator" in one["text"]
    ]
    assert ["Thank you all" in said[0], "The photos are here" in said[1], len(said)] == [True, True, 2]
    refused = await room.moot(room.director, "say And another thing")
    assert "already sent its last message" in refused
    assert "And another thing" in refused
