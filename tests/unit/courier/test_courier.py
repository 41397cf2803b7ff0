"""One look through the outbox: what starts, and what waits for room in its budget."""

import pytest

from bot.courier.budgets import Budgets
from bot.courier.look import IDLE, Look, Queued
from bot.intents.intent import Urgency
from bot.platform.rates import MINUTE, POST

TEAM = "T1"
CREATE = "conversations.create"  # twenty a minute


def a_look(
    budgets: Budgets, queued: dict[int, Queued], *, busy: tuple[int, ...] = (), room: int = 300
) -> Look:
    return Look(lambda _: budgets, queued, busy, room, 0.0)


def started(look: Look, rows: range) -> list[int]:
    """Which of the rows may start, asked in this order."""
    return [row for row in rows if look.may_start(row)]


def channels(count: int) -> dict[int, Queued]:
    return {row: Queued(TEAM, (CREATE, ""), urgency=Urgency.BELL) for row in range(count)}


def test_as_many_rows_start_as_there_is_room_the_first_first_and_the_others_keep_waiting() -> None:
    look = a_look(Budgets(), channels(30))

    assert started(look, range(30)) == list(range(20))
    assert set(look.waiting) == set(range(20, 30))


def test_a_look_says_when_there_may_be_room_again() -> None:
    budgets = Budgets()
    for _ in range(20):
        budgets.spend(CREATE, "")
        budgets.answered(CREATE, "", now=-50.0)

    look = a_look(budgets, channels(1))

    assert started(look, range(1)) == []
    assert look.room_in == min(IDLE, MINUTE - 50.0)


def test_what_is_new_starts_since_nobody_knows_yet_what_it_calls_and_what_is_in_hand_does_not() -> None:
    look = a_look(Budgets(), {}, busy=(1,), room=2)

    assert started(look, range(5)) == [0, 2]


def test_a_channel_that_had_its_post_waits_and_others_do_not_wait_for_it() -> None:
    budgets = Budgets()
    budgets.spend(POST, "C1")
    budgets.answered(POST, "C1", now=0.0)
    queued = {row: Queued(TEAM, (POST, f"C{row}"), urgency=Urgency.BELL) for row in (1, 2)}

    look = a_look(budgets, queued)

    assert started(look, range(1, 3)) == [2]
    assert look.room_in == pytest.approx(1.0)


def test_a_bell_finds_room_where_envelopes_have_taken_theirs() -> None:
    envelopes = {row: Queued(TEAM, (POST, f"D{row}"), urgency=Urgency.SHEET) for row in range(300)}
    bell = {300: Queued(TEAM, (POST, "C1"), urgency=Urgency.BELL)}

    look = a_look(Budgets(), envelopes | bell, room=1000)

    assert len(started(look, range(300))) == 270
    assert look.may_start(300)


def test_a_look_says_whether_it_left_something_out_for_want_of_room_among_what_is_in_hand() -> None:
    enough, short = a_look(Budgets(), {}, busy=(1,), room=2), a_look(Budgets(), {}, room=2)

    started(enough, range(3))
    started(short, range(3))

    assert (enough.left_out, short.left_out) == (False, True)
