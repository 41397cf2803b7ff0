"""Payloads with a field missing, null, of a wrong type or foreign: no listener fails, nobody goes unanswered,
and what is stored can be read.

`FUZZED=20000` tries so many, from a seed of the moment; what it finds is printed with its payload.
"""

import copy
import json
import os
import random
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from bot.db.codec import decode
from bot.db.engine import make_sessions
from bot.db.tables import EventRow, OutboxRow
from bot.domain.game import Game
from bot.intents.rows import intent_of
from bot.slack.blocks import names
from bot.slack.blocks.forms import FORMS
from bot.slack.buttons import HANDLERS
from bot.slack.commands import FOUND
from bot.slack.edge.manifest import EVENTS, IN_ORGANIZATIONS
from bot.slack.edge.shapes import fault_in
from tests.slack.stage import COUNCIL, GAME, PLENARY, STRANGER, TEAM, Stage
from tests.slack.test_buttons import people, reach, value_of
from tests.slack.test_forms import filled, views_of
from tests.slack.test_listeners import Faultless, faultless  # noqa: F401

CASES = int(os.environ.get("FUZZED", "0"))
SHORT = 350
ODD: tuple[Any, ...] = (
    None, 0, -1, True, "", " ", "x", [], {}, [None], {"id": None}, 10**20, 1.5, "x" * 5_000,
    "U0NOBODY", "nosuchgame", "nosuchgame-1:1", "stage1-1:99:1", "stage1-1:2:77", "stage1:99",
    "stage1-1:99:U0NOBODY", "\u202e\u200b", "a\x00b", "\ud800", "<!channel>",
)  # fmt: skip
Body = dict[str, Any]


async def test_no_payload_makes_a_listener_fail(stage: Stage, faultless: Faultless) -> None:  # noqa: F811
    # given a game in its first session, and everything that people and Slack may send to it
    await reach(stage, "session-1")
    game = (await stage.store.services.reader.game(GAME))[0]
    bodies = [body for user in (await people(stage)).values() for body in _ordinary(user, game)]
    assert [fault for fault in map(fault_in, bodies) if fault] == []
    chance = random.Random(None if CASES else 7)

    # when each is sent with something wrong in it
    for _ in range(CASES or SHORT):
        body = copy.deepcopy(chance.choice(bodies))
        wrong = _spoil(body, chance)
        heard = len(stage.said) + len(stage.slack.views())
        response = await stage.dispatch(body)

        # then nothing fails behind the acknowledgement, and whoever can be answered is
        assert faultless.faults == [], f"{wrong} in {json.dumps(body)}"
        assert response.status == 200, f"{wrong} in {json.dumps(body)}"
        answered = len(stage.said) + len(stage.slack.views()) > heard
        assert answered or not _waits(body), f"{wrong} in {json.dumps(body)}"

    # and everything that was stored can be read again, by a bot that starts now
    async with make_sessions(stage.store.engine)() as session:
        events = (await session.scalars(select(EventRow))).all()
        work = (await session.scalars(select(OutboxRow))).all()
    assert all(decode(row.kind, row.data) for row in events)
    assert all(intent_of(row) for row in work)


def _waits(body: Body) -> bool:
    """Whether somebody who typed a command, or pressed a button, waits for an answer."""
    return body.get("command") in ("/moot", "/propose") and not fault_in(body)


def _ordinary(user: str, game: Game) -> Iterator[Body]:
    """What is sent by every word, button, form, shortcut and event."""
    asked = {"channel_id": PLENARY, "trigger_id": "1.2.3", "user_id": user, "team_id": TEAM}
    asked |= {"response_url": "https://stage/"}
    for word in sorted(FOUND):
        yield {**asked, "command": "/moot", "text": f"{word} 2m <@{STRANGER}> words"}
    yield {**asked, "command": "/propose", "text": "Owners answer. Each model has one."}
    who: Body = {"user": {"id": user, "team_id": TEAM}, "team": {"id": TEAM}, "trigger_id": "1.2.3"}
    here = {"channel": {"id": PLENARY}, "response_url": "https://stage/"}
    values = {name: value_of(name, game) for name in sorted(HANDLERS)} | {names.THIS_GAME: f"{GAME}:1"}
    for name, value in values.items():
        action: Body = {"type": "button", "action_id": name, "block_id": "b", "value": value}
        yield {**who, **here, "type": "block_actions", "actions": [action]}
        action = {"type": "overflow", "action_id": name, "block_id": "b", "selected_option": None}
        yield {**who, **here, "type": "block_actions", "actions": [action]}
    for form in FORMS.values():
        for view in views_of(form)[:1]:
            ours = json.dumps(filled(view)).replace("gallery-1", COUNCIL)
            yield {**who, "type": "view_submission", "view": json.loads(ours)}
    message = {"ts": "1.1", "text": "Words", "user": STRANGER}
    yield {**who, "type": "shortcut", "callback_id": names.WHAT_NOW}
    yield {**who, **here, "type": "message_action", "callback_id": names.PROPOSE_THIS, "message": message}
    for name in (*EVENTS, *IN_ORGANIZATIONS):
        yield {"type": "event_callback", "team_id": TEAM, "event_id": "Ev1", "event": _event(name, user)}


def _event(name: str, user: str) -> Body:
    event: Body = {"type": name, "user": user, "channel": PLENARY, "event_ts": "1.1", "tab": "home"}
    if name.startswith("reaction"):
        item = {"type": "message", "channel": PLENARY, "ts": "1.1"}
        event |= {"reaction": "x", "item": item, "item_user": STRANGER}
    if name == "group_rename":
        event["channel"] = {"id": PLENARY, "name": "another"}
    if name == "user_change":
        event["user"] = {"id": user, "tz": "Europe/Berlin", "deleted": False}
    if name == "tokens_revoked":
        event["tokens"] = {"bot": ["U0BOT"]}
    if name in IN_ORGANIZATIONS:
        event["team_ids"] = ["T0ANOTHER"]
    return event


def _spoil(body: Body, chance: random.Random) -> str:
    """Takes a field away or puts something odd in its place; says which."""
    holder, key = chance.choice(list(_places(body)))
    if chance.random() < 0.25:
        del holder[key]
        return f"no {key}"
    holder[key] = copy.deepcopy(chance.choice(ODD))
    return f"{key} is {holder[key]!r:.40}"


def _places(part: Any) -> Iterator[tuple[Any, Any]]:
    for key in part if isinstance(part, dict) else range(len(part)):
        yield part, key
        if isinstance(part[key], dict | list):
            yield from _places(part[key])
