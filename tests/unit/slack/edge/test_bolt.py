"""What each listener is given, and what becomes of one that raises."""

import ast
import asyncio
import os
import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, cast

import pytest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

import bot.slack.edge
from bot import clock
from bot.domain.errors.installations import NotInstalled
from bot.domain.errors.store import StoreAway
from bot.domain.ids import SlackTeam
from bot.services import Services
from bot.slack.edge import listeners
from bot.slack.edge.acks import UNDONE, LateAck
from bot.slack.edge.bolt import Provide, bent, failed, placed
from bot.slack.edge.calling import OneClient
from bot.slack.edge.drafts import KeepingAck
from bot.slack.edge.guard import Answer
from bot.slack.edge.listeners import ANY, Kind, Listeners

ROOM = Path(bot.slack.edge.__file__).parent
ROOT = ROOM.parents[2]
CLIENT = AsyncWebClient(token="xoxb-measured")


class NoServices:
    """Services of which none is asked."""

    inbox = None
    team = SlackTeam("", "T1")
    now = staticmethod(clock.now)

    def of(self, team: SlackTeam) -> "NoServices":
        assert team == self.team
        return self


async def provided(body: dict[str, Any]) -> AsyncBoltContext:
    """The context in which a listener for this delivery runs."""
    copy = AsyncWebClient(token="xoxb-copy")
    context = AsyncBoltContext({"team_id": "T1", "user_id": "U1", "client": copy})
    went_on = []

    async def next_() -> None:
        went_on.append(True)

    provide = Provide(OneClient(CLIENT), cast(Services, NoServices()), {"words": ("status",)})
    await provide.to_a_listener(context, body, next_)
    assert went_on == [True]
    return context


@pytest.mark.parametrize("value", ["", "1.2"])
def test_a_client_in_the_environment_begins_no_flow_of_bolts_own(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    """An empty one is there in each container that is given .env as it was copied."""
    for name in ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"):
        monkeypatch.setenv(name, value)

    app = bent(OneClient(CLIENT), cast(Services, NoServices()), {}, Listeners())

    assert app.oauth_flow is None
    assert os.environ["SLACK_CLIENT_ID"] == value


async def test_a_listener_is_given_our_client_our_answer_and_an_acknowledgement_that_waits() -> None:
    context = await provided({"command": "/moot", "text": "status"})

    assert context["client"] is CLIENT, "Bolt's own copy would not be measured"
    assert isinstance(context["answer"], Answer)
    assert isinstance(context["ack"], LateAck)
    assert context["words"] == ("status",)


async def test_a_form_is_acknowledged_by_what_keeps_its_draft() -> None:
    view = {"callback_id": "propose", "private_metadata": "g1-1", "state": {"values": {}}}

    context = await provided({"type": "view_submission", "view": view})

    assert isinstance(context["ack"], KeepingAck)


class NoClients(OneClient):
    """Clients of workspaces none of which has Moot."""

    async def of(self, team: SlackTeam) -> AsyncWebClient:
        raise NotInstalled


@pytest.mark.parametrize(
    ("body", "goes_on"),
    [
        ({"command": "/moot"}, False),
        ({"type": "view_submission", "view": {"callback_id": "propose"}}, False),
        ({"type": "event_callback", "event": {"type": "reaction_added"}}, False),
        ({"type": "event_callback", "event": {"type": "app_uninstalled"}}, True),
        ({"type": "event_callback", "event": {"type": "tokens_revoked"}}, True),
        ({"type": "event_callback", "event": {"type": "team_access_granted"}}, True),
        ({"type": "event_callback", "event": {"type": "team_access_revoked"}}, True),
    ],
)
async def test_where_moot_is_not_installed_nothing_reaches_a_listener_but_the_news_of_it(
    body: dict[str, Any], goes_on: bool
) -> None:
    context, went_on = AsyncBoltContext({"team_id": "T1", "user_id": "U1"}), []

    async def next_() -> None:
        went_on.append(True)

    provide = Provide(NoClients(CLIENT), cast(Services, NoServices()), {})
    answer = await provide.to_a_listener(context, body, next_)

    assert bool(went_on) is goes_on
    assert (answer is None) is goes_on
    if answer is not None:
        assert answer.status == 200
        assert ("not installed" in answer.body) is (body.get("type") == "view_submission")


class NoStore(AsyncAuthorize):
    """Cannot look up whose bot gets a delivery."""

    async def __call__(self, **_: object) -> AuthorizeResult:
        raise StoreAway


async def test_what_comes_while_the_database_is_away_is_not_acknowledged() -> None:
    clients = OneClient(AsyncWebClient())
    clients.authorize = NoStore()  # type: ignore[no-untyped-call]
    app = bent(clients, cast(Services, NoServices()), {}, Listeners())
    event = {"type": "event_callback", "team_id": "T1", "event": {"type": "app_home_opened", "user": "U1"}}

    answer = await app.async_dispatch(AsyncBoltRequest(mode="socket_mode", body=event))

    assert answer.status == 503


COMMAND = {"command": "/moot", "text": "", "team_id": "T1", "user_id": "U1", "channel_id": "C1"}


class OneWorkspace(OneClient):
    """The only one, whose token needs no look."""

    def __init__(self) -> None:
        super().__init__(AsyncWebClient())
        self.authorize = Nobodys()  # type: ignore[no-untyped-call]


class Nobodys(AsyncAuthorize):
    """Knows whose bot gets a delivery."""

    async def __call__(self, **_: object) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id="T1", bot_user_id="UB")


async def dispatched(listener: Callable[..., Awaitable[None]]) -> BoltResponse:
    """What a command is answered that this listener takes; another one takes all other commands."""
    known = Listeners()
    known.take(Kind.COMMAND, "/moot", listener)
    known.take(Kind.COMMAND, ANY, _acknowledged)
    app = bent(OneWorkspace(), cast(Services, NoServices()), {}, known)
    return await app.async_dispatch(AsyncBoltRequest(mode="socket_mode", body=COMMAND))


async def _acknowledged(answer: Answer) -> None:
    answer.taken()


async def test_slack_hears_at_once_what_a_listener_has_acknowledged() -> None:
    """Bolt would look each ten milliseconds whether it has. The listener goes on."""
    goes_on = asyncio.Event()

    async def listener(answer: Answer) -> None:
        answer.taken()
        await goes_on.wait()

    began = asyncio.create_task(dispatched(listener))
    for _ in range(20):
        await asyncio.sleep(0)

    assert began.done()
    assert began.result().status == 200
    goes_on.set()


async def test_whoever_asks_next_is_acknowledged_however_many_wait_for_what_only_shows_something() -> None:
    # given a hundred who have asked, and have been acknowledged
    shown, all_shown = list[str](), asyncio.Event()

    async def listener(answer: Answer, body: dict[str, Any]) -> None:
        await answer.only_shows()
        shown.append(body["text"])
        if len(shown) > 100:
            all_shown.set()

    known = Listeners()
    known.take(Kind.COMMAND, "/moot", listener)
    app = bent(OneWorkspace(), cast(Services, NoServices()), {}, known)

    def asks(text: str) -> asyncio.Task[BoltResponse]:
        request = AsyncBoltRequest(mode="socket_mode", body=COMMAND | {"text": text})
        return asyncio.create_task(app.async_dispatch(request))

    first = [asks(f"{number}") for number in range(100)]
    assert {one.status for one in await asyncio.gather(*first)} == {200}
    before = len(shown)

    # when another asks
    assert (await asks("100")).status == 200

    # then hardly any of the others had their turn first; at the end all had, in order
    assert len(shown) <= before + 2 < 50
    await all_shown.wait()
    assert shown == [f"{number}" for number in range(101)]


async def test_what_is_not_acknowledged_in_time_is_given_to_no_other_listener(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(listeners, "SLACK_WAITS", 0.0)

    async def listener() -> None:
        await asyncio.sleep(0.01)

    assert (await dispatched(listener)).status == 503


async def test_a_listener_that_raises_acknowledges_nothing() -> None:
    async def listener() -> None:
        raise RuntimeError("ours")

    assert (await dispatched(listener)).status == 503


async def test_an_event_in_an_organization_is_of_the_workspace_that_it_names() -> None:
    event = {"authorizations": [{"enterprise_id": "E1", "team_id": None}], "team_id": "T9"}
    body = {"type": "event_callback", **event, "event": {"type": "app_home_opened"}}
    context = AsyncBoltRequest(mode="socket_mode", body=body).context
    assert context.get("team_id") is None

    await placed(context, body, _nothing)

    assert context.get("team_id") == "T9"


async def _nothing() -> None:
    """Nobody is next."""


@pytest.mark.parametrize(
    ("fault", "undone"), [(StoreAway(), True), (RuntimeError("ours"), False)], ids=["database", "ours"]
)
async def test_what_raised_before_it_was_acknowledged_is_not_acknowledged(
    fault: Exception, undone: bool
) -> None:
    context = AsyncBoltContext()

    answer = await failed(fault, context, BoltResponse(status=500))
    late = await failed(fault, context, None)

    assert answer is not None
    assert answer.status == 503
    assert late is None
    assert context[UNDONE] is undone


def test_the_page_about_bolt_names_tests_and_files_that_exist() -> None:
    page = (ROOM / "README.md").read_text("utf-8")
    named = re.findall(r"`((?:[\w/]+/)?test_\w+\.py)`: (?:`(test_\w+)`)?", page)

    assert len(named) >= 8
    for file, function in named:
        tree = ast.parse((ROOT / "tests" / file).read_text("utf-8"))
        known = {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
        assert function in known, f"{file}: {function}"
    modules = {f"{name}.py" for name in re.findall(r"`(\w+)\.py`", page)}
    assert modules == {path.name for path in ROOM.glob("*.py")} - {"__init__.py"}


def test_nothing_outside_this_room_bends_bolt() -> None:
    """Elsewhere it is only registered with, and named as a type; the HTTP door turns requests into Bolt's."""
    allowed = {
        "slack_bolt.async_app": {"AsyncApp"},
        "slack_bolt.context.ack.async_ack": {"AsyncAck"},
        "slack_bolt.context.async_context": {"AsyncBoltContext"},
        "slack_bolt.request.async_request": {"AsyncBoltRequest"},
        "slack_bolt.adapter.starlette.async_handler": {"to_async_bolt_request", "to_starlette_response"},
    }
    for path in sorted((ROOT / "bot").rglob("*.py")):
        text = path.read_text("utf-8")
        if path.parent == ROOM or "slack_bolt" not in text:
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("slack_bolt"):
                names = {alias.name for alias in node.names}
                assert names <= allowed.get(node.module or "", set()), f"{path}: {node.module}"
            if isinstance(node, ast.ClassDef):
                bases = {base.id for base in node.bases if isinstance(base, ast.Name)}
                assert not bases & {"AsyncApp", "AsyncAck", "AsyncBoltContext"}, f"{path}: {node.name}"
            if isinstance(node, ast.Attribute):
                assert node.attr not in {"listener_runner", "middleware"}, f"{path}: {node.attr}"
