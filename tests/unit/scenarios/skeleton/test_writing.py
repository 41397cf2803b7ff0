"""Whatever an author wishes for, the pack that is written passes its check."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.cues import Tempo
from bot.domain.rules import DecisionRuleKind
from bot.domain.scenario import Scenario
from bot.scenarios.skeleton.wishes import Secrecy, Wishes, read_teams
from bot.scenarios.skeleton.writing import AlreadyThere, CannotWritePack, write_skeleton


def a_pack(folder: Path, teams: str = "Farms 3, Town 2, Regulator", **wishes: object) -> Scenario:
    """A new pack in this folder."""
    table = read_teams(teams)
    said = {"title": "Hall", "chair": table[0].key, "teams": table, **wishes}
    return write_skeleton(folder, Wishes(folder.name, **said))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "teams",
    [
        "Solo",
        "The Parties 20, Press",
        "Ants, Bees, Cats, Dogs, Elks, Foxes, Geese 2",
        'No, Yes 3, "Quoted: #x" 2',
        "Öl & Gas 3, 北 2, 南",
    ],
)
@pytest.mark.parametrize("secrecy", Secrecy)
def test_any_teams_pass_with_missions_or_without(teams: str, secrecy: Secrecy, tmp_path: Path) -> None:
    scenario = a_pack(tmp_path / "new", teams, secrecy=secrecy, claims=secrecy is not Secrecy.NONE)

    assert [team.name for team in scenario.teams] == [team.name for team in read_teams(teams)]
    assert len(scenario.roles) == sum(team.seats for team in read_teams(teams))
    assert (scenario.has_missions, scenario.has_secrets) == (
        secrecy is not Secrecy.NONE,
        secrecy is Secrecy.SECRET,
    )
    assert scenario.takes_claims == (secrecy is not Secrecy.NONE)


def test_it_decides_lasts_and_is_chaired_as_its_author_wishes(tmp_path: Path) -> None:
    live = a_pack(tmp_path / "live", chair="town", rule=DecisionRuleKind.TEAMS, length=timedelta(minutes=90))
    days = a_pack(tmp_path / "days", tempo=Tempo.ASYNC, length=timedelta(days=5))

    assert [team.key for team in live.teams if team.stewards] == ["town"]
    assert live.charter.rules[0].kind is DecisionRuleKind.TEAMS
    assert sum((phase.lasts for phase in live.agenda), timedelta()) == timedelta(minutes=90)
    assert sum(phase.open_for.days for phase in days.agenda) == pytest.approx(5, abs=0.5)


def test_what_is_there_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("Mine.", "utf-8")

    with pytest.raises(AlreadyThere, match=str(tmp_path / "mine")):
        a_pack(tmp_path / "mine")

    assert [file.name for file in tmp_path.rglob("*")] == ["mine", "notes.txt"]


def test_words_that_cannot_stand_in_a_pack_leave_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(CannotWritePack, match="this would ring people in Slack"):
        a_pack(tmp_path / "new", title="Hello <!channel>")

    assert list(tmp_path.iterdir()) == []


def test_a_pack_beside_others_uses_the_schemas_that_are_there(tmp_path: Path) -> None:
    a_pack(tmp_path / "alone")
    (tmp_path / "schema").mkdir()
    (tmp_path / "schema" / "pack.json").write_text("{}", "utf-8")
    a_pack(tmp_path / "beside")

    first = "# yaml-language-server: $schema="
    assert (tmp_path / "alone" / "pack.yaml").read_text("utf-8").startswith(f"{first}schema/pack.json\n")
    assert (tmp_path / "alone" / "schema" / "lines.json").is_file()
    assert (tmp_path / "beside" / "pack.yaml").read_text("utf-8").startswith(f"{first}../schema/pack.json\n")
    assert not (tmp_path / "beside" / "schema").exists()
