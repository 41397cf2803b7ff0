"""Stand-ins play an app that they know only by the words on its cards."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.domain.lines import SampleProposal
from bot.rehearsal.stand_ins.script import Script
from bot.rehearsal.stand_ins.stand_in import StandIn
from bot.rehearsal.stand_ins.temperaments import CLUMSY, STEADY, Temperament
from bot.workspace.delivery.changes import Change
from bot.workspace.state.records import Json
from tests.workspace.stage import Stage, a_button, actions, plain, until

SCRIPT = Script((SampleProposal(role=1, title="Owners are named", text="Each table has an owner."),))
FAST = 10_000.0


@pytest.fixture
async def clicks(stage: Stage) -> list[str]:
    """What was clicked by anybody; the app acknowledges everything."""
    seen: list[str] = []

    async def clicked(ack: AsyncAck, action: Json) -> None:
        await ack()
        seen.append(action["action_id"])

    async def heard(ack: AsyncAck, command: Json) -> None:
        await ack()
        seen.append(f"{command['command']} {command['text']}")

    stage.app.action({"type": "block_actions", "action_id": re.compile(r"^go\d*$")})(clicked)
    stage.app.command("/parrot")(heard)
    await stage.connect()
    return seen


@asynccontextmanager
async def playing(stage: Stage, temperament: Temperament = STEADY, **more: Any) -> AsyncIterator[StandIn]:
    """Ada is played by a stand-in, very fast."""
    temperament = replace(temperament, dozes=0.0, takes_sides=1.0, votes=1.0)
    who = StandIn(stage.people, stage.ada.id, SCRIPT, FAST, Random(7), temperament=temperament, **more)
    task = asyncio.create_task(who.play())
    await until(lambda: stage.ada.id in stage.workspace.changes.watched())
    yield who
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def card(title: str, *buttons: str) -> list[Json]:
    """A card with a title and buttons."""
    elements = [a_button(f"go{n}" if n else "go", text=plain(label)) for n, label in enumerate(buttons)]
    head: Json = {"type": "header", "text": plain(title)}
    return [head, actions(*elements)] if buttons else [head]


def reactions(stage: Stage, ts: str) -> Callable[[], set[str]]:
    """What Ada has reacted with."""
    message = stage.lounge.messages[ts]
    return lambda: {name for name, users in message.reactions.items() if stage.ada.id in users}


async def test_a_stand_in_votes_with_a_button_where_the_ballot_has_some(
    stage: Stage, clicks: list[str]
) -> None:
    async with playing(stage):
        ballot = await stage.post(blocks=card("The final vote", "Yes", "No", "Abstain"))
        await until(lambda: clicks)

    assert reactions(stage, ballot)() == set()


async def test_a_stand_in_joins_takes_sides_and_votes(stage: Stage, clicks: list[str]) -> None:
    async with playing(stage):
        await stage.post(blocks=card("A game", "Join"))
        await until(lambda: clicks == ["go"])

        proposal = await stage.post(blocks=card("Proposal 1: Owners", "Withdraw"))
        ballot = await stage.post(blocks=card("The final vote"))
        other = await stage.post(blocks=card("Something else", "Explode"))

        await until(reactions(stage, proposal))
        await until(reactions(stage, ballot))
    assert reactions(stage, proposal)() <= {"thumbsup", "thumbsdown"}
    assert reactions(stage, ballot)() <= {"white_check_mark", "x", "shrug"}
    assert reactions(stage, other)() == set()
    assert clicks == ["go"]


async def test_nobody_acts_for_a_seat_that_is_switched_off(stage: Stage, clicks: list[str]) -> None:
    asked: list[str] = []

    def absent(user: str) -> bool:
        asked.append(user)
        return len(asked) == 1

    async with playing(stage, absent=absent):
        await stage.post(blocks=card("A game", "Join"))
        await until(lambda: asked)
        ballot = await stage.post(blocks=card("The final vote"))
        await until(reactions(stage, ballot))

    assert clicks == []


async def test_who_comes_late_does_not_join_at_first(stage: Stage, clicks: list[str]) -> None:
    async with playing(stage, late=True) as who:
        await stage.post(blocks=card("A game", "Join"))
        await stage.post(blocks=card("The first phase"))
        await until(lambda: "late" in who._done)

    assert clicks == []


async def test_who_resumes_leaves_alone_what_was_there(stage: Stage, clicks: list[str]) -> None:
    old = await stage.post(blocks=card("The final vote"))

    async with playing(stage, resumes=True):
        new = await stage.post(blocks=card("The final vote"))
        await until(reactions(stage, new))

    assert reactions(stage, old)() == set()


async def test_clumsy_hands_click_twice_and_mend_what_they_mistyped(stage: Stage, clicks: list[str]) -> None:
    async with playing(stage, replace(CLUMSY, slips=1.0)) as who:
        await stage.post(blocks=card("A game", "Join"))
        await until(lambda: clicks == ["go", "go"])
        await who._slips.say(stage.lounge.id, "Who would check that?")

    said = stage.people.history(stage.ada.id, stage.lounge.id)[-1]
    assert (said["text"], said["edited"]) == ("Who would check that?", True)


async def test_what_a_stand_in_leaves_alone_is_taken_up_when_they_go_on(
    stage: Stage, clicks: list[str]
) -> None:
    # given somebody who leaves proposals alone for now
    async with playing(stage, waits=lambda message: True) as who:
        left = await stage.post(blocks=card("Proposal 1: Owners are named", "Withdraw"))
        await stage.post(blocks=card("A game", "Join"))
        await until(lambda: clicks)
        assert reactions(stage, left)() == set()

        # when they go on
        who.waits = lambda _: False
        who.go_on()

        # then they take a side
        await until(lambda: reactions(stage, left)())


@pytest.mark.parametrize(
    ("subtype", "heard"), [(None, True), ("thread_broadcast", True), ("channel_topic", False)]
)
async def test_only_what_people_write_is_listened_to_and_no_notice_of_a_topic(
    stage: Stage, subtype: str | None, heard: bool
) -> None:
    async with playing(stage, absent=lambda _: True) as who:
        written = {"user": stage.bob.id, "bot_id": None, "subtype": subtype, "text": "Back at the windows"}

        assert who._wants(Change("message", written)) == heard
