"""What authors type is read, or refused with an example."""

from datetime import timedelta

import pytest

from bot.domain.cues import Tempo
from bot.scenarios.skeleton.wishes import (
    NoSuchTeam,
    NotAKey,
    NotALength,
    NotATitle,
    NotTeams,
    TeamTwice,
    key_of,
    read_chair,
    read_key,
    read_length,
    read_teams,
    read_title,
)


def test_teams_are_read_with_their_seats() -> None:
    teams = read_teams("Farms 3, Town: 2; Wetland  Trust (2), Regulator, Öl & Gas 12, 北 2, Observers")

    assert [(team.key, team.name, team.seats) for team in teams] == [
        ("farms", "Farms", 3),
        ("town", "Town", 2),
        ("wetland-trust", "Wetland Trust", 2),
        ("regulator", "Regulator", 1),
        ("ol-gas", "Öl & Gas", 12),
        ("team-6", "北", 2),
        ("observers-team", "Observers", 1),
    ]


@pytest.mark.parametrize(
    "typed", ["", " , ", "3", "Town 0", "Crowd 101", ", ".join(map(chr, range(97, 110)))]
)
def test_what_is_no_teams_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(NotTeams, match="Farms 3, Town 2, Regulator"):
        read_teams(typed)


def test_two_teams_of_one_name_are_refused() -> None:
    with pytest.raises(TeamTwice, match="Two teams are called Team"):
        read_teams("Team 1, Team 2")


def test_a_chair_is_named_by_its_name_or_key_and_else_the_first() -> None:
    teams = read_teams("Farms, Wetland Trust")

    assert read_chair("", teams) == "farms"
    assert read_chair("wetland trust", teams) == read_chair("wetland-trust", teams) == "wetland-trust"
    with pytest.raises(NoSuchTeam, match="Farms, Wetland Trust"):
        read_chair("Press", teams)


def test_lengths_are_read_for_each_tempo() -> None:
    assert read_length("1h30", Tempo.LIVE) == timedelta(minutes=90)
    assert read_length("5 days", Tempo.ASYNC) == timedelta(days=5)
    for typed, tempo in (("5m", Tempo.LIVE), ("9h", Tempo.LIVE), ("1h", Tempo.ASYNC), ("soon", Tempo.ASYNC)):
        with pytest.raises(NotALength, match=typed):
            read_length(typed, tempo)


def test_a_folder_is_called_like_a_key() -> None:
    assert read_key("my-pack") == "my-pack"
    with pytest.raises(NotAKey, match="Try my-pack"):
        read_key("My Pack!")
    assert key_of("Öffnungszeiten: 3 Streite") == "offnungszeiten-3-streite"
    assert key_of("北京") == ""


@pytest.mark.parametrize("typed", ["", "x" * 151, "Two\nlines"])
def test_a_title_is_one_line(typed: str) -> None:
    with pytest.raises(NotATitle):
        read_title(typed)
