"""Fixtures of the whole-game tests."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.e2e.room import Room, a_room


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    """A workspace with the real bot connected to it."""
    async with a_room(tmp_path) as opened:
        yield opened
