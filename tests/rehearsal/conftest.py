"""The stage that stand-ins play on."""

from collections.abc import AsyncIterator

import pytest

from tests.workspace.stage import Stage, a_stage


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    """A stage on the real clock, without rate limits."""
    async with a_stage() as built:
        yield built
