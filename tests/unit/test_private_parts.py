"""What we lean on in libraries that promise nothing about it; when an upgrade moves it, this says so.

Each of these libraries has a limit in pyproject.toml, at its next release that may move something.
"""

import inspect
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DEPENDENCIES = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]


@dataclass(frozen=True, slots=True)
class Part:
    """Something that is not public: whose, what, what we do with it, and whether it is as we know it."""

    library: str
    what: str
    use: str
    stands: Callable[[], bool]


def takes(function: Callable[..., object], *names: str) -> bool:
    """Whether it can be called with these arguments, and demands no others."""
    parameters = inspect.signature(function).parameters.values()
    needed = {one.name for one in parameters if one.default is one.empty} - {"self"}
    return needed <= {*names} <= {one.name for one in parameters}


def bolts_handlers() -> bool:
    from slack_bolt.async_app import AsyncApp
    from slack_bolt.listener.async_listener_completion_handler import AsyncListenerCompletionHandler
    from slack_bolt.listener.async_listener_start_handler import AsyncListenerStartHandler

    runner = AsyncApp(token="xoxb-1", signing_secret="none").listener_runner
    return (
        isinstance(runner.listener_start_handler, AsyncListenerStartHandler)
        and isinstance(runner.listener_completion_handler, AsyncListenerCompletionHandler)
        and takes(AsyncListenerStartHandler.handle, "request", "response")
        and takes(AsyncListenerCompletionHandler.handle, "request", "response")
    )


def bolts_listeners() -> bool:
    from slack_bolt.listener.async_listener import AsyncCustomListener

    given = ("app_name", "ack_function", "lazy_functions", "matchers", "middleware", "auto_acknowledgement")
    return takes(AsyncCustomListener.__init__, *given) and takes(
        AsyncCustomListener.run_ack_function, "request", "response"
    )


def bolts_envelopes() -> bool:
    from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
    from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app, send_async_response

    return (
        takes(run_async_bolt_app, "app", "req")
        and takes(send_async_response, "client", "req", "bolt_resp", "start_time")
        and takes(AsyncSocketModeHandler.handle, "client", "req")
    )


def bolts_acknowledgement() -> bool:
    from slack_bolt.context.ack.async_ack import AsyncAck

    return AsyncAck().response is None  # type: ignore[no-untyped-call]


def uvicorns_server() -> bool:
    from uvicorn import Config, Server

    return (
        takes(Server.startup, "sockets")
        and takes(Server.shutdown, "sockets")
        and takes(Server.capture_signals)
        and takes(Config.load)
        and "self.servers" in inspect.getsource(Server.startup)
        and "self.lifespan = config.lifespan_class(config)" in inspect.getsource(Server)
    )


def uvicorns_connections() -> bool:
    from uvicorn.protocols.http.h11_impl import H11Protocol

    source = inspect.getsource(H11Protocol)
    return (
        takes(H11Protocol.data_received, "data")
        and "self.connections = server_state.connections" in source
        and "self.limit_concurrency = config.limit_concurrency" in source
        and "self.conn = h11.Connection(" in source
    )


def apschedulers_faults() -> bool:
    from apscheduler.executors.asyncio import AsyncIOExecutor

    return takes(AsyncIOExecutor._run_job_error, "job_id", "exc", "traceback")


def sqlalchemys_dialects() -> bool:
    from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite as Dialect
    from sqlalchemy.util import await_only

    return (
        takes(await_only, "awaitable")
        and takes(Dialect.do_terminate, "dbapi_connection")
        and hasattr(Dialect, "is_async")
        and hasattr(Dialect, "has_terminate")
    )


PARTS = (
    Part(
        "slack-bolt",
        "AsyncApp.listener_runner with its two handlers",
        "bot/slack counts listeners (Visits), and acknowledges what has ended (WhenDone).",
        bolts_handlers,
    ),
    Part(
        "slack-bolt",
        "AsyncCustomListener",
        "bot/slack finds and runs the listener of a delivery by itself (Listeners, Heard).",
        bolts_listeners,
    ),
    Part(
        "slack-bolt",
        "run_async_bolt_app and send_async_response",
        "bot/slack answers an envelope when its work is done (Connection.handle).",
        bolts_envelopes,
    ),
    Part(
        "slack-bolt",
        "AsyncAck.response",
        "bot/slack acknowledges late, or lets the inbox do it (LateAck).",
        bolts_acknowledgement,
    ),
    Part(
        "uvicorn",
        "Server.startup, shutdown, servers, lifespan and capture_signals, or Config.load and lifespan_class",
        "bot/web/serving.py and the rehearsal's server run in a loop that is not theirs.",
        uvicorns_server,
    ),
    Part(
        "uvicorn",
        "H11Protocol.conn, connections and limit_concurrency, or data_received",
        "bot/web/bounds.py bounds connections; tests/integration/test_bounds.py tries it.",
        uvicorns_connections,
    ),
    Part(
        "apscheduler",
        "AsyncIOExecutor._run_job_error",
        "The alarm's executor says nothing of jobs that a stop cancels.",
        apschedulers_faults,
    ),
    Part(
        "sqlalchemy",
        "util.await_only, or what makes a dialect asynchronous",
        "bot/db/sqlite.py is such a dialect; tests/integration/test_sqlite.py tries it.",
        sqlalchemys_dialects,
    ),
)


@pytest.mark.parametrize("part", PARTS, ids=lambda part: f"{part.library}: {part.what}")
def test_a_part_that_is_not_public_stands_as_we_know_it(part: Part) -> None:
    try:
        stands = part.stands()
    except (ImportError, AttributeError):
        stands = False

    assert stands, (
        f"{part.library} {version(part.library)} has moved {part.what}. {part.use} Mend that and this test; "
        f"or hold {part.library} back by its limit in pyproject.toml, and call `make lock`."
    )


@pytest.mark.parametrize("library", sorted({part.library for part in PARTS}))
def test_a_library_whose_parts_we_lean_on_is_held_below_its_next_minor_release(library: str) -> None:
    (declared,) = (one for one in DEPENDENCIES if re.match(rf"{library}[^\w-]", one))

    limit = re.fullmatch(r".*,<(\d+)\.(\d+)", declared)

    assert limit, f"{declared}: {library} promises nothing about parts that we use"
    assert tuple(map(int, version(library).split(".")[:2])) < (int(limit[1]), int(limit[2]))
