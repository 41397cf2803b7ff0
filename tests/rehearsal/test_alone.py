"""`moot rehearse --serve-only` says in a sentence why there is nothing to serve."""

from pathlib import Path

import pytest

from bot.rehearsal.alone import CannotServe, serve_alone


async def test_a_manifest_that_slack_would_refuse_is_not_served() -> None:
    with pytest.raises(CannotServe, match="owl is not a key of an app manifest"):
        await serve_alone(0, {"owl": 1}, None, print)


async def test_what_is_no_kept_workspace_is_not_served(tmp_path: Path) -> None:
    kept = tmp_path / "workspace.json"
    kept.write_text('{"format": 1}')

    with pytest.raises(CannotServe, match="Remove it to begin anew"):
        await serve_alone(0, None, kept, print)
