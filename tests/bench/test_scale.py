"""The tables of deploy/scale.md are what the model prints for the constants that stand there."""

from dataclasses import replace

from tests.bench import scale
from tests.bench.scale import BEGIN, END, PAGE, Limits, Play


def test_the_page_shows_what_the_model_computes_from_the_pages_constants() -> None:
    page = PAGE.read_text(encoding="utf-8")
    shown = page.split(BEGIN)[1].split(END)[0].strip()
    assert shown == scale.tables(scale.stated(page)), "run: python -m tests.bench.scale --write"


def test_more_cores_carry_more_games_and_dearer_commands_fewer() -> None:
    constants, play = scale.stated(PAGE.read_text(encoding="utf-8")), Play()
    dearer = replace(constants, database_command=2 * constants.database_command)

    assert scale.games_on(8, constants, play) == 2 * scale.games_on(4, constants, play)
    assert scale.games_on(8, dearer, play) < scale.games_on(8, constants, play)


def test_what_the_database_cannot_do_at_once_waits() -> None:
    constants, play = scale.stated(PAGE.read_text(encoding="utf-8")), Play()
    many = 20_000

    roomy, tight = (scale.simulated(many, cores, constants, play) for cores in (64, 0.5))

    assert roomy[2] == 0
    assert 0 <= tight[0] <= tight[1] <= tight[2]
    assert tight[2] > 0
    assert tight[3] > roomy[3]


def test_of_every_limit_more_workspaces_use_more() -> None:
    constants, play, limits = scale.stated(PAGE.read_text(encoding="utf-8")), Play(), Limits()
    few, many = (scale.needs(number, constants, play, limits) for number in (1_000, 1_000_000))
    assert all(few[name][0] < many[name][0] for name in few)
