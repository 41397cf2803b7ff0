"""A log played again gives the game that it tells of, at any moment."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest

from bot.domain.errors.log import LogUnreadable, NoSuchPlace
from bot.domain.game import Stage
from bot.domain.game import commands as gc
from bot.domain.ids import MOOT
from bot.domain.log import RecordedEvent
from bot.reports import policy_book
from bot.reports.log.lines import Kept, log_file, read
from bot.reports.log.replay import Replay, state
from tests.builders import (
    NOON,
    CouncilLog,
    GameLog,
    a_book_of_everything,
    a_council,
    a_game,
    a_running_game,
    an_agenda,
    at,
    rainbow_road,
    recorded,
)


def a_played_game() -> tuple[GameLog, CouncilLog]:
    """A game in its second phase, whose council has voted."""
    game = a_running_game(*an_agenda())
    assert game.game.clock is not None
    game.do(gc.RingBells(), MOOT, game.game.clock.ends)
    return game, a_book_of_everything()


def kept(game: GameLog, events: tuple[RecordedEvent, ...]) -> Kept:
    """The log as it is read from its file."""
    return read("log", BytesIO(log_file(game.game, events, at(90)).content))


def test_a_replay_to_the_end_is_the_game_as_it_was() -> None:
    game, council = a_played_game()

    replay = Replay(kept(game, recorded(game, council))).play_all()

    assert replay.over
    assert replay.next_at is None
    assert (replay.game, replay.councils) == (game.game, (council.council,))


def test_a_replay_is_the_game_as_it_was_at_any_moment() -> None:
    game, council = a_played_game()
    events = recorded(game, council)
    replay = Replay(kept(game, events))
    assert replay.game.stage is Stage.SIGN_UP

    for number in range(2, len(events) + 1):
        assert replay.play(NOON + timedelta(seconds=number)) == 1
        assert replay.played == number
    assert replay.play(NOON + timedelta(days=1)) == 0
    assert replay.again().played == 1


def test_events_stamped_by_a_slow_clock_are_played_with_those_before_them() -> None:
    game = a_game(players=2)
    first, second, third, *_ = recorded(game)
    late = replace(third, at=first.at)

    replay = Replay(kept(game, (first, second, late)))

    assert replay.next_at == second.at
    assert replay.play(second.at) == 2


def test_a_phase_is_found_by_its_number_or_by_a_part_of_its_title() -> None:
    game, _ = a_played_game()
    replay = Replay(kept(game, recorded(game)))
    (first, began), (second, then) = replay.phases()

    assert replay.begins() == began < then
    assert replay.place("1") == replay.place(first.upper()) == began
    assert replay.place("2") == replay.place(f" {second} ") == then
    with pytest.raises(
        NoSuchPlace, match=f"no phase “lunch” in this game. Its phases: 1 {first}, 2 {second}"
    ):
        replay.place("lunch")
    assert Replay(kept(a_game(), recorded(a_game()))).begins() == NOON + timedelta(seconds=1)


def test_a_log_that_contradicts_itself_is_refused_with_the_line() -> None:
    game, council = a_played_game()
    events = recorded(game, council)
    other = recorded(game, a_council(number=2))
    wrong = {
        "an event is missing": (*events[:4], *events[5:]),
        "a council's event in the game's stream": (
            *events[:5],
            replace(events[-1], stream=events[5].stream, version=6),
        ),
        "another game's council": (*events, replace(other[-1], stream="council:g2-1")),
        "a council that was never founded": (*events, replace(other[-1], stream="council:g1-9", version=1)),
        "no game at all": events[-3:],
    }
    for what, log in wrong.items():
        with pytest.raises(LogUnreadable, match=r"log, line \d+: this event does not fit here"):
            Replay(kept(game, log)).play_all()
        assert what


def test_how_it_ended_is_told_with_each_councils_book() -> None:
    game, council = a_played_game()
    replay = Replay(kept(game, recorded(game, council))).play_all()

    said = state(replay, rainbow_road())

    assert said["councils"] == [policy_book.as_json(game.game, rainbow_road(), council.council)]
    assert (said["stage"], said["ended_at"], said["events"]) == ("running", None, len(replay.events))
    assert game.game.phase is not None
    assert said["phase"] == game.game.phase.title
