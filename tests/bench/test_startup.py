"""A start loads only what a bot always needs, and is not held up by the garbage collector."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOR_ONE_FEATURE = {
    "alembic": "a schema that is older",
    "holidays": "games over days",
    "icalendar": "calendar files",
    "jinja2": "pages of HTML",
    "matplotlib": "plots",
    "pip": "nothing of ours",
    "pytest": "nothing of ours",
    "segno": "QR codes",
    "sse_starlette": "boards",
    "typst": "PDF",
    "websockets": "the local workspace",
}
"""What loads slowly, and what it is for."""
LOOKS = 100  # of the garbage collector: with Python's own threshold there are 700
STARTED = """
import gc, json, runpy, sys

sys.argv = ["moot", "run"]
try:
    runpy.run_module("bot", run_name="__main__")
finally:
    looks = sum(one["collections"] for one in gc.get_stats())
    print(json.dumps({"modules": [*sys.modules], "looks": looks}))
"""


def test_a_start_loads_nothing_that_is_for_one_feature_alone(tmp_path: Path) -> None:
    # when a bot starts, until it says that it has no tokens
    ended = subprocess.run(
        [sys.executable, "-c", STARTED],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "DATABASE_URL": f"sqlite:///{tmp_path}/moot.db"},
        capture_output=True,
        text=True,
    )
    assert "These settings are missing" in ended.stderr
    started = json.loads(ended.stdout)

    # then
    assert "bot.runtime.app" in started["modules"]
    assert FOR_ONE_FEATURE.keys() & {*started["modules"]} == set()
    assert started["looks"] < LOOKS
