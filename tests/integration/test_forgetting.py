"""What is kept is deleted: of a person, of a game, of a workspace; and whole games still work afterwards."""

import asyncio
import re
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text, update
from sqlmodel import SQLModel, col

from bot.db import forgetting, rights, signals
from bot.db.engine import is_postgres, make_engine, make_sessions, parse
from bot.db.tables import EventRow, GameRow, InstallationRow
from bot.domain.ballot import Choice
from bot.domain.council import commands as cc
from bot.domain.errors.privacy import StillInAGame
from bot.domain.feedback import Feedback
from bot.domain.former import is_former
from bot.domain.game import commands as c
from bot.domain.ids import ChannelId, GameId, Moment, ProposalNumber, SlackTeam, UserId
from bot.domain.paper import paper_id
from bot.domain.rights import Creators
from bot.domain.rules import DecisionRuleKind
from bot.queries.personal import about
from bot.reports.log.csv_files import csv_files
from bot.reports.personal import personal_files
from bot.reports.policy_book import as_json
from bot.reports.story.played import Played
from bot.reports.story.report import report_of
from bot.services.games import NewGame
from tests.builders import NOON
from tests.integration.playing import DIRECTOR, GAME, Play, a_play
from tests.integration.test_export import moot
from tests.patience import until

TEAM = "T1"
NEW = NewGame(
    GAME, ("", TEAM), "Tuesday's game", "rainbow-road", ChannelId("C1"), (), None, "UTC", speed=1, seed=7
)
ADA = paper_id("Ada Lovelace")
SIX = [UserId(f"UPLAYER{number}") for number in range(6)]
WORDS = "the quiet heliotrope"


class Died(Exception):
    """A process, in the middle of something."""


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

        # and the cards that stand in channels are shown without them
        named = [words for words in in_channels(play) if any(one in words for one in gone)]
        play.look.anew(GAME)
        await play.deliver()
        assert named
        assert [one for one in in_channels(play) if any(user in one for user in gone)] == []
        assert any("Former participant" in one for one in in_channels(play))
    held = await asyncio.to_thread(everything, database_url)
    assert [one for one in (*gone, "Ada Lovelace") if one.encode() in held] == []


async def test_a_crash_in_the_middle_leaves_a_game_as_it_was_and_the_next_try_does_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with a_play(tmp_path) as play:
        # given somebody who was in a game that is over, and a process that dies while it deletes their data
        await an_ended_game(play)
        forgetful, before = play.store.services.forgetting, await kept(play, SIX[0])

        async def dies(*_: object) -> int:
            raise Died

        with monkeypatch.context() as patch:
            patch.setattr(forgetting, "_from_messages", dies)
            with pytest.raises(Died):
                await forgetful.forget_person(TEAM, SIX[0])

        # then nothing of it has happened; and when it is done again, all of it has
        assert before == await kept(play, SIX[0]) > 0
        assert await forgetful.forget_person(TEAM, SIX[0]) == 1
        assert await kept(play, SIX[0]) == 0


async def test_people_in_an_unfinished_game_are_told_what_to_do_first(tmp_path: Path) -> None:
    async with a_play(tmp_path) as play:
        await play.do(c.Join(SIX[0]), by=SIX[0])
        before = await kept(play, SIX[0])

        with pytest.raises(StillInAGame, match=r"Tuesday's game.*leave"):
            await play.store.services.forgetting.forget_person(TEAM, SIX[0])

        assert await kept(play, SIX[0]) == before
        await play.do(c.Leave(SIX[0]), by=SIX[0])
        assert await play.store.services.forgetting.forget_person(TEAM, SIX[0]) == 1
        assert await kept(play, SIX[0]) == 0


async def test_what_they_said_for_themselves_goes_and_what_they_said_to_others_stays(tmp_path: Path) -> None:
    async with a_play(tmp_path) as play:
        for user in SIX:
            await play.do(c.Join(user), by=user)
        for command in (c.PlanSeating(), c.DealSeats(), c.StartGame()):
            await play.do(command)
        await play.to("session-1")
        (council,) = await play.councils()
        said = cc.SubmitProposal("Owners answer", f"<@{SIX[1]}|bea> and @Bea ask; Bea does not.")
        await play.act(council.id, said, SIX[0])
        await play.do(c.EndGame())
        await play.do(c.GiveFeedback(Feedback(2, WORDS, WORDS)), by=SIX[0])
        await play.do(c.GiveFeedback(Feedback(5, "Fine.")), by=SIX[1])

        await play.store.services.forgetting.forget_person(TEAM, SIX[0])
        await play.store.services.forgetting.forget_person(TEAM, SIX[1], ["@Bea"])

        scores = sorted((one.score, one.helped) for one in (await play.game()).feedback.values())
        assert scores == [(2, ""), (5, "")]
        (proposal,) = (await play.councils())[0].proposals.values()
        assert proposal.title == "Owners answer"
        second = "Former participant 2"
        assert proposal.text == f"{second} and {second} ask; Bea does not."


async def test_a_game_is_deleted_when_its_time_is_over_and_a_week_after_its_facilitators_were_told(
    tmp_path: Path,
) -> None:
    async with a_play(tmp_path) as play:
        # given a game that is over and is kept for thirty days, and one that runs
        await an_ended_game(play)
        forgetful = play.store.services.forgetting
        forgetful.keep_for, ended = timedelta(days=30), play.now
        another = replace(NEW, game=GameId("g2"), plenary=ChannelId("COTHER"))
        await play.store.services.games.create(another, actor=DIRECTOR)

        async def swept(days: float) -> dict[str, int]:
            play.now = ended + timedelta(days=days)
            return dict(await forgetful.sweep(TEAM, play.now))

        # when the sweep comes day after day
        assert "told" not in await swept(22)
        assert (await swept(23.5))["told"] == 1
        assert "told" not in await swept(25), "once"
        await play.deliver()
        assert "I will delete Tuesday's game" in play.slack.words(f"D{DIRECTOR}")
        assert "games" not in await swept(30.4), "they have their week"
        assert (await swept(30.6))["games"] == 1

        # then nothing of it is left, and the other one is untouched
        assert await swept(900) == {}
        await play.store.services.games.load(GameId("g2"))
    held = await asyncio.to_thread(everything, f"sqlite:///{tmp_path / 'moot.db'}")
    assert b"g2" in held
    assert b"Tuesday's game" in held
    assert [one for one in SIX if one.encode() in held] == []


async def test_a_workspace_is_deleted_ten_days_after_moot_was_taken_out_of_it(
    database_url: str, tmp_path: Path
) -> None:
    async with a_play(tmp_path, url=database_url) as play:
        # given two workspaces from which Moot is gone, in one of which it is there again, and one that
        # its organization took it out of
        await an_ended_game(play)
        again = replace(NEW, game=GameId("g2"), team=("E1", "T2"), plenary=ChannelId("COTHER"))
        await play.store.services.games.create(again, actor=DIRECTOR)
        async with make_sessions(play.store.engine).begin() as session:
            session.add(an_installation("", TEAM, gone_at=play.now))
            session.add(an_installation("E1", "T2", gone_at=play.now))
            session.add(an_installation("E1", "", gone_at=None))
            session.add(an_installation("E1", "T3", gone_at=play.now, gone="team_access_revoked"))
        forgetful = play.store.services.forgetting

        # then it stays for ten days, and then goes with all that it holds
        assert await forgetful.sweep_gone(play.now + timedelta(days=9)) == []
        assert await forgetful.sweep_gone(play.now + timedelta(days=11)) == [TEAM, "T3"]
        async with make_sessions(play.store.engine)() as session:
            left = (await session.scalars(select(col(InstallationRow.team_id)))).all()
            games = (await session.scalars(select(col(GameRow.id)))).all()
            events = (await session.scalars(select(col(EventRow.stream)).distinct())).all()
        assert (left, games, events) == ([""], ["g2"], ["game:g2"])


@pytest.mark.parametrize("own_is_gone", [True, False])
async def test_a_workspace_that_joined_an_organization_stays_while_either_installation_stands(
    own_is_gone: bool, tmp_path: Path
) -> None:
    async with a_play(tmp_path) as play:
        # given an installation from before it joined, and that of the organization, of which one is gone
        game = replace(NEW, game=GameId("g2"), team=SlackTeam("E1", "T2"), plenary=ChannelId("COTHER"))
        await play.store.services.games.create(game, actor=DIRECTOR)
        async with make_sessions(play.store.engine).begin() as session:
            session.add(an_installation("", "T2", gone_at=play.now if own_is_gone else None))
            session.add(an_installation("E1", "", gone_at=None if own_is_gone else play.now))

        assert await play.store.services.forgetting.sweep_gone(play.now + timedelta(days=11)) == []

        # and it goes with both
        async with make_sessions(play.store.engine).begin() as session:
            await session.execute(update(InstallationRow).values(gone_at=play.now))
            if own_is_gone:
                session.add(an_installation("", "T2", gone_at=play.now))
        assert await play.store.services.forgetting.sweep_gone(play.now + timedelta(days=11)) == ["T2"]


async def test_who_installed_moot_elsewhere_is_not_the_person_with_the_same_id_here(tmp_path: Path) -> None:
    async with a_play(tmp_path) as play:
        async with make_sessions(play.store.engine).begin() as session:
            for enterprise, team in (("", TEAM), ("E1", ""), ("", "T2")):
                session.add(an_installation(enterprise, team, gone_at=None))

        await play.store.services.forgetting.forget_person(TEAM, UserId("UADMIN"))

        async with make_sessions(play.store.engine)() as session:
            rows = await session.execute(
                select(col(InstallationRow.enterprise_id), col(InstallationRow.team_id)).where(
                    col(InstallationRow.installed_by) == "UADMIN"
                )
            )
            assert sorted(map(tuple, rows)) == [("", "T2"), ("E1", "")]


async def test_a_persons_copy_holds_what_they_did_and_nothing_of_others(tmp_path: Path) -> None:
    async with a_play(tmp_path) as play:
        await a_whole_game(play)
        council, *_ = await play.councils()
        others = {*SIX, DIRECTOR} - {SIX[1]}
        hidden = [seat for seat in council.filled if seat.holder != SIX[1]]
        scenario = play.packs.scenario("rainbow-road", (await play.game()).edition)

        async with make_sessions(play.store.engine).begin() as session:
            session.add(an_installation("E1", TEAM, None, by=SIX[1]))
            await rights.choose(session, TEAM, Creators(people=(SIX[1],)).written, "", NOON)

        data = await about(play.store.services.reader, TEAM, SIX[1], play.now)
        page, as_json_file = personal_files(data, "now")

        # when they ask for it in Slack, it comes by direct message to them alone
        assert await play.store.services.requests.copy_of_data(TEAM, SIX[1])
        await play.deliver()
        assert play.slack.shared[-1][0] == f"D{SIX[1]}"
        assert not await play.store.services.requests.copy_of_data(TEAM, UserId("UNOBODY"))

        assert data["may_create_games_by_name"] is True
        assert data["installed_moot_at"] == [NOON.isoformat()]
        (game,) = data["games"]
        done = {one["what"] for one in game["events"] if one["by_you"]}
        assert {"PlayerJoined", "VoteCast", "FeedbackGiven"} <= done
        own = next(seat for seat in council.filled if seat.holder == SIX[1])
        assert game["sheet"]["mission"] == scenario.role(own.role).sheet.mission
        for file in (page, as_json_file):
            words = file.content.decode()
            assert WORDS in words, "their own feedback"
            assert [one for one in others if one in words] == []
            assert [
                seat.role for seat in hidden if scenario.role(seat.role).sheet.mission[:60] in words
            ] == []


async def test_a_bot_that_runs_on_sqlite_hears_what_a_command_deletes(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'moot.db'}"
    async with a_play(tmp_path) as play:
        # given a bot that has read a game
        await an_ended_game(play)
        assert DIRECTOR in (await play.game()).facilitators
        hearing = asyncio.create_task(signals.listen(url, "", play.store.wakeups.heard))
        await asyncio.sleep(0)

        # when somebody is forgotten by another process
        said = await moot(tmp_path, "forget", f"<@{DIRECTOR}|dora>", "--yes")

        # then the bot reads the game anew
        assert f"{DIRECTOR} is forgotten in 1 game" in said

        async def heard() -> bool:
            return DIRECTOR not in (await play.game()).facilitators

        await until(heard, "the bot has read the game anew")
        hearing.cancel()


async def test_commands_say_what_they_will_delete_and_ask_first(tmp_path: Path) -> None:
    async with a_play(tmp_path) as play:
        await an_ended_game(play)

    assert "in Slack" in (await moot(tmp_path, "privacy"))
    assert "not a Slack id" in await moot(tmp_path, "forget", "ada", "--yes", fails=True)
    assert "nothing from a workspace T7" in await moot(
        tmp_path, "forget", DIRECTOR, "--workspace", "T7", "--yes", fails=True
    )
    assert "no game g7" in await moot(tmp_path, "games", "delete", "g7", "--yes", fails=True)
    await moot(tmp_path, "games", "delete", GAME, fails=True)  # nobody answers
    files = (await moot(tmp_path, "export", "--person", SIX[0], "--folder", str(tmp_path / "kept"))).split()
    assert {Path(one).suffix for one in files} == {".html", ".json"}
    more = (await moot(tmp_path, "export", "--person", SIX[1], "--folder", str(tmp_path / "kept"))).split()
    assert not {*files} & {*more}, "nobody's data takes the place of another's"
    assert all(SIX[1] in Path(one).name for one in more)
    assert "has no part in any game" in await moot(tmp_path, "forget", "U0NOBODY", "--yes")
    assert f"{GAME} is deleted" in await moot(tmp_path, "games", "delete", GAME, "--yes")
    assert "no game in this database" in await moot(tmp_path, "games")
    assert "nothing about anybody" in await moot(tmp_path, "forget", SIX[0], "--yes", fails=True)


def an_installation(
    enterprise: str, team: str, gone_at: Moment | None, gone: str = "", by: str = "UADMIN"
) -> InstallationRow:
    return InstallationRow(
        enterprise_id=enterprise,
        team_id=team,
        app_id="A1",
        bot_user="UMOOT",
        bot_id="B1",
        scopes="",
        token="",
        installed_by=by,
        installed_at=NOON,
        gone_at=gone_at,
        gone=gone,
    )


def in_channels(play: Play) -> list[str]:
    """The words of every message that does not stand in direct messages."""
    return [words for (channel, _), words in play.slack.messages.items() if not channel.startswith("D")]


async def an_ended_game(play: Play) -> None:
    """A game that was ended while people signed up."""
    for user in SIX:
        await play.do(c.Join(user), by=user)
    await play.do(c.EndGame())
    await play.deliver()


async def kept(play: Play, user: UserId) -> int:
    """How many rows name somebody."""
    async with make_sessions(play.store.engine)() as session:
        rows = [
            str(tuple(row))
            for table in SQLModel.metadata.sorted_tables
            for row in await session.execute(select(table))
        ]
    return sum(user in row for row in rows)
