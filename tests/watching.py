"""Somebody who has a board open, as their browser hears it."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp


@dataclass
class Page:
    """Somebody who has a board open: what they were told, by event."""

    heard: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    ended: bool = False

    def boards(self) -> list[dict[str, Any]]:
        """The boards, the latest last."""
        return [data for event, data in self.heard if event == "board"]

    async def watch(self, http: aiohttp.ClientSession, link: str) -> None:
        """Until the stream ends."""
        event = ""
        async with http.get(f"{link}/live") as answer:
            assert answer.status == 200
            async for line in answer.content:
                name, _, value = line.decode().rstrip("\r\n").partition(": ")
                event = value if name == "event" else event
                if name == "data":
                    self.heard.append((event, json.loads(value)))
        self.ended = True

    def everything(self) -> str:
        """All that they were told, as text."""
        return json.dumps(self.heard, ensure_ascii=False)


@asynccontextmanager
async def watching(link: str) -> AsyncIterator[Page]:
    """Opens a board, and closes it at the end."""
    page = Page()
    async with aiohttp.ClientSession() as http:
        task = asyncio.create_task(page.watch(http, link))
        try:
            yield page
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
