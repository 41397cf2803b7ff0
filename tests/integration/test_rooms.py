"""A mock city council: a jury and the press have rooms of their own, teams of all councils meet, and an
observer reads along."""

from pathlib import Path

from bot.domain.council import Council
from bot.domain.council import commands as cc
from bot.domain.game import commands as c
from bot.domain.ids import UserId
from tests.integration.playing import BOT, DIRECTOR, Play, a_play

WATCHING, NEW_WATCHER, LATE = UserId("U900"), UserId("U901"), UserId("U950")


def holder(council: Council, *roles: int) -> set[str]:
    """Who holds these roles."""
    return {str(seat.holder) for seat in council.filled if seat.role in roles}


async def a_dealt_game(play: Play) -> None:
    """Two full councils, and somebody who watches."""
    for number in range(12):
        await play.do(c.Join(UserId(f"U{number:04}")), by=UserId(f"U{number:04}"))
    await play.do(c.Observe(WATCHING), by=WATCHING)
    await play.do(c.PlanSeating())
    await play.do(c.DealSeats())
    await play.do(c.StartGame())
    await play.deliver()


def members(play: Play, name: str) -> set[str]:
    """Who is in a channel, besides Moot."""
    return play.slack.members[play.slack.channel(name)] - {BOT}


async def test_a_jury_and_the_press_meet_apart_and_teams_across_councils(tmp_path: Path) -> None:
    async with a_play(tmp_path, "city-hall") as play:
        await a_dealt_game(play)
        one, two = await play.councils()

        # in the hearing, each council's jury and press have a room, and nobody else is in it
        await play.to("hearing")
        for council in (one, two):
            assert members(play, f"jury-{council.number}") == holder(council, 2, 5)
            assert members(play, f"press-{council.number}") == holder(council, 3, 6)
        jury = play.slack.channel("jury-1")
        said = play.slack.words(jury)
        assert "The Jury: Council 1" in said
        assert "You are here: First Juror and Second Juror." in said
        assert "and again in Verdict." in said
        assert "Whom do you believe" in said
        assert "*The Jury* and *Press* each have a channel of their own now" in play.slack.words(
            play.slack.channel("council-1")
        )
        first = UserId(next(iter(holder(one, 2))))
        assert await play.refused(one.id, cc.CarryBack("Ask early."), first) == "NoSidebar", "they meet apart"

        # a cue is heard in the rooms as well, and a juror who leaves is followed by whoever takes the seat
        await play.ring()
        for name in ("jury-1", "press-2", "council-1"):
            assert "Last questions" in play.slack.words(play.slack.channel(name))
        await play.do(c.Leave(first), by=first)
        await play.deliver()
        assert members(play, "jury-1") == holder(one, 5)
        await play.do(c.Join(LATE), by=LATE)
        await play.deliver()
        one, two = await play.councils()
        assert members(play, "jury-1") == holder(one, 2, 5) >= {LATE}
        assert LATE not in members(play, "press-1")

        # afterwards the press's rooms are closed for good, and the jury's stay for the verdict
        await play.to("debate")
        assert members(play, "press-1") == set()
        assert members(play, "jury-1") == holder(one, 2, 5)
        assert "here again in *Verdict*" in play.slack.words(jury)
        await play.to("verdict")
        assert play.slack.channel("jury-1") == jury
        assert [name for name in play.slack.names.values() if name.startswith("jury-1")] == ["jury-1-g1"]

        # teams of both councils meet, with the observer, and take ideas back
        await play.to("corridor")
        assert members(play, "jury-1") == set()
        assert members(play, "bench") == holder(one, 2, 5) | holder(two, 2, 5) | {WATCHING}
        assert "You are 4 people from several councils." in play.slack.words(play.slack.channel("bench"))
        assert "missions" not in play.slack.words(play.slack.channel("bench")), "nobody has any"
        await play.act(one.id, cc.CarryBack("Ask early."), LATE)
        game = await play.to_the_end()
        assert game.ended_at is not None
        assert members(play, "bench") == set()
        assert "Ask early." in play.slack.words(play.slack.channel("council-1"))
        said = play.slack.words(play.slack.channel("council-2"))
        assert said.count("Nobody carried an idea back") == 1, "only rooms across councils bring any"


async def test_observers_read_along_where_the_pack_lets_them_and_only_as_long_as_they_watch(
    tmp_path: Path,
) -> None:
    async with a_play(tmp_path, "city-hall") as play:
        await a_dealt_game(play)

        # they are in each council's channel, whose people read it, and in no room that is not theirs
        await play.to("hearing")
        one, two = await play.councils()
        tables = ("council-1", "council-2")
        assert all(WATCHING in members(play, name) for name in tables)
        assert f"Observers read along: <@{WATCHING}>" in play.slack.words(play.slack.channel("council-1"))
        assert WATCHING not in members(play, "jury-1")

        # somebody else comes to watch, and the first one leaves
        await play.do(c.Observe(NEW_WATCHER), by=NEW_WATCHER)
        await play.do(c.Leave(WATCHING), by=WATCHING)
        await play.deliver()
        assert all(NEW_WATCHER in members(play, name) for name in tables)
        assert all(WATCHING not in members(play, name) for name in tables)
        assert WATCHING not in play.slack.words(play.slack.channel("council-1"))

        # who stops watching in order to play keeps their own council's channel alone
        await play.to("corridor")
        assert NEW_WATCHER in members(play, "bench")
        gone = UserId(next(iter(holder(one, 4))))
        await play.do(c.Leave(gone), by=gone)
        await play.do(c.Join(NEW_WATCHER), by=NEW_WATCHER)
        await play.deliver()
        assert NEW_WATCHER in members(play, "council-1")
        assert NEW_WATCHER not in members(play, "council-2")
        assert NEW_WATCHER not in members(play, "bench")
        assert NEW_WATCHER in members(play, "chamber")
        assert DIRECTOR not in members(play, "chamber")
        assert len(two.filled) == 6
