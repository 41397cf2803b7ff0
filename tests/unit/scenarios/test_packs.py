"""Content packs: what is shipped, and where it is found."""

import re
import shutil
from datetime import timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from bot.domain.cues import CueKind, CueTempo
from bot.domain.edition import AS_WRITTEN
from bot.domain.phases import PhaseKind
from bot.domain.scenario import Scenario
from bot.scenarios.faults import BrokenPack
from bot.scenarios.load import load_pack
from bot.scenarios.packs import NoContent, Packs, UnknownScenario, available, content_folder
from bot.scenarios.passages import words
from bot.scenarios.reading import minutes
from bot.scenarios.reference import reference


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


def test_no_private_sentence_of_the_shipped_pack_is_public(rainbow_road: Scenario) -> None:
    hidden = {"teams": {"__all__": {"mission"}}, "roles": {"__all__": {"sheet"}}}
    public = f" {' '.join(words(rainbow_road.model_dump_json(exclude=hidden)))} "

    for _, text in rainbow_road.private_texts():
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


# --- many packs


def a_copy(folder: Path, key: str) -> Path:
    """A pack of an operator's own."""
    shutil.copytree(content_folder() / "rainbow-road", folder / key)
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
