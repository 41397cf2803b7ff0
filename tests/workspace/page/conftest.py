"""A client for the page's and the control API's addresses."""

from collections.abc import AsyncIterator

import httpx
import pytest

from tests.patience import PATIENCE
from tests.workspace.stage import Stage


@pytest.fixture
async def http(stage: Stage) -> AsyncIterator[httpx.AsyncClient]:
    """What a browser or a program calls with."""
    async with httpx.AsyncClient(base_url=stage.server.page_url, timeout=PATIENCE) as client:
        yield client
