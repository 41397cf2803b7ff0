"""What is sent to the webhook, and that it never delays work for Slack."""

from bot.db.outbox import ELSEWHERE
from bot.domain.game import events as ge
from bot.intents.intent import Urgency
from bot.intents.news import EventNews, ResultNews, VoteNews, of_game
from tests.builders import NOON, a_dealt_game, at


def test_bells_turns_and_the_end_are_told_and_nothing_else() -> None:
    game = a_dealt_game().game
    events: dict[str, ge.GameEvent] = {
        "started": ge.GameStarted(),
        "bell": ge.PhaseStarted(0, NOON, at(5)),
        "turn": ge.TurnBegan(0, 0, 1, NOON, at(1)),
        "ended": ge.GameEnded(NOON),
        "closed": ge.GameClosed(NOON),
        "paused": ge.GamePaused(NOON),
        "cue": ge.CueRung(0, 0, NOON),
        "said": ge.Announced("Words"),
    }

    told = {kind: [type(one.intent) for one in of_game(game, event, 7)] for kind, event in events.items()}

    assert told.pop("ended") == [EventNews, ResultNews]
    assert told.pop("closed") == [ResultNews]
    assert [told.pop(kind) for kind in ("started", "bell", "turn")] == [[EventNews]] * 3
    assert not any(told.values())


def test_each_message_has_a_lane_and_an_id_of_its_own_and_comes_after_all_other_work() -> None:
    game = a_dealt_game().game
    work = [one for version in (1, 2) for one in of_game(game, ge.GameEnded(NOON), version)]

    assert len({one.lane for one in work}) == len(work) == 4
    assert {one.urgency for one in work} == {Urgency.LEISURE}
    assert {one.coalesce for one in work} == {None}


def test_the_outbox_knows_all_work_that_does_not_go_to_slack() -> None:
    assert set(ELSEWHERE) == {one.kind.name for one in (EventNews, ResultNews, VoteNews)}
