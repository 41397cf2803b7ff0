"""Fixtures of the tests of the listeners."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.slack.stage import Stage, a_stage


@pytest.fixture
async def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    """The real listeners on a real database."""
    async with a_stage(tmp_path, monkeypatch) as found:
        yield found
