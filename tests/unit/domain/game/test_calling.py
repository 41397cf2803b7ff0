"""Who may say where people talk."""

from dataclasses import replace

import pytest

from bot.domain.errors import Refusal
from bot.domain.errors.authority import NoCouncilsYet
from bot.domain.errors.calls import NoCallToRemove, NotACallLink, NotYourCall, OneCouncilsLink
from bot.domain.errors.clock import GameOver
from bot.domain.errors.injects import NoSuchCouncil
from bot.domain.game import commands as gc
from bot.domain.game import events as ge
from tests.builders import FACILITATOR, NOON, a_dealt_game, a_game, a_phase, creation, player

LINK = "https://meet.example.org/a"


def test_a_facilitator_sets_the_call_for_everybody_or_for_a_council_and_removes_it() -> None:
    log = a_dealt_game()

    assert log.do(gc.SetCall(LINK), FACILITATOR) == [ge.CallChanged(LINK)]
    assert log.do(gc.SetCall(f"{LINK}/1", 1), FACILITATOR) == [ge.CallChanged(f"{LINK}/1", 1)]
    assert log.do(gc.SetCall(LINK), FACILITATOR) == [], "twice is once"
    assert (log.game.calls.plenary, log.game.calls.of(1)) == (LINK, f"{LINK}/1")
    log.do(gc.SetCall("", 1), FACILITATOR)
    assert log.game.calls.of(1) == LINK


def test_stewards_set_their_own_councils_call_and_no_others() -> None:
    log = a_dealt_game()
    chair = player(1)

    log.do(gc.SetCall(LINK, 1, stewards=(chair,)), chair)

    assert log.game.calls.of(1) == LINK
    for command in (gc.SetCall(LINK, stewards=(chair,)), gc.SetCall("", 1)):
        with pytest.raises(NotYourCall):
            log.do(command, chair)


@pytest.mark.parametrize(
    ("command", "refusal"),
    [
        (gc.SetCall("http://meet.example.org"), NotACallLink),
        (gc.SetCall("https://meet.example.org/{council}", 1), OneCouncilsLink),
        (gc.SetCall(LINK, 2), NoSuchCouncil),
        (gc.SetCall(LINK, 0), NoSuchCouncil),
        (gc.SetCall(""), NoCallToRemove),
        (gc.SetCall("", 1), NoCallToRemove),
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(
    command: gc.SetCall, refusal: type[Refusal]
) -> None:
    log = a_dealt_game()

    with pytest.raises(refusal):
        log.do(command, FACILITATOR)


def test_a_council_has_a_call_of_its_own_only_once_there_are_councils() -> None:
    log = a_game()

    with pytest.raises(NoCouncilsYet):
        log.do(gc.SetCall(LINK, 1), FACILITATOR)
    assert log.do(gc.SetCall(LINK), FACILITATOR) == [ge.CallChanged(LINK)]


def test_a_game_begins_with_the_call_that_it_was_created_with_and_keeps_it_at_the_end() -> None:
    log = a_dealt_game(replace(creation((a_phase("a", 10),)), call=LINK))
    log.do(gc.EndGame(), FACILITATOR, NOON)

    assert log.game.calls.for_all == LINK
    with pytest.raises(GameOver):
        log.do(gc.SetCall(""), FACILITATOR)
