"""Who has spoken: for facilitators, and one's own part."""

from bot.domain.council import commands as cc
from bot.domain.ids import MOOT, RoleNumber
from bot.domain.paper import paper_id
from bot.services.games import layout_of
from bot.slack.console import spoken
from tests.builders import a_council, a_proposal, a_running_game, at, player, rainbow_road


def test_a_facilitator_sees_who_has_not_been_heard_and_nothing_that_was_said() -> None:
    log = a_council(layout=layout_of(rainbow_road()))
    log.do(cc.VacateSeat(player(9)), MOOT)
    log.do(cc.FillSeat(paper_id("Ada"), False), MOOT)
    log.do(cc.EnterForPaper(RoleNumber(9), a_proposal("Owners merge")), player(1), at(6))

    said = spoken.who_has_spoken(a_running_game().game, [log.council]).text

    assert "1 of 10 seats heard. Not yet: " in said
    assert f"<@{player(3)}>" in said
    assert "Ada" not in said
    assert "Owners merge" not in said
    assert "I read nobody's messages" in said


def test_everybody_else_sees_their_own_part_in_words() -> None:
    log = a_council(layout=layout_of(rainbow_road()))
    log.propose(by=3)
    log.propose("Another", by=3)

    mine = spoken.own(rainbow_road(), log.council, log.council.seats[RoleNumber(3)]).text
    nobodys = spoken.own(rainbow_road(), log.council, log.council.seats[RoleNumber(4)]).text

    assert ": 2 proposals." in mine
    assert "nothing that I have counted yet" in nobodys
