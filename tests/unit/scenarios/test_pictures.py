"""What an author is told about the pictures in a Handbook, and what a game gets of them."""

import shutil
from pathlib import Path

import pytest

from bot.scenarios.faults import BrokenPack
from bot.scenarios.load import load_pack
from bot.scenarios.pictures import MOST_BYTES
from tests.builders import PACKS

PNG = b"\x89PNG\r\n\x1a\n" + bytes(30)


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A small pack with some files to show, or not."""
    folder = Path(shutil.copytree(PACKS / "harbour", tmp_path / "content" / "harbour"))
    (folder / "quay.png").write_bytes(PNG)
    (folder / "huge.png").write_bytes(PNG + bytes(MOST_BYTES))
    (folder / "words.png").write_text("not a picture", encoding="utf-8")
    (folder.parent / "beside.png").write_bytes(PNG)
    return folder


def illustrate(folder: Path, line: str, file: str = "handbook.md") -> int:
    """Ends a file with a line; which line that is."""
    path = folder / file
    written = f"{path.read_text(encoding='utf-8').rstrip()}\n\n{line}\n"
    path.write_text(written, encoding="utf-8")
    return written.count("\n")


def test_a_game_gets_the_pictures_of_its_handbook_and_their_lines(pack: Path) -> None:
    illustrate(pack, "Before it.\n![The quay at low tide](quay.png)\n![A map](https://example.org/map.png)")

    scenario = load_pack(pack)

    assert scenario.pictures == (("quay.png", PNG),)
    assert scenario.handbook[-1][1].endswith(
        "Before it.\n![The quay at low tide](quay.png)\n![A map](https://example.org/map.png)"
    )
    assert "PNG" not in repr(scenario)


@pytest.mark.parametrize(
    ("line", "said"),
    {
        "![The quay](qay.png)": "this pack has no file `qay.png` (did you mean `quay.png`?)",
        "![The quay](../beside.png)": "this pack has no file `../beside.png`",
        "![ ](quay.png)": "this picture has no alt text",
        f"![{'far ' * 300}](quay.png)": "this alt text has 1,199 characters",
        "![Too much](huge.png)": "`huge.png` has 1.0 MB; a picture may have 1 MB",
        "![Words](words.png)": "`words.png` is not a PNG, JPEG or GIF",
        "![The pack](pack.yaml)": "`pack.yaml` is not a PNG, JPEG or GIF",
        "![A map](http://example.org/map.png)": "Slack cannot show `http://example.org/map.png`",
        "See ![the quay](quay.png) here.": "a picture needs a line of its own",
    }.items(),
)
def test_a_picture_that_cannot_be_shown_is_told_with_its_line(pack: Path, line: str, said: str) -> None:
    where = illustrate(pack, line)

    with pytest.raises(BrokenPack) as caught:
        load_pack(pack)

    found = [one for one in caught.value.faults if one.line == where and one.file.endswith("handbook.md")]
    assert any(said in fault.message for fault in found), caught.value.faults


def test_only_the_handbook_shows_pictures(pack: Path) -> None:
    sheet = next((pack / "roles").glob("*.md"))
    illustrate(pack, "![The quay](quay.png)", f"roles/{sheet.name}")

    with pytest.raises(BrokenPack, match="only the Handbook can show pictures"):
        load_pack(pack)
