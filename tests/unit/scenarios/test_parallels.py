"""Aims that run in parallel are nobody's leak; somebody else's mission still is."""

import shutil
from pathlib import Path

import pytest

from bot.scenarios.faults import BrokenPack
from bot.scenarios.load import load_pack

HARBOUR = Path(__file__).resolve().parents[2] / "packs" / "harbour"
GANNETS = "The Gannets succeed if the book lets them land more fish than any other crew in the bay."
HERONS = GANNETS.replace("Gannets", "Herons")
COOK, DIVER, MATE = "roles/04-cook.md", "roles/07-diver.md", "roles/03-mate.md"
MEAL = "You succeed if the book names a day for a common meal."
NIGHT = "You succeed if the book says who may dive at night."
FALLBACK = "Help your crew to what it has promised in public."


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A copy of the pack, which has parallel aims, that a test may change."""
    return Path(shutil.copytree(HARBOUR, tmp_path / "packs" / "harbour"))


def change(pack: Path, file: str, old: str, new: str) -> None:
    """Replaces a text in a file of the pack."""
    text = (pack / file).read_text("utf-8")
    assert old in text, f"{old!r} is not in {file}"
    (pack / file).write_text(text.replace(old, new), "utf-8")


def leaks(pack: Path) -> list[str]:
    """What the check says is given away, and where."""
    try:
        load_pack(pack)
    except BrokenPack as broken:
        return [f"{Path(one.file).name}: {one.message.partition(' (')[0]}" for one in broken.faults]
    return []


def test_crews_that_want_the_same_give_nobody_away(pack: Path) -> None:
    text = (pack / "pack.yaml").read_text("utf-8")

    assert GANNETS in text
    assert HERONS in text
    assert leaks(pack) == []


PARALLEL = {
    "a sentence of both": f"{MEAL} {NIGHT}",
    "both begin with the same words": f"{NIGHT} {MEAL[:-1]}, on which nobody talks about fish.",
    "a lead-in of both": f"{NIGHT} One thing more: you need a bigger boat before the winter comes.",
}
SOMEBODY_ELSES = {
    "behind other words": f"{NIGHT} The cook's aim is this: {MEAL}",
    "in quotation marks": f"{NIGHT} “{MEAL}” That is what the cook wants.",
    "in straight quotation marks": f'{NIGHT} "{MEAL}" That is what the cook wants.',
    "within a sentence": f"You fail if the book names a day for a common meal. {NIGHT}",
}


@pytest.mark.parametrize("mission", PARALLEL.values(), ids=list(PARALLEL))
def test_two_missions_may_say_the_same_of_their_own_roles(pack: Path, mission: str) -> None:
    if "One thing more" in mission:
        change(
            pack, COOK, MEAL, f"{MEAL} One thing more: you need a bigger boat before the winter comes again."
        )
    change(pack, DIVER, NIGHT, mission)

    assert leaks(pack) == []


@pytest.mark.parametrize("mission", SOMEBODY_ELSES.values(), ids=list(SOMEBODY_ELSES))
def test_a_mission_that_quotes_somebody_elses_gives_it_away(pack: Path, mission: str) -> None:
    change(pack, DIVER, NIGHT, mission)

    assert "07-diver.md: this gives away the secret mission of role 4" in leaks(pack)


@pytest.mark.parametrize("section", ["Ask what everybody ate", "Draw the bottom", "Go to the cook", FALLBACK])
def test_another_part_of_a_sheet_that_quotes_somebody_elses_mission_gives_it_away(
    pack: Path, section: str
) -> None:
    file, secret, owner = (COOK, NIGHT, 7) if "ate" in section else (DIVER, MEAL, 4)
    change(pack, file, section, f"{secret} {section}")

    assert f"{Path(file).name}: this gives away the secret mission of role {owner}" in leaks(pack)


def test_what_a_player_may_read_of_their_own_aim_they_may_read_in_every_part_of_their_sheet(
    pack: Path,
) -> None:
    change(pack, MATE, FALLBACK, "You succeed if your own boat is named in the book. Do not forget it.")

    assert leaks(pack) == []


def test_another_crews_aim_with_its_name_gives_it_away_though_ones_own_is_the_same(pack: Path) -> None:
    change(pack, DIVER, FALLBACK, f"{GANNETS} {FALLBACK}")

    assert "07-diver.md: this gives away the secret mission of team `gannets`" in leaks(pack)


def test_parallel_aims_may_differ_in_a_number(pack: Path) -> None:
    aim = "You succeed if the book names {} for a common meal of all who live by the bay."
    change(pack, COOK, MEAL, aim.format("one day"))
    change(pack, DIVER, NIGHT, aim.format("two days"))

    assert leaks(pack) == []


def test_a_mission_that_tells_another_crews_aim_by_its_name_gives_it_away(pack: Path) -> None:
    change(pack, "pack.yaml", HERONS, f"{HERONS} {GANNETS}")

    assert "pack.yaml: this gives away the secret mission of team `gannets`" in leaks(pack)


def test_a_parallel_aim_in_public_is_still_given_away(pack: Path) -> None:
    change(pack, "handbook.md", "The bay feeds two crews.", f"The bay feeds two crews. {GANNETS}")

    assert set(leaks(pack)) == {
        "handbook.md: this gives away the secret mission of team `gannets`",
        "handbook.md: this gives away the secret mission of team `herons`",
    }


def test_the_same_advice_on_several_sheets_is_no_leak_and_in_another_part_of_them_it_is(pack: Path) -> None:
    change(pack, COOK, "Ask what everybody ate this morning.", "Draw the bottom of the bay.")
    same_part = leaks(pack)
    change(pack, MATE, FALLBACK, f"{FALLBACK} Go to the deckhand and then draw. Draw the bottom of the bay.")

    assert same_part == []
    assert set(leaks(pack)) >= {
        "03-mate.md: this gives away the sheet of role 4",
        "03-mate.md: this gives away the sheet of role 7",
    }
