"""What an author is told about the questions of a pack."""

from pathlib import Path

import pytest

from bot.scenarios.load import load_pack
from bot.scenarios.packs import content_folder
from tests.unit.scenarios.test_faults import assert_told, change, faults_of, line_of
from tests.unit.scenarios.test_faults import pack as pack

GOOD = """\
asks:
  - key: poll
    title: What first?
    text: Which of these comes first?
    kind: one_of
    options: [Boats, Nets]
    phase: session-1
    opens: 1m
  - key: budget
    title: The budget
    text: Where does the money go?
    kind: points
    options: policies
    orders_book: true
    points: 10
    most: 5
    to: [stewards, data-platform]
  - key: catch
    title: The catch
    text: How much do you catch?
    by: teams
    kind: numbers
    numbers:
      - {key: cod, label: Cod, unit: t, max: 50, decimals: 1}
      - {key: eel, label: Eel, min: 5, max: 9}
    at_most: 40
    limit: 100
    signed: true
    across: true
  - key: whisper
    title: What nobody says
    text: What does nobody say?
    kind: text
    show: facilitator
  - key: before
    title: Before
    text: Do you trust the others?
    kind: one_of
    options: [Yes I do, No I do not]
    when: sign_up
  - key: after
    title: After
    text: Do you trust the others?
    kind: one_of
    options: [Yes I do, No I do not]
    when: after_result
    pairs_with: before
strategy:
"""

WRONG = {  # what is written instead of what, the line that is told, and words of the message
    "a phase that is not there": (
        "phase: session-1",
        "phase: session-9",
        "session-9",
        "no phase `session-9`",
    ),
    "an unknown kind": ("kind: text", "kind: essay", "kind: essay", "`kind` must be one of"),
    "one option": ("[Boats, Nets]", "[Boats]", "[Boats]", "two or more `options`"),
    "no options": ("    options: [Boats, Nets]\n", "", "- key: poll", "two or more `options`"),
    "an option twice": ("[Boats, Nets]", "[Nets, Nets]", "[Nets, Nets]", "is here twice"),
    "a key of another kind": ("    opens: 1m", "    points: 3", "points: 3", "`points` is for points"),
    "an order of no book": (
        "    opens: 1m",
        "    orders_book: true",
        "    orders_book: true",
        "order the book",
    ),
    "points without points": ("    points: 10\n", "", "- key: budget", "points needs `points`"),
    "more on one than there is": ("most: 5", "most: 11", "most: 11", "there are only 10 points"),
    "numbers without numbers": (
        "    numbers:\n      - {key: cod, label: Cod, unit: t, max: 50, decimals: 1}\n"
        "      - {key: eel, label: Eel, min: 5, max: 9}\n",
        "",
        "- key: catch",
        "numbers needs `numbers`",
    ),
    "a number twice": ("key: eel", "key: cod", "SECOND", "the number `cod` is here twice"),
    "bounds that cross": ("min: 5, max: 9", "min: 9, max: 5", "min: 9", "no number fits between"),
    "a limit below the least": ("limit: 100", "limit: 4", "limit: 4", "add up to 5 or more"),
    "a sum above the most": ("at_most: 40", "sum: 60", "sum: 60", "add up to 59 at most"),
    "a bound with more decimals": ("max: 50", "max: 49.75", "max: 49.75", "more decimals than `decimals`"),
    "too many decimals": ("decimals: 1", "decimals: 3", "decimals: 3", "must be 2 or less"),
    "a bound that is no number": ("max: 50", "max: fifty", "max: fifty", "'fifty' is not a number"),
    "a bound that is no decimal": ("max: 50", "max: 1/3", "max: 1/3", "more than 2 decimals"),
    "a sum that cannot be reached": ("at_most: 40", "sum: 40.25", "sum: 40.25", "fewer decimals"),
    "a sum and a most": ("at_most: 40", "at_most: 40\n    sum: 40", "at_most: 40", "keep one"),
    "a limit that is none": ("limit: 100", "limit_binds: false", "limit_binds", "no `limit` that could bind"),
    "an offset without a phase": ("    phase: session-1\n", "", "opens: 1m", "counts within a phase"),
    "no time to answer": ("opens: 1m", "opens: 59m", "opens: 59m", "no time is left to answer"),
    "nobody who is asked": ("[stewards, data", "[elders, data", "elders", "nobody here is called `elders`"),
    "somebody without a seat": ("[stewards, data", "[observers, data", "observers", "no seat to answer from"),
    "texts shown unseen": ("    show: facilitator\n", "", "- key: whisper", "`show: facilitator`"),
    "a key twice": ("key: budget", "key: poll", "SECOND", "`poll` is taken"),
    "a survey in a phase": (
        "    phase: session-1\n",
        "    phase: session-1\n    when: sign_up\n",
        "when:",
        "keep",
    ),
    "a pair that is not there": (
        "pairs_with: before",
        "pairs_with: befor",
        "pairs_with",
        "no question `befor`",
    ),
    "a pair of a phase": (
        "pairs_with: before",
        "pairs_with: poll",
        "pairs_with",
        "pairs with one `when: sign_up`",
    ),
    "a survey of some": (
        "    when: sign_up",
        "    to: [stewards]\n    when: sign_up",
        "to: [stewards]",
        "asks everybody",
    ),
}


@pytest.fixture
def asking(pack: Path) -> Path:
    """The shipped pack with a question of each kind."""
    change(pack, "pack.yaml", "strategy:\n", GOOD)
    return pack


def test_a_question_of_each_kind_is_taken(asking: Path) -> None:
    told = load_pack(asking)

    assert [ask.key for ask in told.asks] == ["poll", "budget", "catch", "whisper", "before", "after"]
    assert told.ask("budget").offers_policies
    assert load_pack(content_folder() / "rainbow-road").asks == ()


@pytest.mark.parametrize("case", WRONG)
def test_each_fault_of_a_question_is_told_with_its_line(asking: Path, case: str) -> None:
    old, new, mark, message = WRONG[case]
    text = (asking / "pack.yaml").read_text("utf-8")
    begins = text.index("asks:\n")
    assert old in text[begins:], old
    (asking / "pack.yaml").write_text(text[:begins] + text[begins:].replace(old, new, 1), "utf-8")

    lines = (asking / "pack.yaml").read_text("utf-8").splitlines()
    if mark == "SECOND":
        line = [number for number, words in enumerate(lines, 1) if new in words][1]
    else:
        line = next(
            number for number, words in enumerate(lines, 1) if mark in words and number > _asks(lines)
        )
    assert_told(faults_of(asking), "pack.yaml", line, message)


def _asks(lines: list[str]) -> int:
    return lines.index("asks:") + 1


def test_a_pair_with_other_options_is_told(asking: Path) -> None:
    change(asking, "pack.yaml", "options: [Yes I do, No I do not]", "options: [Yes I do, Never]")

    place = line_of(asking, "pack.yaml", "pairs_with: before")
    assert_told(faults_of(asking), "pack.yaml", place, "asks for something else")


def test_a_survey_that_would_name_people_is_told(asking: Path) -> None:
    change(asking, "pack.yaml", "    when: sign_up", "    signed: true\n    when: sign_up")

    place = line_of(asking, "pack.yaml", "    when: sign_up") - 1
    assert_told(faults_of(asking), "pack.yaml", place, "has no names; drop `signed`")
