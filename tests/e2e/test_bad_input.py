"""Wrong words, wrong moments, wrong people: a kind sentence, and nothing changed."""

from datetime import timedelta

import pytest

from bot.domain.game import Game
from bot.workspace.state.refusals import CannotDo
from tests.e2e.room import Room, buttons
from tests.patience import until


async def test_too_few_players_are_told_how_many_are_missing(room: Room) -> None:
    # given
    await room.create()
    for name in ("ada", "ben", "cleo"):
        await room.moot(room.person(name), "join")

    # when
    answer = await room.moot(room.director, "seat")

    # then
    assert "needs at least 5 players and has 3: 2 more must join" in answer
    assert (await room.game()).plan is None


async def test_only_facilitators_run_the_game(room: Room) -> None:
    players = await room.opened(5)
    for command in ("seat", "start", "pause", "resume", "add 2m", "next", "end", "say hello"):
        answer = await room.moot(players[0], command)
        assert "Only this game's facilitators" in answer, command
    seats = await room.table()
    assert "and the facilitators can open its final vote" in await room.moot(seats[max(seats)], "vote")
    stranger = room.person("stranger")
    assert "Only this game's facilitators" in await room.moot(stranger, "next")


async def test_a_second_start_and_a_second_deal_change_nothing(room: Room) -> None:
    # given
    await room.opened(5)
    before = await room.game()

    # when
    again = await room.moot(room.director, "start")
    dealt = await room.moot(room.director, "deal")

    # then
    assert "already started, so nothing changed" in again
    assert "already dealt" in dealt
    assert await room.game() == before


async def test_a_double_click_on_join_counts_once(room: Room) -> None:
    # given
    await room.create()
    card = await room.card(room.director, room.plenary, "Tuesday's game")
    ada = room.person("ada")

    # when
    await room.pressed(ada, card, "Join")
    await room.pressed(ada, card, "Join")

    # then
    assert len((await room.game()).players) == 1


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("“Status”", "Sign-up is open"),
        ("  STATUS  ", "Sign-up is open"),
        ("", "What now?"),
        ("statsu", "Did you mean `/moot status`?"),
        ("xyzzy", "/moot help"),
    ],
)
async def test_what_people_type_is_understood_or_answered(room: Room, typed: str, expected: str) -> None:
    await room.create()
    assert expected in await room.moot(room.director, typed)


async def test_lengths_of_time_that_make_no_sense_get_an_example(room: Room) -> None:
    await room.opened(5)
    for typed in ("add -5", "add", "take tea", "add 0m"):
        assert "2m" in await room.moot(room.director, typed), typed
    assert "cannot be taken" in await room.moot(room.director, "take 3h")
    assert "until" in await room.moot(room.director, "add 2 minutes please")


async def test_observers_and_strangers_do_not_vote_and_are_told(room: Room) -> None:
    # given an open ballot
    players = await room.opened(5)
    watcher = room.person("watcher")
    await room.moot(watcher, "observe")
    table = await _with_a_policy(room, players)
    room.workspace.invite(table, watcher)
    await _to_ballot(room)
    await room.open_vote()
    ballot = await room.card(players[0], table, "The final vote")

    # when
    await room.people.react(watcher, table, ballot["ts"], "white_check_mark")

    # then
    await until(
        lambda: any(
            "held a seat when the vote opened" in one["text"] for one in room.private(watcher, table)
        ),
        "the observer is told",
    )
    council = (await room.store.services.reader.councils(await room.game()))[0]
    assert council.ballot is not None
    assert council.ballot.turnout == 0


async def test_a_proposal_before_the_first_session_and_after_the_freeze_is_refused(room: Room) -> None:
    # given
    players = await room.opened(5)
    table = room.channel(players[0], "council-1")

    # when, then
    assert "not begun" in await room.asked(players[0], "/propose", "Early bird.", table)
    await _with_a_policy(room, players)
    await _to_ballot(room)
    await room.open_vote()
    await room.card(players[0], table, "The final vote")
    assert "frozen" in await room.asked(players[0], "/propose", "Too late.", table)
    council = (await room.store.services.reader.councils(await room.game()))[0]
    assert len(council.proposals) == 1


async def test_a_form_that_is_submitted_too_late_says_so_in_the_form(room: Room) -> None:
    # given a player with the proposal form open
    players = await room.opened(5)
    await _with_a_policy(room, players)
    game = await _to_ballot(room)
    assert game.phase is not None
    table = room.channel(players[0], "council-1")
    card = next(
        one for one in room.people.history(players[0], table)[::-1] if "Propose a policy" in buttons(one)
    )
    await room.press(players[0], card, "Propose a policy")
    await until(lambda: bool(room.people.modals(players[0])), "the form is open")
    form = room.people.modals(players[0])[0]

    # when the vote opens before it is sent
    await room.open_vote()
    await room.card(players[0], table, "The final vote")
    values = {"title": {"value": "A title"}, "text": {"value": "A text"}}
    errors = await room.people.submit(players[0], form["id"], values)

    # then
    assert "frozen" in errors["title"]
    assert room.people.modals(players[0]), "what was typed is still there"


async def test_a_game_with_a_wrong_time_zone_is_refused_at_its_field(room: Room) -> None:
    # given
    await room.people.command(room.director, room.plenary, "/moot", "new")
    await until(lambda: bool(room.people.modals(room.director)), "the form is open")
    form = room.people.modals(room.director)[0]

    # when
    errors = await room.people.submit(room.director, form["id"], {"timezone": {"value": "Mars/Olympus"}})

    # then
    assert "Europe/Berlin" in errors["timezone"]
    assert await room.store.services.reader.latest() is None


async def test_a_player_mentions_everybody_and_pings_nobody(room: Room) -> None:
    # given
    players = await room.opened(5)
    table = room.channel(players[0], "council-1")
    await room.to("session")

    # when
    await room.asked(players[0], "/propose", "<!channel> & <everyone> must obey.", table)

    # then
    card = await room.card(players[0], table, "Proposal 1:")
    assert "<!channel>" not in card["text"]
    assert "<!channel>" not in str(card["blocks"][1])


async def test_strangers_cannot_open_a_form_of_a_council(room: Room) -> None:
    # given
    players = await room.opened(5)
    table = room.channel(players[0], "council-1")
    game = await room.to("session")
    assert game.phase is not None
    room.workspace.invite(table, room.person("stranger"))

    # when
    card = await room.card(players[0], table, game.phase.title)
    said = await room.pressed(room.ids["stranger"], card, "Propose a policy")

    # then
    assert "hold no seat" in said


async def test_commands_where_there_is_no_game_say_how_to_start_one(room: Room) -> None:
    ada = room.person("ada")
    for command in ("status", "join", "owe", "mission", "policies", "leave", "start"):
        assert "/moot new" in await room.moot(ada, command), command
    with pytest.raises(CannotDo):
        await room.people.command(ada, room.plenary, "/mooot", "join")


# --- on the way to something


async def _with_a_policy(room: Room, players: list[str]) -> str:
    """A council with one policy, recorded Only a steward; returns its channel."""
    table = room.channel(players[0], "council-1")
    await room.to("session")
    await room.asked(players[0], "/propose", "Owners answer. Each model has one.", table)
    proposal = await room.card(players[0], table, "Proposal 1:")
    council = (await room.store.services.reader.councils(await room.game()))[0]
    steward = next(seat.holder for seat in council.filled if seat.steward)
    assert steward is not None
    await room.pressed(steward, proposal, "Record as decided")
    await room.card(players[0], table, "Policy 1 is adopted")
    return table


async def _to_ballot(room: Room) -> Game:
    game = await room.game()
    return await room.to_phase(next(phase.key for phase in game.agenda if phase.holds_ballot))


async def test_a_game_that_is_ended_early_counts_the_open_vote_and_tells_the_result(room: Room) -> None:
    # given an open vote with three of five in favour
    players = await room.opened(5)
    table = await _with_a_policy(room, players)
    await _to_ballot(room)
    await room.open_vote()
    ballot = await room.card(players[0], table, "The final vote")
    for user in players[:3]:
        await room.people.react(user, table, ballot["ts"], "white_check_mark")

    # when the facilitator ends the game, and is asked first
    assert "early?" in await room.moot(room.director, "end")
    question = room.private(room.director, room.plenary)[-1]
    await room.press(room.director, question, "End the game")

    # then
    result = await room.card(players[0], room.plenary, "Tuesday's game: the result")
    assert "1 of 1 council won together" in result["text"]
    await room.settled()
    assert await room.store.services.reader.undelivered((await room.game()).id) == []


async def test_a_double_click_on_the_console_counts_once(room: Room) -> None:
    # given the console with its buttons
    await room.opened(5)
    await room.moot(room.director, "status")
    console = await room.console("Next phase")
    before = await room.game()
    assert before.clock is not None

    # when each is pressed twice
    await room.pressed(room.director, console, "Add 2 minutes")
    await room.pressed(room.director, console, "Add 2 minutes")
    added = await room.game()
    await room.pressed(room.director, console, "Next phase")
    await room.pressed(room.director, console, "Next phase")
    after = await room.game()

    # then it happens once
    assert added.clock is not None
    assert added.clock.ends - before.clock.ends == timedelta(minutes=2)
    assert after.clock is not None
    assert after.clock.phase == 1
