"""What is told of a council in whose game nobody watched."""

from bot.domain.council import commands as cc
from bot.rehearsal.account import account
from tests.builders import a_book_of_everything, a_council, at, player, rainbow_road


def test_it_tells_what_was_adopted_amended_parked_and_left_and_who_won_nothing() -> None:
    told = list(account(rainbow_road(), a_book_of_everything().council))

    assert told[0].startswith("Adopted: Policy 0 (0 to 0); Policy 1 (0 to 0)")
    assert "Parked: Who pays?, until Monday." in told
    assert told[-1].startswith("No individual win: Convenor; Recorder; ")


def test_what_was_not_adopted_is_told_with_its_sides() -> None:
    log = a_council()
    number = log.propose("Readers may say no")
    log.do(cc.AmendProposal(number, log.council.proposals[number].wording, 1), player(1), at(6))

    told = list(account(rainbow_road(), log.council))

    assert told[0].startswith("Not adopted: Readers may say no")
    assert "0 to 0" in told[0]
