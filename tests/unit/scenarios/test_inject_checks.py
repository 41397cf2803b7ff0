"""What an author is told about injects and about what is for some people only."""

import json
from pathlib import Path

import pytest

from bot.scenarios.load import load_pack
from tests.unit.scenarios.test_faults import assert_told, change, faults_of, line_of, pack

__all__ = ["pack"]  # the fixture

FLOOD = "key: flood, title: Flood, text: The river has burst its banks at Arle."
WRONG_IN_INJECTS = {
    "nobody of that name": (f"{FLOOD}, to: [people-op]", "did you mean `people-ops`"),
    "nobody at all": (f"{FLOOD}, to: []", "needs 1 or more"),
    "a picture without alt text": (
        f'{FLOOD}, picture: {{url: "https://a.org/b.png"}}',
        "`alt` is missing here",
    ),
    "a picture without an address": (
        f'{FLOOD}, picture: {{url: "http://a.org/b.png", alt: A map}}',
        "begins with https://",
    ),
    "a phase that does not exist": (
        f"{FLOOD}, phase: sesion-1, after_start: 1m",
        "there is no phase `sesion-1`",
    ),
    "a phase and no time": (f"{FLOOD}, phase: session-1", "needs one of `after_start`"),
    "two times": (f"{FLOOD}, phase: session-1, after_start: 1m, share: 0.5", "and no more"),
    "a time and no phase": (f"{FLOOD}, before_end: 1m", "`before_end` needs `phase`"),
    "a time after the end": (f"{FLOOD}, phase: session-1, after_start: 3h", "would never ring inside it"),
    "a key twice": (f"{FLOOD}}}, {{{FLOOD}", "the inject key `flood` is taken"),
    "words of a mission": (
        "key: tip, title: A tip, to: [recorder], text: MISSION",
        "gives away the secret mission of team `people-ops`",
    ),
}


@pytest.mark.parametrize("name", WRONG_IN_INJECTS)
def test_the_author_is_told_about_an_inject_with(name: str, pack: Path) -> None:
    written, message = WRONG_IN_INJECTS[name]
    mission = next(team.mission for team in load_pack(pack).teams if team.key == "people-ops")
    written = written.replace("MISSION", json.dumps(mission))
    change(pack, "pack.yaml", "minimum: 5", f"minimum: 5\ninjects: [{{{written}}}]")

    faults = faults_of(pack)

    assert_told(faults, "pack.yaml", line_of(pack, "pack.yaml", "injects:"), message)


def test_an_inject_may_name_a_phase_that_repeats_with_others_by_its_key_as_written(pack: Path) -> None:
    change(pack, "pack.yaml", "minimum: 5", f"minimum: 5\ninjects: [{{{FLOOD}, phase: tide, share: 0.5}}]")
    tide = "{key: tide, kind: session, title: Tide, lasts: 5m, card: Wait.}"
    change(
        pack, "pack.yaml", "  - key: session-2", f"  - {{repeat: 2, agenda: [{tide}]}}\n  - key: session-2"
    )

    scenario = load_pack(pack)

    assert [phase.key for phase in scenario.agenda if scenario.injects_in(phase)] == ["tide-1", "tide-2"]


def test_what_some_are_told_is_secret_to_all_others_and_may_be_told_to_several(pack: Path) -> None:
    told = "to: [{}], title: Flood, text: The old dam at Arle will not hold until noon."
    both = f"[{{key: one, {told.format('people-ops')}}}, {{key: two, {told.format('stewards')}}}]"
    change(pack, "pack.yaml", "minimum: 5", f"minimum: 5\ninjects: {both}")
    assert [readers for readers, text in load_pack(pack).private_texts() if "Arle" in text] == [
        {7, 8},
        {1, 2},
    ]

    change(pack, "pack.yaml", "story: >-\n", "story: >-\n  The old dam at Arle will not hold until noon.\n")
    faults = faults_of(pack)

    line = line_of(pack, "pack.yaml", "story:")
    assert_told(faults, "pack.yaml", line, "gives away inject `one`")


@pytest.mark.parametrize(
    ("kind", "why"), [("kind: ballot", "opens for everybody"), ("kind: debrief", "takes part in the debrief")]
)
def test_a_vote_and_a_debrief_are_for_everybody(pack: Path, kind: str, why: str) -> None:
    change(pack, "pack.yaml", kind, f"{kind}\n        to: [stewards]")

    faults = faults_of(pack)

    assert_told(faults, "pack.yaml", line_of(pack, "pack.yaml", "to: [stewards]"), why)


def test_a_phase_that_tells_nothing_tells_it_to_nobody(pack: Path) -> None:
    change(pack, "pack.yaml", "covers: [", "to: [stewards]\n    covers: [")

    faults = faults_of(pack)

    assert_told(faults, "pack.yaml", line_of(pack, "pack.yaml", "to: [stewards]"), "which it does not have")
