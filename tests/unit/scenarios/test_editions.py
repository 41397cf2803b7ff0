"""A pack's editions: what a format and a set of missions change, and where their faults are found."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.edition import AS_WRITTEN, Edition
from bot.scenarios.editions.offered import editions_of
from bot.scenarios.faults import BrokenPack
from bot.scenarios.load import checked, load_pack
from bot.scenarios.packs import Packs, UnknownEdition

PACK = Path(__file__).parents[2] / "packs" / "allotments"
SHORT, WEEK, SECOND = Edition("short"), Edition("week"), Edition(missions="second")


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PACK, tmp_path / "packs" / "allotments"))


def test_a_format_changes_lengths_leaves_phases_out_and_seats_fewer_roles() -> None:
    scenario = load_pack(PACK, SHORT)

    assert [(phase.key, phase.lasts // timedelta(minutes=1)) for phase in scenario.agenda] == [
        ("gate", 2),
        ("spring", 6),
        ("autumn", 8),
        ("compost", 5),
    ]
    assert [role.number for role in scenario.roles] == [1, 2, 4]
    assert scenario.minimum == 3
    assert scenario.format is not None
    assert scenario.format.name == "A short afternoon"


def test_a_format_inserts_phases_changes_windows_and_replaces_what_pack_yaml_says() -> None:
    scenario = load_pack(PACK, WEEK)

    assert [phase.key for phase in scenario.agenda] == [
        *("gate", "spring", "drought", "hen-house", "autumn", "compost"),
    ]
    assert scenario.phase("spring").open_for.days == 2
    assert scenario.summary.startswith("Over a week")
    assert len(scenario.roles) == 4


def test_a_set_of_missions_replaces_the_sheets_and_the_missions_of_the_teams() -> None:
    first, second = load_pack(PACK), load_pack(PACK, SECOND)

    assert "raises the rent" in second.team("committee").mission
    assert all(
        one.sheet.mission != other.sheet.mission for one, other in zip(first.roles, second.roles, strict=True)
    )
    assert second.agenda == first.agenda
    assert second.mission_set is not None
    assert second.mission_set.name == "A second summer"


def test_a_set_of_missions_may_name_teams_that_the_format_leaves_out(pack: Path) -> None:
    short = pack / "formats" / "short.yaml"
    short.write_text(short.read_text("utf-8").replace("[1, 2, 4]", "[2, 3, 4]"), "utf-8")
    leaders = pack / "pack.yaml"
    leaders.write_text(
        leaders.read_text("utf-8").replace("key: growers", "key: growers\n    stewards: true"), "utf-8"
    )

    scenario = load_pack(pack, Edition("short", "second"))

    assert [team.key for team in scenario.teams] == ["growers", "keepers"]
    assert "the fence along the railway" in scenario.team("growers").mission


def test_a_set_of_missions_proves_its_own_and_not_those_of_the_pack(pack: Path) -> None:
    (pack / "lines").mkdir()
    (pack / "lines" / "all.yaml").write_text("proofs: [{team: committee, needs: [[hens]]}]", "utf-8")
    second = pack / "missions" / "second" / "missions.yaml"
    own = "\nproofs:\n  - {team: committee, needs: [[rent]]}\n  - {role: 1, needs: [[fence]]}\n"
    second.write_text(second.read_text("utf-8") + own, "utf-8")

    proofs = load_pack(pack, SECOND).lines.proofs

    assert [(one.team, one.role, one.needs) for one in proofs] == [
        ("committee", None, (("rent",),)),
        (None, 1, (("fence",),)),
    ]
    second.write_text(second.read_text("utf-8").replace("role: 1", "role: 11"), "utf-8")
    with pytest.raises(BrokenPack, match=r"missions/second/missions\.yaml:\d+: .*11"):
        load_pack(pack, SECOND)


def test_every_edition_of_a_pack_is_known_and_can_be_read() -> None:
    editions = list(editions_of(PACK))

    assert editions == [
        *(AS_WRITTEN, SECOND, SHORT, Edition("short", "second"), WEEK, Edition("week", "second")),
    ]
    assert all(load_pack(PACK, one) for one in editions)


def test_an_edition_is_read_when_it_is_first_asked_for_and_kept(pack: Path) -> None:
    packs = Packs(pack.parent)

    short = packs.scenario("allotments", SHORT)

    assert packs.scenario("allotments", SHORT) is short
    assert packs.keys() == ("allotments",)
    with pytest.raises(UnknownEdition, match="no format called long"):
        packs.scenario("allotments", Edition("long"))


def test_a_broken_format_keeps_the_pack_from_nothing_else_and_can_be_mended(pack: Path) -> None:
    file, packs = pack / "formats" / "short.yaml", Packs(pack.parent)
    written = file.read_text("utf-8")
    file.write_text(written.replace("spring: 6m", "sprung: 6m"), "utf-8")

    with pytest.raises(BrokenPack, match=r"allotments/formats/short\.yaml:5: there is no phase `sprung`"):
        packs.scenario("allotments", SHORT)
    assert packs.scenario("allotments", AS_WRITTEN).key == "allotments"

    file.write_text(written, "utf-8")
    packs.read_again("allotments")
    assert packs.scenario("allotments", SHORT).phase("spring").lasts == timedelta(minutes=6)


def test_a_menu_offers_a_format_again_once_its_mended_pack_is_read_again(pack: Path) -> None:
    file, packs = pack / "formats" / "short.yaml", Packs(pack.parent)
    written = file.read_text("utf-8")
    file.write_text("nonsense", "utf-8")
    assert "short" not in packs.offered("allotments").formats

    file.write_text(written, "utf-8")
    packs.read_again("allotments")

    assert "short" in packs.offered("allotments").formats


def test_a_game_that_was_read_keeps_its_edition_when_its_file_goes(pack: Path) -> None:
    packs = Packs(pack.parent)
    short = packs.scenario("allotments", SHORT)
    (pack / "formats" / "short.yaml").unlink()

    packs.read_again("allotments")

    assert packs.scenario("allotments", SHORT) is short


def test_what_belongs_to_a_phase_or_role_that_is_left_out_is_left_out_with_it() -> None:
    scenario = load_pack(PACK, SHORT)

    assert [one.key for one in scenario.strategy] == ["tank"]
    assert {sample.role for sample in scenario.samples} == {1, 2, 4}
    assert [sample.question for sample in scenario.samples] == [None, "tank", "tank"]
    assert scenario.injects == ()


def test_what_a_pack_passes_over_is_no_part_of_it_in_any_folder(pack: Path) -> None:
    (pack / "lines").mkdir(exist_ok=True)
    (pack / "facilitator").mkdir(exist_ok=True)
    (pack / "missions" / "x-later").mkdir()
    (pack / "x-old").mkdir()
    (pack / "lines" / ".#all.yaml").symlink_to("an-editors-lock")
    for file in ("formats/x-draft.yaml", "lines/x-old.yaml", "roles/x-01.md", "facilitator/x-notes.md"):
        (pack / file).write_text("Only a note.", "utf-8")
    (pack / "x-old" / "handbook.fr.md").write_text("Seulement une note.", "utf-8")

    scenario, draft = checked(pack)

    assert scenario is not None
    assert draft.faults == []
    assert list(editions_of(pack)) == list(editions_of(PACK))
