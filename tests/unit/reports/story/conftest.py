"""Plots take a tenth of a second each, so only the tests of plots draw them."""

import pytest

from bot.reports.story import plots


@pytest.fixture(autouse=True)
def nothing_is_drawn(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """As where matplotlib is not installed; not for a test that asks for `drawn`."""
    if "drawn" not in request.fixturenames:
        monkeypatch.setattr(plots, "can_draw", lambda: False)


@pytest.fixture
def drawn() -> None:
    """Plots are drawn."""
