"""When a rehearsal opens a browser by itself."""

import pytest

from bot.cli.rehearse import has_browser


@pytest.mark.parametrize(
    ("environment", "platform", "terminal", "opens"),
    [
        ({"DISPLAY": ":0"}, "linux", True, True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True, True),
        ({}, "darwin", True, True),
        ({}, "linux", True, False),
        ({"DISPLAY": ":0", "CI": "true"}, "linux", True, False),
        ({"DISPLAY": ":0"}, "linux", False, False),
        ({}, "win32", False, False),
    ],
)
def test_a_browser_is_opened_only_where_somebody_sits_before_it(
    environment: dict[str, str], platform: str, terminal: bool, opens: bool
) -> None:
    assert has_browser(environment, platform, terminal=terminal) is opens
