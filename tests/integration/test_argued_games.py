"""Whole games of the packs that come with Moot, argued live and over days by what stand-ins think: they
propose the pack's samples, take sides, object, amend and vote by the pack's own lines. Every card is checked
as Slack would."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path
from random import Random

import pytest

from bot.domain.ballot import Choice
from bot.domain.council import Council, Proposal, ProposalStatus
from bot.domain.council import commands as cc
from bot.domain.edition import Edition
from bot.domain.game import Game, Stage
from bot.domain.game import commands as c
from bot.domain.ids import RoleNumber, UserId
from bot.domain.rules import DecisionRuleKind
from bot.domain.scenario import Scenario
from bot.domain.times.working_time import WorkingTime
from bot.rehearsal.stand_ins.mind import Mind, Side
from bot.rehearsal.stand_ins.script import Script
from bot.scenarios.packs import available, content_folder
from tests.builders import rainbow_road
from tests.integration.playing import GAME, Play, a_play

GERMAN = Edition(language="de")
WEEK = WorkingTime("Europe/Paris", time(9), time(17))
OTHERS = sorted(
    available(content_folder()).keys() - {rainbow_road().key}
)  # that one is played in its formats


@pytest.mark.parametrize("working", [None, WEEK], ids=["live", "over days"])
@pytest.mark.parametrize("pack", OTHERS)
async def test_a_full_council_argues_and_comes_to_a_result(
    pack: str, working: WorkingTime | None, tmp_path: Path
) -> None:
    async with a_play(tmp_path, pack, working=working) as play:
        _, scenario = await play.store.services.reader.game(GAME)
        minds = await _seated(play, scenario)

        game = await _played(play, scenario, minds)

        assert [phase.key for phase in game.agenda] == [phase.key for phase in scenario.agenda]
        (council,) = await play.councils()
        assert council.outcome is not None
        assert any(mind.losses() for mind in minds.values()), "somebody was outvoted, or proposed in vain"
        versions = [council.proposals[one.proposal].version for one in council.policies]
        assert max(versions) > 1, "somebody was heard"
        owners = {one.wording.owner_team for _, one in council.book()}
        assert len(owners) > len(scenario.teams) / 2
        assert len(council.responses) == sum(one.kind.traits.asks_response for one in scenario.agenda)
        assert play.on_boards(*(text for _, text in scenario.private_texts())) == []
        open_asks = [one for one in scenario.asks if one.phase]
        assert len(open_asks) <= sum("is closed" in words for words in play.slack.said)


async def test_a_game_in_another_language_is_argued_in_it_and_shows_the_packs_words_in_no_other(
    tmp_path: Path,
) -> None:
    key = rainbow_road().key
    async with a_play(tmp_path, key, edition=GERMAN) as play:
        _, scenario = await play.store.services.reader.game(GAME)
        minds = await _seated(play, scenario)
        game = await _played(play, scenario, minds)

        (council,) = await play.councils()
        said = "\n".join(play.slack.said)
        own = rainbow_road()
        assert (game.edition, council.outcome is not None) == (GERMAN, True)
        assert any(mind.losses() for mind in minds.values()), "somebody was outvoted, or proposed in vain"
        assert any(one.version > 1 for one in council.proposals.values()), "somebody was heard"
        assert council.policies
        for german, english in zip(scenario.agenda, own.agenda, strict=True):
            assert german.title in said
            assert english.title == german.title or english.title not in said
        assert f"*{scenario.title}*" in said, "on the sign-up card"
        assert not [text for _, text in own.private_texts() if text in said]


async def _seated(play: Play, scenario: Scenario) -> dict[RoleNumber, Mind]:
    """A full house, seated and begun; what each seat thinks."""
    for number in range(len(scenario.roles)):
        await play.do(c.Join(_user(number), chair=number == 0), by=_user(number))
    await play.do(c.PlanSeating())
    await play.do(c.DealSeats())
    await play.do(c.StartGame())
    await play.deliver()
    (council,) = await play.councils()
    script = Script.of(scenario)
    return {seat.role: Mind(script, Random(seat.role), role=seat.role) for seat in council.filled}


def _user(number: int) -> UserId:
    return UserId(f"U{number:04}")


async def _played(play: Play, scenario: Scenario, minds: dict[RoleNumber, Mind]) -> Game:
    """To the end; after each bell and cue, everybody does what there is to do."""
    game = await play.game()
    while game.stage is not Stage.ENDED:
        (council,) = await play.councils()
        assert game.phase is not None
        kind = game.phase.kind
        if kind.traits.makes_policies and council.ballot is None:
            await _propose(play, council, minds)
            await _argue(play, council, minds)
            await _settle(play, council, minds)
        elif kind.traits.asks_response and not council.responses:
            await _respond(play, council, minds)
        elif council.ballot is not None and council.outcome is None and council.ballot.missing():
            for seat in council.filled:
                choice = Choice.NO if minds[seat.role].losses() > 3 else Choice.YES
                await play.vote(council, choice, _holder(council, seat.role))
        game = await play.ring()
    return game


async def _propose(play: Play, council: Council, minds: dict[RoleNumber, Mind]) -> None:
    for role, mind in minds.items():
        idea = mind.proposal([one.title for one in council.proposals.values()])
        if idea is not None and not idea.parked_until:
            command = cc.SubmitProposal(
                *(idea.title, idea.text, idea.question, idea.owner, idea.enforcement, idea.review)
            )
            await play.act(council.id, command, _holder(council, role))


async def _argue(play: Play, council: Council, minds: dict[RoleNumber, Mind]) -> None:
    """Each author takes the first amendment that somebody asks for whom their proposal harms."""
    council = await play.store.services.reader.council(council.id)
    for one in _open(council):
        thoughts = [mind.think(one.title, one.text) for role, mind in minds.items() if role != one.by]
        words = next((thought.amended for thought in thoughts if thought.amended), "")
        if words and one.version == 1:
            wording = replace(one.wording, text=words)
            command = cc.AmendProposal(one.number, wording, seen=1)
            await play.act(council.id, command, _holder(council, one.by))


async def _settle(play: Play, council: Council, minds: dict[RoleNumber, Mind]) -> None:
    """Everybody takes a side; under consent, those who are against it object. The waiting time passes."""
    council = await play.store.services.reader.council(council.id)
    if council.charter is None:
        charter = cc.AdoptCharter(DecisionRuleKind.MAJORITY, 0.5, "At once.", "By a check.")
        chair = next(seat.role for seat in council.filled if seat.steward)
        await play.act(council.id, charter, _holder(council, chair))
        council = await play.store.services.reader.council(council.id)
    assert council.charter is not None
    consent = council.charter.rule is DecisionRuleKind.CONSENT
    waiting = council.charter.conditions.waiting
    for number in [one.number for one in _open(council)]:
        for role, mind in minds.items():
            council = await play.store.services.reader.council(council.id)
            one = council.proposals[number]
            side = mind.think(one.title, one.text).side
            if one.status is not ProposalStatus.OPEN or one.side_of(role) is not None:
                continue
            if side is Side.AGAINST:
                mind.opposed(one.title)
            against = cc.Object(number, "Not like this.", one.version) if consent else None
            no = against or cc.TakeSide(number, False, round=one.version)
            command = no if side is Side.AGAINST else cc.TakeSide(number, True, round=one.version)
            await play.act(council.id, command, _holder(council, role))
    play.now += waiting + timedelta(seconds=1)
    await play.store.services.councils.ring(council.id)
    await play.deliver()


async def _respond(play: Play, council: Council, minds: dict[RoleNumber, Mind]) -> None:
    for seat in council.filled:
        if seat.steward and (said := minds[seat.role].script.voice(seat.role).response):
            by_seats = council.charter is not None and council.charter.rule is DecisionRuleKind.MAJORITY
            voices = len(council.filled if by_seats else {one.team for one in council.filled})
            command = cc.RecordResponse(said, said=(voices, 0))
            await play.act(council.id, command, _holder(council, seat.role))


def _open(council: Council) -> Iterator[Proposal]:
    return (one for one in council.proposals.values() if one.status is ProposalStatus.OPEN)


def _holder(council: Council, role: RoleNumber) -> UserId:
    holder = council.seats[role].holder
    assert holder is not None
    return holder
