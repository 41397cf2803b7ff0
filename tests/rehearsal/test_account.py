"""What is told of a council in whose game nobody watched."""

from dataclasses import replace

from bot.domain.aims import Aims
from bot.domain.council import commands as cc
from bot.domain.ids import RoleNumber
from bot.rehearsal.account import account, why_no_vote
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


def test_why_no_final_vote_was_held_follows_from_what_became_of_the_proposals() -> None:
    nothing, proposed = a_council(), a_council()
    proposed.propose("Readers may say no")

    assert "Nobody proposed anything" in why_no_vote([nothing.council])
    assert "Nothing that was proposed was adopted" in why_no_vote([nothing.council, proposed.council])
    assert "It was not opened" in why_no_vote([a_book_of_everything().council])


def test_roles_that_could_not_win_are_not_told_to_have_won_nothing() -> None:
    council = replace(a_council().council, aims=Aims(True, (RoleNumber(1),), (RoleNumber(1),)))

    told = list(account(rainbow_road(), council))

    assert told[-1].startswith("No individual win: Recorder; ")
