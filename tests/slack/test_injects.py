"""Facilitators pick, write, plan and cancel injects; people find what they were told."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.domain.game import commands as gc
from bot.domain.ids import RoleNumber, UserId
from bot.slack.blocks import names
from tests.builders import PACKS
from tests.slack.stage import FACILITATOR, GAME, Stage, a_stage, player

CRACKS = "three fresh cracks"


@pytest.fixture
async def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    """A crisis table-top in its first session."""
    async with a_stage(tmp_path, monkeypatch, PACKS) as stage:
        await stage.create(5, scenario="high-water")
        await stage.do(gc.Observe(UserId("U0WATCH")), UserId("U0WATCH"))
        await stage.do(gc.PlanSeating())
        await stage.do(gc.DealSeats())
        await stage.do(gc.StartGame())
        await stage.next_phase()
        yield stage


async def form(stage: Stage) -> dict[str, Any]:
    await stage.command(FACILITATOR, "/moot", "inject")
    return stage.slack.views()[-1]


async def picked(stage: Stage, what: str, **values: Any) -> str:
    """What the facilitator reads who fills in the form."""
    view, chosen = await form(stage), {"selected_option": {"value": what}, "type": "static_select"}
    response = await stage.submit(FACILITATOR, view, what=chosen, **values)
    return str(json.loads(response.body))


def menu(*values: str) -> dict[str, Any]:
    options = [{"value": value} for value in values]
    return {"type": "multi_static_select", "selected_options": options}


def choice(value: str) -> dict[str, Any]:
    return {"type": "static_select", "selected_option": {"value": value}}


async def holder(stage: Stage, role: int) -> UserId:
    found = (await stage.council()).seats[RoleNumber(role)].holder
    assert found is not None
    return found


async def test_the_form_offers_what_is_left_the_emergency_and_ones_own_words(table: Stage) -> None:
    offered = await table.command(FACILITATOR, "/moot", "inject")
    said = await picked(table, "inject:bus-depot")
    again = await table.command(FACILITATOR, "/moot", "inject")

    assert all(
        one in offered for one in ("Cracks in the dam", "The bus depot", "next emergency", "write here")
    )
    assert "“The bus depot” is on its way" in said
    assert "The bus depot" not in again
    assert "Cracks in the dam" in again


async def test_words_of_ones_own_are_planned_listed_and_cancelled(table: Stage) -> None:
    words = {"text": "The key is lost.", "title": "The key", "to": menu("reporter")}
    said = await picked(table, "write", **words, when=choice("before"), time="2m")
    listed = await table.command(FACILITATOR, "/moot", "inject list")
    cancelled = await table.press(FACILITATOR, f"{names.CANCEL_INJECT}:1", f"{GAME}:1")

    assert "“The key” is planned, *2 minutes* before “Evening” ends" in said
    assert "“The key”, to Reporter, *2 minutes* before “Evening” ends" in listed
    assert "“The key” is no longer planned" in cancelled
    assert (await table.store.services.games.load(GAME)).telling.plans == ()


async def test_a_time_of_day_is_read_in_the_games_zone_and_said_back(table: Stage) -> None:
    said = await picked(table, "inject:rumour", when=choice("at"), time="12:04")

    assert "I took that as" in said
    assert "12:04* in UTC" in said


@pytest.mark.parametrize(
    ("what", "values", "block", "message"),
    [
        ("write", {}, "text", "Write the text that people will read"),
        ("inject:rumour", {"text": "Mine."}, "text", "has its own words"),
        ("inject:rumour", {"sender": "Me"}, "sender", "has its own words"),
        ("inject:rumour", {"to": menu("reporter")}, "to", "has its own words"),
        ("inject:rumour", {"when": choice("at"), "time": "soonish"}, "time", "could not find a time"),
        ("inject:rumour", {"when": choice("after"), "time": "0s"}, "what", "has passed"),
        ("emergency", {"when": choice("at"), "time": "12:30"}, "what", "begins now"),
    ],
)
async def test_what_cannot_be_is_said_at_its_field(
    table: Stage, what: str, values: dict[str, Any], block: str, message: str
) -> None:
    said = await picked(table, what, **values)

    assert f"'{block}'" in said
    assert message in said


async def test_the_emergency_is_one_of_the_choices_and_a_word_of_its_own(table: Stage) -> None:
    await picked(table, "emergency")
    game = await table.store.services.games.load(GAME)

    assert game.phase is not None
    assert game.phase.key == "breach"


async def test_inject_now_starts_the_emergency_at_once(table: Stage) -> None:
    table.now += (await table.store.services.games.load(GAME)).agenda[0].lasts

    said = await table.command(FACILITATOR, "/moot", "inject now")

    assert "The breach" in said


async def test_players_and_strangers_are_refused(table: Stage) -> None:
    for text in ("inject", "inject list", "inject now"):
        assert "facilitator" in await table.command(player(1), "/moot", text)
    assert table.slack.views() == []


async def test_people_find_what_they_were_told_beside_their_sheet_and_as_missed(table: Stage) -> None:
    engineer, reporter = await holder(table, 4), await holder(table, 3)
    await picked(table, "inject:cracks")
    await picked(table, "inject:rumour")
    await picked(table, "inject:lights")

    sheet = await table.command(engineer, "/moot", "mission")
    missed = await table.command(engineer, "/moot", "missed")
    of_others = await table.command(reporter, "/moot", "mission")
    watched = await table.command("U0WATCH", "/moot", "missed")

    assert "Messages to you" in sheet
    assert CRACKS in sheet
    assert CRACKS in missed
    assert "already gone" in missed, "what stands in the channel is told again"
    assert CRACKS not in of_others
    assert "Dim the lights" in watched
    assert CRACKS not in watched


async def test_a_facilitator_who_looks_at_the_missions_sees_what_some_were_told(table: Stage) -> None:
    await picked(table, "inject:cracks")

    said = await table.press(FACILITATOR, names.SHOW_MISSIONS, f"{GAME}-1")

    assert CRACKS in said
    assert "to Dam Engineer" in said
