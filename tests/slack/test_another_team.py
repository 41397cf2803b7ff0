"""What comes from one workspace finds nothing of another on the same database, although channels, people,
messages and files have the same ids there, the same people run a game in both, and everything that can be
delivered names the other's game: every word, button, form, shortcut and event there is.
"""

import copy
import functools
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from slack_bolt.listener.async_listener import AsyncListener
from slack_sdk.models.views import View

from bot.db.engine import make_sessions
from bot.db.posts import Post, save_post
from bot.domain.game import Game
from bot.domain.ids import ChannelId, CouncilId
from bot.gallery.surfaces import shown
from bot.gallery.worlds import World
from bot.slack.acting.asked import Word
from bot.slack.app import every_listener
from bot.slack.blocks import names
from bot.slack.blocks.forms import FORMS
from bot.slack.buttons import HANDLERS
from bot.slack.commands import FOUND, WORDS
from bot.slack.edge.listeners import Listeners
from bot.slack.edge.manifest import EVENTS, IN_ORGANIZATIONS
from bot.slack.reactions import listeners as reactions
from tests.builders import rainbow_road
from tests.cards import distinct
from tests.slack.stage import FACILITATOR, PLENARY, Stage, player
from tests.slack.test_buttons import STATES
from tests.slack.test_forms import filled, views_of
from tests.slack.two_teams import ALPHAS, BRAVO, BRAVOS, of_alpha, two_teams

FOREIGN = CouncilId(f"{ALPHAS}-1")
TS = "1900000000.000100"
OF_NO_CARD = (
    ALPHAS,
    FOREIGN,
    f"{ALPHAS}:1",
    f"{FOREIGN}:1",
    f"{ALPHAS}:{player(3)}",
    f"{FOREIGN}:{player(3)}:4",
)
LAST = ("end", "close", "leave")  # words after which there is less to do
TURNS = [*((turn, state, "sqlite") for turn, state in enumerate(STATES)), (2, "session-1", "postgres")]
CALLED_BY_NOTHING_OF_OURS = {"outdated", "outdated_form"}  # they answer to what another version had shown
Delivery = tuple[str, Callable[[Stage, str], Awaitable[str]]]


@pytest.fixture
async def both(
    state: str,
    kind: str,
    new_database: Callable[[str], str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[Stage]:
    """Two workspaces, each with a game in this state, and the cards for reactions at the same places."""
    monkeypatch.setattr(reactions, "KNOWN_WITHIN", (0,))
    async with two_teams(state, new_database(kind), tmp_path, monkeypatch) as stage:
        async with make_sessions(stage.store.engine).begin() as session:
            for game in (ALPHAS, BRAVOS):
                for number, key in enumerate((f"proposal:{game}-1:1", f"ballot:{game}-1")):
                    await save_post(session, Post(game, key, ChannelId(PLENARY), f"{TS}{number}"))
        yield stage


# --- what can be delivered


def words(turn: int) -> Iterator[Delivery]:
    """Every word alone, as help shows it, and with what names the other's game in one way or another."""
    endings = ("2m", FOREIGN, ALPHAS, f"{FOREIGN}.3 uphold", "1.3 uphold", f"<@{player(3)}> {FOREIGN}")
    for number, word in enumerate(sorted(FOUND, key=lambda one: (one in LAST, one))):
        for text in (word, f"{word} {endings[(number + turn) % len(endings)]}"):
            yield f"/moot {text}", _typed("/moot", text)
    for row in WORDS:
        yield row.usage, _typed("/moot", _with_people(row))
    for text in ("", "Words.", "amend 1 Words", "withdraw 1", f"merge 1 {FOREIGN}", f"history {FOREIGN}:1"):
        yield f"/propose {text}", _typed("/propose", text)


def _with_people(row: Word) -> str:
    return re.sub(r"@\w+", f"<@{player(3)}>", row.usage).replace("…", "Words")


def _typed(command: str, text: str) -> Callable[[Stage, str], Awaitable[str]]:
    return lambda stage, user: stage.command(user, command, text)


@functools.cache
def _surfaces() -> tuple[dict[str, Any], ...]:
    """Every card and form in every state, of the other's game."""
    cards = (one.card for one in distinct(shown(World(rainbow_road()))))
    drawn = (
        one.to_dict() if isinstance(one, View) else {"blocks": [block.to_dict() for block in one.blocks]}
        for one in cards
    )
    return tuple(json.loads(json.dumps(one).replace("gallery", ALPHAS)) for one in drawn)


@functools.cache
def _values() -> dict[str, dict[str, dict[str, Any]]]:
    """What buttons and menus carry on those, by their names; and the form in which they stand, if in one."""
    found: dict[str, dict[str, dict[str, Any]]] = {name: {} for name in HANDLERS}
    for surface in _surfaces():
        for element in _elements(surface):
            name = names.name_of(element["action_id"])
            if name == "value":
                continue  # a field, of which Slack tells when the form is sent
            options = element.get("options") or ([element] if "value" in element else [])
            for option in options:
                found.setdefault(name, {}).setdefault(_shape(option["value"]), {**option, "view": surface})
    return found


def _elements(part: Any) -> Iterator[dict[str, Any]]:
    if isinstance(part, list):
        for one in part:
            yield from _elements(one)
    elif isinstance(part, dict):
        if "action_id" in part:
            yield part
        for one in part.values():
            yield from _elements(one)


def _shape(value: str) -> str:
    return re.sub(r"\d+", "0", value) if len(value) < 60 else "long"


def buttons(turn: int) -> Iterator[Delivery]:
    """Every button and every choice in a menu, with what it carries on the other's cards, there and in forms;
    and with the ids of its game and council alone."""
    for name, carried in sorted(_values().items()):
        for value in OF_NO_CARD[turn % 2 :: 2] if name in HANDLERS else ():
            yield f"{name} {value}", _pressed(name, value, {})
        for one in list(carried.values())[turn % 3 :: 3][:3]:
            yield f"{name} {one['value']}", _pressed(name, one["value"], one["view"])
    for question in (1, 2):
        yield names.THIS_GAME, _pressed(names.THIS_GAME, f"{ALPHAS}:{question}", {})


def _pressed(name: str, value: str, view: dict[str, Any]) -> Callable[[Stage, str], Awaitable[str]]:
    inside = {"view": _sent(view)} if view.get("type") == "modal" else {}
    return lambda stage, user: stage.press(user, name, value, **inside)


def _sent(view: dict[str, Any]) -> dict[str, Any]:
    return {**filled(view), "id": "V1", "hash": "1.1", "state": filled(view)["state"]}


def forms(turn: int) -> Iterator[Delivery]:
    """Every form, sent and closed, about the other's game."""
    for callback, form in sorted(FORMS.items()):
        for view in views_of(form)[turn % 2 :][:1] or views_of(form)[:1]:
            about = json.loads(json.dumps(_sent(view)).replace("gallery", ALPHAS))
            yield callback, _submitted(about)
            yield f"{callback}, closed", _closed(about)


def _submitted(view: dict[str, Any]) -> Callable[[Stage, str], Awaitable[str]]:
    async def submit(stage: Stage, user: str) -> str:
        return str((await stage.sent(user, view)).body)

    return submit


def _closed(view: dict[str, Any]) -> Callable[[Stage, str], Awaitable[str]]:
    async def close(stage: Stage, user: str) -> str:
        return str((await stage.close(user, view)).body)

    return close


def shortcuts(_: int) -> Iterator[Delivery]:
    """Both of them, where people are."""
    yield names.WHAT_NOW, lambda stage, user: stage.shortcut(user, names.WHAT_NOW)
    yield (
        names.PROPOSE_THIS,
        lambda stage, user: stage.shortcut(user, names.PROPOSE_THIS, PLENARY, f"Words about {FOREIGN}"),
    )


def events(_: int) -> Iterator[Delivery]:
    """All that Moot subscribes to, about the channel, the people and the messages of both."""
    item = {"type": "message", "channel": PLENARY}
    for kind in (*EVENTS, *IN_ORGANIZATIONS, "group_rename"):
        for emoji in ("+1", "white_check_mark", "x"):
            for card in range(2 if kind.startswith("reaction") else 1):
                about: dict[str, Any] = {"item": {**item, "ts": f"{TS}{card}"}, "item_user": "U0BOT"}
                about |= {"reaction": emoji, "tokens": {"bot": ["U0BOT"]}, "team_ids": [BRAVO]}
                yield f"{kind} {emoji}", _happened({"type": kind, "channel": PLENARY, "tab": "home", **about})


def _happened(event: dict[str, Any]) -> Callable[[Stage, str], Awaitable[str]]:
    async def happen(stage: Stage, user: str) -> str:
        changed = {"id": user, "tz": "Asia/Tokyo", "deleted": False}
        who: dict[str, Any] = {"user": changed if event["type"] == "user_change" else user}
        if event["type"] == "group_rename":
            who["channel"] = {"id": PLENARY, "name": "renamed"}
        heard = len(stage.said)
        await stage.event(**{**copy.deepcopy(event), **who})
        return "\n".join(stage.said[heard:])

    return happen


ALL = (words, buttons, forms, shortcuts, events)


# --- and what comes of it


async def people(stage: Stage) -> list[str]:
    """Who could do most in the other's game, if it were theirs."""
    game: Game = (await stage.store.services.reader.game(ALPHAS))[0]
    if game.deal is None:
        return [FACILITATOR, player(1)]
    council = await stage.store.services.reader.council(FOREIGN)
    return [FACILITATOR, next(one.holder for one in council.filled if one.steward and one.holder)]


def tells(stage: Stage, said: str, asked: str) -> list[str]:
    """What of the other's is in these words, or in what was sent to Slack, but for what was typed."""
    heard = [said.replace(asked, ""), *map(json.dumps, stage.slack.calls)]
    stage.slack.calls.clear()
    return [mark for mark in ("Alpha", "T0ALPHA") for one in heard if mark in one]


@pytest.mark.parametrize(("turn", "state", "kind"), TURNS)
async def test_nothing_that_one_workspace_sends_finds_anything_of_the_other(both: Stage, turn: int) -> None:
    before, users = await of_alpha(both), await people(both)
    for deliveries in ALL:
        for number, (about, deliver) in enumerate(deliveries(turn // 2)):
            if number % 2 == turn % 2:
                continue  # another state has its turn
            said = await deliver(both, users[number // 2 % len(users)])

            assert not tells(both, said, about.partition(" ")[2]), (about, said)
    assert await of_alpha(both) == before


async def test_every_listener_that_there_is_was_called_by_what_is_delivered(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    called = set[str]()
    find = Listeners.of

    def noting(listeners: Listeners, body: dict[str, Any]) -> AsyncListener | None:
        if found := find(listeners, body):
            called.add(found.ack_function.__name__)
        return found

    monkeypatch.setattr(Listeners, "of", noting)
    monkeypatch.setattr(reactions, "KNOWN_WITHIN", (0,))
    await stage.create()

    for deliveries in ALL:
        for about, deliver in deliveries(0):
            name = about.partition(" ")[0]
            if {"/moot": "typed_command"}.get(name, "press" if name in HANDLERS else "") not in called:
                await deliver(stage, FACILITATOR)

    there = {one.ack_function.__name__ for one in every_listener().known.values()}
    assert there - called == CALLED_BY_NOTHING_OF_OURS
