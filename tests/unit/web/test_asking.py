"""A container's health check."""

import subprocess
import sys


def asked(address: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bot.web.asking", address]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_bot_that_cannot_be_asked_does_not_count_as_healthy() -> None:
    nowhere, silent = asked(""), asked("127.0.0.1:1")

    assert nowhere.returncode == 1
    assert "MOOT_HEALTH_ADDRESS is empty" in nowhere.stderr
    assert silent.returncode == 1
