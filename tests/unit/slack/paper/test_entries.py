"""What can be entered for people on paper now, and what each choice does."""

import pytest

from bot.domain.ballot import Choice
from bot.domain.council import Council
from bot.domain.council import commands as cc
from bot.domain.floor import AskFloor, LeaveFloor
from bot.domain.ids import MOOT, ProposalNumber, RoleNumber
from bot.domain.paper import paper_id
from bot.services.games import layout_of
from bot.slack.paper.entries import Entry, offered
from tests.builders import CouncilLog, a_book_of_everything, a_council, a_voting_council, player, rainbow_road

ADA, LAYOUT = RoleNumber(3), layout_of(rainbow_road())


def with_ada(log: CouncilLog) -> Council:
    log.do(cc.VacateSeat(player(3)), MOOT)
    log.do(cc.FillSeat(paper_id("Ada"), False), MOOT)
    return log.council


def in_a_session() -> Council:
    log = a_council(layout=LAYOUT)
    log.propose("Owners merge", by=5)
    return with_ada(log)


def kinds(council: Council) -> set[str]:
    return {Entry.read(value).kind.value for value in offered(rainbow_road(), council)}


def test_what_is_offered_follows_the_game() -> None:
    assert kinds(with_ada(a_council(layout=LAYOUT, until=None))) == set()
    assert kinds(in_a_session()) == {"propose", "side", "floor"}
    assert kinds(with_ada(a_voting_council(layout=LAYOUT))) == {"vote", "floor"}
    assert kinds(a_book_of_everything().council) == {"claim", "floor"}


@pytest.mark.parametrize(
    ("words", "done"),
    [
        ("Support proposal 1: Owners merge", cc.TakeSide(ProposalNumber(1), True)),
        ("Oppose proposal 1: Owners merge", cc.TakeSide(ProposalNumber(1), False)),
        ("No side on proposal 1: Owners merge", cc.TakeSide(ProposalNumber(1), None)),
        ("Ask for the floor", AskFloor()),
        ("Has spoken, or no longer wants to", LeaveFloor()),
    ],
)
def test_a_choice_does_what_it_says_for_the_seat(words: str, done: cc.PaperWork) -> None:
    council = in_a_session()
    [value] = [value for value, said in offered(rainbow_road(), council).items() if said == words]

    assert Entry.read(value).work(council.seats[ADA]) == cc.EnterForPaper(ADA, done)


def test_votes_are_still_entered_by_proxy() -> None:
    council = with_ada(a_voting_council(layout=LAYOUT))

    [value] = [value for value, said in offered(rainbow_road(), council).items() if said == "Final vote: no"]

    assert Entry.read(value).work(council.seats[ADA]) == cc.CastProxyVote(paper_id("Ada"), Choice.NO)
