"""A form's fields: what they show, and what they make of what Slack gives back."""

from fractions import Fraction
from typing import Any

import pytest

from bot.domain.ids import CouncilId
from bot.slack.blocks import forms
from bot.slack.blocks.fields import (
    Boxes,
    Choice,
    Choices,
    Each,
    Line,
    Misfilled,
    OptionalChoice,
    People,
    Person,
    Picture,
    Time,
    Words,
)
from bot.slack.blocks.forms import About, Form
from bot.slack.blocks.numbers import Figure, NotANumber, Number

DAYS = {"1": "Monday", "2": "Tuesday"}


class Plan(Form):
    """A field of each kind."""

    council = About(CouncilId)
    seen = About(lambda versions: tuple(map(int, versions.split(":"))), rest=True)
    name = Line("Name", 20)
    why = Words("Why?", optional=True)
    often = Number("How often?", 1, 9)
    day = Choice("Day", int, DAYS)
    other = OptionalChoice("Another day", int, DAYS, optional=True)
    days = Choices("Days", int, DAYS, optional=True)
    ticks = Boxes("Ticks", str, DAYS, sometimes=True)
    who = Person("Who?", optional=True)
    people = People("With whom?", optional=True)
    starts = Time("When?", optional=True)
    answers = Each(Words(optional=True, block="answer"))

    @classmethod
    def blocks(cls) -> list[dict[str, Any]]:
        """All but the ticks."""
        blocks = [
            cls.name.input("Ada's"),
            cls.why.input(),
            cls.often.input(3),
            cls.day.input(2),
            cls.other.input(),
            cls.days.input((1, 2)),
            cls.who.input(),
            cls.people.input(),
            cls.starts.input(),
            cls.answers["a"].input("Yes", label="Is it?"),
        ]
        return [block.to_dict() for block in blocks]


def a_view(**state: dict[str, Any]) -> dict[str, Any]:
    """A plan that somebody filled in, with `state` in place of what they wrote."""
    values: dict[str, dict[str, Any]] = {
        "name": {"value": "  Ada's plan "},
        "often": {"value": "3"},
        "day": {"selected_option": {"value": "2"}},
        "answer:a": {"value": "Yes "},
        **state,
    }
    return {
        "private_metadata": "g1-1:4:5",
        "blocks": Plan.blocks(),
        "state": {"values": {name: {"value": one} for name, one in values.items()}},
    }


def test_what_was_sent_is_typed_and_trimmed() -> None:
    plan = Plan.read(a_view(starts={"selected_date_time": 0}, days={"selected_options": [{"value": "1"}]}))

    assert (plan.council, plan.seen) == ("g1-1", (4, 5))
    assert (plan.name, plan.why, plan.often, plan.day) == ("Ada's plan", "", 3, 2)
    assert (plan.other, plan.days, plan.ticks) == (None, (1,), ())
    assert (plan.who, plan.people) == ("", ())
    assert plan.starts is not None
    assert plan.starts.isoformat() == "1970-01-01T00:00:00+00:00"
    assert plan.answers == {"a": "Yes"}


def test_a_field_begins_with_what_it_is_given_and_bears_its_attributes_name() -> None:
    blocks = {block["block_id"]: block["element"] for block in Plan.blocks()}

    assert list(blocks)[:3] == ["name", "why", "often"]
    assert blocks["day"]["initial_option"]["text"]["text"] == "Tuesday"
    assert [one["value"] for one in blocks["days"]["initial_options"]] == ["1", "2"]
    assert "initial_option" not in blocks["other"]
    assert blocks["answer:a"]["initial_value"] == "Yes"


@pytest.mark.parametrize(
    ("block", "state", "says"),
    [
        ("often", {"value": "10"}, "from 1 to 9"),
        ("often", {"value": "-1"}, "from 1 to 9"),
        ("often", {"value": "2.5"}, "from 1 to 9"),
        ("often", {"value": None}, "cannot be left empty"),
        ("day", {"selected_option": {"value": "3"}}, "not one of the choices"),
        ("day", {"selected_option": None}, "cannot be left empty"),
        ("days", {"selected_options": [{"value": "1"}, {"value": "9"}]}, "not one of the choices"),
        ("name", {"value": "\n"}, "cannot be left empty"),
    ],
)
def test_what_does_not_fit_is_refused_at_its_field(block: str, state: dict[str, Any], says: str) -> None:
    with pytest.raises(Misfilled) as refused:
        Plan.read(a_view(**{block: state}))

    assert list(refused.value.errors) == [block]
    assert says in refused.value.errors[block]


def test_everything_that_does_not_fit_is_told_at_once() -> None:
    with pytest.raises(Misfilled) as refused:
        Plan.read(a_view(name={"value": None}, often={"value": "0"}))

    assert set(refused.value.errors) == {"name", "often"}


def test_a_form_that_is_still_filled_in_may_be_empty_where_that_means_something() -> None:
    plan = Plan.read(a_view(name={"value": None}, often={"value": "0"}), unfinished=True)

    assert (plan.name, plan.often) == ("", 1)
    with pytest.raises(Misfilled):
        Plan.read(a_view(day={"selected_option": None}), unfinished=True)


def test_a_form_knows_which_of_its_fields_were_there() -> None:
    plan = Plan.read(a_view())

    assert plan.shows(Plan.often)
    assert not plan.shows(Plan.ticks)


def test_what_was_sent_does_not_change() -> None:
    with pytest.raises(AttributeError):
        Plan.read(a_view()).name = "Mine"  # type: ignore[assignment]


def test_two_forms_with_one_callback_id_and_a_refusal_at_no_field_are_mistakes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(forms, "FORMS", {})
    type("One", (Plan,), {}, callback="one")

    with pytest.raises(TypeError, match="two forms"):
        type("Two", (Plan,), {}, callback="one")
    with pytest.raises(TypeError, match="no field nobody"):
        type("Three", (Plan,), {}, callback="three", refused_at="nobody")


def a_portrait(address: str) -> dict[str, Any]:
    field = Picture("Picture", optional=True, block="picture").input().to_dict()
    values = {"picture": {"value": {"value": address}}}
    return {"private_metadata": "", "blocks": [field], "state": {"values": values}}


class Portrait(Form):
    """A picture."""

    picture = Picture("Picture", optional=True)


@pytest.mark.parametrize(
    "address",
    [
        "https://pictures.example/dora.png",
        "https://cdn.example/a?size=72&of=dora",
        "https://x.example/%20.JPG",
    ],
)
def test_the_address_of_a_picture_is_taken_as_it_is(address: str) -> None:
    assert Portrait.read(a_portrait(address)).picture == address
    assert Portrait.read(a_portrait("")).picture == ""


@pytest.mark.parametrize(
    "address",
    [
        "dora.png",
        "http://pictures.example/dora.png",
        "https://dora",
        "https://dora:secret@pictures.example/dora.png",
        "https://pictures.example/dora.svg",
        "https://pictures.example/dora the first.png",
        "https://[half",
        "data:image/png;base64,AAAA",
        "javascript:alert(1)",
    ],
)
def test_what_slack_cannot_show_as_a_picture_is_refused_at_its_field(address: str) -> None:
    with pytest.raises(Misfilled) as refused:
        Portrait.read(a_portrait(address))

    assert "begins with https://" in refused.value.errors["picture"]


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1500", 1500),
        ("1.5", Fraction(3, 2)),
        ("1,5", Fraction(3, 2)),
        ("-0.25", Fraction(-1, 4)),
        (" 2,00 ", 2),
    ],
)
def test_a_number_with_decimals_is_read_however_it_is_typed(typed: str, number: Fraction) -> None:
    assert Figure("", 0, 9).parse(typed) == number


@pytest.mark.parametrize("typed", ["1,500", "1.125", "a", "", "1e3", "1/3", "1.5.5", "9" * 5000 + "x"])
def test_what_could_be_two_numbers_or_none_is_asked_again(typed: str) -> None:
    with pytest.raises(NotANumber, match="no separator between thousands"):
        Figure("", 0, 9).parse(typed)
