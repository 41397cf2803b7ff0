"""A pack that is watched is read at once and after each change, whatever is wrong with it."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.domain.edition import AS_WRITTEN
from bot.gallery.preview.watched import Watched
from tests.builders import PACKS
from tests.patience import PATIENCE


@asynccontextmanager
async def watched(folder: Path) -> AsyncIterator[Watched]:
    """Once it has been read."""
    pack = Watched(folder, AS_WRITTEN)
    following = asyncio.create_task(pack.follow())
    async with asyncio.timeout(PATIENCE):
        await pack.read()
    yield pack
    following.cancel()
    await asyncio.gather(following, return_exceptions=True)


async def test_a_pack_with_faults_from_the_start_is_told_and_then_shown(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(PACKS / "blackout", tmp_path / "blackout"))
    written = (folder / "pack.yaml").read_text("utf-8")
    (folder / "pack.yaml").write_text("title: <b>Blackout</b>\n", "utf-8")

    async with watched(folder) as pack:
        news = pack.versions(PATIENCE)
        assert await anext(news) == 1
        assert "blackout/pack.yaml:1</code>" in pack.contents
        assert "as it was before" not in pack.contents

        (folder / "pack.yaml").write_text(written, "utf-8")
        assert await anext(news) == 2
        assert "<h1>Blackout</h1>" in pack.contents
        assert 'id="clock.cards.phase"' in pack.everything()


async def test_news_end_with_the_preview(tmp_path: Path) -> None:
    async with watched(Path(shutil.copytree(PACKS / "blackout", tmp_path / "blackout"))) as pack:
        news = pack.versions(PATIENCE)
        await anext(news)

        await pack.end()

        assert [one async for one in news] == []
