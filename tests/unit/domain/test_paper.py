"""Names on paper: people who play without Slack."""

import pytest

from bot.domain.ids import UserId
from bot.domain.paper import LONGEST_NAME, BadPaperName, is_paper, paper_id, paper_name, same_name

ADA, BEN, CLEO, DAN, EVE = (UserId(name) for name in ("UADA", "UBEN", "UCLEO", "UDAN", "UEVE"))
DIRECTOR, ZOE = UserId("UDIRECTOR"), paper_id("Zoë")


@pytest.mark.parametrize("name", ["Z", "  Zoë   Ann ", "x" * LONGEST_NAME, "Zoë & <b>Co</b>"])
def test_a_name_on_paper_is_kept_as_it_was_written_but_for_stray_blanks(name: str) -> None:
    player = paper_id(name)
    assert is_paper(player)
    assert paper_name(player) == " ".join(name.split())


@pytest.mark.parametrize("name", ["", "  ", "x" * (LONGEST_NAME + 1), "<@U1|ada>", "<!channel>", "--"])
def test_a_name_that_is_none_or_a_mention_is_refused(name: str) -> None:
    with pytest.raises(BadPaperName):
        paper_id(name)


def test_names_are_found_whatever_their_capitals_and_blanks() -> None:
    assert same_name(" zOË ", [ADA, ZOE]) == ZOE
    assert same_name("UADA", [ADA]) is None
    assert same_name("Zo", [ZOE]) is None
