"""Whole games of an awkward size through Bolt and the workspace, with a leaver, a late joiner, a hand-over, a
co-facilitator and people who were invited by e-mail."""

import pytest

from bot.domain.council import Council
from bot.domain.game import Stage
from tests.e2e.room import Room
from tests.patience import until


@pytest.mark.long
@pytest.mark.parametrize(("players", "sizes"), [(6, [6]), (11, [6, 5])])
async def test_a_game_that_people_join_leave_and_hand_over_comes_to_its_result(
    room: Room, players: int, sizes: list[int]
) -> None:
    # given people who were invited by a pasted list, but for the first, who joined and offered to chair
    await room.create()
    everybody = [room.person(f"player{number:02}") for number in range(players)]
    await room.moot(everybody[0], "join chair")
    domain = room.workspace.domain
    listed = ", ".join(f"player{number:02}@{domain}.example" for number in range(1, players))
    await room.moot(room.director, f"invite {listed}")
    assert f"{players - 1} signed up" in await room.report(1)

    # when they are dealt and the game starts
    await room.deal()
    await room.moot(room.director, "start")
    await room.settled()
    tables = await councils(room)
    assert [len(table.filled) for table in tables] == sizes
    assert_everybody_sits_once(room, tables, everybody)

    # when somebody leaves and somebody comes late, and a seat changes hands, in the last council
    leaver, giver = (str(seat.holder) for seat in tables[-1].filled[-2:])
    late, taker, ann = (room.person(name) for name in ("late", "taker", "ann"))
    await room.moot(leaver, "leave")
    assert "you have a seat" in await room.moot(late, "join")
    await room.moot(giver, f"handover <@{taker}>")
    await room.moot(room.director, f"cofacilitate <@{ann}>")
    await room.settled()

    # then rights and channels went along
    everybody = [user for user in everybody if user not in (leaver, giver)] + [late, taker]
    tables = await councils(room)
    assert_everybody_sits_once(room, tables, everybody, helper=ann)
    for gone in (leaver, giver):
        assert "no sheet" in await room.moot(gone, "mission")

    # when each council writes its charter, and one policy meets its rule
    charter = next(phase.key for phase in (await room.game()).agenda if phase.charter)
    game = await room.to_phase(charter)
    assert game.phase is not None
    for table in tables:
        await adopt(room, table, game.phase.title)

    # then it is adopted once, by the majority's first moment
    for table in await councils(room):
        assert [policy.tally.support for policy in table.policies] == [len(table.filled) // 2 + 1]

    # when the vote opens by its cue, and all vote but the last
    game = await room.to_phase(next(phase.key for phase in game.agenda if phase.holds_ballot))
    while any(table.ballot is None for table in await councils(room)):
        await room.cue()
    for table in await councils(room):
        assert table.ballot is not None
        assert table.ballot.electorate == {seat.role for seat in table.filled}
        await vote(room, table)
    await room.to("presentations")

    # then the count is that of the reactions, and the late and the new holder may claim what they won
    for table in await councils(room):
        outcome = table.outcome
        assert outcome is not None
        assert (outcome.yes, outcome.no) == (len(table.filled) - 2, 1)
        assert outcome.verified
        assert outcome.passed
    last = (await councils(room))[-1]
    channel = where(room, last)
    claims = await room.card(taker, channel, "Did you win individually?")
    await room.fill(
        taker, claims, "Make my claim", {"team_mission": ["policy-1"], "role_mission": ["policy-1"]}
    )
    await room.card(late, channel, "Claim: ")

    # when the game is over
    while game.stage is not Stage.ENDED:
        game = await room.bell()

    # then
    result = await room.card(ann, room.plenary, "Tuesday's game: the result")
    assert f"{len(sizes)} of {len(sizes)} council" in result["text"]
    farewell = await room.card(taker, channel, "The game is over")
    assert f"<@{taker}>" in farewell["text"]
    assert "*Individual wins: 1*" in farewell["text"]
    assert await room.store.services.reader.undelivered(game.id) == []


async def councils(room: Room) -> tuple[Council, ...]:
    return await room.store.services.reader.councils(await room.game())


def where(room: Room, table: Council) -> str:
    """The council's channel."""
    return next(
        one.id for one in room.workspace.channels.values() if one.name.startswith(f"council-{table.number}-")
    )


def assert_everybody_sits_once(
    room: Room, tables: tuple[Council, ...], everybody: list[str], helper: str | None = None
) -> None:
    """Each holds one seat, and each council's channel holds its people and those who run the game."""
    holders = [str(seat.holder) for table in tables for seat in table.filled]
    assert sorted(holders) == sorted(everybody)
    run_it = {room.director, room.app.bot_user_id} | ({helper} if helper else set())
    for table in tables:
        inside = {str(seat.holder) for seat in table.filled} | run_it
        assert set(room.workspace.channels[where(room, table)].members) == inside


async def adopt(room: Room, table: Council, session: str) -> None:
    """A charter by majority, a proposal, and thumbs up one after the other until it is adopted."""
    channel, holders = where(room, table), [str(seat.holder) for seat in table.filled]
    steward = next(str(seat.holder) for seat in table.filled if seat.steward)
    card = await room.card(steward, channel, session)
    await room.fill(steward, card, "Write the charter", {"rule": "majority", "quorum": "50"})
    await room.card(steward, channel, "The charter, version 1")
    await room.asked(holders[-1], "/propose", "Owners answer. Each model has one.", channel)
    proposal = await room.card(steward, channel, "Proposal 1:")
    for count, user in enumerate(holders, start=1):
        if count > len(holders) // 2 + 1:
            break
        await room.people.react(user, channel, proposal["ts"], "thumbsup")
        await until_supported(room, table, count)
    await room.card(steward, channel, "Policy 1 is adopted")


async def until_supported(room: Room, table: Council, count: int) -> None:
    """Waits until so many reactions have been heard."""

    async def supported() -> bool:
        (one,) = (await room.store.services.reader.council(table.id)).proposals.values()
        return sum(side[-1:] == (True,) for side in one.sides.values()) >= count

    await until(supported, f"{count} support it")


async def vote(room: Room, table: Council) -> None:
    """One no, and yes from all the others but the last, who is silent."""
    channel, holders = where(room, table), [str(seat.holder) for seat in table.filled]
    ballot = await room.card(holders[0], channel, "The final vote")
    for place, user in enumerate(holders[:-1]):
        await room.people.react(user, channel, ballot["ts"], "x" if place == 0 else "white_check_mark")
    said = f"{len(holders) - 1} of {len(holders)}"
    await until(lambda: said in str(room.find(holders[0], channel, "The final vote")), "all have voted")
