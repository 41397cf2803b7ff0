"""A whole game with a secret ballot: people vote by buttons, and nobody is told anybody else's vote."""

import re
from functools import partial

import pytest
from sqlalchemy import text

from bot.domain.game import Stage
from bot.domain.paper import paper_id
from bot.metrics import Seen
from bot.reports.book_in_words import as_markdown, book_of
from bot.reports.policy_book import as_json
from tests.e2e.room import Room, buttons, everything_sent, words
from tests.e2e.test_whole_game import assert_secrets_kept
from tests.patience import until

A_VOTE = re.compile(r"""(?:counts: |[*'">`])(yes|no|abstain)(?:[*'".<`]|$)""")
ADA = paper_id("Ada Amberley")


@pytest.mark.long
async def test_a_game_with_a_secret_ballot_tells_nobody_how_anybody_else_voted(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    # given a council of six, one of them on paper, whose facilitator chose a secret ballot
    seats, table = await a_council_of_six(room)
    in_order = [seats[role] for role in sorted(seats, reverse=True)]  # roles 1 and 2 chair
    no, yes, changes, waverer, steward = in_order

    # when the vote opens by its cue
    game = await room.game()
    cue = next(i for i, one in enumerate(game.phase.cues) if one.kind == "ballot") if game.phase else 0
    while game.clock and cue not in game.clock.rung:
        game = await room.cue()

    # then its card has buttons and no reactions, and no text tells people to react
    ballot = await room.card(no, table, "The final vote")
    assert {"Yes", "No", "Abstain", "My receipt"} <= set(buttons(ballot))
    assert ballot["reactions"] == []
    said = [
        one["text"] for one in room.people.history(no, table) if "Press Yes, No or Abstain" in one["text"]
    ]
    assert said
    assert "React to" not in said[0]
    assert "the ballot is in your council's channel" in await room.moot(yes, "owe", table)

    # when people press, twice, change their minds, take it back, or react, and a steward votes for paper
    assert "Your vote counts: no" in await room.pressed(no, ballot, "No")
    await room.press(yes, ballot, "Yes")
    assert "Your vote counts: yes" in await room.pressed(yes, ballot, "Yes")
    await room.pressed(changes, ballot, "No")
    assert "Your vote counts: abstain" in await room.pressed(changes, ballot, "Abstain")
    await room.pressed(waverer, ballot, "No")
    mine = room.private(waverer, table)[-1]
    await room.press(waverer, mine, "Withdraw my vote")
    await until(
        lambda: "You have no vote that counts" in room.private(waverer, table)[-1]["text"],
        "the answer changes in its place",
    )
    await room.people.react(steward, table, ballot["ts"], "white_check_mark")
    await until(lambda: told(room, steward, table, "reactions do not count"), "a reaction is explained")
    await room.people.react(room.director, table, ballot["ts"], "x")
    await until(lambda: told(room, room.director, table, "reactions do not count"), "theirs is, too")
    assert "entered by proxy: *yes*" in await room.moot(steward, "proxy Ada Amberley yes", table)
    await until(lambda: "4 of 6" in str(room.find(no, table, "The final vote")), "turnout is shown")
    assert "only people who held a seat" in (await room.pressed(room.director, ballot, "Yes")).lower()

    # then a receipt says how it stands, and reactions count for nothing
    assert "Your vote counts: abstain" in await room.moot(changes, "receipt", table)
    assert "reactions do not" in await room.pressed(steward, ballot, "My receipt")

    # when the session ends, and somebody presses on an old receipt after the bell
    old = room.private(yes, table)[-1]
    await room.to("presentations")
    outcome = await room.card(no, table, "The book is approved")
    await room.press(yes, old, "No")
    await until(lambda: told(room, yes, table, "The vote is closed"), "it is refused")

    # then the count is announced, nothing of it is doubtful, and receipts hold
    assert "2 for, 1 against, 1 abstained, 6 seats (1 by proxy)" in outcome["text"]
    assert "as I heard" not in outcome["text"]
    assert "Your vote counts: no" in await room.pressed(no, outcome, "My receipt")
    assert "You have no vote that counts" in await room.pressed(waverer, outcome, "My receipt")
    public = await room.card(no, table, "Receipt of the vote")
    assert "*4 votes counted*, of 6 seats" in public["text"]
    await room.moot(room.director, "status")
    await room.moot(steward, "policies", table)

    # and until the missions are revealed, no private sentence went astray either
    _, scenario = await room.store.services.reader.game(game.id)
    assert_secrets_kept(room, scenario, {user: role for role, user in seats.items()}, caplog.text)

    # when the game is over
    await room.to("wrap_up")
    game = await room.bell()

    # then nobody was told a vote but whose it was
    assert game.stage is Stage.ENDED
    entered = {steward: {"yes"}}
    votes = {no: {"no"}, yes: {"yes"}, changes: {"no", "abstain"}, waverer: {"no"}} | entered
    assert_votes_kept(room, votes)
    assert not re.search(r"\b(yes|abstain|cast_vote)\b", caplog.text), "a vote in the logs"
    assert not [one for one in await outbox(room) if A_VOTE.search(one)], "a vote in the outbox"
    councils = await room.store.services.reader.councils(game)
    book = as_markdown(book_of(game, scenario, councils[0], room.clock.now()))
    assert not found(book)
    assert not any(
        user in f"{book} {as_json(game, scenario, councils[0])['vote']}" for user in seats.values()
    )
    measures, _ = room.store.health.metrics.text(Seen(connected=True, leases=1, answers=True), "")
    assert "cast_vote" not in measures.decode()


def test_the_search_for_votes_finds_one() -> None:
    """The search above is worth something only if it finds what is there."""
    for said in ("*Your vote counts: no.* You pressed", "entered by proxy: *yes*", "{'choice': 'abstain'}"):
        assert A_VOTE.search(said), said
    for said in ("1 for, no majority", "Press Yes, No or Abstain", "g1-1:yes"):
        assert not A_VOTE.search(said), said


async def a_council_of_six(room: Room) -> tuple[dict[int, str], str]:
    """Who sits there in Slack, by role, and their channel: a policy stands, the session of the vote runs."""
    await room.create(ballot="secret")
    for number in range(1, 6):
        await room.moot(room.person(f"player{number}"), "join chair" if number == 1 else "join")
    await room.moot(room.director, f"paper {ADA.partition(':')[2]}")
    await room.deal()
    await room.moot(room.director, "start")
    await room.to("session")
    seats = {role: user for role, user in (await room.table()).items() if user != ADA}
    table = room.channel(next(iter(seats.values())), "council-1")
    for role, user in seats.items():
        envelope = await room.card(user, room.dm(user), "Your sealed envelope")
        sheet = await room.opens(user, partial(room.press, user, envelope, "Open my sheet"))
        assert f"role {role}: you play for" in words(sheet)
    steward = next(seats[role] for role in (1, 2) if role in seats)
    await room.asked(steward, "/propose", "Owners answer. Each model has one.", table)
    proposal = await room.card(steward, table, "Proposal 1:")
    await room.pressed(steward, proposal, "Record as decided")
    game = await room.game()
    await room.to_phase(next(phase.key for phase in game.agenda if phase.holds_ballot))
    return seats, table


def told(room: Room, user: str, table: str, words: str) -> bool:
    """Whether somebody alone has read this in the council's channel."""
    return any(words in one["text"] for one in room.private(user, table))


def assert_votes_kept(room: Room, votes: dict[str, set[str]]) -> None:
    """Nobody read a vote but those that they cast or entered, and Slack was told none besides."""
    for channel in room.workspace.channels.values():
        alone = set(channel.members) - {room.app.bot_user_id}
        mine = votes.get(next(iter(alone)), set()) if channel.kind == "dm" and len(alone) == 1 else set()
        for message in channel.messages.values():
            assert found(f"{message.text} {message.blocks}") <= mine, (channel.name, message.text)
    read: dict[str, set[str]] = {}
    for (user, _), kept in room.workspace.ephemerals.items():
        said = found(" ".join(f"{message.text} {message.blocks}" for message in kept.values()))
        read[user] = read.get(user, set()) | said
    assert {user: said for user, said in read.items() if said} == votes
    for method, sent in everything_sent(room.workspace):
        if "response_url" not in method and not method.startswith("http"):
            assert not found(sent), (method, sent)


def found(words: str) -> set[str]:
    """The choices that a text tells."""
    return {one.group(1) for one in A_VOTE.finditer(words)}


async def outbox(room: Room) -> list[str]:
    """All work that there ever was, as it is stored."""
    async with room.store.engine.connect() as connection:
        rows = await connection.execute(text("SELECT subject FROM outbox"))
        return [str(one) for (one,) in rows]
