"""Files that browsers show, held in memory: whoever opens the page asks for dozens of them."""

import mimetypes
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

ASK_AGAIN = {"Cache-Control": "no-cache"}


@dataclass(frozen=True, slots=True)
class _Held:
    version: str
    content: bytes


class Files:
    """Answers with files, or that they are as a browser has them; each time it looks whether they changed, so
    that an upgrade shows. That is done at once: to hand it to a thread takes longer than to do it."""

    def __init__(self) -> None:
        self._held: dict[Path, _Held] = {}

    def answer(self, request: Request, path: Path, headers: dict[str, str] = ASK_AGAIN) -> Response:
        """The file, or 304 where the browser has it, or 404 where there is none."""
        try:
            file = self._newest(path)
        except OSError:
            return PlainTextResponse("This file is not there.", 404)
        headers = {**headers, "ETag": file.version}
        if request.headers.get("if-none-match") == file.version:
            return Response(status_code=304, headers=headers)
        return Response(file.content, media_type=mimetypes.guess_type(path.name)[0], headers=headers)

    def _newest(self, path: Path) -> _Held:
        found = path.stat()
        version, held = f'"{found.st_mtime_ns:x}-{found.st_size:x}"', self._held.get(path)
        if held is None or held.version != version:
            held = self._held[path] = _Held(version, path.read_bytes())
        return held
