"""Fixtures that many tests share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.postgres import Postgres, a_server


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL that all tests share; each takes a database of its own."""
    with a_server() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A new, empty database: each test that asks for it runs on both kinds."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'moot.db'}"
    server: Postgres = request.getfixturevalue("postgres")
    return server.new_database()
