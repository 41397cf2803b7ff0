"""What facilitators read of Slack's refusals names places in one line, and promises only what is so."""

from bot.domain.ids import GameId
from bot.queries.overview import Stuck
from bot.slack.console.trouble import trouble

GAME = GameId("g1")


def test_a_hundred_councils_are_one_line() -> None:
    stuck = [_stuck(f"Council {number}") for number in range(1, 101)]

    said = trouble(GAME, stuck).text

    assert "Slack refuses 100 things" in said
    assert "a message to Council 1, Council 2, Council 3, Council 4, Council 5, Council 6 and 94 more" in said
    assert "Council 7" not in said


def test_what_waits_and_what_was_given_up_are_told_apart() -> None:
    waits, given_up = _stuck("Council 1"), _stuck("Council 2", waits=False)

    assert "sent by themselves" in trouble(GAME, [waits]).text
    assert "refused for good" not in trouble(GAME, [waits]).text
    assert "sent by themselves" not in trouble(GAME, [given_up]).text
    assert "refused for good" in trouble(GAME, [given_up]).text
    assert "sent by themselves" in trouble(GAME, [waits, given_up]).text


def _stuck(place: str, *, waits: bool = True) -> Stuck:
    return Stuck("a message to", place, "", "is_archived", waits)
