"""Somebody's data is deleted from whole games, and everything about the games still works."""

import asyncio
import re
from collections import Counter
from pathlib import Path

from sqlalchemy import text
from sqlmodel import SQLModel

from bot.db.engine import is_postgres, make_engine, parse
from bot.domain.ballot import Choice
from bot.domain.council import commands as cc
from bot.domain.feedback import Feedback
from bot.domain.former import is_former
from bot.domain.game import commands as c
from bot.domain.ids import ProposalNumber, UserId
from bot.domain.paper import paper_id
from bot.domain.rules import DecisionRuleKind
from bot.reports.log.csv_files import csv_files
from bot.reports.policy_book import as_json
from bot.reports.story.played import Played
from bot.reports.story.report import report_of
from tests.integration.playing import DIRECTOR, GAME, Play, a_play

TEAM = "T1"
ADA = paper_id("Ada Lovelace")
SIX = [UserId(f"UPLAYER{number}") for number in range(6)]
WORDS = "the quiet heliotrope"


def everything(url: str) -> bytes:
    """All that the database holds: a SQLite's bytes, or every row of a PostgreSQL's tables."""
    if is_postgres(url):
        return asyncio.run(_rows(url))
    file = Path(parse(url).database or "")
    return b"".join(one.read_bytes() for one in file.parent.glob(f"{file.name}*") if one.is_file())


async def _rows(url: str) -> bytes:
    engine = make_engine(url)
    async with engine.connect() as session:
        found = [
            str(tuple(row)).encode()
            for table in SQLModel.metadata.sorted_tables
            for row in await session.execute(text(f"SELECT t::text FROM {table.name} t"))
        ]
    await engine.dispose()
    return b"\n".join(found)


async def a_whole_game(play: Play) -> None:
    """A game that five people in Slack and one on paper have played to its end."""
    for user in SIX:
        await play.do(c.Join(user, chair=user == SIX[0]), by=user)
    await play.do(c.Join(ADA))
    for command in (c.PlanSeating(), c.DealSeats()):
        await play.do(command)
    await play.deliver()
    await play.do(c.StartGame())
    game = await play.to("session-1")
    council, *_ = await play.councils()
    steward = next(seat.holder for seat in council.filled if seat.steward)
    assert steward is not None
    charter = cc.AdoptCharter(DecisionRuleKind.MAJORITY, 0.5, "By Friday.", "By a check.")
    await play.act(council.id, charter, steward)
    proposal = cc.SubmitProposal("Owners answer", f"<@{SIX[1]}|bea> asks {DIRECTOR} and Ada Lovelace.")
    council = await play.act(council.id, proposal, steward)
    for seat in council.filled:
        if seat.holder is not None and seat.holder != ADA and not council.policies:
            council = await play.act(council.id, cc.TakeSide(ProposalNumber(1), True), seat.holder)
    assert council.policies
    await play.deliver()
    while (council := (await play.councils())[0]).ballot is None:
        game = await play.ring()
    for seat in council.filled:
        if seat.holder is not None and seat.holder != ADA:
            await play.vote(council, Choice.YES, seat.holder)
    game = await play.to_the_end()
    for user in (SIX[0], SIX[1]):
        await play.do(c.GiveFeedback(Feedback(4, WORDS, WORDS)), by=user)
    await play.deliver()
    assert game.ended_at


async def seen(play: Play) -> tuple[object, ...]:
    """What a game comes to, without who was in it and what they said for themselves."""
    game, councils = await play.game(), await play.councils()
    reader = play.store.services.reader
    scenario, log = (await reader.game(GAME))[1], await reader.log(GAME)
    tables = [one.content.count(b"\n") for one in csv_files(game, scenario, councils)]
    report = report_of(Played(game, scenario, councils, log, for_facilitators=True, at=play.now))
    told = [game, councils, [as_json(game, scenario, one) for one in councils], [*log.in_order()]]
    return Counter(re.findall(r"\w+", nobody(repr(told)))), tables, len(repr(report)) > 0


def nobody(text: str) -> str:
    """Without ids, pseudonyms and own words."""
    people = "|".join([*SIX, DIRECTOR, ADA, "former:[0-9]+", "paper:Former participant [0-9]+"])
    return re.sub(
        rf"<@({people})[^>]*>|{people}|Ada Lovelace|Former participant [0-9]+", "X", text.replace(WORDS, "")
    )


async def test_three_people_are_forgotten_and_the_game_stays_what_it_was(
    database_url: str, tmp_path: Path
) -> None:
    async with a_play(tmp_path, url=database_url) as play:
        # given a whole game with its facilitator, a steward and somebody on paper
        await a_whole_game(play)
        steward = next(one.holder for one in (await play.councils())[0].filled if one.steward)
        assert steward is not None
        gone = [DIRECTOR, steward, ADA]
        before = await seen(play)

        # when all three are forgotten, twice
        for user in gone:
            assert await play.store.services.forgetting.forget_person(TEAM, user) == 1
            assert await play.store.services.forgetting.forget_person(TEAM, user) == 0

        # then the game is what it was, with pseudonyms in it
        assert await seen(play) == before
        game = await play.game()
        assert all(map(is_former, game.facilitators))
    held = await asyncio.to_thread(everything, database_url)
    assert [one for one in (*gone, "Ada Lovelace") if one.encode() in held] == []
