"""Every example in the authors' guide stands in a pack that passes the check."""

import re
import shutil
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from bot.cli.main import cli
from bot.domain.edition import Edition
from bot.domain.scenario import Scenario
from bot.scenarios.editions.offered import editions_of
from bot.scenarios.languages.shape import shape_of
from bot.scenarios.languages.weaving import Weaver
from bot.scenarios.load import checked, load_pack
from bot.scenarios.marked import read_yaml
from bot.scenarios.packs import content_folder
from tests.builders import PACKS
from tests.guide import is_printed, steps, write

TEAMS = ("presidency", "industry", "islands", "press", "bench", "north", "south", "citizens")
ROLES = {
    "president": "presidency", "mill": "industry", "reef": "islands", "reporter": "press",
    "juror": "bench", "skipper": "north", "engineer": "south", "neighbour": "citizens",
}  # fmt: skip
TRANSLATION = "# pack.de.yaml\n"
EDITIONS = "# formats/", "# missions/"  # how examples of another file begin: with its name
NAMED = ("session-1", "session-2", "session-3", "fishing", "evening")


def examples() -> list[str]:
    """The blocks of YAML, with the key of the list that one goes on with."""
    guide = (content_folder() / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```yaml\n(.*?)^```", guide, re.MULTILINE | re.DOTALL)
    packs = (block for block in blocks if not block.startswith((TRANSLATION, *EDITIONS)))
    return [f"asks:\n{block}" if block.startswith(" ") else block for block in packs]


def translations() -> list[tuple[str, str]]:
    """Each example of a translation, behind what it translates."""
    guide = (content_folder() / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```yaml\n(.*?)^```", guide, re.MULTILINE | re.DOTALL)
    return [(own, said) for own, said in pairwise(blocks) if said.startswith(TRANSLATION)]


def of_editions() -> list[tuple[str, str]]:
    """The examples of formats and sets of missions, and the files in which they would stand."""
    guide = (content_folder() / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```yaml\n(.*?)^```", guide, re.MULTILINE | re.DOTALL)
    return [(block.split()[1], block) for block in blocks if block.startswith(EDITIONS)]


def a_session(key: str) -> dict[str, Any]:
    return {"key": key, "kind": "session", "title": key.capitalize(), "lasts": "20m", "card": "Talk."}


def around() -> dict[str, Any]:
    """A pack that has what the examples name."""
    agenda = [
        {"key": "setup", "kind": "setup", "title": "Setup", "lasts": "2m", "card": "Read."},
        *map(a_session, NAMED),
        {"key": "end", "kind": "wrap_up", "title": "End", "lasts": "5m", "card": "Say goodbye."},
    ]
    agenda[1]["charter"] = True
    words = {"summary": "A town.", "story": "A dam.", "content_note": "Water.", "wrap_up": "Thank you."}
    return {
        **words,
        "key": "example",
        "version": 1,
        "title": "Example",
        "rules": ["Speak."],
        "winning": "A book that is approved.",
        "minimum": len(TEAMS),
        "sheet": [],
        "ballot": {"held": False},
        "teams": [
            {"key": key, "name": key.title(), "represents": f"The {key}.", "stewards": not place}
            for place, key in enumerate(TEAMS)
        ],
        "roles": [
            {
                "number": 101 + 2 * place,
                "seats": 2,
                "key": key,
                "name": key.title(),
                "team": team,
                "public": "Is here.",
            }
            for place, (key, team) in enumerate(ROLES.items())
        ],
        "agenda": agenda,
        "charter": {
            "rules": [{"kind": "majority", "name": "Majority", "text": "More than half."}],
            "enactment": "Aloud.",
            "enforcement": "Kindly.",
        },
    }


def with_example(block: str) -> dict[str, Any]:
    """That pack with what the example says; what it has a key for goes in the place of what was there."""
    pack, said = around(), yaml.safe_load(block)
    phases, roles = said.pop("agenda", []), said.pop("roles", [])
    keys = {
        phase.get("key") for phase in [*phases, *(one for phase in phases for one in phase.get("agenda", []))]
    }
    kept = [phase for phase in pack["agenda"] if phase["key"] not in keys]
    pack["agenda"] = [kept[0], *phases, *kept[1:]]
    pack["roles"] += roles
    if said.get("missions") == "public":
        pack["teams"][0]["mission"] = "The presidency wants a treaty of one page."
    pack |= said
    if "given" in pack["charter"]:
        for phase in pack["agenda"]:
            phase.pop("charter", None)
    return pack


def load(pack: dict[str, Any], folder: Path) -> Scenario:
    (folder / "roles").mkdir(parents=True)
    (folder / "pack.yaml").write_text(yaml.safe_dump(pack, allow_unicode=True), encoding="utf-8")
    (folder / "handbook.md").write_text("## The town\n\nIt lies below a dam.\n", encoding="utf-8")
    headings = pack["sheet"] or ([{"heading": "Who you are"}] if "sheet" not in pack else [])
    for role in pack["roles"] if headings else ():
        sheet = "\n\n".join(f"## {one['heading']}\n\n{one['heading']} of {role['name']}." for one in headings)
        name = f"{role['number']:02d}-{role['key']}.md"
        (folder / "roles" / name).write_text(sheet + "\n", encoding="utf-8")
    return load_pack(folder)


def test_the_guide_has_an_example_of_each_power() -> None:
    written = "\n".join(examples())

    for key in (
        "seats",
        "repeat",
        "given",
        "<<",
        "electorate",
        "claims",
        "rooms",
        "injects",
        "asks",
        "turns",
    ):
        assert f"{key}:" in written, key


@pytest.mark.parametrize("block", examples(), ids=lambda block: block.split(":")[0])
def test_an_example_of_the_guide_passes_the_check(block: str, tmp_path: Path) -> None:
    pack = with_example(block)
    pairs = [ask["pairs_with"] for ask in pack.get("asks", []) if "pairs_with" in ask]

    scenario = load(pack, tmp_path / "example")

    assert {*pairs} <= {ask.key for ask in scenario.asks}


@pytest.mark.parametrize(("own", "said"), translations(), ids=lambda block: block.split("\n")[0])
def test_an_example_of_a_translation_says_all_that_is_text_and_nothing_else(own: str, said: str) -> None:
    told = list[str]()

    def complain(line: int, message: str) -> None:
        told.append(f"{line}: {message}")

    pack, words = (read_yaml(block, complain) for block in (own, said))
    woven = Weaver("pack.yaml", complain, complain).woven(pack, words, shape_of(Scenario))

    assert told == []
    assert woven.at("agenda", 0, "title").value == "Der Abend"
    assert woven.at("agenda", 0, "lasts").value == "20m"


def test_the_examples_of_a_format_and_of_a_set_of_missions_fit_a_pack(tmp_path: Path) -> None:
    pack = Path(shutil.copytree(PACKS / "allotments", tmp_path / "packs" / "allotments"))
    for file, said in of_editions():
        (pack / file).write_text(said, encoding="utf-8")

    read = {edition: load_pack(pack, edition) for edition in editions_of(pack)}

    assert [file for file, _ in of_editions()] == ["formats/short.yaml", "missions/second/missions.yaml"]
    assert read[Edition("short")].phase("spring").card == "Agree on the water, and be quick."
    assert "raises the rent" in read[Edition("short", "second")].team("committee").mission


# --- the pack from scratch


def test_each_command_of_the_worked_example_prints_what_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    commands = 0

    for step in steps():
        if step.file:
            write(step, tmp_path)
        elif step.text.startswith("mkdir "):
            (tmp_path / step.text.removeprefix("mkdir ")).mkdir()
        elif step.text.startswith("moot content "):
            result = CliRunner().invoke(cli, step.text.split()[1:], catch_exceptions=False)
            assert is_printed(step.printed, result.stdout), f"{step.text}\n{result.stdout}"
            commands += 1

    assert commands == 4
    assert checked(tmp_path / "hall")[1].advice == []
