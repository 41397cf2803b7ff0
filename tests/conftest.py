"""Fixtures that many tests share, and `--database`: on which kind the tests run that need only one."""

import gc
from collections.abc import Callable, Iterator
from functools import cache
from itertools import chain
from pathlib import Path
from zlib import crc32

import pytest
from hypothesis import settings
from slack_sdk.models.basic_objects import JsonObject

from bot import logs
from bot.db import engine
from bot.domain.edition import Edition
from bot.domain.scenario import Scenario
from bot.reports.story import plots
from bot.runtime import store
from bot.scenarios import packs
from bot.scenarios.load import load_pack
from bot.slack.acting import submitted
from bot.slack.blocks.as_json import as_json, check
from bot.slack.edge import listeners
from tests.engines import SharedEngines
from tests.migrated import QuickMigration
from tests.postgres import Postgres, a_server

settings.register_profile("build", derandomize=True)  # never red by luck: `make explore` searches at random
settings.load_profile("build")
MOOT_WAITS = 30  # seconds: a test about an acknowledgement that never comes may have to wait so long
AFTER_SO_MANY = (20_000, 20, 20)  # new objects, and younger generations
KINDS = ("sqlite", "postgres")
PACKS = Path(__file__).parent / "packs"
Databases = Callable[[str], str]
_can_draw = plots.can_draw


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--database postgres` runs everything there; `--screens FOLDER` keeps pictures."""
    parser.addoption("--database", choices=KINDS, default=KINDS[0])
    parser.addoption("--screens", default="")


def pytest_configure() -> None:
    """What is loaded and collected is never given up: looking through it again and again is a third of that
    work."""
    gc.disable()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Half of the workers begin with what takes long, which mostly waits, while the others compute. All the
    rest goes to all of them by whole files, in an order in which what waits and what computes are mixed."""
    workers = getattr(config, "workerinput", {}).get("workercount", 1)
    long = [item for item in items if item.get_closest_marker("long") is not None]
    begin = max(1, workers // 2)
    shares = [long[first::begin] if first < begin else [] for first in range(workers)]
    files: dict[Path, list[pytest.Item]] = {}
    for item in items:
        if item.get_closest_marker("long") is None:
            files.setdefault(item.path, []).append(item)
    for path in sorted(files, key=_mixed) if workers > 1 else files:
        min(shares, key=len).extend(files[path])
    items[:] = chain.from_iterable(shares)


def _mixed(path: Path) -> int:
    return crc32(str(path.relative_to(Path(__file__).parent)).encode())


def pytest_collection_finish() -> None:
    """From here on there is garbage to collect, but not as often as Python would by itself; what is there now
    is never looked through."""
    gc.freeze()
    gc.set_threshold(*AFTER_SO_MANY)
    gc.enable()


@pytest.fixture(scope="session", autouse=True)
def _logs_are_short() -> None:
    """As Moot configures them: structlog by itself would draw each fault's traceback in a frame."""
    logs.configure("DEBUG", "json")


@pytest.fixture(scope="session", autouse=True)
def _shipped_packs_are_checked_once() -> Iterator[None]:
    """Every bot that starts checks the packs; those of the checkout stay as they are while tests run."""
    checked = cache(load_pack)

    def load(folder: Path, edition: Edition) -> Scenario:
        stays = any(map(folder.is_relative_to, (packs.content_folder(), PACKS)))
        return (checked if stays else load_pack)(folder, edition)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(packs, "load_pack", load)
        yield


@pytest.fixture(scope="session", autouse=True)
def _new_databases_are_migrated_quickly() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "migrate", QuickMigration())
        yield


@pytest.fixture(scope="session", autouse=True)
def _statements_are_compiled_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "create_async_engine", SharedEngines())
        yield


@pytest.fixture(scope="session", autouse=True)
def _listeners_may_take_longer() -> Iterator[None]:
    """Moot too gives up an acknowledgement after three seconds, and answers a form after two, although the
    workspace of a test waits."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(listeners, "SLACK_WAITS", MOOT_WAITS)
        patch.setattr(submitted, "ANSWERED_WITHIN", MOOT_WAITS)
        yield


@pytest.fixture(scope="session", autouse=True)
def _slack_sdk_does_as_moot_does() -> Iterator[None]:
    """With the same result, as a test of the gallery says: tests ask it for some hundred thousand cards."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(JsonObject, "to_dict", as_json)
        patch.setattr(JsonObject, "validate_json", check)
        yield


@pytest.fixture(scope="session", autouse=True)
def _plots_are_drawn_for_those_who_look() -> Iterator[None]:
    """All others play as where matplotlib is not installed: the plots of a game take a second."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plots, "can_draw", lambda: False)
        yield


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Plots are drawn."""
    monkeypatch.setattr(plots, "can_draw", _can_draw)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL that all tests share; each takes a database of its own."""
    with a_server() as server:
        yield server


@pytest.fixture
def new_database(request: pytest.FixtureRequest, tmp_path: Path) -> Databases:
    """Makes new, empty databases of a kind; gives their URLs."""

    def make(kind: str) -> str:
        if kind == "sqlite":
            return f"sqlite:///{tmp_path / 'moot.db'}"
        server: Postgres = request.getfixturevalue("postgres")
        return server.new_database()

    return make


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest, new_database: Databases) -> str:
    """A new, empty database: each test that asks for it runs on both kinds."""
    return new_database(request.param)
