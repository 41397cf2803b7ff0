"""Buttons of a secret ballot as Slack delivers them: once, twice, late, and from another place."""

from typing import Any

from bot.domain.ballot import Choice
from bot.domain.council import commands as cc
from bot.domain.game import commands as gc
from bot.domain.ids import MOOT, Moment, ProposalNumber, UserId
from bot.domain.offer import BallotBy
from bot.slack.blocks import names
from tests.slack.stage import COUNCIL, Stage


async def a_vote(stage: Stage) -> UserId:
    """An open secret ballot; somebody who can vote in it."""
    await stage.create(ballot_by=BallotBy.SECRET)
    for command in (gc.PlanSeating(), gc.DealSeats(), gc.StartGame()):
        await stage.do(command)
    game = await stage.next_phase()
    await stage.at_table(cc.SubmitProposal("One", "Text"), await stage.holder(steward=False))
    await stage.at_table(cc.RecordDecision(ProposalNumber(1)), await stage.holder(steward=True))
    while game.phase is None or not game.phase.holds_ballot:
        game = await stage.next_phase()
    await stage.at_table(cc.OpenBallot(), MOOT)
    return await stage.holder(steward=False)


async def press(stage: Stage, user: UserId, choice: str, at: Moment) -> str:
    """Slack delivers that somebody pressed a button at that moment."""
    action: dict[str, Any] = {"type": "button", "action_id": f"{names.CAST_VOTE}:{choice}", "block_id": "b"}
    action |= {"value": f"{COUNCIL}:{choice}", "action_ts": f"{at.timestamp():.6f}"}
    return await stage.press(user, action["action_id"], actions=[action])


async def said(stage: Stage, user: UserId) -> Choice | None:
    """What counts for somebody's seat."""
    council = await stage.council()
    seat = council.seat_of(user)
    assert seat is not None
    assert council.ballot is not None
    return council.ballot.vote_of(seat.role)


async def test_a_press_counts_by_slacks_moment_however_late_and_often_it_is_delivered(stage: Stage) -> None:
    voter = await a_vote(stage)
    opened = stage.now
    later = await stage.next_phase()
    assert later.clock is not None
    called = later.clock.bell
    between = opened + (called - opened) / 2

    assert "Your vote counts: no" in await press(stage, voter, "no", between)
    assert "Your vote counts: no" in await press(stage, voter, "yes", opened)
    assert "Your vote counts: no" in await press(stage, voter, "no", between)
    assert "The vote is closed" in await press(stage, voter, "yes", called + (called - opened))

    assert await said(stage, voter) is Choice.NO


async def test_a_button_with_a_choice_that_there_is_not_changes_nothing(stage: Stage) -> None:
    voter = await a_vote(stage)

    assert "another version of me" in await press(stage, voter, "perhaps", stage.now)

    assert await said(stage, voter) is None
