"""The stage every test here plays on."""

from collections.abc import AsyncIterator

import pytest

from tests.workspace.stage import HandClock, Stage, a_stage


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    """A stage on the real clock, without rate limits."""
    async with a_stage() as built:
        yield built


@pytest.fixture
def clock() -> HandClock:
    """A clock moved by hand."""
    return HandClock()
