"""Whole games in the formats of packs and with another set of missions: the agenda and the seats are the
format's, sheets and reveal the set's, and the game keeps both. Every card is checked as Slack would."""

from datetime import time, timedelta
from pathlib import Path

import pytest

from bot.domain.ballot import Choice
from bot.domain.council import Council
from bot.domain.council import commands as cc
from bot.domain.cues import Tempo
from bot.domain.edition import Edition
from bot.domain.game import Game, Stage
from bot.domain.game import commands as c
from bot.domain.ids import ProposalNumber, UserId
from bot.domain.rules import DecisionRuleKind
from bot.domain.scenario import Scenario
from bot.domain.times.working_time import WorkingTime
from bot.scenarios.editions.offered import offered
from bot.scenarios.packs import content_folder
from tests.builders import rainbow_road
from tests.integration.playing import GAME, Play, a_play

WEEK = WorkingTime("Europe/Paris", time(9), time(17))
FORMATS = offered(content_folder() / rainbow_road().key).formats
SECOND = Edition("short", "second")


def user(number: int) -> UserId:
    return UserId(f"U{number:04}")


def holders(council: Council) -> list[UserId]:
    """Those who sit in a council, those who chair first."""
    seats = sorted(council.filled, key=lambda seat: not seat.steward)
    return [seat.holder for seat in seats if seat.holder is not None]


@pytest.mark.parametrize("name", FORMATS)
async def test_each_format_of_the_shipped_pack_is_played_to_its_end(name: str, tmp_path: Path) -> None:
    working = WEEK if FORMATS[name].tempo is Tempo.ASYNC else None
    async with a_play(tmp_path, edition=Edition(name), working=working) as play:
        scenario = await _seated(play)

        game = await _played(play, scenario)

        assert game.stage is Stage.ENDED
        assert [one.key for one in game.agenda] == [phase.key for phase in scenario.agenda]
        assert {seat.role for seat in game.layout.seats} == {role.number for role in scenario.roles}
        emergencies = sum(phase.kind.traits.asks_response for phase in scenario.agenda)
        for council in await play.councils():
            assert len(council.filled) == scenario.minimum
            assert len(council.responses) == emergencies
            assert council.policies
            assert council.won or not scenario.ballot.held


async def test_the_sheets_and_the_reveal_are_those_of_the_chosen_set_of_missions(tmp_path: Path) -> None:
    async with a_play(tmp_path, "allotments", edition=SECOND) as play:
        scenario = await _seated(play)
        where = await play.store.services.reader.where_in(GAME, user(0))
        assert where.game.edition == SECOND
        assert where.scenario.role(1).sheet.mission == scenario.role(1).sheet.mission
        assert "accounts are only read out" in scenario.role(1).sheet.mission

        await _played(play, scenario)

        (council,) = await play.councils()
        revealed = play.slack.words(play.slack.channel("council-1"))
        assert "the accounts are only read out every other year" in revealed
        assert "no policy names you as the one responsible" not in "".join(play.slack.said)
        assert len(council.filled) == 3


async def test_a_game_in_a_format_can_be_replanned_to_an_earlier_end(tmp_path: Path) -> None:
    async with a_play(tmp_path, edition=Edition("lite")) as play:
        scenario = await _seated(play)
        await play.to("changing")
        end = play.now + timedelta(minutes=25)

        await play.do(c.EndBy(end))
        game = await _played(play, scenario)

        assert game.ended_at == end


async def _seated(play: Play) -> Scenario:
    """As many as the format needs, seated and begun; the scenario as they play it."""
    game, scenario = await play.store.services.reader.game(GAME)
    for number in range(scenario.minimum):
        await play.do(c.Join(user(number), chair=number == 0), by=user(number))
    await play.do(c.PlanSeating())
    await play.do(c.DealSeats())
    await play.do(c.StartGame())
    await play.deliver()
    assert game.layout.minimum == scenario.minimum
    return scenario


async def _played(play: Play, scenario: Scenario) -> Game:
    """To the end. Everybody does what there is to do after each bell, cue and turn."""
    game = await play.game()
    while game.stage is not Stage.ENDED:
        for council in await play.councils():
            await _act(play, scenario, game, council)
        game = await play.ring()
    return game


async def _act(play: Play, scenario: Scenario, game: Game, council: Council) -> None:
    assert game.phase is not None
    phase, (first, *others) = scenario.phase(game.phase.key), holders(council)
    if phase.charter and council.charter is None:
        command = cc.AdoptCharter(DecisionRuleKind.MAJORITY, 0.5, "At once.", "By a check.")
        await play.act(council.id, command, first)
    elif phase.kind.traits.makes_policies and not council.policies and council.ballot is None:
        await play.act(council.id, cc.SubmitProposal("Owners answer", "Each has one."), first)
        for holder in (first, *others):
            if not (await play.store.services.reader.council(council.id)).policies:
                await play.act(council.id, cc.TakeSide(ProposalNumber(1), True), holder)
    elif phase.kind.traits.asks_response and council.charter is not None:
        key = game.phase.key
        if not any(one.phase == key for one in council.responses):
            said = len(council.filled), 0
            await play.act(council.id, cc.RecordResponse("Put it back, then talk.", said=said), first)
    elif council.ballot is not None and council.outcome is None and council.ballot.missing():
        for holder in (first, *others):
            await play.vote(council, Choice.YES, holder)
