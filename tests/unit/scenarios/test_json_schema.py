"""Editors check a pack as Moot does: what it takes is valid, and what it refuses for its form is not."""

import copy
import json
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator
from typer.testing import CliRunner

from bot.cli.main import cli
from bot.scenarios.faults import BrokenPack
from bot.scenarios.files import is_translation
from bot.scenarios.json_schema import FILES, FOLDER, schema_of, written
from bot.scenarios.load import load_pack
from bot.scenarios.packs import content_folder
from tests.builders import PACKS
from tests.unit.scenarios.test_readme import examples, with_example

PLACES = {
    "pack": "*/pack.yaml",
    "format": "*/formats/*.yaml",
    "missions": "*/missions/*/missions.yaml",
    "lines": "*/lines/*.yaml",
    "balance": "*/balance.yaml",
}
WRITTEN = [
    (path, file)
    for file, place in PLACES.items()
    for folder in (content_folder(), PACKS)
    for path in sorted(folder.glob(place))
    if not is_translation(path)
]
Pack = dict[str, Any]


@cache
def checker(file: str) -> Any:
    """What an editor does with the schema."""
    Draft7Validator.check_schema(schema_of(file))
    return Draft7Validator(schema_of(file))


def faults(document: Any, file: str = "pack") -> list[str]:
    """What an editor would underline."""
    return [f"{fault.json_path}: {fault.message}" for fault in checker(file).iter_errors(document)]


# --- what is there


@pytest.mark.parametrize(
    ("path", "file"), WRITTEN, ids=lambda one: str(one).removeprefix(str(PACKS.parents[1]))
)
def test_every_file_of_every_pack_is_valid(path: Path, file: str) -> None:
    assert faults(yaml.safe_load(path.read_text("utf-8")), file) == []


@pytest.mark.parametrize("block", examples(), ids=lambda block: block.split(":")[0])
def test_every_example_of_the_guide_is_valid(block: str) -> None:
    assert faults(with_example(block)) == []


# --- what the reader takes, and what it refuses


def at(*path: str | int, value: Any) -> Callable[[Pack], None]:
    """Puts a value into a pack."""

    def change(pack: Pack) -> None:
        here: Any = pack
        for step in path[:-1]:
            here = here[step]
        here[path[-1]] = value

    return change


def without(*path: str | int) -> Callable[[Pack], None]:
    """Takes a key away."""

    def change(pack: Pack) -> None:
        here: Any = pack
        for step in path[:-1]:
            here = here[step]
        del here[path[-1]]

    return change


def block(**keys: Any) -> Callable[[Pack], None]:
    """Lets the first session stand in an entry with these keys."""

    def change(pack: Pack) -> None:
        place = next(i for i, one in enumerate(pack["agenda"]) if one["kind"] == "session")
        session = {name: one for name, one in pack["agenda"][place].items() if name != "covers"}
        pack["agenda"][place] = {"agenda": [{**session, **keys.pop("inside", {})}], **keys}

    return change


SHARE = {"kind": "share", "of": "cast", "name": "Most", "text": "Most are for it."}
TAKEN: dict[str, Callable[[Pack], None]] = {
    "a place for anchors": at("x-warnings", value=[{"lasts": 3}]),
    "a share as a fraction": at("charter", "rules", value=[{**SHARE, "at_least": "3/5"}]),
    "a share as a number": at("charter", "rules", value=[{**SHARE, "at_least": 0.6}]),
    "a duration in hours and minutes": at("agenda", 1, "lasts", value="1h30m"),
    "a duration with spaces around it": at("agenda", 1, "lasts", value=" 10m "),
    "a window of half a day": at("agenda", 1, "window", value="0.5d"),
    "a weight with decimals": at("electorate", value={"weights": {"stewards": 2.5}}),
    "a weight as a fraction": at("electorate", value={"weights": {"stewards": "3/2"}}),
    "phases that repeat in turn": block(repeat=2),
    "nothing where a key may be left out": at("agenda", 1, "card_async", value=None),
    "policies to choose from": at(
        "asks", value=[{"key": "a", "title": "A", "text": "B?", "kind": "one_of", "options": "policies"}]
    ),
}
REFUSED: dict[str, Callable[[Pack], None]] = {
    "an unknown key": at("titel", value="Harbour"),
    "an unknown key of a phase": at("agenda", 1, "length", value="10m"),
    "an unknown key of a charter": at("charter", "rule", value="majority"),
    "no title": without("title"),
    "no number": without("roles", 0, "number"),
    "words for a number": at("minimum", value="five"),
    "a number that is too low": at("minimum", value=0),
    "a number for words": at("title", value=2026),
    "nothing where there must be something": at("summary", value=None),
    "a list for words": at("summary", value=["A town."]),
    "words for a list": at("rules", value="Speak."),
    "an empty list": at("rules", value=[]),
    "an empty text": at("summary", value=""),
    "a line that is too long": at("title", value="x" * 151),
    "a capital in a key": at("teams", 0, "key", value="Town"),
    "a duration in words": at("agenda", 1, "lasts", value="10 minutes"),
    "a duration without a unit": at("agenda", 1, "lasts", value=10),
    "a window in weeks": at("agenda", 1, "window", value="1w"),
    "an unknown kind": at("agenda", 1, "kind", value="sesion"),
    "a share of more than everything": at("ballot", value={"more_than": 1.5}),
    "a share in words": at("ballot", value={"more_than": "half"}),
    "a cue at the end of all": at("agenda", 1, "cues", value=[{"text": "Now.", "share": 1}]),
    "a cue without words": at("agenda", 1, "cues", value=[{"share": 0.5}]),
    "a picture without words": at("agenda", 1, "picture", value={"url": "https://example.org/a.png"}),
    "a weight in words": at("electorate", value={"weights": {"stewards": "two"}}),
    "a weight of nobody who could be": at("electorate", value={"weights": {"The Mill": 2}}),
    "a block with a key of its own": block(repeat=2, title="Seasons"),
    "a block that does not say how often": block(),
    "a block in which a phase repeats": block(repeat=2, inside={"repeat": 2}),
    "a handbook in pack.yaml": at("handbook", value="A town."),
    "a sheet in pack.yaml": at("roles", 0, "sheet", value="You are Ada."),
}


def changed(folder: Path, change: Callable[[Pack], None]) -> tuple[Pack, bool]:
    """A pack with this change, and whether Moot's reader takes it."""
    shutil.copytree(PACKS / "blackout", folder / "blackout")
    path = folder / "blackout" / "pack.yaml"
    pack = copy.deepcopy(yaml.safe_load(path.read_text("utf-8")))
    change(pack)
    path.write_text(yaml.safe_dump(pack, allow_unicode=True), encoding="utf-8")
    try:
        load_pack(folder / "blackout")
    except BrokenPack:
        return pack, False
    return pack, True


@pytest.mark.parametrize("what", TAKEN)
def test_what_the_reader_takes_is_valid(what: str, tmp_path: Path) -> None:
    pack, taken = changed(tmp_path, TAKEN[what])

    assert taken
    assert faults(pack) == []


@pytest.mark.parametrize("what", REFUSED)
def test_what_the_reader_refuses_for_its_form_is_not(what: str, tmp_path: Path) -> None:
    pack, taken = changed(tmp_path, REFUSED[what])

    assert not taken
    assert faults(pack) != []


def test_booleans_are_also_valid_as_editors_read_them() -> None:
    """For Moot's YAML 1.1, `yes` is true; for editors' YAML 1.2, it is a word."""
    pack = yaml.safe_load((PACKS / "blackout" / "pack.yaml").read_text("utf-8"))

    assert faults({**pack, "claims": "no"}) == []
    assert faults({**pack, "claims": "sometimes"}) != []


# --- the files


@pytest.mark.parametrize("file", FILES)
def test_each_schema_explains_every_key(file: str) -> None:
    schema = schema_of(file)

    assert schema["$id"] == f"urn:moot:{file}", "no host of anybody"
    for part in (schema, *schema["definitions"].values()):
        for key, about in part.get("properties", {}).items():
            assert about.get("description"), key


@pytest.mark.parametrize("file", FILES)
def test_the_schemas_beside_the_packs_are_up_to_date(file: str) -> None:
    kept = (content_folder() / FOLDER / f"{file}.json").read_text("utf-8")

    assert kept == written(file), "run: python -m bot content schema --to content/schema"


def test_every_file_of_a_shipped_pack_names_its_schema() -> None:
    for path, file in WRITTEN:
        if path.is_relative_to(content_folder()):
            first = path.read_text("utf-8").partition("\n")[0]
            named = first.removeprefix("# yaml-language-server: $schema=")
            assert (path.parent / named).resolve() == content_folder() / FOLDER / f"{file}.json", path


def test_the_command_prints_one_or_writes_all(tmp_path: Path) -> None:
    printed = CliRunner().invoke(cli, ["content", "schema", "lines"])
    saved = CliRunner().invoke(cli, ["content", "schema", "--to", str(tmp_path / "new" / "schema")])

    assert json.loads(printed.output)["$id"] == "urn:moot:lines"
    assert saved.output.split() == [str(tmp_path / "new" / "schema" / f"{file}.json") for file in FILES]
    assert all(json.loads(Path(path).read_text("utf-8")) for path in saved.output.split())
