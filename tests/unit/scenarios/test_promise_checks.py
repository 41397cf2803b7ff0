"""What cards promise has its time in the agenda, or the check says what to write."""

import shutil
from pathlib import Path

import pytest

from bot.scenarios.faults import BrokenPack
from bot.scenarios.load import load_pack
from tests.builders import PACKS

NO_CHARTER = "no session adopts the charter"
NO_TIME = "claims are made after its vote"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A copy of a small pack that a test may break."""
    return Path(shutil.copytree(PACKS / "harbour", tmp_path / "packs" / "harbour"))


def faults(pack: Path, *changes: tuple[str, str]) -> dict[int, str]:
    """What the check says by line, once these texts are others."""
    file = pack / "pack.yaml"
    text = file.read_text("utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    file.write_text(text, "utf-8")
    try:
        load_pack(pack)
    except BrokenPack as broken:
        return {fault.line: fault.message for fault in broken.faults}
    return {}


def line_of(pack: Path, part: str) -> int:
    """Where this stands."""
    lines = (pack / "pack.yaml").read_text("utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if part in line)


def test_a_pack_whose_charter_nobody_writes_is_told_where_to_write_it(pack: Path) -> None:
    found = faults(pack, ("    charter: true\n", ""))

    assert found == {line_of(pack, "agenda:"): found[line_of(pack, "agenda:")]}
    assert NO_CHARTER in found[line_of(pack, "agenda:")]
    assert "write `charter: true` in a session, or `given` below" in found[line_of(pack, "agenda:")]


def test_a_charter_that_is_given_needs_no_session(pack: Path) -> None:
    given = "charter:\n  given: {rule: majority}\n  rules:"

    found = faults(pack, ("    charter: true\n", ""), ("charter:\n  rules:", given))

    assert found == {}


ASHORE = "    title: Ashore\n    lasts: 5m\n"
WRAP_UP = f"  - key: ashore\n    kind: wrap_up\n{ASHORE}    card: Step out of your roles.\n"


@pytest.mark.parametrize(
    ("change", "played"),
    [
        ((ASHORE, ASHORE.replace("5m", "0s")), "the game ends with this phase"),
        ((WRAP_UP, ""), "the game ends with this phase"),
        ((ASHORE, f"{ASHORE}    window: 0h\n"), "the game, played over days, ends with this phase"),
    ],
    ids=["a wrap-up without time", "no wrap-up", "a wrap-up without a window"],
)
def test_claims_that_nobody_could_make_are_told(pack: Path, change: tuple[str, str], played: str) -> None:
    found = faults(pack, change)

    assert list(found) == [line_of(pack, "key: second")]
    assert f"{played}, and {NO_TIME}" in found[line_of(pack, "key: second")]


def test_without_claims_the_game_may_end_with_its_vote(pack: Path) -> None:
    assert faults(pack, (WRAP_UP, ""), ("minimum: 3\n", "minimum: 3\nclaims: false\n")) == {}


CUE = "    charter: true\n    covers: [catch]\n"
GIVEN = ("charter:\n  rules:", "charter:\n  given: {rule: majority}\n  rules:")


@pytest.mark.parametrize(
    ("changes", "unless", "why"),
    [
        ([GIVEN, (CUE, "    covers: [catch]\n")], "charter", "every council has a charter from the start"),
        (
            [
                (CUE, "    charter: true\n"),
                ("strategy:\n", ""),
                ('  - {key: catch, short: The catch, text: "How much may each crew catch?"}\n', ""),
                (", question: catch", ""),
            ],
            "covered",
            "there is no question in `strategy`",
        ),
    ],
    ids=["a charter that is given", "no questions"],
)
def test_a_cue_that_would_never_come_is_told(
    pack: Path, changes: list[tuple[str, str]], unless: str, why: str
) -> None:
    card = "    card: Agree on how you decide, and then on who fishes where.\n"
    cue = f"{card}    cues:\n      - {{before_end: 2m, text: Hurry.,\n         unless: {unless}}}\n"

    found = faults(pack, *changes, (card, cue))

    assert list(found) == [line_of(pack, f"unless: {unless}")]
    assert f"{why}, so this cue would never come" in found[line_of(pack, f"unless: {unless}")]
