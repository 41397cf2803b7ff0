"""Files that are held in memory."""

from pathlib import Path

from starlette.requests import Request

from bot.workspace.page.files import Files


def asked(**headers: str) -> Request:
    named = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "method": "GET", "path": "/", "headers": named})


def test_a_file_that_changes_is_served_as_it_is_now(tmp_path: Path) -> None:
    files, file = Files(), tmp_path / "a.js"
    file.write_text("old", "utf-8")
    before = files.answer(asked(), file)

    file.write_text("newer", "utf-8")
    now = files.answer(asked(if_none_match=before.headers["ETag"]), file)

    assert (before.body, before.media_type) == (b"old", "text/javascript")
    assert (now.status_code, now.body) == (200, b"newer")
