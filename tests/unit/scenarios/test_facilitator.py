"""The facilitator's folder: what is read of it, what its author is told, and what it may say."""

import shutil
from pathlib import Path

import pytest

from bot.domain.edition import Edition
from bot.scenarios.draft import read_draft
from bot.scenarios.faults import BrokenPack, Fault
from bot.scenarios.load import load_pack
from tests.builders import PACKS

MISSION = "You succeed if the book says that the log is read aloud."


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A small pack without a guide."""
    return Path(shutil.copytree(PACKS / "harbour", tmp_path / "content" / "harbour"))


def write(pack: Path, file: str, text: str) -> None:
    (pack / "facilitator").mkdir(exist_ok=True)
    (pack / "facilitator" / file).write_text(text, encoding="utf-8")


def faults_of(pack: Path) -> list[Fault]:
    with pytest.raises(BrokenPack) as caught:
        load_pack(pack)
    return list(caught.value.faults)


def test_a_guide_has_its_parts_in_the_order_of_their_numbers(pack: Path) -> None:
    write(pack, "10-debrief.md", "# Debrief\n\n## Feelings\n\nAsk.\n")
    write(
        pack,
        "2-rulings.md",
        f"# Rulings\n\n## A claim\n\nOne line\ngoes on. “{MISSION}”\n\n## Another\n\nRead.\n",
    )

    guide = load_pack(pack).guide

    assert [part.title for part in guide] == ["Rulings", "Debrief"]
    assert guide[0].sections == (("A claim", f"One line goes on. “{MISSION}”"), ("Another", "Read."))
    assert (frozenset(), "Ask.") in list(load_pack(pack).private_texts())


@pytest.mark.parametrize(
    ("file", "text", "line", "said"),
    [
        ("runbook.md", "# Run\n\n## A\n\nB.\n", 1, "name a file in this folder like `1-runbook.md`"),
        ("1-runbook.md", "## A\n\nB.\n", 1, "begin with a title"),
        ("1-runbook.md", f"# {'Run ' * 20}\n\n## A\n\nB.\n", 1, "begin with a title of up to 60 characters"),
        ("1-runbook.md", "# Run\n", 1, "there is no `## ` heading"),
        ("1-runbook.md", "# Run\n\n## A\n\n## B\n\nC.\n", 3, "the text below `A` is empty"),
        ("1-runbook.md", "# Run\n\nB.\n\n## A\n\nB.\n", 3, "before the first `## ` heading"),
        ("1-runbook.md", "# Run\n\n## A\n\n**Bold.**\n", 3, "Slack's bold is one asterisk"),
    ],
)
def test_what_a_part_lacks_is_told(pack: Path, file: str, text: str, line: int, said: str) -> None:
    write(pack, file, text)

    found = [one for one in faults_of(pack) if one.file.endswith(f"facilitator/{file}")]

    assert any(one.line == line and said in one.message for one in found), found


def test_two_parts_do_not_share_a_number(pack: Path) -> None:
    write(pack, "1-a.md", "# A\n\n## A\n\nB.\n")
    write(pack, "1-b.md", "# B\n\n## A\n\nB.\n")

    assert "the number 1 is taken by `1-a.md`" in faults_of(pack)[0].message


def test_what_the_guide_says_stands_in_no_public_text_unless_it_quotes_it(pack: Path) -> None:
    handbook = "Whatever is not written here is yours to make up."
    write(
        pack,
        "1-key.md",
        f"# Key\n\n## A way\n\nThe Handbook says: “{handbook}” The log is the bridge here, always.\n",
    )
    load_pack(pack)

    (pack / "handbook.md").write_text("## The bay\n\nThe log is the bridge here, always.\n", encoding="utf-8")

    [fault] = faults_of(pack)
    assert fault.file.endswith("handbook.md")
    assert "this gives away the facilitator's guide" in fault.message


def test_a_part_that_is_not_translated_stays_in_the_packs_own_language(tmp_path: Path) -> None:
    write(tmp_path, "1-run.md", "# Run it\n\n## Before\n\nRead.\n")
    write(tmp_path, "2-key.md", "# Key\n\n## A way\n\nAsk.\n")
    write(tmp_path, "2-key.de.md", "# Lösung\n\n## Ein Weg\n\nFragen.\n")

    guide = read_draft(tmp_path, Edition(language="de")).guide

    assert [(part.number, part.title) for part in guide] == [(1, "Run it"), (2, "Lösung")]
