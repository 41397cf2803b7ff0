"""`moot content show`: the agenda as it would be played."""

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.content import UnreadableStart
from bot.cli.guide import NoGuide
from bot.cli.main import cli
from bot.domain.times.planning import WishesRefused
from bot.scenarios.packs import NoSuchPack
from tests.builders import PACKS

ASYNC = ["show", "rainbow-road", "--tempo", "async", "--start", "2026-11-23T09:00", "--tz", "Europe/Paris"]


def printed(*arguments: str) -> list[list[str]]:
    """The cells of the table's rows."""
    result = CliRunner(env={"COLUMNS": "200"}).invoke(cli, ["content", *arguments], catch_exceptions=False)
    assert result.exit_code == 0
    rows = [line.strip("│┃").split("│") for line in result.stdout.splitlines() if line.startswith("│")]
    return [[cell.strip() for cell in row] for row in rows]


def test_over_days_a_day_off_moves_what_follows_and_every_zone_sees_its_own_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.cli.content.out.width", 200, raising=False)
    rows = printed(*ASYNC, "--off", "2026-11-26", "--zones", "America/New_York,Asia/Kolkata")

    bells = {row[0]: row[1:] for row in rows}
    assert bells["Emergency"] == [
        "Wed 25 Nov, 09:00",
        "Wed 25 Nov, 13:00",
        "Wed 25 Nov, 03:00 (night)",
        "Wed 25 Nov, 13:30",
    ]
    assert bells["Second council session"][:2] == ["Wed 25 Nov, 13:00", "Fri 27 Nov, 11:00"]
    assert bells["the final vote opens"][0] == "Fri 27 Nov, 16:30"


def test_live_every_second_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.cli.content.out.width", 200, raising=False)
    bells = {row[0]: row[1:] for row in printed("show", "rainbow-road", "--start", "2026-11-23T09:00")}

    assert bells["First council session"] == ["Mon 09:05:00", "Mon 09:15:00"]
    assert bells["notice: … left. The sheets open at the bell."][0] == "Mon 09:04:30"


@pytest.mark.parametrize(
    ("arguments", "refusal"),
    [
        (["show", "rainbow-raod"], NoSuchPack),
        (["show", "rainbow-road", "--start", "soon"], UnreadableStart),
        ([*ASYNC, "--hours", "9-9"], WishesRefused),
    ],
)
def test_what_cannot_be_read_is_refused_with_an_example(
    arguments: list[str], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        CliRunner().invoke(cli, ["content", *arguments], catch_exceptions=False)


@pytest.mark.parametrize("named", [PACKS / "harbour", PACKS / "harbour" / "pack.yaml", "rainbow-road"])
def test_a_pack_is_checked_by_its_folder_its_file_or_its_key_with_its_balance_if_it_has_one(
    named: object,
) -> None:
    result = CliRunner().invoke(cli, ["content", "check", str(named)], catch_exceptions=False)

    assert "No faults found." in result.stdout
    assert ("Balance: 36 of 294,912,000 books" in result.stdout) == (named == "rainbow-road")


def test_a_wrong_path_is_answered_with_what_was_looked_for() -> None:
    with pytest.raises(NoSuchPack, match=r"no file content/habour/pack\.yaml.*rainbow-road"):
        CliRunner().invoke(cli, ["content", "check", "content/habour"], catch_exceptions=False)


def test_the_agenda_says_how_long_people_read_before_the_game_and_in_each_phase() -> None:
    result = CliRunner().invoke(cli, ["content", "show", "rainbow-road"], catch_exceptions=False)

    told = result.stdout[result.stdout.index("Reading, at 200 words a minute:") :].splitlines()
    assert "minutes for the Handbook" in told[1]
    assert next(line for line in told if "First council session" in line).endswith("for the sheet")
    assert "in the game" in told[-1]


def test_where_people_read_for_more_than_half_of_a_phase_that_is_advice_and_no_fault(
    tmp_path: Path,
) -> None:
    pack = Path(shutil.copytree(PACKS / "school-budget", tmp_path / "content" / "school-budget"))
    written = (pack / "pack.yaml").read_text(encoding="utf-8")
    (pack / "pack.yaml").write_text(written.replace("card: ", f"card: {'Read this. ' * 200}", 1), "utf-8")
    line = next(number for number, line in enumerate(written.splitlines(), 1) if "lasts:" in line)

    for command, begins in (("check", f"pack.yaml:{line}: advice: in “"), ("show", "Advice: in “")):
        result = CliRunner().invoke(cli, ["content", command, str(pack)], catch_exceptions=False)
        assert result.exit_code == 0
        assert begins in result.stdout
        assert "more than half of its" in " ".join(result.stdout.split())


def test_faults_name_their_files_as_the_folder_was_typed_and_are_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(PACKS / "harbour", tmp_path / "packs" / "harbour")
    pack = tmp_path / "packs" / "harbour" / "pack.yaml"
    pack.write_text(pack.read_text("utf-8").replace("minimum: 3", "minimum: 30 people", 1), "utf-8")
    (pack.parent / "handbook.md").write_text("", "utf-8")
    monkeypatch.chdir(tmp_path)

    result = CliRunner().invoke(cli, ["content", "check", "packs/harbour/"], catch_exceptions=False)

    line = pack.read_text("utf-8").splitlines().index("minimum: 30 people") + 1
    *told, summary = result.stdout.splitlines()
    assert [one.partition(": ")[0] for one in told if ": advice: " not in one] == [
        "packs/harbour/handbook.md:1",
        f"packs/harbour/pack.yaml:{line}",
    ]
    assert summary == "2 faults in 2 files; packs/harbour cannot be played until none is left."
    assert result.exit_code == 1


def test_the_guide_is_written_to_a_file_where_the_pack_has_one(tmp_path: Path) -> None:
    pack = Path(shutil.copytree(PACKS / "harbour", tmp_path / "content" / "harbour"))
    with pytest.raises(NoGuide, match=r"no file in .*harbour/facilitator/"):
        CliRunner().invoke(cli, ["content", "guide", str(pack)], catch_exceptions=False)
    (pack / "facilitator").mkdir()
    (pack / "facilitator" / "1-run.md").write_text("# Run it\n\n## Before\n\nRead.\n", encoding="utf-8")

    result = CliRunner().invoke(cli, ["content", "guide", str(pack), "--to", str(tmp_path / "out" / "guide")])

    assert result.stdout.splitlines() == [str(tmp_path / "out" / "guide.pdf")]
    assert (tmp_path / "out" / "guide.pdf").read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize(("language", "title"), [("de", "Der Brunnen"), ("en", "The Well"), ("", "The Well")])
def test_a_pack_is_shown_in_one_of_its_languages(language: str, title: str) -> None:
    shown = CliRunner().invoke(cli, ["content", "show", str(PACKS / "village-well"), "--language", language])

    assert title in shown.stdout


def test_a_path_into_a_pack_means_the_pack_and_one_beside_it_is_told_with_what_is_near(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = Path(shutil.copytree(PACKS / "harbour", tmp_path / "packs" / "harbour"))
    monkeypatch.chdir(tmp_path)
    sheet = next((pack / "roles").iterdir()).relative_to(tmp_path)

    result = CliRunner().invoke(cli, ["content", "check", str(sheet)], catch_exceptions=False)

    assert "No faults found." in result.stdout
    with pytest.raises(NoSuchPack, match=r"no pack has that key\. Name"):
        CliRunner().invoke(cli, ["content", "check", str(tmp_path / "packs" / "o")], catch_exceptions=False)
    with pytest.raises(NoSuchPack, match=r"no file packs/harbor/pack\.yaml.*did you mean `packs/harbour`"):
        CliRunner().invoke(cli, ["content", "check", "packs/harbor"], catch_exceptions=False)
