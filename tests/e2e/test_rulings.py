"""Claims that are uncontested, and disputed by one, by half and by most; and a game that ends before anybody
has ruled on them."""

import re

from bot.domain.council import commands as cc
from bot.domain.game import Stage
from bot.domain.ids import MOOT, CouncilId, ProposalNumber, UserId
from tests.builders import by_policies
from tests.e2e.room import Room, buttons
from tests.patience import until

UP, DOWN = "+1", "thumbsdown"
JUDGED = {  # the claim of each role, and who says what to it
    1: {},
    3: {2: DOWN, **dict.fromkeys((1, 4, 5, 6, 7, 8, 9, 10), UP)},
    4: {1: DOWN},
    5: {1: UP, 2: UP, 3: DOWN, 4: DOWN},
    6: {1: UP, 2: DOWN, 3: DOWN},
}


async def a_council_that_has_claimed(room: Room) -> tuple[dict[int, str], str]:
    """Ten seats, an approved policy, and five claims by both missions; who sits where, and the channel."""
    await room.opened(10)
    await room.bell()
    seats, key = await room.table(), CouncilId(f"{(await room.game()).id}-1")
    handle = room.store.services.councils.handle
    await handle(
        key, cc.SubmitProposal("Owners merge", "Owners merge, and nobody else."), actor=UserId(seats[3])
    )
    await handle(key, cc.RecordDecision(ProposalNumber(1)), actor=UserId(seats[1]))
    await room.to_phase("session-3")
    await handle(key, cc.OpenBallot(), actor=MOOT)
    await room.settled()
    table = room.channel(seats[1], "council-1")
    ballot = await room.card(seats[1], table, "The final vote")
    for seat in seats.values():
        await room.people.react(seat, table, ballot["ts"], "white_check_mark")
    await room.to("presentations")
    for role in JUDGED:
        await handle(key, cc.MakeClaim(by_policies(1), by_policies(1)), actor=UserId(seats[role]))
    await room.settled()
    return seats, table


async def judge(room: Room, seats: dict[int, str], table: str) -> None:
    """Everybody says what they say to the claims."""
    names = {
        role: (await room.store.services.reader.game((await room.game()).id))[1].role(role).name
        for role in JUDGED
    }
    for role, said in JUDGED.items():
        card = await room.card(seats[1], table, f"Claim: {names[role]}")
        assert "Open until the game ends." in card["text"]
        assert "Wins" not in card["text"]
        for by, emoji in said.items():
            await room.people.react(seats[by], table, card["ts"], emoji)

    async def heard() -> bool:
        (council,) = await room.store.services.reader.councils(await room.game())
        claims = council.claims.values()
        return sum(one.confirmed + one.disputed for one in claims) == sum(map(len, JUDGED.values()))

    await until(heard, "every judgement is heard")
    await room.settled()


async def test_one_queue_holds_what_the_others_leave_open_and_the_end_asks_about_it(room: Room) -> None:
    # given claims that are uncontested, disputed by one against eight, by one alone, by half, and by most
    seats, table = await a_council_that_has_claimed(room)
    await judge(room, seats, table)

    # then the facilitator has one message, with the two on which two or more have doubts and no more confirm
    direct = await room.to_director()
    queue = await room.card(room.director, direct, "Rulings")
    assert room.titles(room.director, direct).count("Rulings") == 1
    assert set(buttons(queue)) == {
        "Uphold 1.5",
        "Reject 1.5",
        "Uphold 1.6",
        "Reject 1.6",
        "Follow the majority in all",
    }
    scenario = (await room.store.services.reader.game((await room.game()).id))[1]
    assert scenario.role(5).sheet.mission[:40] in queue["text"].replace("&amp;", "&")
    assert re.search(r"<http[^|]*/archives/[^|]*\|Policy 1 \(proposal 1\): Owners merge>", queue["text"])
    assert f"Disputed by 2:* <@{seats[3]}>, <@{seats[4]}>" in queue["text"]

    # when the facilitator ends the game, they are asked, follow the majority, and end it with the tie open
    asked = await room.moot(room.director, "end")
    assert "2 claims wait for your ruling" in asked
    question = room.private(room.director, room.plenary)[-1]
    assert "1 claim is rejected" in await room.pressed(room.director, question, "Follow the majority in all")
    assert "1 tie waits" in room.private(room.director, room.plenary)[-1]["text"]
    assert (await room.game()).stage is Stage.RUNNING
    await room.press(room.director, question, "End it anyway")
    await until(lambda: room.find(room.director, room.plenary, "Tuesday's game: the result"), "the result")
    await room.settled()

    # then who was confirmed has won, and the rest is neither won nor lost
    result = await room.card(room.director, room.plenary, "Tuesday's game: the result")
    farewell = await room.card(seats[1], table, "The game is over")
    assert "2 people won individually.* 2 claims undecided." in result["text"]
    for role, words in {1: "Wins", 3: "Wins", 4: "Undecided", 5: "Undecided"}.items():
        assert re.search(rf"<@{seats[role]}>, [^\n]*: {words}", farewell["text"]), role
    assert f"<@{seats[6]}>" not in farewell["text"]
    late = await room.card(seats[1], table, f"Claim: {scenario.role(1).name}")
    await room.people.react(seats[2], table, late["ts"], DOWN)

    # when the facilitator rules after the end, and changes their mind
    ruled = await room.moot(room.director, "rule 1.5 uphold The text says so.", table)
    assert "Claim 1.5: Wins by both secret missions" in ruled
    await until(
        lambda: (
            "3 people won individually"
            in str(room.find(seats[1], room.plenary, "Tuesday's game: the result"))
        ),
        "the result follows",
    )
    await room.settled()
    queue = await room.card(room.director, direct, "Rulings")
    await room.fill(room.director, queue, "Change 1.5", {"how": "rejected", "reason": "On reflection."})
    await until(
        lambda: (
            "2 people won individually.* 1 claim undecided."
            in str(room.find(seats[1], room.plenary, "Tuesday's game: the result"))
        ),
        "the result follows again",
    )

    # then the one message says so, and what came after the end has changed nothing
    await room.settled()
    assert room.titles(room.director, direct).count("Rulings") == 1
    (council,) = await room.store.services.reader.councils(await room.game())
    assert council.claims[1].disputed == 0  # type: ignore[index]
    assert "already rejected" in await room.moot(room.director, "rule 5 uphold", table)
