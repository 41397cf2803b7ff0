"""Content packs: what is shipped, and where it is found."""

import re
import shutil
from datetime import timedelta
from fractions import Fraction
from pathlib import Path

import pytest
import yaml

from bot.config import Settings
from bot.domain.cues import CueKind, CueTempo
from bot.domain.edition import AS_WRITTEN, Edition
from bot.domain.phases import PhaseKind
from bot.domain.reading import minutes
from bot.domain.scenario import Scenario
from bot.scenarios.editions.offered import editions_of
from bot.scenarios.faults import BrokenPack
from bot.scenarios.load import load_pack
from bot.scenarios.packs import (
    ContentIsAPack,
    NoContent,
    NoSuchContent,
    NoSuchPack,
    Packs,
    SeveralPacks,
    UnknownScenario,
    UnreadableContent,
    UnreadablePack,
    available,
    content_folder,
    find_pack,
    known_packs,
    packs_of,
)
from bot.scenarios.passages import words
from bot.scenarios.reference import reference
from tests.unit.scenarios.test_faults import TEAMS

BOT = Path(__file__).resolve().parents[3] / "bot"


@pytest.fixture(scope="module")
def rainbow_road() -> Scenario:
    return load_pack(content_folder() / "rainbow-road")


# --- the pack that is shipped


def test_the_shipped_pack_has_the_five_teams_and_ten_roles_of_the_talk(rainbow_road: Scenario) -> None:
    teams = [team.key for team in rainbow_road.teams]
    numbers = [role.number for role in rainbow_road.roles]
    stewards = [team.key for team in rainbow_road.teams if team.stewards]

    assert teams == [
        "data-leadership",
        "data-platform",
        "finance-marketing",
        "people-ops",
        "rescue-operations",
    ]
    assert numbers == list(range(1, 11))
    assert stewards == ["data-leadership"]
    assert rainbow_road.minimum == 5
    assert all(sum(role.team == team for role in rainbow_road.roles) == 2 for team in teams)


def test_the_shipped_agenda_has_the_order_and_durations_of_the_talk(rainbow_road: Scenario) -> None:
    planned = [(phase.kind, phase.lasts // timedelta(minutes=1)) for phase in rainbow_road.agenda]

    assert planned == [
        (PhaseKind.SETUP, 5),
        (PhaseKind.SESSION, 10),
        (PhaseKind.EMERGENCY, 5),
        (PhaseKind.SESSION, 10),
        (PhaseKind.SIDEBAR, 5),
        (PhaseKind.SESSION, 10),
        (PhaseKind.PRESENTATIONS, 10),  # with the wrap-up, the quarter of an hour that the talk gives both
        (PhaseKind.WRAP_UP, 5),
    ]
    assert sum(minutes for _, minutes in planned) == 60


def test_each_timed_phase_warns_two_minutes_and_thirty_seconds_before_its_end(rainbow_road: Scenario) -> None:
    timed = [phase for phase in rainbow_road.agenda if phase.lasts >= timedelta(minutes=5)]

    assert len(timed) == 8
    for phase in timed:
        left = {cue.before_end for cue in phase.cues if cue.kind is CueKind.NOTICE}
        assert {timedelta(minutes=2), timedelta(seconds=30)} <= left, phase.key


def test_the_quotes_stand_right_before_the_sessions_that_they_open(rainbow_road: Scenario) -> None:
    quotes = [(phase.key, cue.by) for phase in rainbow_road.agenda for cue in phase.cues if cue.by]

    assert quotes == [
        ("setup", "Rohini Nilekani"),
        ("emergency", "Richard Lamm"),
        ("sidebar", "W. Edwards Deming"),
    ]


def test_the_first_session_adopts_the_charter_and_the_third_opens_the_vote(rainbow_road: Scenario) -> None:
    charters = [phase.key for phase in rainbow_road.agenda if phase.charter]
    ballots = [
        (phase.key, cue.played, cue.before_end, cue.share)
        for phase in rainbow_road.agenda
        for cue in phase.cues
        if cue.kind is CueKind.BALLOT
    ]

    assert charters == ["session-1"]
    assert ballots == [
        ("session-3", CueTempo.ASYNC, None, 0.25),
        ("session-3", CueTempo.LIVE, timedelta(minutes=4), None),
    ]


def test_the_second_session_covers_the_four_strategy_questions(rainbow_road: Scenario) -> None:
    covered = rainbow_road.phase("session-2").covers

    assert covered == tuple(question.key for question in rainbow_road.strategy)
    assert len(covered) == 4


def test_the_ballot_passes_with_more_than_half_and_the_charter_offers_majority_first(
    rainbow_road: Scenario,
) -> None:
    offered = [rule.kind.value for rule in rainbow_road.charter.rules]

    assert offered == ["majority", "two_thirds", "stewards", "consent", "teams"]
    assert (rainbow_road.ballot.more_than, rainbow_road.ballot.quorum) == (Fraction(1, 2), Fraction(1, 2))


def test_rehearsals_have_proposals_from_each_role_to_each_question(rainbow_road: Scenario) -> None:
    samples = rainbow_road.samples

    assert len(samples) >= 24
    assert {sample.role for sample in samples} == set(range(1, 11))
    assert {sample.question for sample in samples} == {question.key for question in rainbow_road.strategy}
    assert all(len(sample.text) <= 400 for sample in samples)


def test_the_author_of_the_original_is_credited_with_a_link(rainbow_road: Scenario) -> None:
    links = {credit.name: credit.link for credit in rainbow_road.credits}

    assert "jennajordan.me" in links["Jenna Jordan"]


@pytest.mark.parametrize("edition", [*editions_of(content_folder() / "rainbow-road")], ids=str)
def test_no_private_sentence_of_the_shipped_pack_is_public(edition: Edition) -> None:
    pack = load_pack(content_folder() / "rainbow-road", edition)
    hidden = {"teams": {"__all__": {"mission"}}, "roles": {"__all__": {"sheet"}}}
    in_words = pack.model_copy(update={"pictures": (), "guide": (), "mission_set": None})
    public = f" {' '.join(words(in_words.model_dump_json(exclude=hidden)))} "

    for _, text in pack.private_texts():
        for sentence in re.split(r"[.!?:]\s", text):
            said = words(sentence)
            assert len(said) < 5 or f" {' '.join(said)} " not in public, sentence


def test_a_sheet_reads_in_three_minutes_and_the_handbook_in_eight(rainbow_road: Scenario) -> None:
    for role in rainbow_road.roles:
        team = rainbow_road.team(role.team)
        own = (one.text for one in role.sheet.sections)
        texts = [*own, team.mission, *(aim.text for aim in team.priorities)]
        assert minutes(" ".join(texts)) <= 3, role.key

    assert minutes(" ".join(f"{heading} {text}" for heading, text in rainbow_road.handbook)) <= 8


def test_paragraphs_that_are_wrapped_in_a_file_are_whole_in_the_scenario(rainbow_road: Scenario) -> None:
    projects = dict(rainbow_road.handbook)["The four projects"]

    assert sum(line.startswith("- `") for line in projects.splitlines()) == 4
    assert "one row for each person or organisation, with a `contact_type`" in projects


def test_the_program_knows_no_pack_by_its_names() -> None:
    written = {
        str(file.relative_to(BOT)): file.read_text("utf-8").lower()
        for kind in ("py", "md", "js", "css", "html", "typ", "yaml", "json")
        for file in BOT.rglob(f"*.{kind}")
    }

    for folder in available(content_folder()).values():
        pack = yaml.safe_load((folder / "pack.yaml").read_text("utf-8"))
        names = [one["name"] for kind in ("teams", "roles") for one in pack[kind] if " " in one["name"]]
        for name in (pack["key"], pack["title"].partition(":")[0], *names):
            assert [file for file, words in written.items() if name.lower() in words] == [], name


# --- many packs


def a_copy(folder: Path, key: str) -> Path:
    """A pack of an operator's own."""
    left_out = shutil.ignore_patterns("*.de.*", *(f"{team}.yaml" for team in TEAMS))
    shutil.copytree(content_folder() / "rainbow-road", folder / key, ignore=left_out)
    pack = folder / key / "pack.yaml"
    pack.write_text(pack.read_text("utf-8").replace("key: rainbow-road", f"key: {key}", 1), "utf-8")
    return pack


def test_a_broken_pack_keeps_no_other_from_being_played(tmp_path: Path) -> None:
    a_copy(tmp_path, "good")
    a_copy(tmp_path, "bad").write_text("title: Bad", "utf-8")

    packs = Packs(tmp_path)

    assert packs.keys() == ("good",)
    assert packs.scenario("good", AS_WRITTEN).key == "good"
    with pytest.raises(BrokenPack, match=r"bad/pack\.yaml"):
        packs.scenario("bad", AS_WRITTEN)
    with pytest.raises(UnknownScenario):
        packs.scenario("neither", AS_WRITTEN)


def test_a_pack_that_is_read_again_can_be_played_once_it_is_mended(tmp_path: Path) -> None:
    pack = a_copy(tmp_path, "mine")
    written = pack.read_text("utf-8")
    pack.write_text("title: Mine", "utf-8")
    packs = Packs(tmp_path)

    packs.read_again("mine")
    assert packs.keys() == ()

    pack.write_text(written, "utf-8")
    packs.read_again("mine")
    assert packs.keys() == ("mine",)

    # and what breaks then is played on as it was read
    pack.write_text("title: Mine", "utf-8")
    packs.read_again("mine")
    assert packs.scenario("mine", AS_WRITTEN).key == "mine"


# --- where packs are


def a_folder(folder: Path, menu: int | None = None) -> Path:
    """A pack of which only its place in menus can be read."""
    folder.mkdir(parents=True)
    (folder / "pack.yaml").write_text(f"key: {folder.name}\n" + (f"menu: {menu}\n" if menu else ""), "utf-8")
    return folder


def an_operators(packs: Path) -> Settings:
    """The settings of somebody who keeps packs in this folder."""
    return Settings(moot_content=packs, _env_file=None)


def test_a_pack_is_found_by_its_folder_its_file_or_its_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given packs in a folder of the operator's own, and one elsewhere
    own, elsewhere = tmp_path / "my own packs", tmp_path / "elsewhere"
    harbour, dunes = a_folder(own / "harbour"), a_folder(elsewhere / "dunes")
    monkeypatch.chdir(elsewhere)
    monkeypatch.setenv("HOME", str(elsewhere))

    def found(named: str) -> Path:
        return find_pack(named, lambda: an_operators(own)).resolve()

    # then each way to name one leads there
    for named in ("harbour", "harbour/", str(harbour), f"{harbour}/", f"{harbour}/pack.yaml"):
        assert found(named) == harbour, named
    for named in ("dunes", "./dunes/", "../elsewhere/dunes", "~/dunes", "~/dunes/pack.yaml"):
        assert found(named) == dunes, named
    monkeypatch.chdir(dunes)
    assert found(".") == found("pack.yaml") == dunes


def test_without_a_name_it_is_the_first_in_menus(tmp_path: Path) -> None:
    a_folder(tmp_path / "anchorage")
    harbour = a_folder(tmp_path / "harbour", menu=1)

    assert find_pack("", lambda: an_operators(tmp_path)) == harbour
    assert find_pack("", lambda: Settings(_env_file=None)).name == "rainbow-road"
    assert list(known_packs(an_operators(tmp_path)))[:2] == ["harbour", "rainbow-road"]


def test_menus_list_packs_by_their_number_then_by_their_keys(tmp_path: Path) -> None:
    for key, menu in (("zoo", 2), ("alder", 0), ("birch", 5), ("maple", 0)):
        pack = a_copy(tmp_path, key)
        written = pack.read_text("utf-8")
        pack.write_text(written.replace("menu: 10\n", f"menu: {menu}\n" if menu else "", 1), "utf-8")

    assert Packs(tmp_path).keys() == ("zoo", "birch", "alder", "maple")
    assert list(available(tmp_path)) == ["zoo", "birch", "alder", "maple"]


def test_a_pack_of_ones_own_goes_before_one_of_the_same_key(tmp_path: Path) -> None:
    own = a_folder(tmp_path / "rainbow-road")

    assert find_pack("rainbow-road", lambda: an_operators(tmp_path)) == own
    assert known_packs(an_operators(tmp_path))["rainbow-road"] == own


def test_a_folder_of_packs_is_told_with_what_is_in_it(tmp_path: Path) -> None:
    for key in ("harbour", "dunes"):
        a_folder(tmp_path / key)

    with pytest.raises(SeveralPacks, match=rf"Name one: {tmp_path}/dunes, {tmp_path}/harbour\."):
        find_pack(str(tmp_path), lambda: Settings(_env_file=None))


@pytest.mark.parametrize("named", ["nowhere", "nowhere/", "~nobody-of-that-name/packs", "my pack", "tests"])
def test_a_name_of_nothing_is_told_with_what_was_looked_for(named: str) -> None:
    with pytest.raises(NoSuchPack, match=r"no file .*/pack\.yaml, .* one of: .*rainbow-road"):
        find_pack(named, lambda: Settings(_env_file=None))


def test_what_may_not_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> bool:
        raise PermissionError

    monkeypatch.setattr("os.access", lambda *_: False)
    with pytest.raises(UnreadableContent, match=str(tmp_path)):
        packs_of(an_operators(tmp_path))
    monkeypatch.setattr(Path, "is_file", refused)
    with pytest.raises(UnreadablePack, match=str(tmp_path / "mine")):
        find_pack(str(tmp_path / "mine"), lambda: Settings(_env_file=None))


def test_a_setting_that_names_no_folder_of_packs_is_told_wherever_packs_are_looked_for(
    tmp_path: Path,
) -> None:
    pack = a_folder(tmp_path / "harbour")

    for ask in (packs_of, lambda settings: find_pack("rainbow-road", lambda: settings)):
        with pytest.raises(NoSuchContent, match="nowhere"):
            ask(an_operators(tmp_path / "nowhere"))
        with pytest.raises(ContentIsAPack, match=rf"the folder around it: {tmp_path}\."):
            ask(an_operators(pack))


def test_what_editors_leave_behind_keeps_no_pack_from_being_read(tmp_path: Path) -> None:
    a_folder(tmp_path / ".trash")
    pack = a_copy(tmp_path, "mine").parent
    (pack / ".#pack.yaml").symlink_to(tmp_path / "nowhere")

    assert Packs(tmp_path).keys() == ("mine",)


def test_every_folder_with_a_pack_yaml_is_available(tmp_path: Path) -> None:
    for key in ("saltmarsh", "counter"):
        (tmp_path / key).mkdir()
        (tmp_path / key / "pack.yaml").touch()
    (tmp_path / "notes").mkdir()

    found = available(tmp_path)

    assert found == {"counter": tmp_path / "counter", "saltmarsh": tmp_path / "saltmarsh"}
    assert list(found) == ["counter", "saltmarsh"]


def test_packs_are_found_in_a_checkout_and_in_an_installed_wheel(tmp_path: Path) -> None:
    package = tmp_path / "bot"
    package.mkdir()

    with pytest.raises(NoContent):
        content_folder(package)
    (tmp_path / "content").mkdir()
    assert content_folder(package) == tmp_path / "content"
    (package / "_shipped" / "content").mkdir(parents=True)
    assert content_folder(package) == package / "_shipped" / "content"


def test_the_authors_reference_is_up_to_date() -> None:
    written = (content_folder() / "REFERENCE.md").read_text(encoding="utf-8")

    assert written == reference(), "run: python -m bot.scenarios.reference > content/REFERENCE.md"
