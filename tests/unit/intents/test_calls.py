"""Which rooms hear that the call has changed, and which of their cards are made true."""

from dataclasses import replace

from bot.domain.game import Game
from bot.domain.game import commands as gc
from bot.domain.game import events as ge
from bot.intents.calls import CallCard, of_calls
from bot.intents.clock import PhaseCard
from bot.intents.intent import Card
from bot.intents.seats import WelcomeCard
from tests.builders import FACILITATOR, GameLog, a_council, a_phase, a_running_game

LINK = "https://meet.example.org/a"


def changed(log: GameLog, command: gc.SetCall) -> list[tuple[type[Card], str, bool]]:
    """What follows from it: which cards, where, and whether they stand already."""
    events = log.do(command, FACILITATOR)
    return _work(log.game, events[0])


def _work(game: Game, event: ge.GameEvent) -> list[tuple[type[Card], str, bool]]:
    one = a_council().council
    councils = (one, replace(one, number=2))
    found = [delivery.intent for delivery in of_calls(game, councils, event, 7)]
    return [(type(card), card.room, card.existing) for card in found if isinstance(card, Card)]


def test_a_call_for_all_is_told_everywhere_and_stands_on_each_card() -> None:
    log = a_running_game(a_phase("a", 10))

    found = changed(log, gc.SetCall(LINK))

    rooms = ("council:1", "council:2", "plenary")
    assert [one for one in found if one[0] is CallCard] == [(CallCard, room, False) for room in rooms]
    assert [one for one in found if one[0] is PhaseCard] == [(PhaseCard, room, True) for room in rooms]
    assert [one[1] for one in found if one[0] is WelcomeCard] == ["council:1", "council:2"]


def test_only_the_council_hears_of_its_own_and_one_with_its_own_not_of_that_for_all() -> None:
    log = a_running_game(a_phase("a", 10))

    assert {room for _, room, _ in changed(log, gc.SetCall(LINK, 1))} == {"council:1"}
    assert {room for _, room, _ in changed(log, gc.SetCall(LINK))} == {"council:2", "plenary"}
