"""What an author is told about rooms that nobody could use."""

import shutil
from pathlib import Path

import pytest

from bot.domain.rooms import RoomPlan, Unit
from bot.scenarios.load import load_pack
from tests.unit.scenarios.test_faults import TEAMS, assert_told, change, copied, faults_of, line_of

TINY = Path(__file__).parents[2] / "packs"
GROUPS = "groups: [{key: jury, name: Jury, members: [people-ops, convenor]}]"
WRONG = {
    "an unknown way": ("{by: colour}", "must be one of"),
    "no way": ("{}", "`by` is missing"),
    "no groups": ("{by: group}", "name in `groups`"),
    "groups that are not asked for": ("{by: team, groups: [jury]}", "only rooms `by: group`"),
    "an unknown group": ("{by: group, groups: [jurry]}", "did you mean `jury`"),
    "a group twice": ("{by: group, groups: [jury, jury]}", "stands there twice"),
    "everybody in one": ("{by: group, groups: [everyone]}", "there is no room for `everyone`"),
    "observers alone": ("{by: group, groups: [observers]}", "there is no room for `observers`"),
    "a single seat": ("{by: group, groups: [convenor]}", "is one seat in each council"),
    "numbers in one council": ("{by: number, across: false}", "nobody shares a role number"),
}


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A copy of the shipped pack with a jury."""
    copy = copied(tmp_path, "*.de.*", *(f"{team}.yaml" for team in TEAMS))
    change(copy, "pack.yaml", "minimum: 5", f"minimum: 5\n{GROUPS}")
    return copy


@pytest.mark.parametrize("name", WRONG)
def test_the_author_is_told_about_rooms_with(name: str, pack: Path) -> None:
    rooms, message = WRONG[name]
    change(pack, "pack.yaml", "    charter: true", f"    rooms: {rooms}\n    charter: true")

    faults = faults_of(pack)

    assert_told(faults, "pack.yaml", line_of(pack, "pack.yaml", "rooms:"), message)


@pytest.mark.parametrize(("kind", "named"), [("presentations", "presentations"), ("wrap_up", "wrap-up")])
def test_there_are_no_rooms_while_everybody_is_in_the_plenary(kind: str, named: str, pack: Path) -> None:
    change(pack, "pack.yaml", f"    kind: {kind}", f"    rooms: {{by: team}}\n    kind: {kind}")

    faults = faults_of(pack)

    assert_told(faults, "pack.yaml", line_of(pack, "pack.yaml", "rooms:"), f"in the {named}, everybody is in")


def test_an_unknown_place_for_observers_is_told(pack: Path) -> None:
    change(pack, "pack.yaml", "minimum: 5", "minimum: 5\nobservers: nowhere")

    faults = faults_of(pack)

    assert_told(faults, "pack.yaml", line_of(pack, "pack.yaml", "observers:"), "must be one of")


def test_rooms_are_for_the_roles_of_each_team_or_group_and_across_councils_where_the_pack_says_so(
    pack: Path,
) -> None:
    rooms = "{by: group, groups: [jury, stewards, data-platform], observers: true}"
    change(pack, "pack.yaml", "    charter: true", f"    rooms: {rooms}\n    charter: true")
    scenario = load_pack(pack)

    plans = [scenario.rooms_of(phase) for phase in scenario.agenda]

    stewards = tuple(sorted(scenario.seats_of(("stewards",))))
    jury = tuple(sorted(scenario.seats_of(("jury",))))
    platform = tuple(sorted(scenario.seats_of(("data-platform",))))
    units = (Unit("jury", jury), Unit("stewards", stewards), Unit("data-platform", platform))
    assert [plan for plan in plans if plan] == [RoomPlan(units, across=False, observers=True)]


def test_seats_that_share_a_sheet_have_a_room_and_it_bears_their_name_without_a_number(
    tmp_path: Path,
) -> None:
    harbour = Path(shutil.copytree(TINY / "harbour-town", tmp_path / "packs" / "harbour-town"))
    rooms = "{by: group, groups: [citizen, reporter], card: 'Round {round}', across: false}"
    change(harbour, "pack.yaml", "        key: season\n", f"        key: season\n        rooms: {rooms}\n")

    scenario = load_pack(harbour)

    seasons = [phase for phase in scenario.agenda if phase.rooms is not None]
    plans = [scenario.rooms_of(phase) for phase in seasons]
    assert [len(unit.roles) for plan in plans if plan for unit in plan.units] == [20, 2] * 3
    assert [phase.rooms.card for phase in seasons if phase.rooms] == ["Round 1", "Round 2", "Round 3"]
    assert len(set(plans)) == 1, "the same channels in each round"
    assert [scenario.called(key) for key in ("citizen", "reporter", "citizens")] == [
        "Citizen",
        "Reporter",
        "Citizens",
    ]
