"""The print kit's files: every page keeps to its paper, and what folds inside stays inside."""

import sys
from dataclasses import replace

import pytest
from PIL import ImageOps

from bot.domain.print_kit import Print, PrintWish
from bot.domain.roles import Holds, RoleSheet, SheetSection
from bot.domain.scenario import Scenario
from bot.reports.kit.files import LeftOut, left_out, printed
from bot.reports.kit.tables import MOST_PLACES, Held, Kit
from bot.reports.pdf import State
from tests.builders import NOON, harbour, rainbow_road
from tests.unit.reports.kit.kits import (
    ARABIC,
    DEVANAGARI,
    DOUBLE,
    HEBREW,
    WIDEST,
    a_blank_kit,
    a_kit,
    a_table,
    is_white,
    pictures,
)

SEATS = len(harbour().roles)
NAMES = (WIDEST, DOUBLE, ARABIC, HEBREW, DEVANAGARI, "Ada", "")
PAGES = {  # for one table: how many, and how much of its edges stays white, but for marks and cuts
    Print.SHEETS: (1 + SEATS, 0.06),
    Print.TENTS: (SEATS, 0.05),
    Print.BADGES: (1, 0.05),
    Print.PAD: (1, 0.05),
    Print.BALLOTS: (-(-SEATS // 4), 0.04),
    Print.CLAIMS: (-(-SEATS // 2), 0.05),
    Print.SCHEDULE: (1, 0.05),
}
CUT = 0.01  # of a page's width, where ballots are cut
SECRET = "Nobody may ever read this aloud. "


def with_sheets(words: str, times: int = 1) -> Scenario:
    """The pack, with these words, so many times, as each role's secret."""
    section = SheetSection(heading="Your secret mission", holds=Holds.MISSION, text=words)
    sheet = RoleSheet(sections=(section,) * times)
    roles = (one.model_copy(update={"sheet": sheet}) for one in harbour().roles)
    return harbour().model_copy(update={"roles": tuple(roles)})


@pytest.mark.parametrize("paper", ["a4", "us-letter"])
@pytest.mark.parametrize("kind", PAGES)
def test_the_longest_names_in_any_script_stay_on_their_page(kind: Print, paper: str) -> None:
    kit = replace(a_kit(names=NAMES), title=WIDEST)

    pages = pictures(kit, kind, paper)

    count, edge = PAGES[kind]
    assert len(pages) == count
    for page in pages:
        for top, bottom in ((0.02, 0.3), (0.37, 0.48), (0.52, 0.63), (0.7, 0.98)):  # between the marks
            assert is_white(page, CUT, top, edge, bottom)
            assert is_white(page, 1 - edge, top, 1 - CUT, bottom)


def test_what_shows_of_a_folded_sheet_is_the_same_whatever_its_secret() -> None:
    first, second = (pictures(a_kit(with_sheets(words)), Print.SHEETS) for words in ("Peace.", SECRET * 40))

    assert len(first) == len(second) == 1 + SEATS
    assert first[0].tobytes() == second[0].tobytes()  # the page above them all
    for one, other in zip(first[1:], second[1:], strict=True):
        wide, high = one.size
        outside, inside = (0, 0, wide, high // 3), (0, high // 3, wide, high)
        assert one.crop(outside).tobytes() == other.crop(outside).tobytes()
        assert one.crop(inside).tobytes() != other.crop(inside).tobytes()


def test_a_sheet_too_long_for_its_page_goes_on_inside_another_with_the_same_name_outside() -> None:
    pages = pictures(a_kit(with_sheets(SECRET * 80, 3)), Print.SHEETS)

    assert len(pages) == 1 + 2 * SEATS
    for first, then in zip(pages[1::2], pages[2::2], strict=True):
        wide, high = first.size
        name = (0, 0, wide, round(high * 0.28))
        assert first.crop(name).tobytes() == then.crop(name).tobytes()
        assert is_white(first, 0, 0.97, 1, 1)


def test_tents_show_the_same_on_both_sides() -> None:
    for page in pictures(a_kit(names=("Ada", ARABIC)), Print.TENTS):
        wide, high = page.size
        half = (round(wide * 0.05), 0, round(wide * 0.95), round(high * 0.48))
        back, front = (ImageOps.invert(side.crop(half)).getbbox() for side in (page, page.rotate(180)))
        assert back
        assert front
        assert all(abs(one - other) < 3 for one, other in zip(back, front, strict=True))


def test_a_blank_kit_has_no_way_into_slack_and_lines_for_names() -> None:
    kit = a_blank_kit()

    wishes = PrintWish((Print.SHEETS, Print.TENTS, Print.BADGES, Print.BALLOTS, Print.CLAIMS, Print.PAD))
    made = [*printed(kit, wishes, NOON)]

    assert left_out(kit, wishes) == {}
    assert [one.kind for one in made] == [*wishes.prints]
    assert {one.pdf for one in made} == {State.WHOLE}
    assert b"QR code" not in b"".join(one.file.content for one in made)


def test_sheets_ballots_and_claims_are_for_people_on_paper_unless_all_sheets_are_asked_for() -> None:
    pack = harbour()
    paper, slack, vacant = (
        a_table(pack, number, held=held)
        for number, held in enumerate((Held.ON_PAPER, Held.IN_SLACK, Held.VACANT), 1)
    )
    kit = a_kit(pack, paper, slack, vacant)

    def tables(kind: Print, *, all_sheets: bool = False) -> list[str]:
        return [one.name for one in kit.places(kind, PrintWish(all_sheets=all_sheets))]

    for kind in (Print.SHEETS, Print.BALLOTS, Print.CLAIMS):
        assert tables(kind) == ["Council 1"]
    for kind in (Print.TENTS, Print.BADGES, Print.PAD):
        assert tables(kind) == ["Council 1", "Council 2", "Council 3"]
    assert tables(Print.SHEETS, all_sheets=True) == ["Council 1", "Council 2", "Council 3"]
    assert tables(Print.CLAIMS, all_sheets=True) == ["Council 1"]


def without(kit: Kit, **parts: object) -> Kit:
    """The kit of a pack with other parts."""
    return replace(kit, scenario=kit.scenario.model_copy(update=parts))


def test_what_a_game_does_not_have_is_left_out_and_named() -> None:
    kit = a_kit(harbour())
    no_vote = harbour().ballot.model_copy(update={"held": False})
    nobody = a_kit(harbour(), a_table(harbour(), held=Held.IN_SLACK))

    assert left_out(without(kit, ballot=no_vote), PrintWish((Print.BALLOTS,))) == {
        Print.BALLOTS: LeftOut.NOT_IN_PACK
    }
    assert left_out(without(kit, claims=False), PrintWish((Print.CLAIMS,))) == {
        Print.CLAIMS: LeftOut.NOT_IN_PACK
    }
    assert left_out(without(kit, guide=()), PrintWish((Print.RUNBOOK,))) == {
        Print.RUNBOOK: LeftOut.NOT_IN_PACK
    }
    assert left_out(nobody, PrintWish((Print.SHEETS, Print.TENTS))) == {Print.SHEETS: LeftOut.NOBODY_ON_PAPER}
    assert left_out(replace(a_blank_kit(), waits=True), PrintWish((Print.SHEETS, Print.BALLOTS))) == {
        Print.SHEETS: LeftOut.NOT_DEALT
    }
    assert left_out(replace(kit, schedule=replace(kit.schedule, slots=())), PrintWish()) | {} == {
        Print.RUNBOOK: LeftOut.NOT_IN_PACK,
        Print.SCHEDULE: LeftOut.OVER,
    }


def test_many_councils_come_in_several_files_of_whole_councils() -> None:
    pack = harbour()
    tables = [a_table(pack, number) for number in range(1, 2 * MOST_PLACES // SEATS)]

    made = [*printed(a_kit(pack, *tables), PrintWish((Print.PAD,)), NOON, "20261122-1200")]

    assert [one.file.name for one in made] == [
        "g1-policy-pad-1-20261122-1200.pdf",
        "g1-policy-pad-2-20261122-1200.pdf",
    ]
    assert made[1].file.title == "Policy pad, part 2: Tuesday's game"


def test_the_shipped_pack_prints_its_graph_and_its_runbook() -> None:
    made = {
        one.kind: one
        for one in printed(a_kit(rainbow_road()), PrintWish((Print.HANDBOOK, Print.RUNBOOK)), NOON)
    }

    assert {kind: one.pdf for kind, one in made.items()} == {
        Print.HANDBOOK: State.WHOLE,
        Print.RUNBOOK: State.WHOLE,
    }
    assert b"/Subtype/Image" in made[Print.HANDBOOK].file.content


def test_a_picture_that_cannot_be_read_is_described_in_words() -> None:
    broken = (("graph.png", b"\x89PNG\r\n\x1a\n and then nothing"),)
    kit = a_kit(rainbow_road().model_copy(update={"pictures": broken}))

    [made] = printed(kit, PrintWish((Print.HANDBOOK,)), NOON)

    assert made.pdf is State.WHOLE
    assert b"/Subtype/Image" not in made.file.content


def test_letters_that_no_font_has_are_printed_as_boxes_and_reported() -> None:
    [made] = printed(a_kit(names=("\U000f0000",)), PrintWish((Print.BADGES,)), NOON)

    assert made.pdf is State.BOXES
    assert made.file.content.startswith(b"%PDF-")


def test_without_typst_there_is_nothing_and_nothing_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)  # as where it is not installed

    assert [*printed(a_kit(), PrintWish(), NOON)] == []
