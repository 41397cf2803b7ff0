"""The Handbook by chapters, and how a word is found in it."""

import json

from bot.domain.scenario import Scenario
from bot.slack.blocks.message import escaped
from bot.slack.help.handbook import chapter, chapters_with, contents, nearest, opened, searched
from bot.slack.help.pictures import Pictures
from tests.builders import rainbow_road
from tests.cards import PROSE, judge, mrkdwn

PACK = rainbow_road()


def a_pack(*chapters: tuple[str, str]) -> Scenario:
    return PACK.model_copy(update={"handbook": chapters})


def test_every_chapter_is_listed_and_one_tap_away() -> None:
    shown = json.dumps(contents(PACK, "g1").to_dict())

    for number, (heading, _) in enumerate(PACK.handbook, 1):
        assert f"{number}. {heading}" in shown
        assert f'"g1:{number}"' in shown


def test_a_chapter_leads_to_its_neighbours_and_back_to_all() -> None:
    first, second = (json.dumps(chapter(PACK, "g1", number).to_dict()) for number in (1, 2))

    assert "Previous chapter" not in first
    assert all(label in second for label in ("All chapters", "Previous chapter", "Next chapter"))


def test_the_very_word_comes_before_words_that_begin_so_and_headings_before_text() -> None:
    pack = a_pack(
        ("One", "A subcontract."), ("Two", "Contracts hold."), ("A contract", "x"), ("Four", "The contract.")
    )

    assert chapters_with(pack, "Contract") == [3, 4, 2, 1]


def test_all_words_have_to_be_there() -> None:
    pack = a_pack(("One", "red"), ("Two", "red and blue"))

    assert chapters_with(pack, "blue red") == [2]
    assert "Two" in json.dumps(searched(pack, "g1", "red blue").to_dict())


def test_where_no_chapter_has_the_word_the_nearest_heading_is_offered() -> None:
    pack = a_pack(("How to win", "x"), ("Contracts and checks", "y"))

    shown = json.dumps(searched(pack, "g1", "contrakt").to_dict(), ensure_ascii=False)

    assert nearest(pack, "contrakt") == 2
    assert "No chapter has “contrakt”" in shown
    assert "Contracts and checks" in shown


def test_a_handbook_of_one_chapter_opens_at_once_and_none_is_no_fault() -> None:
    one = opened(a_pack(("", "All there is.")), "g1")

    assert "All there is." in json.dumps(one.to_dict())
    assert "no Handbook" in json.dumps(opened(a_pack(), "g1").to_dict())


def test_the_handbook_is_whole_also_where_a_chapter_is_long() -> None:
    long = tuple((f"Chapter {number}", f"{PROSE * 60}end-{number}") for number in range(3))
    pack = a_pack(*PACK.handbook, *long)

    windows = [chapter(pack, "g1", number) for number in range(1, len(pack.handbook) + 1)]

    shown = "".join("".join(mrkdwn(window.to_dict()["blocks"])) for window in windows)
    lines = [line for _, text in PACK.handbook for line in text.splitlines()]
    said = [
        line.removeprefix("![").removesuffix("](graph.png)") for line in lines
    ]  # a picture is told in words
    assert all(escaped(one) in shown for one in said)
    assert all(f"end-{number}" in shown for number in range(3))
    for window in windows:
        judge("handbook", window)


def test_a_very_long_chapter_and_very_many_fit_into_a_window() -> None:
    long = a_pack(*((f"Chapter {number}", "Many words. " * 4000) for number in range(200)))

    judge("chapter", chapter(long, "g1", 7))
    judge("contents", contents(long, "g1"))


def test_a_picture_stands_between_the_words_as_a_file_of_slacks_or_in_words() -> None:
    text = "Above.\n\n![Four <projects>](graph.png)\n\n![A map](https://example.org/map.png)\n\nBelow."
    pack = a_pack(("One", text), ("Two", "x"))

    shown = chapter(pack, "g1", 1, Pictures({"graph.png": "F01234567"}))
    told = chapter(pack, "g1", 1)

    judge("shown", shown)
    judge("told", told)
    blocks = [block.to_dict() for block in shown.blocks]
    assert [one["type"] for one in blocks[1:5]] == ["section", "image", "image", "section"]
    assert blocks[2] == {"type": "image", "alt_text": "Four <projects>", "slack_file": {"id": "F01234567"}}
    assert blocks[3]["image_url"] == "https://example.org/map.png"
    words = json.dumps(told.to_dict())
    assert "A picture, in words:* Four &lt;projects&gt;" in words
    assert "<https://example.org/map.png|A map: picture>" in words
    assert '"image"' not in words
