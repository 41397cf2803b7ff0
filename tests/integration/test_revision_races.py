"""Proposals under concurrency: two replicas on one database; people adopt, amend and merge at once."""

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import pytest

from bot.config import Settings
from bot.domain.council import Council, ProposalStatus
from bot.domain.council import commands as cc
from bot.domain.errors import Refusal
from bot.domain.errors.proposals import AmendedMeanwhile
from bot.domain.game import commands as c
from bot.domain.ids import ChannelId, CouncilId, GameId, ProposalNumber, UserId
from bot.domain.rules import DecisionRuleKind
from bot.domain.wording import Wording
from bot.runtime.store import Store, open_store
from bot.services.games import NewGame

DIRECTOR, GAME, TABLE = UserId("UDIRECTOR"), GameId("g1"), CouncilId("g1-1")
ONE, TWO = ProposalNumber(1), ProposalNumber(2)
SHORT, LONG = Wording("Idea", "Short."), Wording("Idea", "Long and winding.")


@pytest.mark.parametrize("first", range(4))
async def test_a_text_is_adopted_once_by_those_who_supported_it_or_amended_and_open(
    tmp_path: Path, first: int
) -> None:
    # given a council of five in which a proposal lacks one supporter, seen by two replicas
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'shared.db'}")
    async with open_store(settings) as one, open_store(settings) as other:
        council = await a_table(one)
        people = [seat.holder for seat in council.filled if seat.holder]
        steward = next(seat.holder for seat in council.filled if seat.steward)
        assert steward is not None
        for user in people[:2]:
            await handle(one, cc.TakeSide(ONE, True), user)

        # when three people support it, and a steward amends, merges and records it, all at once through both
        acts: list[tuple[cc.CouncilCommand, UserId]] = [
            (cc.AmendProposal(ONE, SHORT, 1), steward),
            (cc.MergeProposals(((ONE, 1), (TWO, 1)), LONG), steward),
            (cc.RecordDecision(ONE), steward),
            *((cc.TakeSide(ONE, True), user) for user in people[2:]),
        ]
        acts = acts[first:] + acts[:first]
        await asyncio.gather(
            *(tried(handle(store, command, user)) for command, user in acts for store in (one, other))
        )

        # then one of them was done, in both replicas, and what was adopted is what people had read
        for store in (one, other):
            after = await store.services.reader.council(TABLE)
            proposal = after.proposals[ONE]
            assert len(after.policies) == (proposal.status is ProposalStatus.ADOPTED)
            if proposal.status is ProposalStatus.ADOPTED:
                assert (proposal.version, len(after.proposals)) == (1, 2)
                assert after.book()[0][1].text == "As it was."
            elif proposal.status is ProposalStatus.OPEN:
                assert (proposal.version, proposal.sides, len(after.proposals)) == (2, {}, 2)
            else:
                assert proposal.status is ProposalStatus.MERGED
                assert len(after.proposals) == 3


async def test_of_many_amendments_at_once_each_replaces_only_what_its_author_had_read(tmp_path: Path) -> None:
    # given
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'shared.db'}")
    async with open_store(settings) as one, open_store(settings) as other:
        council = await a_table(one)
        steward = next(seat.holder for seat in council.filled if seat.steward)
        assert steward is not None

        # when eight forms that were opened on version 1 come at the same moment
        answers = await asyncio.gather(
            *(
                tried(handle(store, cc.AmendProposal(ONE, Wording("Idea", f"Text {number}."), 1), steward))
                for number in range(4)
                for store in (one, other)
            )
        )

        # then one text is version 2; the same text again is not refused, and the others are
        after = await other.services.reader.council(TABLE)
        assert after.proposals[ONE].version == 2
        assert (answers.count(None), answers.count(AmendedMeanwhile)) == (2, 6)


async def a_table(store: Store) -> Council:
    """A council of five in its first session, by majority, with two proposals."""
    new = NewGame(
        GAME, ("", "T1"), "A game", "rainbow-road", ChannelId("C1"), (), None, "UTC", speed=1, seed=1
    )
    await store.services.games.create(new, actor=DIRECTOR)
    for number in range(5):
        user = UserId(f"U{number:03}")
        await store.services.games.handle(GAME, c.Join(user), actor=user)
    for command in (c.PlanSeating(), c.DealSeats(), c.StartGame(), c.SkipPhase(seen=0)):
        await store.services.games.handle(GAME, command, actor=DIRECTOR)
    council = await store.services.reader.council(TABLE)
    steward = next(seat.holder for seat in council.filled if seat.steward)
    assert steward is not None
    charter = cc.AdoptCharter(DecisionRuleKind.MAJORITY, 0.5, "", "")
    await handle(store, charter, steward)
    for text in ("As it was.", "Another."):
        await handle(store, cc.SubmitProposal("Idea", text), steward)
    return await store.services.reader.council(TABLE)


async def handle(store: Store, command: cc.CouncilCommand, user: UserId) -> Council:
    return await store.services.councils.handle(TABLE, command, actor=user)


async def tried(act: Coroutine[Any, Any, object]) -> type[Refusal] | None:
    """What it was refused with; None if it was not."""
    try:
        await act
    except Refusal as refusal:
        return type(refusal)
    return None
