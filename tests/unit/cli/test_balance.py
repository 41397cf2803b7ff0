"""`moot content balance`: what counting says of a pack, for reading and as JSON."""

import json
import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.balance import NoBalance
from bot.cli.main import cli
from bot.scenarios.packs import content_folder
from tests.builders import PACKS


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """The shipped pack in its first edition: its others cost time and prove nothing here."""
    others = shutil.ignore_patterns("formats", "missions", "facilitator", "*.de.*")
    whole = content_folder() / "rainbow-road"
    return Path(shutil.copytree(whole, tmp_path / "content" / "rainbow-road", ignore=others))


def printed(*arguments: str) -> str:
    result = CliRunner().invoke(cli, ["content", *arguments], catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout


def test_all_missions_of_the_shipped_pack_can_be_met_and_every_two_teams_clash() -> None:
    counted = json.loads(printed("balance", "rainbow-road", "--json"))

    assert counted["faults"] == []
    assert (counted["books"], counted["meet_all_missions"]) == (294_912_000, 36)
    assert (len(counted["clashes"]), counted["pairs_of_asks"]) == (18, 105)
    assert counted["teams_that_never_clash"] == []
    assert counted["have_all_priorities"] > 0
    assert all(mission["with_all_priorities"] > 0 for mission in counted["missions"])
    assert counted["meet_all_missions_and_priorities"] == 0  # nobody gets everything


def test_the_second_round_of_the_shipped_pack_can_be_won_by_all_as_well() -> None:
    counted = json.loads(printed("balance", "rainbow-road", "--missions", "second", "--json"))

    assert counted["faults"] == []
    assert (len(counted["missions"]), counted["pairs_of_asks"]) == (15, 105)
    assert counted["meet_all_missions"] > 0
    assert counted["teams_that_never_clash"] == []


def test_a_reader_sees_one_book_that_meets_all_and_who_clashes_where() -> None:
    shown = printed("balance", "rainbow-road")

    assert "36 of 294,912,000 books (one in 8,192,000) meet all 15 missions." in shown
    assert "A glossary with one keeper for each word" in shown
    assert "2 Recorder" in shown
    assert "18 of 105 pairs of asks clash." in shown


def test_a_pack_without_a_balance_passes_the_check_and_is_told_what_is_missing() -> None:
    assert "Balance" not in printed("check", str(PACKS / "harbour"))
    with pytest.raises(NoBalance, match=r"no file .*harbour/balance\.yaml"):
        CliRunner().invoke(cli, ["content", "balance", str(PACKS / "harbour")], catch_exceptions=False)


def test_a_fault_in_the_balance_fails_and_the_check_lists_it(pack: Path) -> None:
    balance = pack / "balance.yaml"
    balance.write_text(
        balance.read_text("utf-8").replace("asks: {terms: keepers}", "asks: {terms: nobody}"), "utf-8"
    )
    fault = rf"{re.escape(str(pack))}/balance\.yaml:\d+: .*`nobody`"

    for command in ("check", "balance"):
        told = CliRunner().invoke(cli, ["content", command, str(pack)], catch_exceptions=False)

        assert re.search(fault, told.stdout), command
        assert told.exit_code == 1


def test_a_format_in_which_two_teams_have_no_quarrel_gets_advice(pack: Path) -> None:
    (pack / "formats").mkdir()
    three = "{name: Three, about: For three people., tempo: live, seats: [1, 4, 9]}"
    (pack / "formats" / "three.yaml").write_text(three, "utf-8")

    said = printed("check", str(pack))

    assert "advice: teams `data-leadership` and `rescue-operations` never clash" in said
    assert "(in formats/three)" in said
    assert "No faults found" in said
    alone = CliRunner().invoke(cli, ["content", "balance", str(pack), "--format", "three"])
    assert "teams `data-leadership` and `rescue-operations` never clash" in alone.stdout
    assert alone.exit_code == 1
