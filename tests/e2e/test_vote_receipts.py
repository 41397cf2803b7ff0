"""What becomes of every reaction on a ballot, and who is told; and the reveal by consent."""

import shutil
from pathlib import Path

from bot.domain.edition import AS_WRITTEN
from bot.domain.paper import paper_id
from bot.scenarios.packs import content_folder
from tests.e2e.room import Json, Room, a_room, buttons
from tests.patience import until


async def a_ballot(room: Room, players: int = 6) -> tuple[dict[int, str], str, Json]:
    """An open vote on one policy; who sits there, their channel, and the ballot."""
    await room.opened(players)
    game = await room.to("session")
    seats = await room.table()
    table = room.channel(seats[1], "council-1")
    await room.asked(seats[3], "/propose", "Owners answer. Each model has one.", table)
    proposal = await room.card(seats[1], table, "Proposal 1:")
    await room.pressed(seats[1], proposal, "Record as decided")
    await room.to_phase(next(phase.key for phase in game.agenda if phase.holds_ballot))
    await room.open_vote()
    return seats, table, await room.card(seats[1], table, "The final vote")


def told(room: Room, user: str, table: str, words: str) -> bool:
    """Whether somebody alone has read this in the council's channel."""
    return any(words in one["text"] for one in room.private(user, table))


async def test_everybody_learns_what_happened_to_their_reactions_and_nobody_learns_a_vote(room: Room) -> None:
    # given an open vote
    seats, table, ballot = await a_ballot(room)
    react = room.people.react

    # when people vote in skin tones and variants, twice, by other emoji, and without a seat
    await react(seats[1], table, ballot["ts"], "white_check_mark")
    await react(seats[3], table, ballot["ts"], "x")
    await react(seats[3], table, ballot["ts"], "white_check_mark")
    await react(seats[5], table, ballot["ts"], "woman-shrugging::skin-tone-4")
    await react(seats[7], table, ballot["ts"], "heavy_check_mark")
    await react(room.director, table, ballot["ts"], "x")
    await until(lambda: "3 of 6" in str(room.find(seats[1], table, "The final vote")), "three have voted")
    await until(
        lambda: told(room, seats[7], table, "Only ✅ yes, ❌ no and 🤷 abstain"), "the sign is explained"
    )

    await room.settled()

    # then /moot receipt says how it stands
    assert "The vote is open" in await room.moot(seats[3], "receipt", table)

    # when it is closed
    await room.to("presentations")

    # then each reads their own, by button or command
    outcome = await room.card(seats[1], table, "The book is approved")
    assert "2 for, 0 against, 1 abstained, 6 seats" in outcome["text"]
    assert "2 of 2 votes cast were in favour; more than half was needed" in outcome["text"]
    mine = await room.pressed(seats[3], outcome, "My receipt")
    assert "Your vote counts: yes" in mine
    assert "*no*" in mine
    assert "you chose something else later" in mine
    assert "Your vote counts: abstain" in await room.pressed(seats[5], outcome, "My receipt")
    seventh = await room.moot(seats[7], "receipt", table)
    assert "You have no vote that counts" in seventh
    assert ":heavy_check_mark:" in seventh
    assert "You held no seat in this council" in await room.moot(room.director, "receipt", table)

    # and the council how many did not count, without a name or a choice
    public = await room.card(seats[1], table, "Receipt of the vote")
    assert "*3 votes counted*, of 6 seats" in public["text"]
    assert "1 replaced by a later one" in public["text"]
    assert "1 with an emoji" in public["text"]
    assert "1 by people without a seat" in public["text"]
    assert not any(f"<@{user}>" in public["text"] for user in (*seats.values(), room.director))
    assert "What happened to my vote?" in buttons(public)


async def test_where_the_channel_is_gone_the_votes_count_as_heard_and_the_facilitator_is_told(
    room: Room,
) -> None:
    # given an open vote with four votes, in a channel that somebody archives
    seats, table, ballot = await a_ballot(room)
    for role in (1, 3, 5, 7):
        await room.people.react(seats[role], table, ballot["ts"], "white_check_mark")
    await until(lambda: "4 of 6" in str(room.find(seats[1], table, "The final vote")), "four have voted")
    room.workspace.archive(table)
    room.workspace.faults.fail_next("reactions.get", "channel_not_found", times=3)  # twice before the close

    # when the vote is closed
    game = await room.game()
    while game.phase is not None and game.phase.kind != "presentations":
        due = game.next_due()
        assert due is not None
        room.clock.move(due - room.clock.now())
        await room.ring(game.id)
        game = await room.game()

    # then it is counted from what was heard, and the facilitator knows
    direct = await room.people.open_dm(room.director, room.app.bot_user_id)
    await room.card(room.director, direct, "Council 1: the final vote is counted from what I heard")
    council = (await room.store.services.reader.councils(game))[0]
    assert council.outcome is not None
    assert (council.outcome.yes, council.outcome.passed, council.outcome.verified) == (4, True, False)
    assert "Your vote counts: yes" in await room.moot(seats[3], "receipt")


async def test_only_missions_of_those_who_agree_are_revealed(tmp_path: Path) -> None:
    # given a game whose pack asks for consent, with somebody on paper
    pack = Path(shutil.copytree(content_folder() / "rainbow-road", tmp_path / "packs" / "rainbow-road"))
    text = (pack / "pack.yaml").read_text(encoding="utf-8")
    (pack / "pack.yaml").write_text(f"{text}\nreveal: consent\n", encoding="utf-8")
    async with a_room(tmp_path, content=pack.parent) as room:
        await room.create()
        for number in range(1, 5):
            await room.moot(room.person(f"player{number}"), "join")
        await room.moot(room.director, "paper Ada Amberley")
        await room.deal()
        await room.moot(room.director, "start")
        await room.to("session")
        seats = await room.table()
        table = next(room.channel(user, "council-1") for user in seats.values() if user in room.ids.values())
        in_slack = {role: user for role, user in seats.items() if user != paper_id("Ada Amberley")}
        (on_paper,) = set(seats) - set(in_slack)
        first, second, *others = in_slack

        # when it ends, each is asked in private, and for the one on paper the facilitator
        await room.moot(room.director, "end")
        ending = room.private(room.director, room.plenary)[-1]
        await room.press(room.director, ending, "End the game")
        revealed = await room.card(in_slack[first], table, "The missions, revealed")
        assert revealed["text"].count("keeps the mission secret") == 5
        assert "whether your mission may be shown" in (await room.moot(in_slack[first], "owe")).lower()

        # and some agree, by button and by command, and one of them thinks again
        asked = await room.card(in_slack[first], room.dm(in_slack[first]), "May your mission be shown")
        assert "It will be shown" in await room.pressed(in_slack[first], asked, "Yes, show it")
        assert "It stays secret" in await room.moot(in_slack[second], "reveal no", table)
        assert "It will be shown" in await room.moot(in_slack[others[0]], "reveal yes", table)
        assert "It stays secret" in await room.moot(in_slack[others[0]], "reveal No.", table)
        assert "It will be shown" in await room.moot(room.director, "reveal yes ada amberley")
        assert "Say yes or no" in await room.moot(in_slack[second], "reveal perhaps", table)
        assert "Only the holder of a seat" in await room.moot(
            in_slack[second], "reveal yes Ada Amberley", table
        )

        # then the card shows theirs, and of the others that they keep it
        scenario = room.store.services.reader.scenario("rainbow-road", AS_WRITTEN)
        begins = {role: scenario.role(role).sheet.mission.split(",")[0][:40] for role in seats}

        def shown() -> set[int]:
            card = str(room.find(in_slack[first], table, "The missions, revealed"))
            return {role for role, words in begins.items() if words in card}

        await until(lambda: shown() == {first, on_paper}, "the reveal shows who agreed")
        card = await room.card(in_slack[first], table, "The missions, revealed")
        assert str(card).count("keeps the mission secret") >= 3
