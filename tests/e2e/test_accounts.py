"""Accounts that are deactivated in the middle of a game and come back, and a game that loses who runs it."""

from bot.domain.ballot import Choice
from bot.domain.council import Council
from bot.domain.game import Stage
from bot.domain.ids import UserId
from bot.slack.blocks.names import VOTE_EMOJI
from tests.e2e.room import Room, buttons
from tests.patience import until


async def council(room: Room) -> Council:
    return (await room.store.services.reader.councils(await room.game()))[0]


async def a_policy(room: Room, table: str) -> None:
    """A steward records something, so that there is a book to vote on."""
    steward = next(seat.holder for seat in (await council(room)).filled if seat.steward)
    assert steward is not None
    await room.asked(steward, "/propose", "Owners answer. Each model has one.", table)
    await room.settled()
    proposal = await room.card(steward, table, "Proposal 1:")
    await room.pressed(steward, proposal, "Record as decided")


async def test_two_of_six_whose_accounts_go_before_the_vote_hold_nobody_up(room: Room) -> None:
    # given a council of six with a policy, and somebody who watches
    players = await room.opened(6)
    watcher = room.person("watcher")
    await room.moot(watcher, "observe")
    table = room.channel(players[0], "council-1")
    await room.to("session")
    await a_policy(room, table)
    await room.to_phase("session-3")
    seats = {seat.holder: seat for seat in (await council(room)).filled}
    gone = [user for user in players if not seats[UserId(user)].steward][:2]
    left = [user for user in players if user not in gone]

    # when two accounts are deactivated
    for user in gone:
        room.workspace.deactivate(user)
    await until(lambda: len(_seated(room, table, left)) == 4, "the channel hears of both")
    await room.settled()

    # then the facilitator hears it once, with the best move, and of no other trouble
    dm = await room.to_director()
    told = [one for one in room.people.history(room.director, dm) if "deactivated" in one["text"]]
    assert len(told) == 1
    assert "2 accounts are deactivated" in told[0]["text"]
    assert f"give the seat to <@{watcher}>" in told[0]["text"]
    assert await room.store.services.reader.undelivered((await room.game()).id) == []
    assert not any("could not deliver" in one["text"] for one in room.people.history(room.director, dm))

    # when two of the four that are left vote
    await room.open_vote()
    ballot = await room.card(left[0], table, "The final vote")
    for user in left[:2]:
        await room.people.react(user, table, ballot["ts"], VOTE_EMOJI[Choice.YES])
    await room.to("presentations")
    await until(lambda: room.find(left[0], table, "The book is approved") is not None, "the vote is counted")

    # then that is half of them
    outcome = (await council(room)).outcome
    assert outcome is not None
    assert (outcome.seats, outcome.yes, outcome.passed) == (4, 2, True)

    # when one account is back, and the watcher gets the other's seat
    room.workspace.reactivate(gone[0])
    await until(lambda: gone[0] in room.workspace.channels[table].members, "they are in the channel again")

    def card() -> str:
        [one] = [one for one in room.people.history(room.director, dm) if "deactivated" in one["text"]]
        return str(one["text"])

    await until(lambda: f"<@{gone[0]}>" not in card(), "the facilitator's card is true again")
    assert (await council(room)).seat_of(UserId(gone[0])) == seats[UserId(gone[0])]
    await room.moot(room.director, f"handover <@{gone[1]}> <@{watcher}>")
    seat = (await council(room)).seat_of(UserId(watcher))
    assert seat is not None
    assert seat.role == seats[UserId(gone[1])].role


async def test_a_paused_game_whose_only_facilitator_is_gone_goes_on(room: Room) -> None:
    # given
    players = await room.opened(6)
    await room.to("session")
    table = room.channel(players[0], "council-1")
    stewards = [str(seat.holder) for seat in (await council(room)).filled if seat.steward]
    await room.moot(room.director, "pause")
    await room.settled()

    # when
    room.workspace.deactivate(room.director)

    # then its stewards are asked, and only one of them can be the first
    offers = [await room.card(user, room.dm(user), "Nobody runs") for user in stewards]
    assert all("Take over the game" in buttons(offer) for offer in offers)
    await room.press(stewards[0], offers[0], "Take over the game")
    await room.card(players[0], room.plenary, f"<@{stewards[0]}> runs")
    await room.settled()
    for user in stewards[1:]:
        await room.card(user, room.dm(user), f"<@{stewards[0]}> runs")

    # when the new facilitator goes on
    await room.moot(stewards[0], "resume")

    # then the game runs, and its director has it again with the account
    game = await room.game()
    assert (game.stage, game.paused, set(game.facilitators)) == (Stage.RUNNING, False, {UserId(stewards[0])})
    room.workspace.reactivate(room.director)
    await until(lambda: room.director in room.workspace.channels[table].members, "the director is back")
    assert (await room.game()).facilitators == {stewards[0], room.director}


def _seated(room: Room, table: str, left: list[str]) -> list[str]:
    """Who is left, once the channel has heard of every account."""
    heard = [one for one in room.people.history(left[0], table) if "is deactivated" in one["text"]]
    return left if len(heard) == 2 else []
