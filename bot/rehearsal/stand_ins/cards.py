"""What stand-ins make of a message: its title, its buttons, and how a form is filled in."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterator, Mapping
from random import Random
from typing import Any, TypeAlias

from bot.workspace.api.block_kit.composition import options_of
from bot.workspace.delivery.changes import Change, Subscription
from bot.workspace.page.people import People
from bot.workspace.state.refusals import CannotDo

Json = dict[str, Any]
Values: TypeAlias = Mapping[str, str | list[str]]
_FOR_WHOM = re.compile(r" \([^()]*\)$")  # behind a button's words: who may press it
_NUMBER = re.compile(r"\d+")
PATIENCE = 30.0  # seconds that somebody waits for a window to open


def title_of(message: Json) -> str:
    """The words of a message's header; empty where it has none."""
    return next((one["text"]["text"] for one in message["blocks"] if one["type"] == "header"), "")


def buttons_of(message: Json) -> dict[str, Json]:
    """The buttons of a message by their words."""
    return dict(_buttons(message))


def _buttons(message: Json) -> Iterator[tuple[str, Json]]:
    for block in message["blocks"]:
        if block["type"] == "actions":
            for element in block["elements"]:
                if element["type"] == "button":
                    yield _FOR_WHOM.sub("", element["text"]["text"]), element


def is_card(change: Change) -> bool:
    """Whether a change is a message of an app, new or different."""
    return change.kind in ("message", "message_changed") and change.data["bot_id"] is not None


async def fill(
    people: People,
    user: str,
    open_it: Callable[[], Awaitable[None]],
    values: Values | Callable[[Json], Values],
) -> None:
    """Opens a window, fills in the inputs that it has of these, and submits it; closes it if refused.

    `values` go by block; a function makes them from the window that opened.
    """
    known = {view["id"] for view in people.modals(user)}
    seeing = people.changes(user, lambda change: change.kind == "view_opened")
    try:
        await open_it()
        view = await _opened(people, user, known, seeing)
    finally:
        seeing.close()
    inputs = {block["block_id"]: block for block in view["blocks"] if block["type"] == "input"}
    filled = {
        name: {inputs[name]["element"]["action_id"]: value}
        for name, value in (values(view) if callable(values) else values).items()
        if name in inputs and value
    }
    if await people.submit(user, view["id"], filled):
        await people.close_view(user, view["id"])


async def _opened(people: People, user: str, known: set[str], seeing: Subscription) -> Json:
    try:
        async with asyncio.timeout(PATIENCE):
            while True:
                for view in people.modals(user):
                    if view["id"] not in known:
                        return dict(view)
                await anext(seeing)
    except TimeoutError:
        raise CannotDo("No window opened.") from None


def improvised(view: Json, random: Random, words: Callable[[], str], *, keep: float = 0.2) -> Values:
    """Something plausible for every input of a form, `words` where text is asked for. What is optional, or
    filled in already, is left as it is in `keep` of all cases."""
    found: dict[str, str | list[str]] = {}
    for block in view["blocks"]:
        if block["type"] != "input":
            continue
        element = block["element"]
        given = any(name.startswith("initial_") for name in element)
        if (given or block.get("optional")) and random.random() < keep:
            continue
        value = _some(element, random, words)
        if value:
            found[block["block_id"]] = value
    return found


def unanimous(view: Json) -> Values:
    """The numbers of a decision that nobody was against, where a form asks for them."""
    labels = {one["block_id"]: one["label"]["text"] for one in view["blocks"] if one["type"] == "input"}
    of = _NUMBER.search(labels.get("for_it", ""))
    return {"for_it": of[0], "against": "0"} if of else {}


def _some(element: Json, random: Random, words: Callable[[], str]) -> str | list[str]:
    kind = element["type"]
    if options := options_of(element):
        value = str(random.choice(options)["value"])
        return [value] if kind in ("checkboxes", "multi_static_select") else value
    if kind == "plain_text_input":
        before = f"{element.get('initial_value', '')} ".lstrip()
        return f"{before}{words()}"[: element.get("max_length", 3000)]
    return ""
