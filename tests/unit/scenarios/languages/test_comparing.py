"""What an author is told about a translation that does not say the same as the pack, and where."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from bot.config import Settings
from bot.domain.edition import AS_WRITTEN, Edition
from bot.scenarios.draft import read_draft
from bot.scenarios.editions.offered import editions_of, missing, named, offered
from bot.scenarios.faults import BrokenPack
from bot.scenarios.languages.comparing import compare
from bot.scenarios.load import checked, load_pack
from bot.scenarios.packs import find_pack
from tests.builders import PACKS

GERMAN = Edition(language="de")
WORDS, ROSES = "pack.de.yaml", "roles/02-rose-grower.de.md"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A copy of the tiny pack in two languages that a test may break."""
    return Path(shutil.copytree(PACKS / "village-well", tmp_path / "packs" / "village-well"))


def change(pack: Path, file: str, old: str, new: str) -> None:
    path = pack / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {file}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def line_of(pack: Path, file: str, part: str) -> int:
    """The first line of a file in which `part` stands."""
    lines = (pack / file).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if part in line)


def faults_of(pack: Path) -> str:
    with pytest.raises(BrokenPack) as caught:
        load_pack(pack, GERMAN)
    return str(caught.value)


def test_a_pack_in_german_has_german_words_and_everything_else_as_it_is() -> None:
    english, german = (load_pack(PACKS / "village-well", edition) for edition in (AS_WRITTEN, GERMAN))

    assert (english.title, german.title) == ("The Well", "Der Brunnen")
    assert (english.language, german.language) == ("en", "de")
    assert [cue.text for cue in german.phase("dry").cues][-1] == "Noch {left}, dann gießen wir."
    assert german.role(1).sheet.mission.startswith("Du hast Erfolg")
    assert german.handbook[0][0] == "Der Brunnen"
    assert [one.key for one in german.agenda] == [one.key for one in english.agenda]
    assert [cue.before_end for cue in german.phase("dry").cues] == [
        cue.before_end for cue in english.phase("dry").cues
    ]
    assert german.credits[0].name == "Ada Gardener", "a name may be left out"
    assert [sample.role for sample in german.samples] == [1, 2]


def test_a_given_charter_means_the_same_rule_by_its_translated_name() -> None:
    german = load_pack(PACKS / "village-well", GERMAN)

    assert german.charter.given is not None
    assert german.charter.given.rule == "Fast alle"


def test_a_format_and_a_set_of_missions_are_played_in_a_language_too() -> None:
    edition = Edition("short", "second", "de")

    german = load_pack(PACKS / "village-well", edition)

    assert german.phase("toast").title == "Zum Wohl"
    assert german.phase("dry").lasts == timedelta(minutes=6)
    assert german.team("growers").mission.startswith("Dein Team hat Erfolg")
    assert "Tomaten" in german.role(1).sheet.mission


def test_what_is_not_translated_is_not_offered_in_that_language(pack: Path) -> None:
    (pack / "formats" / "short.de.yaml").unlink()

    assert ["these formats are not offered" in one for one in notices_of(pack)] == [True]
    assert [*offered(pack).formats] == ["short"]
    assert [*offered(pack, "de").formats] == []
    assert missing(pack, Edition("short", language="de")) == ("format", "short")
    assert Edition("short", language="de") not in editions_of(pack)
    assert offered(pack, "de").missions["second"].name == "Ein zweiter Sommer"


Case = tuple[str, tuple[str, str], str, str]  # file, what is replaced by what, where it is told, and what
WRONG: dict[str, Case] = {
    "a text left out": (
        WORDS,
        ("    card: Sagt, was euch in Erinnerung bleibt.\n", ""),
        "  - key: farewell",
        "`card` is missing here; translate it from pack.yaml, line",
    ),
    "a phase left out": (
        WORDS,
        (
            "  - key: farewell\n    title: Endlich Regen\n    card: Sagt, was euch in Erinnerung bleibt.\n",
            "",
        ),
        "agenda:",
        "the entry `farewell` of `agenda` is missing here; translate it from pack.yaml, line",
    ),
    "a key of its own": (
        WORDS,
        ("    title: Endlich Regen\n", "    title: Endlich Regen\n    card_async: Bis bald.\n"),
        "card_async",
        "pack.yaml has no `card_async` here (line",
    ),
    "another duration": (
        WORDS,
        ("    title: Ein trockener Morgen\n", "    title: Ein trockener Morgen\n    lasts: 12m\n"),
        "lasts: 12m",
        "`lasts` is `12m` here and `10m` in pack.yaml, line",
    ),
    "another cue's time": (
        WORDS,
        ('      - text: "Noch {left}', '      - before_end: 2m\n        text: "Noch {left}'),
        "before_end: 2m",
        "`before_end` is `2m` here and `1m` in pack.yaml, line",
    ),
    "another number": (
        WORDS,
        ("  - {key: warden, name", "  - {key: warden, number: 3, name"),
        "number: 3",
        "`number` is `3` here and `1` in pack.yaml, line",
    ),
    "a role of nobody": (
        WORDS,
        ("  - {key: warden,", "  - {key: wardn,"),
        "wardn",
        "`roles` in pack.yaml has no `wardn` (did you mean `warden`?)",
    ),
    "another order": (
        WORDS,
        (
            "  - {key: warden, name: Brunnenwart, public: Hat den Schlüssel zum Brunnen.}\n"
            "  - {key: rose-grower, name: Rosenzüchter, public: Gewinnt Preise mit Rosen.}\n",
            "  - {key: rose-grower, name: Rosenzüchter, public: Gewinnt Preise mit Rosen.}\n"
            "  - {key: warden, name: Brunnenwart, public: Hat den Schlüssel zum Brunnen.}\n",
        ),
        "rose-grower",
        "`rose-grower` is where pack.yaml has `warden`; keep its order",
    ),
    "a rule too few": (
        WORDS,
        ("  - Sprich für deinen Garten.\n", ""),
        "rules:",
        "`rules` has 1 entry here and 2 in pack.yaml, line 7; translate each",
    ),
    "a lost placeholder": (
        WORDS,
        ("Noch {left}, dann", "Bald, dann"),
        "Bald, dann",
        "`text` lacks {left}, which is in pack.yaml, line",
    ),
    "a translated placeholder": (
        WORDS,
        ("{how_to_vote}", "{abstimmung}"),
        "{abstimmung}",
        "`text` has {abstimmung}",
    ),
    "another sample's role": (
        WORDS,
        ("  - title: Gemüse zuerst", "  - role: 2\n    title: Gemüse zuerst"),
        "role: 2",
        "`role` is `2` here and `1` in pack.yaml",
    ),
    "another picture": (
        WORDS,
        ("picture: {alt:", 'picture: {url: "https://example.org/pumpe.png", alt:'),
        "pumpe.png",
        "`url` is `https://example.org/pumpe.png` here and",
    ),
    "no headings of sheets": (
        WORDS,
        (
            "sheet:\n  - heading: Wer du bist\n  - heading: Dein geheimer Auftrag\n  - heading: Erster Zug\n"
            "  - heading: Mit wem du redest\n  - heading: Wenn es schiefgeht\n",
            "",
        ),
        "# Nur",
        "`sheet` is missing here; translate the sheets' headings in it: Who you are,",
    ),
    "a sheet without a heading": (
        ROSES,
        ("## Erster Zug\n\nZeig allen eine welke Rose.\n", ""),
        "## Wer du bist",
        "the heading `## Erster Zug` is missing",
    ),
    "an English heading": (
        ROSES,
        ("## Erster Zug", "## First move"),
        "## First move",
        "a sheet has no heading `First move`",
    ),
    "a secret in public": (
        "handbook.de.md",
        ("Mit mehr", "Du bist Kim, und deine Rosen haben drei Pokale gewonnen. Mit mehr"),
        "## Der Brunnen",
        "this gives away the sheet of role 2",
    ),
    "a chapter more": (
        "handbook.de.md",
        ("## Der Brunnen", "## Vorab\n\nViel Spaß.\n\n## Der Brunnen"),
        "## Vorab",
        "there are 2 headings here and 1 in handbook.md; translate each",
    ),
    "an unknown issue": (
        "lines/all.de.yaml",
        ("issue: morning", "issue: morgen"),
        "issue: morgen",
        "there is no issue `morgen` in lines/",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_differs_is_told_where_it_stands_in_the_translation(pack: Path, case: str) -> None:
    file, (old, new), near, told = WRONG[case]

    change(pack, file, old, new)

    line = line_of(pack, file, near)
    assert f"{file}:{line}: {told}" in faults_of(pack)


@pytest.mark.parametrize("file", ["handbook.de.md", ROSES])
def test_a_handbook_or_sheet_that_is_not_translated_is_a_fault(pack: Path, file: str) -> None:
    (pack / file).unlink()

    assert faults_of(pack).count(f"{file}") == 1


def test_a_translation_of_nothing_is_a_fault(pack: Path) -> None:
    (pack / ROSES).rename(pack / "roles" / "03-tulip-grower.de.md")

    with pytest.raises(BrokenPack, match=r"there is no 03-tulip-grower\.md of which this is a translation"):
        load_pack(pack)


@pytest.mark.parametrize("file", ["handbook.fr.md", "roles/01-warden.fr.md"])
def test_a_text_in_a_language_without_its_pack_file_is_a_fault(pack: Path, file: str) -> None:
    (pack / file).write_text("## Le puits\n\nDeux heures par jour.\n", encoding="utf-8")

    with pytest.raises(
        BrokenPack, match=r"the pack does not come in this file's language; write pack\.fr\.yaml"
    ):
        load_pack(pack)


def notices_of(pack: Path) -> list[str]:
    own, said = read_draft(pack), read_draft(pack, GERMAN)
    compare(own, said)
    assert said.faults == []
    return [str(one) for one in said.advice]


def test_texts_that_say_the_same_in_both_languages_are_noticed_but_no_faults(pack: Path) -> None:
    change(
        pack,
        WORDS,
        "Die Pumpe hustet und steht eine Stunde lang still.",
        "The pump coughs and stops for an hour.",
    )
    change(pack, WORDS, "name: Blumenfreunde", "name: Florists")
    change(pack, ROSES, "Zeig allen eine welke Rose.", "Show everybody a wilted rose.")

    pump = line_of(pack, WORDS, "coughs"), line_of(pack, "pack.yaml", "coughs")
    assert notices_of(pack) == [
        f"packs/village-well/{WORDS}:{pump[0]}: `text` says the same as pack.yaml, line {pump[1]}; "
        "is it translated?",
        f"packs/village-well/{ROSES}:9: the text below `Erster Zug` says the same as in 02-rose-grower.md, "
        "line 9; is it translated?",
    ]


def test_without_lines_of_its_own_a_language_is_playable_and_told_so(pack: Path) -> None:
    (pack / "lines" / "all.de.yaml").unlink()

    assert ["stand-ins have no lines in this language" in one for one in notices_of(pack)] == [True]
    assert load_pack(pack, GERMAN).samples[0].issue is None


def test_somebody_may_name_the_packs_own_language(pack: Path) -> None:
    english, german = Edition("short", language="en"), Edition("short", language="de")

    assert named(pack, english) == Edition("short")
    assert named(pack, german) == german


def test_the_facilitators_guide_is_compared_and_what_is_missing_of_it_is_shown_as_it_is(pack: Path) -> None:
    guide = pack / "facilitator"
    guide.mkdir()
    (guide / "1-run.md").write_text(
        "# How to run it\n\n## Before\n\nFill the cans.\n\n## After\n\nRest.\n", "utf-8"
    )
    (guide / "2-key.md").write_text("# What is sensible\n\n## Hours\n\nMornings.\n", "utf-8")
    assert any("facilitators read these parts" in one for one in notices_of(pack))

    (guide / "1-run.de.md").write_text("# Ablauf\n\n## Vorher\n\nKannen füllen.\n", "utf-8")

    assert "facilitator/1-run.de.md:1: there is 1 heading here and 2 in 1-run.md" in faults_of(pack)
    assert [one.title for one in load_pack(pack).guide] == ["How to run it", "What is sensible"]


def test_what_is_wrong_with_the_order_of_phases_is_told_of_the_pack_and_not_of_each_language(
    pack: Path,
) -> None:
    told = [str(one) for edition in (AS_WRITTEN, GERMAN) for one in checked(pack, edition)[1].advice]

    assert [one.split(":")[0] for one in told if "nothing comes between" in one] == [
        "packs/village-well/pack.yaml"
    ]


def test_a_guide_in_one_language_is_not_compared_with_itself(pack: Path) -> None:
    (pack / "facilitator").mkdir()
    (pack / "facilitator" / "1-run.md").write_text(
        "# How to run it\n\n## Before\n\nFill the cans.\n", "utf-8"
    )

    _, draft = checked(pack, GERMAN, called="somewhere/else")

    assert not [one for one in draft.advice if "is it translated" in one.message]


def test_a_pack_is_found_by_the_file_of_one_of_its_languages(pack: Path) -> None:
    assert find_pack(str(pack / WORDS), lambda: Settings(_env_file=None)) == pack
