"""Every form has one handler, and none is called before the form is complete."""

import importlib
import inspect
import json
import pkgutil
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.models.views import View

from bot import slack
from bot.gallery.surfaces import shown
from bot.gallery.worlds import World
from bot.slack.acting.submitted import Taken
from bot.slack.blocks.fields import Field
from bot.slack.blocks.forms import FORMS, Form
from bot.slack.submissions import TAKEN
from tests.builders import rainbow_road


class Untouched:
    """Services that a form which is not complete must not reach."""

    def __init__(self) -> None:
        self.touched: list[str] = []

    def __getattr__(self, name: str) -> Any:
        self.touched.append(name)
        raise AssertionError(name)


@cache
def views() -> list[dict[str, Any]]:
    """Every form as the gallery shows it."""
    return [one.card.to_dict() for one in shown(World(rainbow_road())) if isinstance(one.card, View)]


def views_of(form: type[Form]) -> list[dict[str, Any]]:
    return [view for view in views() if view.get("callback_id") == form.callback]


def inputs(view: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {block["block_id"]: block for block in view["blocks"] if block["type"] == "input"}


ADDRESS = "https://pictures.example/dora.png"
CALLS = {"call", "link"}  # fields that take the address of a call


def filled(view: dict[str, Any], **empty: Any) -> dict[str, Any]:
    """The view as Slack gives it back when everything is filled in, but for what is `empty`."""
    values = {}
    for name, block in inputs(view).items():
        key, value = _plausible(block["element"]) if name not in CALLS else ("value", ADDRESS)
        action = {"type": block["element"]["type"], key: empty.get(name, value)}
        values[name] = {block["element"]["action_id"]: action}
    return {**view, "state": {"values": values}}


def _plausible(element: dict[str, Any]) -> tuple[str, Any]:
    match element["type"]:
        case "static_select":
            return "selected_option", element["options"][0]
        case "multi_static_select" | "checkboxes":
            return "selected_options", element["options"][:1]
        case "users_select":
            return "selected_user", "U0ADA"
        case "multi_users_select":
            return "selected_users", ["U0ADA"]
        case "multi_conversations_select":
            return "selected_conversations", ["C0PLENARY"]
        case "datetimepicker":
            return "selected_date_time", 1_930_000_000
        case "number_input":
            return "value", element["min_value"]
        case "url_text_input":
            return "value", ADDRESS
        case _:
            return "value", element.get("initial_value") or "Words"


def modules() -> Iterator[Any]:
    for found in pkgutil.walk_packages(slack.__path__, "bot.slack."):
        yield importlib.import_module(found.name)


async def errors_of(taken: Taken, view: dict[str, Any]) -> dict[str, str]:
    """Sends the form; what it says at which field. Fails if that needed any service."""
    services, ack = Untouched(), AsyncAck()  # type: ignore[no-untyped-call]
    about = {"body": {"user": {"id": "U0ADA"}}, "context": AsyncBoltContext(), "client": Untouched()}
    await taken.listener(ack=ack, view=view, services=services, **about)
    assert services.touched == []
    assert ack.response is not None
    errors: dict[str, str] = json.loads(ack.response.body)["errors"]
    return errors


def test_every_form_has_a_handler_and_every_handler_a_form() -> None:
    handlers = Counter(
        function
        for module in modules()
        for _, function in inspect.getmembers(module, inspect.iscoroutinefunction)
        if function.__module__ == module.__name__ and [*inspect.signature(function).parameters] == ["sent"]
    )

    assert Counter(taken.form for taken in TAKEN) == Counter(FORMS.values())
    assert Counter(taken.handler for taken in TAKEN) == handlers


@pytest.mark.parametrize("form", FORMS.values(), ids=lambda form: form.__name__)
def test_a_form_reads_every_field_that_it_shows(form: type[Form]) -> None:
    assert views_of(form), "the gallery shows it"
    known = {one.block for one in form.fields()}
    for view in views_of(form):
        sent = form.read(filled(view))

        fields = {block.partition(":")[0] for block in inputs(view)}
        assert fields <= known
        assert all(value is not None for name, value in vars(sent).items() if name in fields)


@pytest.mark.parametrize("taken", TAKEN, ids=lambda taken: taken.form.__name__)
async def test_an_empty_field_that_is_needed_is_refused_there_and_nothing_happens(taken: Taken) -> None:
    kinds = (one if isinstance(one, Field) else one.kind for one in taken.form.fields())
    needed = {one.block: one.empty for one in kinds}
    for view in views_of(taken.form)[:4]:
        for name, block in inputs(view).items():
            for nothing in () if block.get("optional") else _nothings(block["element"]["type"]):
                errors = await errors_of(taken, filled(view, **{name: nothing}))

                assert errors == {name: needed[name.partition(":")[0]]}


def _nothings(kind: str) -> list[Any]:
    if kind == "plain_text_input":
        return [None, "", " \n "]
    return [None, []] if kind in ("multi_static_select", "multi_users_select", "checkboxes") else [None]


@pytest.mark.parametrize("taken", TAKEN, ids=lambda taken: taken.form.__name__)
async def test_a_needed_field_that_is_not_sent_at_all_is_refused_as_well(taken: Taken) -> None:
    view = views_of(taken.form)[0]
    for name in (name for name, block in inputs(view).items() if not block.get("optional")):
        sent = filled(view)
        del sent["state"]["values"][name]

        assert set(await errors_of(taken, sent)) == {name}
