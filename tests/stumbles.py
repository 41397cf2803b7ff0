"""What a log tells of the bot's own faults; what libraries say about theirs is not looked at."""

import re
from pathlib import Path

import pytest

import bot

OURS = str(Path(bot.__file__).parent)
TRACEBACK = re.compile(r"Traceback \(most recent call last\):(?:\n[ |+].*|\n(?=\n))*")


def stumbles(log: str) -> list[str]:
    """The tracebacks in a log that go through the bot's code."""
    return [found[0] for found in TRACEBACK.finditer(log) if OURS in found[0]]


def said_by(caplog: pytest.LogCaptureFixture, *loggers: str) -> str:
    """What these loggers, and those under them, have said."""
    return "\n".join(
        f"{record.levelname} {record.getMessage()}"
        for record in caplog.records
        if f"{record.name}.".startswith(tuple(f"{name}." for name in loggers))
    )
