"""The project's own promises: what the documents say is so, and the top level is in order."""

import os
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from PIL import Image, ImageSequence
from typer.models import CommandInfo

from bot.cli.main import cli
from bot.config import Settings
from bot.db import faults
from bot.platform.cures import ADVICE, Verdict
from bot.slack.commands import FOUND
from tests import licences
from tests.declared import minima

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCKS = {  # and how many packages each holds at least
    "requirements.lock": 5,
    "requirements-pdf.lock": 1,
    "requirements-dev.lock": 5,
    "requirements-audit.lock": 2,
    "deploy/build.lock": 5,
}
TESTS = ROOT / "tests"
MIRRORS = {"unit": "bot", "workspace": "bot/workspace", "rehearsal": "bot/rehearsal"}
OF_NO_MODULE = {  # files there that are named after no module, and why
    "unit/test_project.py": "the documents, the container and the top level",
    "unit/domain/council/test_council_machine.py": "one council as a whole, in any order",
    "unit/domain/game/test_game_machine.py": "the clock as a whole, in any order",
    "unit/domain/game/test_time_zones.py": "whole games, in many places",
    "unit/domain/test_whole_game_machine.py": "a game with its councils, in any order",
    "unit/scenarios/test_readme.py": "the examples of content/README.md",
    "unit/test_explore.py": "`make explore`",
    "unit/test_deploying.py": "the container, compose files, the unit and Kubernetes manifests",
    "unit/test_matches.py": "every match over a closed set",
    "unit/test_private_parts.py": "what libraries promise nothing about",
    "workspace/test_rooms.py": "the workspace's imports and words",
    "workspace/delivery/test_interactions_in_modals.py": "with test_interactions.py it would be too long",
    "workspace/delivery/test_interactions_in_attachments.py": "it would be too long there",
}
MADE_HERE = {"build", "dist", "var"}  # `make clean` removes them
LONGEST = 500  # lines
DOCUMENTS = sorted(
    path
    for pattern in (
        "*.md",
        "bot/**/*.md",
        "deploy/*.md",
        "tests/*.md",
        "content/*.md",
        "migrations/*.md",
    )
    for path in ROOT.glob(pattern)
)
SETTING = re.compile(r"^([A-Z_]+)=(.*)$", re.MULTILINE)


def text(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def code_spans(document: Path) -> Iterator[str]:
    """What stands in backquotes, and the lines of code blocks."""
    words = document.read_text("utf-8")
    for block in re.findall(r"^```[^\n]*\n(.*?)^```", words, re.MULTILINE | re.DOTALL):
        yield from block.splitlines()
    yield from re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", words, flags=re.MULTILINE | re.DOTALL))


@pytest.fixture
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting comes from outside."""
    for name in Settings.model_fields:
        for variable in [one for one in os.environ if one.lower() == name]:
            monkeypatch.delenv(variable)


# --- settings


def test_every_setting_is_in_the_example_and_nothing_else() -> None:
    documented = [name for name, _ in SETTING.findall(text(".env.example"))]

    assert sorted(documented) == sorted(name.upper() for name in Settings.model_fields)


@pytest.mark.usefixtures("plain_environment")
def test_the_example_holds_the_defaults() -> None:
    assert Settings(_env_file=ROOT / ".env.example") == Settings(_env_file=None)


def test_each_setting_in_the_example_is_explained() -> None:
    lines = text(".env.example").splitlines()

    for number, line in enumerate(lines):
        if SETTING.match(line):
            assert lines[number - 1].startswith("# "), f"no sentence above {line}"


# --- the top level


def test_every_folder_has_a_readme() -> None:
    folders = [path for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith(".")]

    assert [
        one.name for one in folders if one.name not in MADE_HERE and not (one / "README.md").is_file()
    ] == []


# --- dependencies


def pinned(lock: str) -> dict[str, str]:
    """The packages of a lock with their versions."""
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+) \\$", text(lock), re.MULTILINE))


def asked_for(names: list[str]) -> dict[str, Requirement]:
    return {canonicalize_name(one.name): one for one in map(Requirement, names)}


@pytest.mark.parametrize("lock", LOCKS)
def test_the_locks_name_no_place(lock: str) -> None:
    """Only pinned packages with their hashes: no index, no folder, no host."""
    assert "://" not in text(lock)
    assert [line for line in text(lock).splitlines() if line.startswith("-")] == []
    assert len(pinned(lock)) == len(re.findall(r"^[a-z]", text(lock), re.MULTILINE)) >= LOCKS[lock]


def test_each_lock_pins_what_is_declared_and_within_its_bounds() -> None:
    runs, develops = pinned("requirements.lock"), pinned("requirements-dev.lock")
    built = asked_for(PROJECT["build-system"]["requires"])
    pdf = asked_for(PROJECT["project"]["optional-dependencies"]["pdf"])

    for versions, declared in (
        (runs, asked_for(PROJECT["project"]["dependencies"])),
        (develops, asked_for(PROJECT["dependency-groups"]["dev"])),
        (pinned("requirements-pdf.lock"), pdf),
        (develops, pdf),
        (pinned("requirements-audit.lock"), asked_for(PROJECT["dependency-groups"]["audit"])),
        (pinned("deploy/build.lock"), built),
    ):
        for name, requirement in declared.items():
            assert requirement.specifier.contains(versions[name]), f"{requirement}: call `make lock`"


def test_what_runs_needs_nothing_of_what_develops() -> None:
    runs, develops = pinned("requirements.lock"), pinned("requirements-dev.lock")

    assert runs.keys() & asked_for(PROJECT["dependency-groups"]["dev"]).keys() == set()
    assert {name for name in runs.keys() & develops.keys() if runs[name] != develops[name]} == set()


def test_what_makes_pdf_is_tested_as_it_is_pinned_and_agrees_with_what_runs() -> None:
    runs, pdf, develops = map(pinned, ("requirements.lock", "requirements-pdf.lock", "requirements-dev.lock"))

    assert pdf.items() <= develops.items()
    assert {name for name in runs.keys() & pdf.keys() if runs[name] != pdf[name]} == set()
    for page in ("deploy/Containerfile", "deploy/systemd.md"):
        assert "--require-hashes -r requirements.lock -r requirements-pdf.lock" in text(page)
    assert "!requirements-pdf.lock" in text("deploy/Containerfile.dockerignore").splitlines()


def test_the_licences_of_all_that_is_shipped_are_listed_and_let_moot_be_passed_on() -> None:
    assert text("deploy/licences.md") == licences.page() + "\n", "call `make licences`"
    assert licences.forbidden("GPL-3.0-only") == {"GPL-3.0-only"}
    assert licences.forbidden("MIT AND AGPL-3.0-only") == {"AGPL-3.0-only"}
    assert licences.forbidden("GPL-2.0-only OR BSD-3-Clause") == set()


def test_the_version_stands_at_the_top_of_the_changelog_with_its_day() -> None:
    versions = re.findall(r"^## \[([\d.]+)\] - (\d{4}-\d\d-\d\d)$", text("CHANGELOG.md"), re.MULTILINE)

    assert versions[0][0] == PROJECT["project"]["version"]


def test_the_wheel_holds_what_is_not_python_too() -> None:
    """hatchling takes whatever stands in the package and is not ignored by git."""
    assert PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"] == ["bot"]
    pages = sorted((ROOT / "bot/reports/pages").glob("*.typ"))
    ignored = subprocess.run(["git", "check-ignore", *pages], cwd=ROOT, capture_output=True, check=False)

    assert pages
    assert ignored.stdout == b""


def test_each_dependency_declares_the_minimum_that_is_played() -> None:
    dependencies = PROJECT["project"]["dependencies"]

    assert [one.partition("==")[0] for one in minima(dependencies)] == [
        one.partition(">=")[0] for one in dependencies
    ]
    assert minima(["some[thing]>=1.2,<3", "other>=4"]) == ["some[thing]==1.2", "other==4"]
    with pytest.raises(SystemExit, match="write 'another' as name>=minimum"):
        minima(["another"])


def test_every_test_that_the_makefile_names_exists() -> None:
    named = re.findall(r"tests/\S+\.py", text("Makefile"))

    assert len(named) > 4
    assert [name for name in named if not (ROOT / name).is_file()] == []


def test_to_rehearse_and_to_run_installs_nothing_of_what_develops() -> None:
    rules = dict(re.findall(r"^([a-z]+|\$\(RUNS\)):(.*?)(?: ##.*)?$", text("Makefile"), re.MULTILINE))

    assert rules["rehearse"].split() == rules["run"].split() == ["$(RUNS)"]
    assert rules["$(RUNS)"].split() == ["requirements.lock"]
    assert rules["pdf"].split() == ["$(PDF)"]
    assert "requirements-dev" not in text("deploy/Containerfile") + text("deploy/systemd.md")


def test_no_file_of_the_bot_is_too_long() -> None:
    files = (ROOT / "bot").rglob("*.py")
    lengths = {str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines()) for path in files}

    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


# --- what the documents say


def test_every_make_target_that_is_named_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", text("Makefile"), re.MULTILINE))

    for document in DOCUMENTS:
        named = {match[1] for span in code_spans(document) if (match := re.match(r"make ([a-z]+)", span))}
        assert named - targets == set(), document


def test_the_guide_to_the_tests_names_every_target_and_the_readme_the_first_two() -> None:
    helped = set(re.findall(r"^([a-z]+):.*## ", text("Makefile"), re.MULTILINE)) - {"help"}

    for target in helped | {"clean"}:
        assert f"`make {target}`" in text("tests/README.md"), target
    first = "".join(text("README.md").splitlines(keepends=True)[:25])
    assert "\nmake rehearse " in first
    assert "\nmake test " in first


@pytest.mark.parametrize("reader", ["facilitators", "operators", "authors"])
def test_the_readme_has_a_screen_for_each_reader(reader: str) -> None:
    screen = text("README.md").partition(f"\n## For {reader}\n")[2].partition("\n## ")[0]

    assert 15 < len(screen.splitlines()) < 50
    assert re.search(r"\]\((content|deploy)/\w+\.md\)", screen)


def test_the_readme_begins_with_a_picture_that_moves_and_says_what_it_shows() -> None:
    [(words, path)] = re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", text("README.md").partition("\n## ")[0])

    with Image.open(ROOT / path) as picture:
        assert len(list(ImageSequence.Iterator(picture))) > 20
        assert picture.width == 900
    assert (ROOT / path).stat().st_size < 2_000_000
    assert len(words.split()) > 10


def word(command: CommandInfo) -> str:
    return command.name or str(getattr(command.callback, "__name__", ""))


def test_every_command_that_is_named_exists() -> None:
    known = {word(one) for one in cli.registered_commands}
    for group in cli.registered_groups:
        assert group.typer_instance is not None
        inside = group.typer_instance.registered_commands
        known |= {f"{group.name} {word(one)}" for one in inside}
        known |= {str(group.name)} if group.typer_instance.registered_callback else set()

    for document in DOCUMENTS:
        for span in code_spans(document):
            match = re.match(
                r"(?:\S*/)?moot ((?:(?:content|db|games|keys|outbox|workspaces) )?[a-z]+)\b", span
            )
            if match and not span.startswith("/moot "):
                assert match[1] in known, f"{document}: {span}"


def test_every_slash_command_that_is_named_exists() -> None:
    for document in DOCUMENTS:
        for span in code_spans(document):
            for word in re.findall(r"(?<!\S)/moot ([a-z]+)", span):
                assert word in FOUND, f"{document}: {span}"


def test_links_lead_somewhere() -> None:
    for document in DOCUMENTS:
        shown = re.sub(r"`[^`\n]*`", "", document.read_text("utf-8"))  # what is code is an example
        for target in re.findall(r"\]\(([^)#]+)\)", shown):
            if "://" not in target:
                assert (document.parent / target).exists(), f"{document}: {target}"


def test_every_path_in_the_guide_to_the_bot_exists() -> None:
    for guide in (ROOT / "bot").rglob("*.md"):
        for span in re.findall(r"`((?:[a-z_]+/)*[a-z_]+(?:/|\.py))`", guide.read_text("utf-8")):
            here = [room / span for room in (ROOT, ROOT / "tests") if (room / span).exists()]
            assert here or any((ROOT / "bot").rglob(span.rstrip("/"))), (guide, span)


def test_the_guide_to_the_bot_names_every_package() -> None:
    packages = [path.parent for path in (ROOT / "bot").rglob("__init__.py")]
    named = [str(path.relative_to(ROOT / "bot")) + "/" for path in packages if path != ROOT / "bot"]

    assert [name for name in named if f"`{name}`" not in text("bot/README.md")] == []


def test_the_guide_to_the_tests_names_every_folder() -> None:
    """The folders inside `unit/` are those of bot/, and named there."""
    named = {path.relative_to(TESTS).parts[0] + "/" for path in TESTS.rglob("*.py") if path.parent != TESTS}

    assert [name for name in sorted(named) if f"`{name}`" not in text("tests/README.md")] == []


def test_the_tests_of_a_module_stand_where_it_stands() -> None:
    """The tests of bot/a/b.py, or of the package bot/a/b/, are tests/unit/a/test_b.py."""
    mirrored = {
        str(path.relative_to(TESTS)): ROOT / room / path.relative_to(TESTS / folder).with_stem(path.stem[5:])
        for folder, room in MIRRORS.items()
        for path in (TESTS / folder).rglob("test_*.py")
    }

    assert len(mirrored) > 50
    assert {name for name, module in mirrored.items() if not _is_module(module)} == set(OF_NO_MODULE)


def _is_module(path: Path) -> bool:
    return path.is_file() or (path.with_suffix("") / "__init__.py").is_file()


def test_the_operators_guide_explains_every_error_that_somebody_can_help_with() -> None:
    helped = [error for error, advice in ADVICE.items() if advice.verdict in (Verdict.PARK, Verdict.DROP)]

    assert [error for error in helped if f"`{error}`" not in text("deploy/troubleshooting.md")] == []


def test_the_author_of_the_original_game_is_thanked() -> None:
    assert "Jenna Jordan" in text("README.md")
    assert "https://jennajordan.me/projects/dbt-mesh-council-simulation" in text("README.md")


# --- deploying


PROMISES_SECRECY = re.compile(
    r"nobody (?:else )?(?:sees|can see|knows|learns)[^.]*\b(?:vote|count|ballot|reaction)"
    r"|\b(?:votes?|counts?|reactions?) (?:is|are|stays?|remains?) (?:hidden|secret|private|anonymous)"
    r"|secret votes?|anonymous(?:ly)? vot",
    re.IGNORECASE,
)


def test_no_text_promises_that_nobody_sees_reactions() -> None:
    people_read = [ROOT / "README.md", *ROOT.glob("deploy/*.md"), *ROOT.glob("content/**/*.*")]
    people_read = [path for path in people_read if path.suffix != ".png"]
    people_read += [*ROOT.glob("bot/slack/**/*.py"), *ROOT.glob("bot/domain/errors/*.py")]
    promised = {
        str(path.relative_to(ROOT)): found
        for path in people_read
        if (found := PROMISES_SECRECY.findall(re.sub(r"[\s\"]+", " ", path.read_text("utf-8"))))
    }

    assert promised == {}
    for lie in (
        "Nobody sees the count before the end",
        "nobody sees your vote here",
        "The count stays hidden",
    ):
        assert PROMISES_SECRECY.search(lie), lie


def test_the_operators_guides_explain_every_trouble_of_the_database() -> None:
    guides = text("deploy/database.md")

    for sentence in {*faults.SQLITE.values(), *faults.POSTGRES.values()}:
        assert sentence.split(".")[0].split(" of the name")[0].split(" in DATABASE")[0] in guides, sentence


def test_what_ci_runs_is_a_program() -> None:
    script = ROOT / ".ci" / "run"

    assert os.access(script, os.X_OK)
    assert subprocess.run(["bash", "-n", str(script)], check=False).returncode == 0
    assert "make test" in script.read_text("utf-8")
    assert "make lint" in script.read_text("utf-8")
