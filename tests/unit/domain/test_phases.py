"""Phase kinds: one row of traits each, which every other file asks."""

import re
from dataclasses import fields
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from bot.domain.phases import PhaseKind, Place, Traits

BOT = Path(__file__).parents[2] / "bot"
SAMPLES = {BOT / "gallery" / "care_samples.py"}  # makes a council that is in a session


def test_a_row_without_one_of_its_traits_is_refused() -> None:
    whole = {one.name: getattr(PhaseKind.SESSION.traits, one.name) for one in fields(Traits)}

    for left_out in whole:
        with pytest.raises(TypeError, match=left_out):
            Traits(**{name: value for name, value in whole.items() if name != left_out})


def test_a_kind_is_stored_and_read_by_its_name_alone() -> None:
    adapter = TypeAdapter(PhaseKind)

    for kind in PhaseKind:
        assert adapter.dump_json(kind) == f'"{kind}"'.encode()
        assert adapter.validate_json(f'"{kind.value}"') is kind


def test_no_other_file_asks_which_kind_it_is() -> None:
    asked = re.compile(r"PhaseKind\.[A-Z]|\.kind (?:==|is|in) ")

    for file in BOT.rglob("*.py"):
        if file != BOT / "domain" / "phases.py" and file not in SAMPLES:
            for line in file.read_text(encoding="utf-8").splitlines():
                assert not (asked.search(line) and "PhaseKind" in line), f"{file}: ask a trait: {line}"


@pytest.mark.parametrize("kind", PhaseKind)
def test_the_traits_of_a_kind_agree_with_one_another(kind: PhaseKind) -> None:
    does = kind.traits

    assert does.begun or not (does.at_work or does.makes_policies or does.takes_charter or does.takes_vote)
    assert does.at_work or not (does.makes_policies or does.asks_response or does.interruptible)
    assert not (does.at_work and does.place is Place.PLENARY)
    assert not (does.breaks_in and does.interruptible), "an emergency never breaks into an emergency"
    assert not (does.after_vote and (does.takes_vote or does.can_be_done))
    assert does.once or not does.ends_game
