"""What an author is told about balance.yaml: what is missing, cannot be met, is free or unopposed."""

import re
from pathlib import Path

import pytest

from bot.domain.edition import Edition
from bot.domain.roles import RoleSheet, Team
from bot.domain.scenario import Scenario
from bot.scenarios.balance.reading import Weighed, weigh
from bot.scenarios.faults import Fault
from bot.scenarios.packs import content_folder
from tests.builders import harbour

BALANCED = """\
issues:
  - key: catch
    name: The catch
    positions: [{key: none, text: None}, {key: half, text: Half of it}, {key: all, text: All of it}]
  - key: pier
    name: The pier
    positions: [{key: north, text: Small boats}, {key: south, text: Nets}, {key: both, text: All in turn}]
  - key: count
    name: The count
    may_stay_open: false
    positions: [{key: yearly, text: Once a year}, {key: weekly, text: Each week}]
missions:
  - {team: wardens, accepts: {count: [weekly]}, asks: {count: weekly, catch: none}}
  - {team: gannets, accepts: {catch: [half, all]}, asks: {catch: all}}
  - {team: herons, accepts: {catch: [half, all]}, asks: {catch: half, pier: south}}
  - role: 2
    either: [{accepts: {pier: [north]}}, {accepts: {pier: [both]}, left_open: {at_most: 0}}]
    asks: {pier: north}
priorities:
  - {priority: closed-days, accepts: {catch: [none, half]}}
  - {priority: north-pier, accepts: {pier: [north, both]}}
  - {priority: south-pier, accepts: {pier: [south, both]}}
"""


@pytest.fixture
def bay() -> Scenario:
    """The harbour, in which the skipper of the Gannets is the only role with a mission of its own."""
    bay = harbour()
    roles = [one if one.number == 2 else one.model_copy(update={"sheet": RoleSheet()}) for one in bay.roles]
    return bay.model_copy(update={"roles": tuple(roles)})


def weighed(folder: Path, bay: Scenario, written: str) -> Weighed:
    (folder / "balance.yaml").write_text(written, "utf-8")
    found = weigh(folder, bay)
    assert found is not None
    return found


def faults_of(folder: Path, bay: Scenario, *changes: tuple[str, str]) -> tuple[Fault, ...]:
    written = BALANCED
    for old, new in changes:
        assert old in written
        written = written.replace(old, new, 1)
    return weighed(folder, bay, written).faults


def test_a_pack_need_not_have_a_balance(tmp_path: Path, bay: Scenario) -> None:
    assert weigh(tmp_path, bay) is None


def test_aims_that_fit_together_have_no_fault_and_are_counted(tmp_path: Path, bay: Scenario) -> None:
    found = weighed(tmp_path, bay, BALANCED)

    assert found.faults == ()
    assert found.verdict is not None
    assert found.verdict.books.count == 4 * 4 * 2
    assert found.verdict.all_missions.count == 4  # half or all; small boats, or everybody in turn; each week
    assert found.verdict.all_missions.book == {"catch": "half", "pier": "north", "count": "weekly"}
    assert found.verdict.all_priorities.count == 4
    assert found.verdict.everything == 1
    assert [(one.one.name, one.other.name, one.issues) for one in found.verdict.clashes] == [
        ("team Wardens", "team Gannets", ("catch",)),
        ("team Wardens", "team Herons", ("catch",)),
        ("team Gannets", "team Herons", ("catch",)),
        ("team Herons", "2 Old Skipper", ("pier",)),
    ]


GANNETS = "{team: gannets, accepts: {catch: [half, all]}, asks: {catch: all}}"
HERONS = "{team: herons, accepts: {catch: [half, all]}, asks: {catch: half, pier: south}}"
WARDENS = "{team: wardens, accepts: {count: [weekly]}, asks: {count: weekly, catch: none}}"
WRONG = {
    "no YAML": ("issues:\n", "issues: [\n", "a [ or { above is not closed"),
    "a key that does not exist": ("accepts: {count", "acepts: {count", "did you mean `accepts`"),
    "an issue that does not exist": (
        "accepts: {count",
        "accepts: {cuont",
        "no issue `cuont` (did you mean `count`?)",
    ),
    "a position that does not exist": (
        "{count: [weekly]}",
        "{count: [wekly]}",
        "no position `wekly` (did you mean",
    ),
    "a position asked for that does not exist": (
        "pier: south}}",
        "pier: sout}}",
        "no position `sout` (did you",
    ),
    "an issue counted that does not exist": (
        "{at_most: 0}",
        "{at_most: 0, of: [peer]}",
        "there is no issue `peer`",
    ),
    "an issue open that cannot be": ("{count: [weekly]}", "{count: [weekly, open]}", "cannot be left open"),
    "a position called open": ("{key: yearly", "{key: open", "give this position another key"),
    "an issue twice": ("key: pier\n", "key: catch\n", "the issue `catch` is here twice"),
    "a key that cannot be one": (
        "accepts: {count",
        "accepts: {The count",
        "`The count` must be a short name",
    ),
    "a position twice": ("{key: yearly", "{key: weekly", "the position `weekly` is here twice"),
    "a team without a mission": (
        "team: herons",
        "team: heron",
        "no team `heron` has a mission (did you mean",
    ),
    "a role without a mission": ("role: 2", "role: 3", "no role 3 has a mission; these have: 2"),
    "nobody's mission": ("role: 2", "refuses: {}", "either `team` or `role`"),
    "a mission twice": ("team: herons", "team: gannets", "the mission of team `gannets` is here twice"),
    "a mission left out": (f"  - {HERONS}\n", "", "the mission of team `herons` has no entry here"),
    "a priority that does not exist": ("closed-days", "closed-day", "no priority `closed-day` (did you mean"),
    "a priority left out": (
        "  - {priority: south-pier, accepts: {pier: [south, both]}}\n",
        "",
        "has no entry here",
    ),
    "a mission that no book meets": (
        "{count: [weekly]}",
        "{count: [weekly]}, left_open: {at_least: 3}",
        "no book can meet the mission of team Wardens",
    ),
    "two missions that exclude each other": (
        HERONS,
        "{team: herons, accepts: {catch: [none]}, asks: {catch: none, pier: south}}",
        "the missions of team Gannets and team Herons exclude each other on `catch`",
    ),
    "two missions that count differently": (
        HERONS,
        "{team: herons, left_open: {of: [catch], at_least: 1}, asks: {catch: open, pier: south}}",
        "and team Herons exclude each other by what they want settled and left open",
    ),
    "a group that cannot be met": (
        HERONS,
        "{team: herons, asks: {pier: south},"
        " either: [{accepts: {pier: [south]}}, {accepts: {pier: [both], catch: [none]}}]}",
        "no book meets the missions of team Gannets, team Herons and 2 Old Skipper together, though any two",
    ),
    "priorities that exclude each other": (
        "north-pier, accepts: {pier: [north, both]}",
        "north-pier, accepts: {pier: [north]}",
        "no book can have these priorities together: north-pier (Gannets) and south-pier (Herons)",
    ),
    "a mission that nearly every book meets": (
        "accepts: {count: [weekly]}, asks",
        "left_open: {at_most: 1}, asks",
        "the mission of team Wardens is free: 30 of 32 books meet it",
    ),
    "a mission met by sitting still": (
        WARDENS,
        "{team: wardens, refuses: {pier: [both]}, asks: {catch: none}}",
        "a book that decides nothing meets it, and nobody `asks` for anything that rules it out",
    ),
    "a role that only wants what its team asks for": (
        "asks: {catch: all}}",
        "asks: {catch: all, pier: north}}",
        "the mission of 2 Old Skipper is free: a book that grants what team Gannets `asks` for meets it "
        "anyway",
    ),
    "teams that never clash": (
        "asks: {count: weekly, catch: none}",
        "asks: {count: weekly}",
        "teams `wardens` and `herons` never clash: their `asks` differ on no issue",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_the_author_is_told_about(name: str, tmp_path: Path, bay: Scenario) -> None:
    old, new, message = WRONG[name]

    faults = faults_of(tmp_path, bay, (old, new))

    assert any(message in fault.message for fault in faults), "\n".join(map(str, faults))


def test_a_fault_stands_in_its_file_on_its_line(tmp_path: Path, bay: Scenario) -> None:
    (fault,) = faults_of(tmp_path, bay, ("asks: {catch: half, pier: south}", "asks: {catch: most}"))

    line = next(n for n, text in enumerate(BALANCED.splitlines(), start=1) if "team: herons" in text)
    assert (fault.file.rsplit("/", 1)[-1], fault.line) == ("balance.yaml", line)


def test_a_file_that_is_no_text_is_a_fault(tmp_path: Path, bay: Scenario) -> None:
    (tmp_path / "balance.yaml").write_bytes(b"issues: \xff")

    found = weigh(tmp_path, bay)

    assert found is not None
    assert "save the file as UTF-8" in found.faults[0].message


def test_the_example_in_the_authors_guide_counts(tmp_path: Path, bay: Scenario) -> None:
    guide = (content_folder() / "README.md").read_text("utf-8")
    (example,) = re.findall(r"^```yml\n(.*?)^```", guide, re.MULTILINE | re.DOTALL)
    aim = "Your team succeeds if the book says who may come in."
    teams = [Team(key=key, name=key, represents=key, mission=aim) for key in ("staff", "readers")]
    guard = bay.role(2).model_copy(update={"number": 3, "key": "guard", "team": "staff"})
    library = {"teams": tuple(teams), "roles": (guard,)}

    found = weighed(tmp_path, bay.model_copy(update=library), example)

    assert found.verdict is not None
    assert found.faults == ()


def test_a_further_set_of_missions_has_a_balance_of_its_own_on_the_same_issues(
    tmp_path: Path, bay: Scenario
) -> None:
    weighed(tmp_path, bay, BALANCED)
    second = Edition(missions="second")
    assert weigh(tmp_path, bay, edition=second) is None

    (tmp_path / "missions" / "second").mkdir(parents=True)
    skipper = "{role: 2, accepts: {pier: [both]}, asks: {pier: both}}"
    own = f"missions:\n  - {WARDENS}\n  - {HERONS}\n  - {skipper}\n"
    (tmp_path / "missions" / "second" / "balance.yaml").write_text(own, "utf-8")
    found = weigh(tmp_path, bay, edition=second)

    assert found is not None
    assert [(one.file.rsplit("/", 3)[1:], one.line) for one in found.faults] == [
        (["missions", "second", "balance.yaml"], 1)
    ]
    assert "the mission of team `gannets` has no entry here" in found.faults[0].message

    (tmp_path / "missions" / "second" / "balance.yaml").write_text(f"{own}  - {GANNETS}\n", "utf-8")
    found = weigh(tmp_path, bay, edition=second)

    assert found is not None
    assert found.verdict is not None
    assert (found.faults, found.verdict.books.count, found.verdict.all_missions.count) == ((), 32, 2)
    assert len(found.verdict.priorities) == 3


def test_a_format_counts_only_those_who_play(tmp_path: Path, bay: Scenario) -> None:
    weighed(tmp_path, bay, BALANCED)
    without = {"teams": bay.teams[::2], "roles": tuple(one for one in bay.roles if one.team != "gannets")}

    found = weigh(tmp_path, bay.model_copy(update=without), edition=Edition(format="two"), whole=bay)

    assert found is not None
    assert found.verdict is not None
    assert found.faults == ()
    assert [one.name for one in found.verdict.missions] == ["team Wardens", "team Herons"]
    assert [one.name for one in found.verdict.priorities] == ["closed-days (Wardens)", "south-pier (Herons)"]


def test_a_format_with_missions_of_its_own_has_no_balance(tmp_path: Path, bay: Scenario) -> None:
    weighed(tmp_path, bay, BALANCED)
    other = [team.model_copy(update={"mission": "Your team succeeds if it rains."}) for team in bay.teams]
    bare = [role.model_copy(update={"sheet": RoleSheet()}) for role in bay.roles]
    form = bay.model_copy(update={"teams": tuple(other), "roles": tuple(bare)})

    assert weigh(tmp_path, form, edition=Edition(format="wet"), whole=bay) is None
