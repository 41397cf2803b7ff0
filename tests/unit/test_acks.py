"""What Slack delivers again is known, and nothing else is taken for it."""

from typing import Any

from slack_bolt.response import BoltResponse

from bot.slack.acks import Once, identity

REACTION = {"event_id": "Ev1", "team_id": "T1", "event": {"type": "reaction_added", "event_ts": "1.1"}}


def test_an_event_is_known_in_another_envelope_by_its_id_and_content() -> None:
    later = REACTION | {"event": {"type": "reaction_added", "event_ts": "2.1"}}
    elsewhere = REACTION | {"team_id": "T2"}

    assert identity(REACTION, "envelope-1") == identity({**REACTION, "retry_num": 1}, "envelope-2")
    assert len({identity(one, "same") for one in (REACTION, later, elsewhere)}) == 3


def test_what_a_person_does_twice_is_done_twice_whatever_its_trigger_is() -> None:
    typed: dict[str, Any] = {"command": "/moot", "text": "status", "trigger_id": "1.2.3"}

    assert identity(typed, "envelope-1") != identity(typed, "envelope-2")
    assert identity(typed, "envelope-1") == identity(typed, "envelope-1")


async def test_a_repeated_delivery_is_answered_alike_and_one_that_failed_is_done_anew() -> None:
    once, statuses, done = Once(), iter((503, 200)), list[str]()

    async def work() -> BoltResponse:
        done.append("work")
        return BoltResponse(status=next(statuses))

    answers = [await once.answer("e", work) for _ in range(4)]

    assert [one.status for one in answers] == [503, 200, 200, 200]
    assert done == ["work", "work"]
