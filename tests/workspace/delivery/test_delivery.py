"""What happens when nobody acknowledges an event."""

from typing import Any

from tests.workspace.stage import Stage, a_stage, record, until


async def test_an_event_nobody_acknowledges_is_sent_four_times_then_lost() -> None:
    async with a_stage(ack_seconds=0.05, retry_seconds=(0.0, 0.01, 0.01)) as stage:
        await stage.connect()
        ts = await stage.post()

        await stage.people.react(stage.ada.id, stage.lounge.id, ts, "wave")

        await until(lambda: stage.workspace.delivery.lost_events)
        tries = [
            (e.said["retry_attempt"], e.said["retry_reason"], e.said["payload"]["event_id"])
            for e in stage.workspace.traffic.exchanges
            if e.name == "events_api" and e.said["payload"]["event"]["type"] == "reaction_added"
        ]
        assert [attempt for attempt, *_ in tries] == [0, 1, 2, 3]
        assert [reason for _, reason, _ in tries] == ["", "timeout", "timeout", "timeout"]
        assert len({event_id for *_, event_id in tries}) == 1


async def test_events_wait_for_an_app_that_is_away(stage: Stage) -> None:
    seen = record(stage, "reaction_added")
    ts = await stage.post()

    await stage.people.react(stage.ada.id, stage.lounge.id, ts, "wave")
    await stage.connect()

    await until(lambda: seen)
    attempts: list[Any] = [
        e.said["retry_attempt"]
        for e in stage.workspace.traffic.exchanges
        if e.name == "events_api" and e.said["payload"]["event"]["type"] == "reaction_added"
    ]
    assert attempts == [2]
