"""What an author is told about a broken content pack: every fault, with its file and line."""

import shutil
from fractions import Fraction
from pathlib import Path

import pytest

from bot.domain.ids import RoleNumber
from bot.domain.roles import headings_by_default
from bot.domain.thresholds import Threshold
from bot.scenarios.faults import BrokenPack, Fault
from bot.scenarios.load import load_pack
from bot.scenarios.packs import content_folder

CONVENOR = "roles/01-convenor.md"
TEAMS = ("data-leadership", "data-platform", "finance-marketing", "people-ops", "rescue-operations")


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A copy of the shipped pack, in its own language, that a test may break; without what stand-ins of its
    teams say, which is half of its text."""
    return copied(tmp_path, "*.de.*", *(f"{team}.yaml" for team in TEAMS))


@pytest.fixture
def talking(tmp_path: Path) -> Path:
    """The same with all that stand-ins say."""
    return copied(tmp_path, "*.de.*")


def copied(tmp_path: Path, *without: str) -> Path:
    """A copy of the shipped pack without files of such names."""
    to, left_out = tmp_path / "content" / "rainbow-road", shutil.ignore_patterns(*without)
    return Path(shutil.copytree(content_folder() / "rainbow-road", to, ignore=left_out))


def change(pack: Path, file: str, old: str, new: str, count: int = 1) -> None:
    """Replaces the first `old` in a file of the pack."""
    path = pack / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {file}"
    path.write_text(text.replace(old, new, count), encoding="utf-8")


def line_of(pack: Path, file: str, part: str) -> int:
    """The first line of a file in which `part` stands."""
    lines = (pack / file).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if part in line)


def faults_of(pack: Path) -> tuple[Fault, ...]:
    with pytest.raises(BrokenPack) as caught:
        load_pack(pack)
    return caught.value.faults


def assert_told(faults: tuple[Fault, ...], file: str, line: int, message: str) -> None:
    """Some fault has this place and these words."""
    place = f"content/rainbow-road/{file}"
    found = [fault for fault in faults if (fault.file, fault.line) == (place, line)]
    assert any(message in fault.message for fault in found), "\n".join(map(str, faults))


# --- pack.yaml

WRONG_IN_PACK = {
    "an unknown key": ("minimum: 5", "minimun: 5", "minimun: 5", "did you mean `minimum`"),
    "a missing key": ("    name: Data Platform\n", "", "- key: data-platform", "`name` is missing here"),
    "a number as text": ("minimum: 5", "minimum: five", "minimum: five", "`minimum` must be a whole number"),
    "text as a date": ("review: 30 June", "review: 2026-06-30", "2026-06-30", "`review` must be text"),
    "an impossible date": ("review: 30 June", "review: 2026-13-45", "2026-13-45", "put it in quotes"),
    "a flag as text": ("charter: true", "charter: perhaps", "perhaps", "`charter` must be true or false"),
    "a share that is none": ("more_than: 1/2", "more_than: half", "more_than: half", "write it like 0.5 or"),
    "two thresholds": (
        "more_than: 1/2",
        "more_than: 1/2\n  at_least: 2/3",
        "at_least: 2/3",
        "with `at_least` or with `more_than`",
    ),
    "a threshold below half": ("more_than: 1/2", "more_than: 1/3", "more_than: 1/3", "a tie fails anyway"),
    "half is enough": ("more_than: 1/2", "at_least: 0.5", "at_least: 0.5", "write `more_than: 1/2`"),
    "an unknown count": ("of: cast", "of: heads", "of: heads", "`of` must be one of"),
    "a choice offered twice": ("waiting: [0s, 1m, 2m]", "waiting: [0s, 1m, 1m]", "waiting:", "keep one"),
    "no choice at all": ("waiting: [0s, 1m, 2m]", "waiting: []", "waiting:", "needs 1 or more"),
    "a bad waiting time": ("waiting: [0s, 1m, 2m]", "waiting: [soon]", "waiting:", "write it like 30s"),
    "a waiting time beyond the vote": (
        "waiting: [0s, 1m, 2m]",
        "waiting: [0s, 36m]",
        "waiting:",
        "0:36:00 after the charter's session begins, the final vote freezes the book",
    ),
    "too many seconds": ("seconds: [0, 1, 2]", "seconds: [0, 5]", "seconds:", "offer 4 at most"),
    "an unknown right to propose": ("[anyone, teams, stewards]", "[elders]", "proposers:", "must be one of"),
    "an unknown reveal": ("minimum: 5", "minimum: 5\nreveal: some", "reveal: some", "must be one of"),
    "a share out of range": ("  quorum: 0.5", "  quorum: 5", "  quorum: 5", "`quorum` must be 1 or less"),
    "a text as a list": ("covers: [same-or-own, sh", "covers: same # [", "covers: same", "must be a list"),
    "an unknown kind": ("kind: sidebar", "kind: sidecar", "kind: sidecar", "`kind` must be one of"),
    "a name with a space": ("key: people-ops", "key: People Ops", "People Ops", "must be a short name"),
    "a key written twice": ("minimum: 5", "minimum: 5\nminimum: 6", "minimum: 6", "written twice"),
    "a bad duration": ("lasts: 10m", "lasts: a quarter", "a quarter", "write it like 30s, 10m or 1h30m"),
    "an endless duration": ("lasts: 10m", f"lasts: {9 * 10**18}h", "lasts: 9", "too long for a duration"),
    "a line that is too long": (
        "title: Emergency",
        f"title: {'E' * 151}",
        "EEE",
        "has 151 characters; shorten",
    ),
    "an empty text": ("title: Emergency", "title: ''", "title: ''", "`title` is empty"),
    "a list that is too short": (
        "debrief:\n",
        "rules_: []\ndebrief:\n",
        "rules_",
        "did you mean `rules`",
    ),
    "another folder's name": (
        "key: rainbow-road",
        "key: grey-road",
        "key: grey-road",
        "give both the same name",
    ),
    "a role number taken": ("number: 7", "number: 6", "SECOND", "role number `6` is taken"),
    "a team key taken": ("- key: people-ops", "- key: data-platform", "SECOND", "team key `data-platform`"),
    "a phase key taken": ("key: sidebar", "key: emergency", "SECOND", "phase key `emergency` is taken"),
    "a question key taken": (
        "  - key: sharing",
        "  - key: same-or-own",
        "SECOND",
        "question key `same-or-own`",
    ),
    "a priority key taken": ("key: free-hand", "key: vans-first", "SECOND", "priority key `vans-first`"),
    "a rule offered twice": ("kind: two_thirds", "kind: majority", "SECOND", "decision rule `majority`"),
    "a role without its team": (
        "team: people-ops",
        "team: people",
        "team: people",
        "there is no team `people`",
    ),
    "nobody to chair": ("    stewards: true\n", "", "teams:", "no team chairs the council"),
    "an unknown way to fill": ("minimum: 5", "minimum: 5\nfill: full", "fill: full", "`fill` must be one of"),
    "a minimum beyond the roles": ("minimum: 5", "minimum: 11", "minimum: 11", "only 10 roles"),
    "a minimum below the teams": ("minimum: 5", "minimum: 4", "minimum: 4", "5 teams need a seat each"),
    "a cue without a time": (
        "- after_start: 5m\n        unless: covered\n        text: Half time",
        "- text: Half time",
        "- text: Half time",
        "one of `after_start`",
    ),
    "a share beyond the whole": ("share: 0.25", "share: 25", "share: 25", "`share` must be less than 1"),
    "a bad window": ("window: 1.5d", "window: a week", "window: a week", "write it like 1d, 0.5d or 4h"),
    "a window of no length": ("window: 1.5d", "window: 0h", "window: 0h", "only the last phase may have no"),
    "a cue beyond the window": (
        "        share: 0.25",
        "        before_end: 30h",
        "before_end: 30h",
        "the window is shorter",
    ),
    "a vote in one tempo only": (
        "        share: 0.25\n        tempo: async",
        "        share: 0.25\n        tempo: live",
        "agenda:",
        "nothing opens the final vote when it is played over days",
    ),
    "a cue with two times": (
        "after_start: 1m30s",
        "after_start: 1m\n        before_end: 1m",
        "kind: meme",
        "and no more",
    ),
    "a vote without time": (
        "kind: ballot\n        before_end: 4m",
        "kind: ballot  # at last\n        before_end: 0s",
        "# at last",
        "opens with the bell",
    ),
    "a minimum beyond the phase": (
        "lasts: 10m",
        "lasts: 10m\n    at_least: 16m",
        "at_least: 16m",
        "but the phase lasts",
    ),
    "a cue after the end": (
        "after_start: 1m30s",
        "after_start: 6m",
        "after_start: 6m",
        "never ring inside it",
    ),
    "a cue before the start": (
        "before_end: 4m",
        "before_end: 11m",
        "before_end: 11m",
        "never ring inside it",
    ),
    "a quote by nobody": ("        by: Richard Lamm\n", "", "LAMM", "a quote needs `by`"),
    "a phase without time": ("lasts: 10m", "lasts: 0s", "lasts: 0s", "only the last phase may last 0s"),
    "a wrap-up too early": ("kind: sidebar", "kind: wrap_up", "kind: wrap_up", "move it to the end"),
    "two presentations": ("kind: sidebar", "kind: presentations", "SECOND", "a game has one at most"),
    "an emergency without inject": ("kind: sidebar", "kind: emergency", "key: sidebar", "needs an `inject`"),
    "a meeting elsewhere": (
        "covers: [",
        "huddle: Hello!\n    covers: [",
        "huddle: Hello!",
        "only a sidebar has a",
    ),
    "a debrief too early": (
        'before_end: 30s\n        text: "{left} left. Finish',
        'kind: debrief\n        before_end: 30s\n        text: "{left} left. Finish',
        "kind: debrief",
        "the debrief comes last",
    ),
    "a debrief without time": (
        "lasts: 5m\n    window: 0.25d\n    card: |-\n      That was",
        "lasts: 0s  # at once\n    window: 0.25d\n    card: |-\n      That was",
        "# at once",
        "a wrap-up with a debrief needs time",
    ),
    "a step without a title": ("        title: How it felt\n", "", "kind: debrief", "needs a `title`"),
    "questions elsewhere": (
        "by: Richard Lamm",
        "by: Richard Lamm\n        questions: [Why]",
        "questions: [Why]",
        "only a cue `kind: debrief` has a `questions`",
    ),
    "an inject elsewhere": ("covers: [", "inject: Boo!\n    covers: [", "inject: Boo!", "only an emergency"),
    "a charter outside sessions": (
        "    kind: sidebar",
        "    charter: true\n    kind: sidebar",
        "SECOND",
        "a charter is adopted in a session",
    ),
    "a vote outside sessions": ("kind: meme", "kind: ballot", "kind: ballot", "is held in a session"),
    "a vote before the charter": (
        "kind: meme",
        "kind: ballot",
        "kind: ballot",
        "before the charter is adopted",
    ),
    "no vote at all": ("kind: ballot", "kind: notice", "agenda:", "nothing opens the final vote"),
    "an unknown question covered": (
        "covers: [same",
        "covers: [some",
        "covers: [some",
        "did you mean `same-or",
    ),
    "a question nobody covers": (
        "covers: [same-or-own, ",
        "covers: [",
        "STRATEGY",
        "no phase `covers` question",
    ),
    "a sample of no role": ("  - role: 10\n", "  - role: 12\n", "- role: 12", "there is no role 12"),
    "a sample to no question": (
        "question: sharing",
        "question: shoring",
        "shoring",
        "did you mean `sharing`",
    ),
    "a sheet in pack.yaml": (
        "    key: recorder\n",
        "    key: recorder\n    sheet: x\n",
        "sheet: x",
        "role's own file",
    ),
    "a handbook in pack.yaml": ("minimum: 5", "minimum: 5\nhandbook: x", "handbook: x", "handbook.md"),
    "Markdown's bold": ("Meme break.", "**Meme** break.", "TEXT", "one asterisk"),
    "a call to everybody": ("Finish your sentence.", "Finish, @here.", "@here", "would ring people"),
    "a tab": ("minimum: 5", "minimum:\n\t5", "\t5", "not with tabs"),
    "a colon without quotes": (
        "title: Emergency",
        "title: Emergency: fire",
        "Emergency: fire",
        "into quotes",
    ),
    "a control character": ("title: Emergency", "title: Emer\x07gency", "\x07", "control character"),
}


def _expected_line(pack: Path, marker: str, new: str) -> int:
    """The line that `marker` names: text in the file, or a word for what has no text of its own there."""
    lines = (pack / "pack.yaml").read_text(encoding="utf-8").splitlines()
    if marker == "LAMM":
        return next(n for n, line in enumerate(lines, 1) if "To govern is to choose" in line) - 2
    if marker == "STRATEGY":
        return next(n for n, line in enumerate(lines, 1) if line == "strategy:") + 1
    if marker == "TEXT":
        return next(n for n, line in enumerate(lines, 1) if "**Meme**" in line) - 1
    if marker == "SECOND":
        wanted = new.strip().splitlines()[0].removeprefix("- ")
        return [n for n, line in enumerate(lines, 1) if line.strip().removeprefix("- ") == wanted][1]
    return next(n for n, line in enumerate(lines, 1) if marker in line)


WRONG_IN_GROUPS = {
    "a member that does not exist": (
        "[{key: bloc, name: Bloc, members: [people-op, convenor]}]",
        "did you mean `people-ops`",
    ),
    "a name of its own": ("[{key: stewards, name: Bloc, members: [people-ops]}]", "`stewards` is taken"),
    "the name of a team": ("[{key: people-ops, name: Bloc, members: [convenor]}]", "`people-ops` is taken"),
    "nobody in it": ("[{key: bloc, name: Bloc, members: []}]", "needs 1 or more"),
}


@pytest.mark.parametrize("name", WRONG_IN_GROUPS)
def test_the_author_is_told_about_a_group_with(name: str, pack: Path) -> None:
    groups, message = WRONG_IN_GROUPS[name]
    change(pack, "pack.yaml", "minimum: 5", f"minimum: 5\ngroups: {groups}")

    faults = faults_of(pack)

    assert_told(faults, "pack.yaml", line_of(pack, "pack.yaml", "groups:"), message)


WRONG_IN_TURNS = {
    "nobody to speak": ("charter: true", "{by: group}", "this pack has no `groups`"),
    "councils that are named": ("charter: true", "{by: council, of: [everyone]}", "leave out `of`"),
    "people without a seat": ("charter: true", "{by: team, of: [observers]}", "observers hold no seat"),
    "a name that nobody has": ("charter: true", "{by: team, of: [people-op]}", "did you mean `people-ops`"),
    "too many of them": ("charter: true", "{by: role, each: 5m}", "10 turns of 5m cannot fit into 10m"),
    "too long a window": ("charter: true", "{by: role, each_async: 1d}", "10 turns of 1d cannot fit into"),
    "no time": ("charter: true", "{by: team, each: 0s}", "a turn needs some time"),
    "nobody there to hear them": ("kind: sidebar", "{by: team, each: 10s}", "people are in other channels"),
    "people who are in rooms": (
        "charter: true",
        "{by: team, each: 10s}\n    rooms: {by: team}",
        "people are in their `rooms` then",
    ),
    "teams in the plenary": ("kind: presentations", "{by: team, each: 10s}", "write `by: council`"),
    "no such thing to take turns": ("charter: true", "{by: table}", "must be one of"),
}


@pytest.mark.parametrize("name", WRONG_IN_TURNS)
def test_the_author_is_told_about_turns_with(name: str, pack: Path) -> None:
    where, turns, message = WRONG_IN_TURNS[name]
    change(pack, "pack.yaml", where, f"{where}\n    turns: {turns}")

    faults = faults_of(pack)

    assert_told(faults, "pack.yaml", line_of(pack, "pack.yaml", "turns: {"), message)


@pytest.mark.parametrize("name", WRONG_IN_PACK)
def test_the_author_is_told_file_and_line_of(name: str, pack: Path) -> None:
    old, new, marker, message = WRONG_IN_PACK[name]
    change(pack, "pack.yaml", old, new)

    faults = faults_of(pack)

    assert_told(faults, "pack.yaml", _expected_line(pack, marker, new), message)


WRONG_ELECTORATES = {
    "an unknown voter": ("voters: [data-platfrom]", "voters:", "did you mean `data-platform`"),
    "nobody to vote": ("voters: [observers]", "voters:", "nobody is left to vote"),
    "no voter in a small council": (
        "voters: [partner-manager]",
        "voters:",
        "nobody has a vote; name a whole team",
    ),
    "an unknown weight": ("weights: {people: 2}", "weights:", "nobody here is called `people`"),
    "a weight that is none": ("weights: {people-ops: many}", "weights:", "write it like 3, 2.5 or 1/3"),
    "a weight below zero": ("weights: {people-ops: -1}", "weights:", "must be 0 or more"),
    "no weight at all": ("weights: {everyone: 0}", "weights:", "all weights are 0"),
    "a weight without a vote": (
        "voters: [data-platform]\n  weights: {people-ops: 2}",
        "weights:",
        "has no vote, so it needs no weight",
    ),
    "two weights for one seat": (
        "weights:\n    people-ops: 2\n    bloc: 3",
        "bloc: 3",
        "give the role a weight of its own",
    ),
    "a veto without a vote": (
        "voters: [data-platform]\n  veto: [people-ops]",
        "veto:",
        "so it cannot hold a veto",
    ),
    "a quorum of nobody": (
        "voters: [data-platform]\n  quorum_by:\n  - {of: people-ops, share: 1/2}",
        "{of: people-ops",
        "nobody of `people-ops` has a vote",
    ),
    "a quorum of a stranger": ("quorum_by: [{of: lions, share: 1/2}]", "quorum_by:", "called `lions`"),
    "a quorum of nothing": ("quorum_by: [{of: people-ops, share: 0}]", "quorum_by:", "must be more than 0"),
}


@pytest.mark.parametrize("name", WRONG_ELECTORATES)
def test_the_author_is_told_about_an_electorate_with(name: str, pack: Path) -> None:
    said, marker, message = WRONG_ELECTORATES[name]
    bloc = "groups:\n- {key: bloc, name: The bloc, members: [people-ops, data-platform]}\n"
    change(pack, "pack.yaml", "ballot:\n", f"{bloc}electorate:\n  {said}\nballot:\n")

    assert_told(faults_of(pack), "pack.yaml", line_of(pack, "pack.yaml", marker), message)


WRONG_SHARES = {
    "a share below half": ("kind: share\n      more_than: 1/3", "more_than: 1/3", "must be 0.5 or more"),
    "half as a share": ("kind: share\n      at_least: 1/2", "at_least: 1/2", "must be more than 0.5"),
    "a share without one": ("kind: share", "kind: share", "add `more_than: 1/2`"),
    "two shares in one": (
        "kind: share\n      more_than: 1/2\n      at_least: 2/3",
        "at_least: 2/3",
        "keep one",
    ),
    "a share of another rule": (
        "kind: majority\n      of: cast",
        "of: cast  ",
        "belongs to the kind `share`",
    ),
}


@pytest.mark.parametrize("name", WRONG_SHARES)
def test_the_author_is_told_about_a_rule_with(name: str, pack: Path) -> None:
    said, marker, message = WRONG_SHARES[name]
    change(pack, "pack.yaml", "kind: majority", f"{said}  # here")

    assert_told(faults_of(pack), "pack.yaml", line_of(pack, "pack.yaml", marker), message)


def test_a_share_that_is_offered_twice_is_told_and_two_shares_are_not(pack: Path) -> None:
    change(pack, "pack.yaml", "kind: majority", "kind: share\n      at_least: 3/4")
    change(pack, "pack.yaml", "kind: two_thirds", "kind: share  # second\n      at_least: 3/5")
    assert load_pack(pack).charter.rules[1].threshold == Threshold(at_least=Fraction(3, 5))

    change(pack, "pack.yaml", "at_least: 3/5", "at_least: 0.75")

    assert_told(faults_of(pack), "pack.yaml", line_of(pack, "pack.yaml", "# second"), "on offer already")


def test_stewards_who_do_not_vote_cannot_decide(pack: Path) -> None:
    change(pack, "pack.yaml", "ballot:\n", "electorate:\n  voters: [people-ops]\nballot:\n")

    assert_told(
        faults_of(pack),
        "pack.yaml",
        line_of(pack, "pack.yaml", "kind: stewards"),
        "the stewards have no vote",
    )


def test_a_role_may_outweigh_its_team(pack: Path) -> None:
    weights = "electorate:\n  weights:\n    people-ops: 2\n    everyone: 1/2\n"
    role = next(role for role in load_pack(pack).roles if role.team == "people-ops")
    change(pack, "pack.yaml", "ballot:\n", f"{weights}    {role.key}: 3\nballot:\n")

    who = load_pack(pack).deciders()

    assert who.weight([RoleNumber(role.number)]) == 3
    assert sorted({weight for _, weight in who.weights}) == [Fraction(1, 2), 2, 3]


def test_a_team_without_roles_is_told(pack: Path) -> None:
    change(pack, "pack.yaml", "    team: people-ops", "    team: data-platform", count=2)

    faults = faults_of(pack)

    assert_told(faults, "pack.yaml", line_of(pack, "pack.yaml", "- key: people-ops"), "has no role")


def test_a_second_vote_is_told(pack: Path) -> None:
    text = '"{left} left to vote."'
    change(pack, "pack.yaml", f"        text: {text}", f"        kind: ballot\n        text: {text}")

    faults = faults_of(pack)

    assert_told(faults, "pack.yaml", line_of(pack, "pack.yaml", text) - 3, "a council votes once")


@pytest.mark.parametrize("text", ["", "- a list", "just words"])
def test_a_pack_yaml_without_keys_says_how_to_begin(text: str, pack: Path) -> None:
    (pack / "pack.yaml").write_text(text, encoding="utf-8")

    faults = faults_of(pack)

    assert_told(faults, "pack.yaml", 1, "must begin with keys")


def test_an_alias_that_contains_itself_is_told_and_does_not_hang(pack: Path) -> None:
    change(pack, "pack.yaml", "minimum: 5", "minimum: &loop [*loop]")

    faults = faults_of(pack)

    assert_told(faults, "pack.yaml", line_of(pack, "pack.yaml", "*loop"), "contains itself")


# --- sheets and Handbook


def test_a_missing_sheet_is_told_at_the_roles_line(pack: Path) -> None:
    (pack / CONVENOR).unlink()

    faults = faults_of(pack)

    assert_told(faults, "pack.yaml", line_of(pack, "pack.yaml", "- number: 1"), f"write {CONVENOR}")


def test_a_sheet_of_no_role_is_told_with_the_nearest_name(pack: Path) -> None:
    (pack / CONVENOR).rename(pack / "roles/01-convener.md")

    faults = faults_of(pack)

    assert_told(faults, "roles/01-convener.md", 1, "did you mean `01-convenor.md`")


def test_a_misspelt_heading_of_a_sheet_is_one_fault_which_names_the_right_one(pack: Path) -> None:
    change(pack, CONVENOR, "## First move", "## First moves")

    faults = faults_of(pack)

    assert_told(faults, CONVENOR, line_of(pack, CONVENOR, "## First moves"), "did you mean `First move`")
    assert len(faults) == 1


def test_a_heading_written_twice_is_told(pack: Path) -> None:
    change(pack, CONVENOR, "## If it falls through", "## First move\n\nAgain.\n\n## If it falls through")

    faults = faults_of(pack)

    assert_told(faults, CONVENOR, line_of(pack, CONVENOR, "Again.") - 2, "is here twice")


def test_an_empty_or_overlong_part_of_a_sheet_is_told_at_its_heading(pack: Path) -> None:
    change(pack, CONVENOR, "## First move", "## First move\n\n" + "go " * 1000)
    path = pack / "roles/02-recorder.md"
    path.write_text(path.read_text(encoding="utf-8").split("If the council hates")[0], encoding="utf-8")

    faults = faults_of(pack)

    assert_told(faults, CONVENOR, line_of(pack, CONVENOR, "## First move"), "shorten it to 2,900")
    last = line_of(pack, "roles/02-recorder.md", "## If it falls through")
    assert_told(faults, "roles/02-recorder.md", last, "is empty; write the text")


def test_text_before_the_first_heading_and_other_headings_are_told(pack: Path) -> None:
    change(pack, CONVENOR, "## Who you are", "Stray words.\n# Title\n## Who you are")

    faults = faults_of(pack)

    assert_told(faults, CONVENOR, 1, "before the first")
    assert_told(faults, CONVENOR, 2, "only `## ` headings")


def test_a_sheet_that_takes_more_than_three_minutes_is_told(pack: Path) -> None:
    for heading in (one.heading for one in headings_by_default()):
        change(pack, CONVENOR, f"## {heading}", f"## {heading}\n\n{'some more words ' * 30}\n")

    faults = faults_of(pack)

    assert_told(faults, CONVENOR, 1, "minutes to read, and 3 are allowed")


def test_a_handbook_that_takes_more_than_eight_minutes_is_told(pack: Path) -> None:
    change(
        pack, "handbook.md", "## Open requests", f"## More\n\n{'some more words ' * 100}\n\n## Open requests"
    )

    faults = faults_of(pack)

    assert_told(faults, "handbook.md", 1, "minutes to read, and 8 are allowed")


def test_sections_of_the_handbook_that_are_empty_overlong_or_too_many_are_told(pack: Path) -> None:
    added = f"## Nothing\n\n## Long\n\n{'x' * 2901}\n\n## Open requests"
    change(pack, "handbook.md", "## Open requests", added)

    faults = faults_of(pack)

    assert_told(faults, "handbook.md", line_of(pack, "handbook.md", "## Nothing"), "is empty")
    assert_told(faults, "handbook.md", line_of(pack, "handbook.md", "## Long"), "has 2,901 characters")
    assert_told(faults, "handbook.md", line_of(pack, "handbook.md", "## How to win"), "merge some")


def test_a_handbook_without_headings_is_told(pack: Path) -> None:
    (pack / "handbook.md").write_text("Just words.\n", encoding="utf-8")

    faults = faults_of(pack)

    assert_told(faults, "handbook.md", 1, "before the first")
    assert_told(faults, "handbook.md", 1, "no `## ` heading")


@pytest.mark.parametrize("file", ["pack.yaml", "handbook.md"])
def test_a_missing_file_is_told(file: str, pack: Path) -> None:
    (pack / file).unlink()

    faults = faults_of(pack)

    assert_told(faults, file, 1, "this file is missing")


@pytest.mark.parametrize("file", ["pack.yaml", "handbook.md", CONVENOR])
def test_a_file_that_is_not_utf_8_is_told_with_its_line(file: str, pack: Path) -> None:
    path = pack / file
    path.write_bytes(b"\n\n# caf\xe9\n" + path.read_bytes())

    faults = faults_of(pack)

    assert_told(faults, file, 3, "save the file as UTF-8")


# --- secrecy


def test_a_private_sentence_in_public_text_is_told(pack: Path) -> None:
    change(
        pack,
        "handbook.md",
        "## Open requests",
        "## Open requests\n\nYou are tired, and you can count, they say.\n",
    )
    change(pack, "roles/03-pipeline-engineer.md", "You are not unhelpful. You are tired", "You are tired")

    faults = faults_of(pack)

    line = line_of(pack, "handbook.md", "## Open requests")
    assert_told(faults, "handbook.md", line, "gives away the sheet of role 3")


def test_eight_words_of_a_mission_in_a_sample_proposal_are_told(pack: Path) -> None:
    copied = "Rosa agreed: OUTSIDE shelters may read without asking each time, and so on."
    change(
        pack,
        "pack.yaml",
        "Readers of a public model are told",
        f"{copied} Readers of a public model are told",
    )

    faults = faults_of(pack)

    line = line_of(pack, "pack.yaml", copied) - 1
    assert_told(faults, "pack.yaml", line, "gives away the secret mission of role 8")


def test_a_teams_mission_on_the_sheet_of_another_team_is_told_but_not_on_its_own(pack: Path) -> None:
    copied = "says that restoring it comes before finding out who caused the break"
    for sheet in ("roles/01-convenor.md", "roles/09-intake-analyst.md"):
        change(pack, sheet, "## First move", f"## First move\n\nThe book of {sheet} {copied}.")

    faults = faults_of(pack)

    told = [fault for fault in faults if "mission of team `rescue-operations`" in fault.message]
    assert_told(faults, CONVENOR, line_of(pack, CONVENOR, "## First move"), "secret mission of team")
    assert [fault.file for fault in told] == [f"content/rainbow-road/{CONVENOR}"]


# --- all at once


# --- lines

PLATFORM = "lines/data-platform.yaml"
WRONG_IN_LINES = {
    "an unknown role": ("  - role: 3\n    issue: help", "  - role: 33\n    issue: help", "33", "no role 33"),
    "an unknown issue": ("issue: help", "issue: halp", "halp", "did you mean `help`"),
    "an entry given twice": (
        "- role: 3\n    issue: help",
        "- role: 3  # again\n    issue: freshness",
        "# again",
        "is already in",
    ),
    "an unknown title": (
        "of: Mend it yourself",
        "of: Mend it",
        "of: Mend it",
        "did you mean `Mend it yourself`",
    ),
    "a title of no sample": ("[Mend it yourself]", "[Mend it]", "[Mend it]", "no sample in pack.yaml"),
    "an empty line": ("- A machine looks, then. Good.", '- ""', '- ""', "write the text"),
    "a line that is too long": (
        "- A machine looks, then. Good.",
        f"- {'Fine. ' * 50}",
        "- Fine. Fine.",
        "shorten it to 240",
    ),
    "words that one refuses": (
        "adds: Help is given in fixed hours on working days.",
        "adds: Help is given on call.",
        "adds: Help is given on call.",
        "the role would refuse its own words: `on call`",
    ),
    "no words at all": (
        'needs: [["Clinic hours", "fixed hours"]]',
        "needs: []",
        "needs: []",
        "needs 1 or more",
    ),
    "an unknown team": (
        "team: data-platform",
        "team: data-platfrom",
        "data-platfrom",
        "no team `data-platfrom`",
    ),
    "two things to prove": (
        "- team: data-platform",
        "- role: 4\n    team: data-platform",
        "role: 4",
        "only one",
    ),
    "a chair's words": (
        "voices:\n  - role: 3",
        "voices:\n  - role: 3\n    response: x",
        "response",
        "chairs",
    ),
    "an unknown key": ("    loses:", "    looses:", "looses:", "did you mean `loses`"),
    "a mission's words": (
        "- A machine looks, then. Good.",
        "- I succeed if the final book says who schedules the jobs and who answers.",
        "- I succeed",
        "gives away the secret mission",
    ),
}


@pytest.mark.parametrize("name", WRONG_IN_LINES)
def test_what_is_wrong_with_lines_is_told_with_file_and_line(name: str, talking: Path) -> None:
    old, new, place, message = WRONG_IN_LINES[name]
    text = (talking / PLATFORM).read_text(encoding="utf-8")
    changed = text.replace(old, new, 1)
    assert changed != text
    (talking / PLATFORM).write_text(changed, encoding="utf-8")

    faults = faults_of(talking)

    line = changed[: changed.index(place, changed.index(new))].count("\n") + 1
    assert_told(faults, PLATFORM, line, message)


def test_an_amendment_that_changes_nothing_is_told(talking: Path) -> None:
    change(talking, PLATFORM, "      - of: Mend it yourself", "      - of: Mend it yourself\n        x: 1")
    start = "For a deadline, any team may merge an urgent change into a public model"
    text = f"{start} and tell the owner afterwards."
    (talking / "lines" / "more.yaml").write_text(
        "opinions:\n  - role: 8\n    issue: deadlines\n    amends:\n      - of: Mend it yourself\n"
        f"        text: {text}\n        why: Better so.\n",
        encoding="utf-8",
    )

    faults = faults_of(talking)

    assert_told(faults, "lines/more.yaml", 6, "says what the sample says")
    assert_told(faults, PLATFORM, line_of(talking, PLATFORM, "x: 1"), "`x` is not a key here")


def test_a_sample_for_an_unknown_issue_or_parked_by_somebody_else_is_told(pack: Path) -> None:
    change(pack, "pack.yaml", "issue: burden", "issue: burdens")
    change(pack, "pack.yaml", "    carried_by: 3", "")
    change(pack, "pack.yaml", "    review: 30 June", "    review: 30 June\n    carried_by: 31")
    change(pack, "pack.yaml", "review: after eight weeks", "review: now\n    parked_until: June")

    faults = faults_of(pack)

    for place, message in (
        ("issue: burdens", "did you mean `burden`"),
        ("parked_until: 15 March", "say who looks after it"),
        ("carried_by: 31", "there is no role 31"),
        ("parked_until: June", "only a role whose team chairs"),
    ):
        assert_told(faults, "pack.yaml", line_of(pack, "pack.yaml", place), message)


def test_all_faults_of_all_files_are_told_at_once(pack: Path) -> None:
    change(pack, "pack.yaml", "minimum: 5", "minimum: 4")
    change(pack, "pack.yaml", "lasts: 10m", "lasts: soon")
    change(pack, "pack.yaml", "team: people-ops", "team: people")
    change(pack, CONVENOR, "## First move", "## Last move")
    (pack / "roles/02-recorder.md").unlink()
    (pack / "handbook.md").unlink()

    faults = faults_of(pack)

    files = [fault.file.removeprefix("content/rainbow-road/") for fault in faults]
    assert files == ["handbook.md", *["pack.yaml"] * 4, CONVENOR]
    assert list(faults) == sorted(faults)


def test_a_fault_in_yaml_syntax_does_not_hide_those_of_other_files(pack: Path) -> None:
    change(pack, "pack.yaml", "title: Emergency", "title: 'Emergency")
    (pack / "handbook.md").unlink()

    files = {fault.file for fault in faults_of(pack)}

    assert files == {"content/rainbow-road/pack.yaml", "content/rainbow-road/handbook.md"}


def test_a_broken_pack_prints_one_line_for_each_fault(pack: Path) -> None:
    change(pack, "pack.yaml", "minimum: 5", "minimum: 4")
    (pack / "handbook.md").unlink()

    with pytest.raises(BrokenPack) as caught:
        load_pack(pack)

    lines = str(caught.value).splitlines()
    assert len(lines) == 2
    assert lines[1].startswith(f"content/rainbow-road/pack.yaml:{line_of(pack, 'pack.yaml', 'minimum: 4')}: ")
