"""`moot content new` asks what it needs, takes options instead, and overwrites nothing."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli.main import cli
from bot.scenarios.load import load_pack
from bot.scenarios.packs import content_folder


def run(*words: str, typed: str = "") -> Result:
    return CliRunner().invoke(cli, ["content", "new", *words], input=typed)


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_it_asks_takes_answers_and_says_what_comes_next(tmp_path: Path) -> None:
    answers = "Library Hours\n\nReaders 3, Staff 2, Town Hall\nStaff\nconsent\n\n90\npublic\ny\n"

    done = run(typed=answers)

    assert done.exit_code == 0, done.output
    scenario = load_pack(tmp_path / "library-hours")
    assert scenario.title == "Library Hours"
    assert len(scenario.roles) == 6
    assert "content preview library-hours" in done.output
    assert "rehearse --pack library-hours" in done.output


def test_a_wrong_answer_is_explained_and_asked_again(tmp_path: Path) -> None:
    done = run("hall", typed="Hall\nTeam 1, Team 2\nFarms, Town\n\nby lot\nmajority\n\nsoon\n1h\n\n\n")

    assert done.exit_code == 0, done.output
    assert "Two teams are called Team" in done.output
    assert "“by lot” is none of: majority" in done.output
    assert "“soon” is no length that a game can have" in done.output
    assert len(load_pack(tmp_path / "hall").teams) == 2


def test_options_are_not_asked_for(tmp_path: Path) -> None:
    done = run(
        *(
            "packs/hall",
            "--title",
            "Hall",
            "--teams",
            "Farms 3, Town",
            "--chair",
            "Town",
            "--decide",
            "teams",
        ),
        *("--tempo", "async", "--length", "5d", "--missions", "none", "--no-claims"),
    )

    assert done.exit_code == 0, done.output
    assert "?" not in done.output
    assert not load_pack(tmp_path / "packs" / "hall").takes_claims
    assert run("other", "--yes").exit_code == 0
    assert load_pack(tmp_path / "other").title == "Our Hall"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("My Pack",), "Try my-pack"),
        (("there",), "something in there already"),
        (
            ("rainbow-road",),
            f"{content_folder() / 'rainbow-road'} is already a pack with the key rainbow-road",
        ),
        (("hall", "--yes", "--teams", "3"), "such as: Farms 3, Town 2, Regulator"),
        (("hall", "--yes", "--decide", "lot"), "“lot” is none of: majority"),
        (("hall", "--yes", "--length", "9h"), "10 minutes to 8 hours"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_asked_or_written(
    words: tuple[str, ...], told: str, tmp_path: Path
) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "notes.txt").touch()

    done = run(*words)

    assert told in str(done.exception)
    assert not (tmp_path / "hall").exists()
