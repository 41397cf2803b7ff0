"""What stand-ins make of a message: its title, its buttons, and how a form is filled in."""

import asyncio
import html
import re
from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import Any, TypeAlias

from bot.workspace.delivery.changes import Change
from bot.workspace.page.people import People
from bot.workspace.state.refusals import CannotDo

Json = dict[str, Any]
Values: TypeAlias = Mapping[str, str | list[str]]
_FOR_WHOM = re.compile(r" \([^()]*\)$")  # behind a button's words: who may press it
_PROPOSAL = re.compile(r"Proposal (\d+): (.*)", re.DOTALL)
_NUMBER = re.compile(r"\d+")
MOST_PAGES = 3  # of one window, each of which asks for something else
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


def menu_option(message: Json, label: str) -> tuple[str, str] | None:
    """The action and value of a menu's option by its words; None where there is none."""
    for block in message["blocks"]:
        for element in block["elements"] if block["type"] == "actions" else ():
            for option in element.get("options", ()):
                if _FOR_WHOM.sub("", option["text"]["text"]) == label:
                    return element["action_id"], option["value"]
    return None


def inputs_of(view: Json) -> dict[str, Json]:
    """The inputs of a window by their block."""
    return {block["block_id"]: block for block in view["blocks"] if block["type"] == "input"}


def initial(view: Json, block: str) -> str:
    """What stands in an input already."""
    return str(inputs_of(view).get(block, {}).get("element", {}).get("initial_value", ""))


def proposed(message: Json) -> tuple[int, str, str]:
    """The number, the title and the text on a proposal's card; the text is empty where it shows none."""
    found = _PROPOSAL.match(title_of(message))
    if found is None:
        return 0, "", ""
    quoted = [
        line[2:]
        for block in message["blocks"]
        if block["type"] == "section" and "text" in block
        for line in block["text"]["text"].splitlines()
        if line.startswith("> ")
    ]
    return int(found[1]), found[2], html.unescape("\n".join(quoted))


def is_card(change: Change) -> bool:
    """Whether a change is a message of an app, new or different."""
    return change.kind in ("message", "message_changed") and change.data["bot_id"] is not None


async def fill(
    people: People,
    user: str,
    open_it: Callable[[], Awaitable[None]],
    values: Values | Callable[[Json], Values | None],
) -> None:
    """Opens a window, fills in the inputs that it has of these, and submits it, again if it then asks for
    more; closes it if refused.

    `values` go by block, and a window with none of them is another; a function makes them from the window
    that opened, or None to close it again. Raises CannotDo where no such window opens.
    """

    def is_it(view: Json) -> bool:
        return callable(values) or not values or not inputs_of(view).keys().isdisjoint(values)

    view = await _opened(people, user, open_it, is_it)
    meant = values(view) if callable(values) else values
    if meant is None:
        await people.close_view(user, view["id"])
        return
    for _ in range(MOST_PAGES):
        inputs = inputs_of(view)
        filled = {
            name: {inputs[name]["element"]["action_id"]: value}
            for name, value in meant.items()
            if name in inputs and value
        }
        if await people.submit(user, view["id"], filled):
            await people.close_view(user, view["id"])
            return
        again = next((dict(one) for one in people.modals(user) if one["id"] == view["id"]), None)
        if again is None or inputs_of(again).keys().isdisjoint(meant):
            return
        view = again


async def look(people: People, user: str, open_it: Callable[[], Awaitable[None]], title: str) -> Json:
    """Opens the window of this title to read it, and closes it. Raises CannotDo where none opens."""
    view = await _opened(people, user, open_it, lambda view: view["title"]["text"] == title)
    await people.close_view(user, view["id"])
    return view


async def _opened(
    people: People, user: str, open_it: Callable[[], Awaitable[None]], is_it: Callable[[Json], bool]
) -> Json:
    """The window that opens with this, if it is the one that is waited for."""
    known = {view["id"] for view in people.modals(user)}
    seeing = people.changes(user, lambda change: change.kind == "view_opened")
    try:
        await open_it()
        async with asyncio.timeout(PATIENCE):
            while True:
                for view in people.modals(user):
                    if view["id"] not in known and is_it(view):
                        return dict(view)
                await anext(seeing)
    except TimeoutError:
        raise CannotDo("No window opened.") from None
    finally:
        seeing.close()


def unanimous(view: Json) -> Values:
    """The numbers of a decision that nobody was against, where a form asks for them."""
    asked = inputs_of(view).get("for_it")
    of = _NUMBER.search(asked["label"]["text"]) if asked else None
    return {"for_it": of[0], "against": "0"} if of else {}
