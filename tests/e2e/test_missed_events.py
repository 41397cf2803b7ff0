"""What Slack repeats is done once, what it kept is done later, and what it lost is found."""

import asyncio
from datetime import timedelta

import pytest

from bot.db import faults, outbox
from bot.workspace.state.refusals import NotAnswered
from tests.e2e.room import Room
from tests.e2e.test_vote_receipts import a_ballot
from tests.patience import until
from tests.postgres import Postgres
from tests.stumbles import said_by


async def test_a_command_that_is_delivered_twice_is_done_once(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given a workspace that gives every command to the bot twice
    await room.opened(5)
    ends = (await room.game()).clock.ends  # type: ignore[union-attr]
    ask = room.workspace.delivery.ask

    async def twice(*args: object, **more: object) -> object:
        first, second = await asyncio.gather(ask(*args, **more), ask(*args, **more))  # type: ignore[arg-type]
        assert first == second
        return await ask(*args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(room.workspace.delivery, "ask", twice)

    # when the facilitator adds two minutes
    await room.moot(room.director, "add 2m")

    # then there are two more, and not six
    assert (await room.game()).clock.ends - ends == timedelta(minutes=2)  # type: ignore[union-attr]


async def test_votes_whose_events_were_lost_while_the_connection_was_down_count_after_it(room: Room) -> None:
    # given an open vote, and Slack not trying again
    seats, table, ballot = await a_ballot(room)
    await room.people.react(seats[1], table, ballot["ts"], "white_check_mark")
    await until(lambda: "1 of 6" in str(room.find(seats[1], table, "The final vote")), "one has voted")
    room.workspace.delivery.retry_seconds = ()

    # when the connection breaks, and meanwhile one vote is given and another changed
    await room.workspace.drop_sockets(room.app)
    await room.people.unreact(seats[1], table, ballot["ts"], "white_check_mark")
    await room.people.react(seats[1], table, ballot["ts"], "x")
    await room.people.react(seats[3], table, ballot["ts"], "white_check_mark")
    await until(lambda: len(room.workspace.delivery.lost_events) >= 3, "the events are lost")

    # then they count as soon as it stands again, before the close
    await until(lambda: "2 of 6" in str(room.find(seats[1], table, "The final vote")), "two have voted")
    (council,) = await room.store.services.reader.councils(await room.game())
    assert council.ballot is not None
    assert council.outcome is None
    assert sorted(str(council.ballot.vote_of(seat)) for seat in council.ballot.standing) == ["no", "yes"]


async def test_sides_whose_events_were_lost_while_the_connection_was_down_count_after_it(room: Room) -> None:
    # given a proposal that one person supports, and Slack not trying again
    players = await room.opened(5)
    table = room.channel(players[0], "council-1")
    await room.to("session")
    await room.asked(players[0], "/propose", "Owners answer. Each model has one.", table)
    proposal = await room.card(players[0], table, "Proposal 1:")
    await room.people.react(players[1], table, proposal["ts"], "thumbsup")
    await _become(room, [True], "one supports it")
    room.workspace.delivery.retry_seconds = ()

    # when the connection breaks, and meanwhile that is taken back and two others react
    await room.workspace.drop_sockets(room.app)
    await room.people.unreact(players[1], table, proposal["ts"], "thumbsup")
    await room.people.react(players[2], table, proposal["ts"], "thumbsdown")
    await room.people.react(players[3], table, proposal["ts"], "+1")
    await until(lambda: len(room.workspace.delivery.lost_events) >= 3, "the events are lost")

    # then it counts as soon as the connection stands again
    await _become(room, [False, True], "one is against it and one supports it")


async def test_an_event_that_could_not_be_stored_is_left_to_slack_which_gives_it_again(
    on_postgres: Room, server: Postgres, caplog: pytest.LogCaptureFixture
) -> None:
    # given a proposal, and a database that stops
    room = on_postgres
    players = await room.opened(5)
    table = room.channel(players[0], "council-1")
    await room.to("session")
    await room.asked(players[0], "/propose", "Owners answer. Each model has one.", table)
    proposal = await room.card(players[0], table, "Proposal 1:")
    await room.settled()
    room.workspace.delivery.ack_seconds, room.workspace.delivery.retry_seconds = 1.0, (1.0,) * 100
    server.stop()

    # when somebody supports it, and the database comes back
    await room.people.react(players[1], table, proposal["ts"], "thumbsup")
    await until(lambda: "timeout" in _outcomes(room, "events_api"), "Slack heard nothing")
    assert faults.AWAY in caplog.text
    server.start()

    # then their support is counted
    await until(lambda: _supported(room), "their support counts")
    assert "Traceback" not in said_by(caplog, "bot.slack", "bot.services", "slack_bolt")


def _outcomes(room: Room, kind: str) -> list[str]:
    return [one.outcome for one in room.workspace.traffic.exchanges if one.name == kind]


async def _supported(room: Room) -> bool:
    (council,) = await room.store.services.reader.councils(await room.game())
    (proposal,) = council.proposals.values()
    return bool(proposal.sides)


async def test_slack_hears_that_a_command_was_taken_when_it_is_stored(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given a database that takes longer than the workspace waits
    await room.opened(5)
    room.workspace.delivery.ack_seconds = 0.3
    stored = asyncio.Event()
    add = outbox.add_new

    async def slow(*args: object) -> None:
        await stored.wait()
        await add(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(outbox, "add_new", slow)

    # when the facilitator says something, then the workspace tells them that nothing has answered
    payload = {"command": "/moot", "text": "say Hello.", "user_id": room.director}
    person, where = room.workspace.people[room.director], room.workspace.channels[room.plenary]
    with pytest.raises(NotAnswered):
        await room.workspace.delivery.ask(
            room.app,
            "slash_commands",
            {
                **payload,
                "team_id": room.workspace.team_id,
                "channel_id": where.id,
                "user_name": person.name,
                "trigger_id": "1.2.3",
                "response_url": room.workspace.response_urls.new(room.app, person.id, where),
            },
        )
    stored.set()
    await room.settled()


async def _become(room: Room, sides: list[bool], what: str) -> None:
    """Waits until these are the sides on the only proposal."""

    async def so() -> bool:
        (council,) = await room.store.services.reader.councils(await room.game())
        (proposal,) = council.proposals.values()
        return sorted(side[-1] for side in proposal.sides.values() if side) == sides

    await until(so, what)
