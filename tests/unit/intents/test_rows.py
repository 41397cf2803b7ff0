"""Intents as rows of the outbox and back, and rows from before intents were classes."""

import importlib
import inspect
import json
import pkgutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import intents
from bot.db.tables import OutboxRow
from bot.intents.intent import Delivery, Intent, Keyed, Urgency
from bot.intents.rows import INTENTS, Unreadable, intent_of, kind_of, written
from tests.builders import at

OLD = json.loads((Path(__file__).parent / "rows_of_dictionaries.json").read_text(encoding="utf-8"))
"""A row of each shape that was written when a subject was a dictionary, from games that were played then."""

st.register_type_strategy(
    datetime, st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))
)


def a_row(kind: str, subject: dict[str, Any], **other: Any) -> OutboxRow:
    given = {"lane": "g1/plenary", "priority": 3, "team_id": "T1", "game_id": "g1", **other}
    return OutboxRow(**given, kind=kind, subject=subject, created_at=at(0))


def classes() -> set[type[Intent]]:
    """Every class of intent that no other stands on."""
    modules = (
        importlib.import_module(one.name) for one in pkgutil.iter_modules(intents.__path__, "bot.intents.")
    )
    found = {one for module in modules for _, one in inspect.getmembers(module, inspect.isclass)}
    kinds = {one for one in found if issubclass(one, Intent)}
    return {one for one in kinds if not any(one in other.__bases__ for other in kinds)}


def test_every_intent_has_a_name_of_its_own_in_the_outbox() -> None:
    assert classes() == set(INTENTS.values())
    assert len(INTENTS) > 70


@pytest.mark.parametrize("name", sorted(INTENTS))
@given(data=st.data())
@settings(max_examples=10, deadline=None)
def test_every_intent_comes_back_from_its_row(name: str, data: st.DataObject) -> None:
    intent = data.draw(st.from_type(INTENTS[name]))

    read = intent_of(a_row(intent.kind.name, json.loads(json.dumps(written(intent)))))

    assert read == intent
    assert type(read) is type(intent)


def test_what_a_newer_moot_wrote_is_known_to_be_unreadable() -> None:
    for kind, subject in (
        ("card", {"card": "hologram", "room": "plenary", "key": "h"}),
        ("card", {"card": "sign_up"}),
        ("beam", {"room": "plenary"}),
    ):
        with pytest.raises(Unreadable):
            intent_of(a_row(kind, subject))
        assert kind_of(a_row(kind, subject)).matters


# --- rows from before


def test_a_row_from_before_is_read_and_would_be_written_where_it_was() -> None:
    for old in OLD:
        subject = old["subject"]

        intent = intent_of(a_row(**old))

        key = subject.get("key", "") if isinstance(intent, Keyed) else ""
        found = (
            intent.room,
            intent.kind.name,
            getattr(intent, "key", ""),
            getattr(intent, "existing", False),
        )
        assert found == (subject["room"], old["kind"], key, bool(subject.get("existing"))), old
        game = old["lane"].partition("/")[0]
        coalesce = Delivery(intent, Urgency(old["priority"])).coalesce
        assert (f"{game}/{coalesce}" if coalesce else None) == old["coalesce"]


def test_there_is_a_row_from_before_of_every_kind_so_that_none_gets_another_name() -> None:
    assert {type(intent_of(a_row(**old))) for old in OLD} == set(INTENTS.values())


def test_the_moot_before_reads_what_is_written_now() -> None:
    """While one replaces the other, both are at work. What is left out, it reads as its default."""
    for old in OLD:
        now = written(intent_of(a_row(**old)))
        assert set(now) <= set(old["subject"])
        for name, value in now.items():
            before = old["subject"][name]
            if name in ("since", "until"):
                assert datetime.fromisoformat(value) == datetime.fromisoformat(before)
            elif name in ("idle", "shut"):
                assert list(map(int, value)) == list(map(int, before))
            else:
                assert value == before
