"""Seats on one sheet, and phases that repeat: what a pack says once and a game has several times."""

import shutil
from pathlib import Path

import pytest

from bot.domain.cues import CueKind
from bot.domain.scenario import Scenario
from bot.scenarios.faults import BrokenPack
from bot.scenarios.load import load_pack

PACK = Path(__file__).parents[2] / "packs" / "harbour-town"


@pytest.fixture(scope="module")
def harbour_town() -> Scenario:
    return load_pack(PACK)


def faults_after(tmp_path: Path, old: str, new: str, part: str) -> tuple[int, list[tuple[int, str]]]:
    """The line of `part` once `old` is `new`, and the faults of pack.yaml."""
    pack = Path(shutil.copytree(PACK, tmp_path / "harbour-town"))
    text = (pack / "pack.yaml").read_text("utf-8")
    assert old in text
    text = text.replace(old, new, 1)
    (pack / "pack.yaml").write_text(text, "utf-8")
    with pytest.raises(BrokenPack) as caught:
        load_pack(pack)
    line = next(place for place, one in enumerate(text.splitlines(), start=1) if part in one)
    return line, [(one.line, one.message) for one in caught.value.faults if one.file.endswith("pack.yaml")]


def test_one_sheet_serves_twenty_seats_with_numbers_and_names_of_their_own(harbour_town: Scenario) -> None:
    citizens = [harbour_town.role(number) for number in range(3, 23)]

    assert [one.name for one in citizens] == [f"Citizen {place}" for place in range(1, 21)]
    assert {one.key for one in citizens} == {"citizen"}
    assert len({one.sheet for one in citizens}) == 1
    assert harbour_town.seats_of(("citizen",)) == set(range(3, 23)) == harbour_town.sharing(7)
    assert harbour_town.role(24).name == "Reporter 2 of the Post"
    assert len(harbour_town.roles) == 24


def test_a_shared_sheet_is_the_secret_of_all_its_seats(harbour_town: Scenario) -> None:
    trawlers = [readers for readers, text in harbour_town.private_texts() if "trawlers" in text]

    assert trawlers == [frozenset(range(3, 23))]


def test_a_block_is_played_in_rounds_and_its_texts_say_which(harbour_town: Scenario) -> None:
    keys = [phase.key for phase in harbour_town.agenda]
    second = harbour_town.phase("season-2"), harbour_town.phase("storm-2")

    assert keys == [
        "arrival",
        *("season-1", "storm-1", "season-2", "storm-2", "season-3", "storm-3"),
        *("vote", "farewell"),
    ]
    assert [phase.title for phase in second] == ["Season 2", "Storm (2 of 3)"]
    assert second[0].card == "Season 2 of 3. Propose a rule for the bay."
    assert second[1].inject.startswith("Storm 2 of 3")
    assert second[0].cues[0].text == "{left} left in season 2."


def test_the_key_of_a_phase_that_repeats_means_each_round(harbour_town: Scenario) -> None:
    assert [phase.key for phase in harbour_town.rounds("storm")] == ["storm-1", "storm-2", "storm-3"]
    assert [phase.key for phase in harbour_town.rounds("storm-2")] == ["storm-2"]
    assert [phase.key for phase in harbour_town.rounds("vote")] == ["vote"]
    with pytest.raises(KeyError):
        harbour_town.rounds("calm")


def test_a_charter_is_adopted_in_the_first_round_and_a_vote_held_in_the_last(tmp_path: Path) -> None:
    pack = Path(shutil.copytree(PACK, tmp_path / "harbour-town"))
    text = (pack / "pack.yaml").read_text("utf-8")
    given = text[text.index("  given:") : text.index("  enactment: The clerk")]
    text = text.replace("  - key: vote\n", "  - key: vote\n    repeat: 2\n    charter: true\n")
    (pack / "pack.yaml").write_text(text.replace(given, ""), "utf-8")

    first, last = load_pack(pack).rounds("vote")

    assert (first.charter, last.charter) == (True, False)
    assert [[cue.kind for cue in phase.cues] for phase in (first, last)] == [[], [CueKind.BALLOT]]


LAST = "the last of two"
WRONG = {
    "a number within another's seats": (
        "number: 23",
        "number: 22",
        "number: 22",
        "role number `22` is taken",
    ),
    "too many seats": ("seats: 20", "seats: 101", "seats: 101", "must be 100 or less"),
    "seats beyond the last number": (
        "- number: 23\n",
        "- number: 999\n",
        "number: 999",
        "the number 1000, and 999 is the highest; begin with 998 or less",
    ),
    "a role key taken": ("key: clerk", "key: mayor", LAST, "role key `mayor` is taken"),
    "a seat's number where there is one seat": (
        "name: Mayor",
        "name: Mayor {seat}",
        "Mayor {seat}",
        "for a role with several `seats`",
    ),
    "a shared name that is no text": ("name: Citizen\n", "name: 7\n", "name: 7", "`name` must be text"),
    "no seats": ("seats: 20", "seats: 0", "seats: 0", "`seats` must be 1 or more"),
    "a block without repeat": (
        "- repeat: 3\n    agenda",
        "- agenda",
        "- agenda",
        "say how often it is played",
    ),
    "a block with more": (
        "- repeat: 3\n",
        "- repeat: 3\n    title: Years\n",
        "title: Years",
        "has no `title`",
    ),
    "a block within a block": (
        "      - <<: *season\n",
        "      - <<: *season\n        repeat: 2\n",
        "repeat: 2",
        "inside something that repeats already",
    ),
    "an empty block": (
        "  - key: vote\n",
        "  - repeat: 2\n    agenda: []\n  - key: vote\n",
        "[]",
        "no phases",
    ),
    "too many rounds": ("repeat: 3", "repeat: 300", "repeat: 300", "`repeat` must be 20 or less"),
    "a count that is none": ("repeat: 3", "repeat: often", "repeat: often", "must be a whole number"),
    "a farewell that repeats": (
        "  - key: farewell\n",
        "  - key: farewell\n    repeat: 2\n",
        "kind: wrap_up",
        "one `wrap_up` phase at most, so it cannot repeat",
    ),
    "a round where nothing repeats": (
        "card: Finish the book.",
        "card: Finish round {round}.",
        "Finish round",
        "are for phases that repeat",
    ),
    "a key that a round has": ("key: vote\n", "key: season-2\n", "key: season-2", "`season-2` is taken"),
    "a key that repeats already": ("key: vote\n", "key: season\n", LAST, "phase key `season` is taken"),
    "a charter that is given and written": (
        "  - key: vote\n",
        "  - key: vote\n    charter: true\n",
        "charter: true",
        "by `charter.given`; drop one of the two",
    ),
    "a given rule without a name": (
        "rule: majority",
        "rule: consent",
        "rule: consent",
        "decides by `consent`; add that to `rules`",
    ),
    "a charter fixed and not given": (
        "  given:\n",
        "  fixed: true\n  known:\n",
        "fixed: true",
        "only a charter that is `given` can be fixed",
    ),
    "given seconds that cannot be met": ("seconds: 1", "seconds: 4", "seconds: 4", "offer 3 at most"),
    "a given waiting time beyond the vote": (
        "seconds: 1",
        "waiting: 1h",
        "waiting: 1h",
        "0:26:00 after the first session begins, the final vote freezes the book",
    ),
    "a fault in what is merged": ("  lasts: 4m", "  lasts: soon", "lasts: soon", "write it like 30s"),
    "a fault in a round": ("title: Storm", "title: ''", "title: ''", "`title` is empty"),
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_is_told_once_where_its_author_wrote_it(
    tmp_path: Path, wrong: tuple[str, str, str, str]
) -> None:
    old, new, part, message = wrong

    line, faults = faults_after(tmp_path, old, new, new.strip() if part is LAST else part)

    (told,) = [place for place, said in faults if message in said]
    assert told > line if part is LAST else told == line


def test_a_collision_says_which_number_to_use_next(tmp_path: Path) -> None:
    _, faults = faults_after(tmp_path, "number: 23", "number: 5", "number: 5")

    assert any("the next free number is 23" in message for _, message in faults)
