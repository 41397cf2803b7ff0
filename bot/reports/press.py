"""Many pages as PDF, made in a process of their own.

typst remembers what it has set, about four megabytes for each sheet, until it has made ten other documents. A
bot has to run for weeks, so what is remembered of hundreds of pages goes with the process that made them.
"""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.domain.ids import Moment
from bot.reports import pdf
from bot.reports.pdf import Pdf, State, can_make

_FOLDER = Path(__file__).parents[2]  # where `bot` lies


def pdf_of(page: str, data: Mapping[str, Any], at: Moment, **words: str) -> Pdf:
    """As `pdf.pdf_of`. Raises RuntimeError."""
    if not can_make():
        return Pdf(b"", State.NONE)
    work = {"page": page, "data": data, "at": at.isoformat(), "words": words}
    made = subprocess.run(
        [sys.executable, "-m", "bot.reports.press"],
        input=json.dumps(work).encode(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # it may quote a page
        env={**os.environ, "PYTHONPATH": str(_FOLDER)},
        check=False,
    )
    if made.returncode or not made.stdout:
        raise RuntimeError(f"no PDF of {page}: the process that makes it ended with {made.returncode}")
    return Pdf(made.stdout[1:], State(made.stdout[0]))


def _press() -> None:
    """The process: work comes in, and the state and the PDF go out."""
    work = json.load(sys.stdin)
    made = pdf.pdf_of(work["page"], work["data"], datetime.fromisoformat(work["at"]), **work["words"])
    sys.stdout.buffer.write(bytes([made.state]) + made.content)


if __name__ == "__main__":
    _press()
