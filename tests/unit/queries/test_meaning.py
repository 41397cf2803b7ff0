"""Which game somebody means, by the rooms of a channel and by their parts."""

import pytest

from bot.db.directory import Standing
from bot.domain.errors.authority import ChannelTaken, NoGame, RoomOfAGame, WhichGame
from bot.domain.ids import CouncilId, GameId
from bot.queries import meaning
from bot.queries.meaning import Use


def a_part(
    game: str, part: str = "", *, ended: bool = False, room: str = "plenary", council: int | None = None
) -> Standing:
    """A game, and somebody's part in it: `runs`, `sits`, `listed` or none."""
    seat = CouncilId(f"{game}-{council or 1}") if part == "sits" else None
    return Standing(GameId(game), f"Game {game}", ended, seat, part == "runs", part == "listed", room)


# --- in a room; the newest game stands first, and those that have ended come last


@pytest.mark.parametrize(
    ("found", "meant"),
    [
        ([a_part("a")], "a"),
        ([a_part("a", ended=True)], None),
        ([a_part("a", "listed", ended=True)], "a"),
        ([a_part("new"), a_part("old", "runs", ended=True)], "new"),
        ([a_part("new"), a_part("old")], "old"),
        ([a_part("new", "runs"), a_part("old")], "new"),
        ([a_part("new"), a_part("old", "listed")], "old"),
        ([a_part("new"), a_part("old", room="council:1")], "old"),
        ([a_part("new", "runs"), a_part("old", room="council:1")], "new"),
        ([a_part("new", "runs"), a_part("old", "sits", room="council:1")], "old"),
        ([a_part("new"), a_part("old", "sits", ended=True, room="council:1")], "old"),
        ([a_part("new", "sits", ended=True), a_part("old", "sits", ended=True)], "new"),
        ([a_part("new", ended=True), a_part("old", "sits", ended=True)], "old"),
        ([], None),
    ],
)
def test_in_a_room_its_game_is_meant_and_of_two_the_one_with_the_person_in_it(
    found: list[Standing], meant: str | None
) -> None:
    here = meaning.in_room(found)

    assert (here.game if here else None) == meant


@pytest.mark.parametrize("parts", [("runs", "runs"), ("sits", "listed"), ("listed", "runs")])
def test_whoever_has_a_part_in_two_unfinished_games_with_one_plenary_is_asked(parts: tuple[str, str]) -> None:
    with pytest.raises(WhichGame) as asked:
        meaning.in_room(
            [a_part("new", parts[0]), a_part("old", parts[1]), a_part("over", "runs", ended=True)]
        )

    assert asked.value.games == ("new", "old")
    assert not asked.value.over


# --- elsewhere


@pytest.mark.parametrize(
    ("found", "watched", "meant"),
    [
        ([a_part("a", "listed")], (), "a"),
        ([a_part("new", "listed"), a_part("old", "sits")], (), "old"),
        ([a_part("new", "listed"), a_part("old", "runs")], (), "old"),
        ([a_part("new", "listed"), a_part("old", "listed")], ("old",), "old"),
        ([a_part("new", "listed"), a_part("old", "runs", ended=True)], (), "new"),
        ([a_part("a", "listed", ended=True)], (), "a"),
    ],
)
def test_elsewhere_a_seat_goes_before_watching_and_watching_before_a_sign_up(
    found: list[Standing], watched: tuple[GameId, ...], meant: str
) -> None:
    assert meaning.elsewhere(found, watched, Use.ALWAYS).game == meant


@pytest.mark.parametrize(
    ("found", "watched", "over"),
    [
        ([a_part("new", "sits"), a_part("old", "runs")], (), False),
        ([a_part("new", "listed"), a_part("old", "listed")], (), False),
        ([a_part("new", "listed"), a_part("old", "listed")], ("new", "old"), False),
        ([a_part("new", "listed", ended=True), a_part("old", "listed", ended=True)], (), True),
    ],
)
def test_where_several_games_mean_as_much_moot_asks_and_never_takes_the_newest(
    found: list[Standing], watched: tuple[GameId, ...], over: bool
) -> None:
    with pytest.raises(WhichGame) as asked:
        meaning.elsewhere(found, watched, Use.ALWAYS)

    assert asked.value.games == ("new", "old")
    assert asked.value.over is over


def test_a_game_that_is_over_is_not_meant_by_a_word_that_is_of_no_use_there() -> None:
    with pytest.raises(NoGame):
        meaning.elsewhere([a_part("a", "runs", ended=True)], (), Use.UNTIL_THE_END)


# --- where a game may begin


def test_a_game_may_begin_in_a_new_channel_and_in_the_plenary_of_one_that_has_ended() -> None:
    meaning.may_begin_in([])
    meaning.may_begin_in([a_part("a", ended=True)])


def test_no_game_begins_in_the_plenary_of_one_that_has_not_ended() -> None:
    with pytest.raises(ChannelTaken, match="Game a, which has not ended"):
        meaning.may_begin_in([a_part("a")])


@pytest.mark.parametrize("room", ["council:1", "sidebar:3", "team:stewards"])
@pytest.mark.parametrize("ended", [False, True])
def test_no_game_ever_begins_in_a_channel_that_moot_made(room: str, ended: bool) -> None:
    with pytest.raises(RoomOfAGame, match="Game a"):
        meaning.may_begin_in([a_part("a", ended=ended, room=room)])
