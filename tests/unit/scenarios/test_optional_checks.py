"""Packs that leave parts out: missions, priorities, claims, the final vote, the reveal, sheets."""

import shutil
from pathlib import Path

import pytest

from bot.domain.roles import Holds
from bot.domain.scenario import Reveal
from bot.scenarios.faults import BrokenPack
from bot.scenarios.load import load_pack
from bot.scenarios.packs import content_folder

PACKS = Path(__file__).parents[2] / "packs"
CONVENOR = "roles/01-convenor.md"


@pytest.fixture
def blackout(tmp_path: Path) -> Path:
    """A copy of a table-top without missions, priorities, claims and a final vote."""
    return Path(shutil.copytree(PACKS / "blackout", tmp_path / "packs" / "blackout"))


@pytest.fixture
def rainbow(tmp_path: Path) -> Path:
    """A copy of the shipped pack."""
    return Path(shutil.copytree(content_folder() / "rainbow-road", tmp_path / "packs" / "rainbow-road"))


def change(file: Path, *changes: tuple[str, str]) -> None:
    """Replaces the first of each."""
    text = file.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, f"{old!r} is not in {file.name}"
        text = text.replace(old, new, 1)
    file.write_text(text, encoding="utf-8")


def faults_of(pack: Path) -> str:
    with pytest.raises(BrokenPack) as caught:
        load_pack(pack)
    return "\n".join(map(str, caught.value.faults))


def test_a_pack_can_do_without_missions_priorities_claims_and_a_final_vote(blackout: Path) -> None:
    scenario = load_pack(blackout)

    assert not scenario.has_missions
    assert not scenario.has_priorities
    assert not scenario.takes_claims
    assert not scenario.ballot.held
    assert scenario.reveals is Reveal.NONE
    assert [one.heading for one in scenario.role(1).sheet.sections] == ["Your post", "What you know"]
    assert [one.heading for one in scenario.role(2).sheet.sections] == ["Your post"]


def test_where_nobody_can_claim_anything_nobody_is_asked(blackout: Path) -> None:
    change(blackout / "pack.yaml", ("claims: false\n", ""))
    change(blackout / "pack.yaml", ("ballot: {held: false}", "winning: Keep the town warm."))
    change(blackout / "pack.yaml", ("      - {kind: notice", "      - {kind: ballot"))

    scenario = load_pack(blackout)

    assert not scenario.takes_claims
    assert scenario.ballot.held


def test_a_role_without_a_mission_has_no_plan_either(rainbow: Path) -> None:
    lines = rainbow / "lines/data-leadership.yaml"
    before, after = lines.read_text(encoding="utf-8").split("  - role: 1\n    needs")
    proof = after.partition("  - role: 2\n    needs")[2]
    lines.write_text(f"{before}  - role: 2\n    needs{proof}", "utf-8")
    sheet = rainbow / CONVENOR
    sheet.write_text(sheet.read_text(encoding="utf-8").split("## Your secret mission")[0], encoding="utf-8")

    scenario = load_pack(rainbow)

    assert not scenario.role(1).sheet.mission
    assert [one.holds for one in scenario.role(1).sheet.sections] == [Holds.ROLE]
    assert scenario.has_secrets


def test_a_mission_that_was_forgotten_beside_a_plan_is_told(rainbow: Path) -> None:
    change(rainbow / CONVENOR, ("## Your secret mission", "## Your secret misson"))

    told = faults_of(rainbow)

    assert "did you mean `Your secret mission`" in told
    assert len(told.splitlines()) == 1


def test_public_missions_are_in_the_handbook_and_give_nothing_away(blackout: Path) -> None:
    change(
        blackout / "pack.yaml",
        ("claims: false", "missions: public"),
        ("  - heading: What you know\n    optional: true", "  - {heading: Your aim, holds: mission}"),
        ("    stewards: true", "    stewards: true\n    mission: Nobody in town spends a night in the cold."),
    )
    change(blackout / "roles/01-mayor.md", ("What you know", "Your aim"))
    own = "four times.\n\n## Your aim\n\nRest your crews at night."
    change(blackout / "roles/02-engineer.md", ("four times.", own))
    change(
        blackout / "handbook.md",
        ("## The line", "## Cellars\n\nThe school has a cellar with beds for two hundred.\n\n## The line"),
    )
    change(
        blackout / "pack.yaml", ("ballot: {held: false}", "ballot: {held: false}\nwinning: Reach your aim.")
    )

    scenario = load_pack(blackout)

    assert scenario.has_missions
    assert not scenario.has_secrets
    assert dict(scenario.handbook)["Missions"] == (
        "*Town Hall*\n- All: Nobody in town spends a night in the cold.\n"
        "- Mayor: The school has a cellar with beds for two hundred.\n\n"
        "*Grid Company*\n- Engineer: Rest your crews at night."
    )


def test_roles_need_no_files_where_the_sheet_has_no_headings(blackout: Path) -> None:
    text = (blackout / "pack.yaml").read_text(encoding="utf-8")
    before, rest = text.split("sheet:\n")
    (blackout / "pack.yaml").write_text(
        f"{before}sheet: []\nteams:\n{rest.split('teams:')[1]}", encoding="utf-8"
    )

    told = faults_of(blackout)
    shutil.rmtree(blackout / "roles")
    scenario = load_pack(blackout)

    assert "no role in pack.yaml has this sheet" in told
    assert scenario.role(1).sheet.sections == ()


WRONG = {
    "a heading that the pack does not name": (
        "roles/02-engineer.md",
        "## Your post",
        "## Your pots",
        "did you mean `Your post`",
    ),
    "a heading that is left out": (
        "roles/03-nurse.md",
        "## Your post",
        "## What you know",
        "`## Your post` is missing",
    ),
    "an empty section": (
        "roles/01-mayor.md",
        "The school has a cellar with beds for two hundred.",
        "",
        "`What you know` is empty",
    ),
    "a heading named twice": (
        "pack.yaml",
        "heading: What you know\n    optional: true",
        "heading: Your post",
        "is here already",
    ),
    "a kind of heading that is none": (
        "pack.yaml",
        "    optional: true",
        "    holds: secret",
        "`holds` must be one of",
    ),
    "two missions on a sheet": (
        "pack.yaml",
        "  - heading: What you know\n    optional: true",
        "  - {heading: Yours, holds: mission}\n  - {heading: Ours, holds: mission}",
        "another heading holds the mission already",
    ),
    "a plan without a mission": (
        "pack.yaml",
        "    optional: true",
        "    holds: plan",
        "a plan needs a mission",
    ),
    "an optional mission": (
        "pack.yaml",
        "    optional: true",
        "    optional: true\n    holds: mission",
        "drop `optional`",
    ),
    "missions that nobody has": (
        "pack.yaml",
        "claims: false",
        "missions: public",
        "no team or role has a mission",
    ),
    "consent to nothing": (
        "pack.yaml",
        "claims: false",
        "claims: false\nreveal: consent",
        "nothing to ask about",
    ),
    "claims of nothing": ("pack.yaml", "claims: false", "claims: true", "write `claims: false`"),
    "a vote without a word on winning": (
        "pack.yaml",
        "ballot: {held: false}\n",
        "",
        "`winning` is missing here",
    ),
    "a quorum of no vote": (
        "pack.yaml",
        "{held: false}",
        "{held: false, quorum: 0.6}",
        "`quorum` means nothing",
    ),
    "a cue for no vote": ("pack.yaml", "kind: notice", "kind: ballot", "drop this cue, or hold a vote"),
    "a cue unless nobody votes": (
        "pack.yaml",
        "before_end: 2m,",
        "before_end: 2m, unless: voted,",
        "`unless: voted` means nothing",
    ),
    "how to vote in no vote": (
        "pack.yaml",
        "{left} left.",
        "{how_to_vote}",
        "`{how_to_vote}` has nothing to say",
    ),
    "a cue unless nobody claims": (
        "pack.yaml",
        "before_end: 2m,",
        "before_end: 2m, unless: claimed,",
        "nobody claims anything",
    ),
    "a key that is misspelt": ("pack.yaml", "claims: false", "claim: false", "did you mean `claims`"),
}


@pytest.mark.parametrize("name", WRONG)
def test_the_author_is_told_of(name: str, blackout: Path) -> None:
    file, old, new, message = WRONG[name]
    change(blackout / file, (old, new))

    assert message in faults_of(blackout)


def test_claims_that_nobody_has_the_time_to_make_are_told(blackout: Path) -> None:
    change(
        blackout / "pack.yaml",
        ("claims: false", "winning: Warm the town."),
        (
            "    stewards: true",
            "    stewards: true\n    priorities: [{key: warm, text: Cellars are heated.}]",
        ),
        ("    lasts: 4m\n    card: What would", "    lasts: 0s\n    card: What would"),
    )

    assert "nobody can claim: without a final vote" in faults_of(blackout)


def test_a_proof_of_a_mission_that_nobody_has_is_told(blackout: Path) -> None:
    (blackout / "lines").mkdir()
    proofs = "proofs:\n  - {role: 1, says: [beds]}\n  - {team: town, says: [beds]}\n"
    (blackout / "lines" / "town.yaml").write_text(proofs, encoding="utf-8")

    told = faults_of(blackout)

    assert "role 1 has no mission" in told
    assert "team `town` has no mission" in told
