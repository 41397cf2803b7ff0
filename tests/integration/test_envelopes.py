"""Envelopes stay true: where the council meets, who shares one's aims, and when the sheet opens."""

from datetime import timedelta
from pathlib import Path

from bot.domain.council import Council
from bot.domain.game import commands as c
from bot.domain.ids import UserId
from bot.domain.seating import Seat
from tests.integration.playing import Play, a_play

PEOPLE = [UserId(f"U{number:04}") for number in range(6)]
LATE = UserId("U0500")


async def _dealt(play: Play) -> Council:
    for user in PEOPLE:
        await play.do(c.Join(user), by=user)
    await play.do(c.PlanSeating())
    await play.do(c.DealSeats())
    await play.deliver()
    (council,) = await play.councils()
    return council


def _pair(council: Council) -> tuple[Seat, Seat]:
    """The two who are of one team."""
    one = next(seat for seat in council.filled if council.partners_of(seat))
    return one, council.partners_of(one)[0]


async def test_an_envelope_says_where_with_whom_and_when_and_is_made_true(tmp_path: Path) -> None:
    async with a_play(tmp_path) as play:
        # given a council of six, of whom two share a team
        council = await _dealt(play)
        one, other = _pair(council)
        alone = next(seat for seat in council.filled if not council.partners_of(seat))
        table = play.slack.channel("council-1")

        # then an envelope links the channel and names the partner, and what the sheet waits for
        first = play.slack.words(f"D{one.holder}")
        assert f"<#{table}>" in first
        assert f"Your partner is <@{other.holder}>." in first
        assert "This waits until a facilitator starts the game." in first
        assert "Nobody else is on your team here yet." in play.slack.words(f"D{alone.holder}")

        # when the game starts, stands still, runs on and is given two minutes more
        await play.do(c.StartGame())
        await play.deliver()
        game = await play.game()
        assert game.clock is not None
        assert f"<!date^{int(game.clock.ends.timestamp())}^" in play.slack.words(f"D{one.holder}")
        await play.do(c.PauseGame())
        await play.deliver()
        assert "The clock is stopped" in play.slack.words(f"D{one.holder}")
        play.now += timedelta(seconds=40)
        await play.do(c.ResumeGame())
        await play.deliver()
        game = await play.game()
        assert game.clock is not None
        assert f"<!date^{int(game.clock.ends.timestamp())}^" in play.slack.words(f"D{one.holder}")

        # when the partner leaves, and somebody comes in their place
        assert other.holder is not None
        await play.do(c.Leave(other.holder), by=other.holder)
        await play.deliver()
        assert "Nobody else is on your team here yet." in play.slack.words(f"D{one.holder}")
        await play.do(c.Join(LATE), by=LATE)
        await play.deliver()
        (council,) = await play.councils()
        seat = council.seat_of(LATE)
        assert seat is not None
        for partner in council.partners_of(seat):
            assert f"Your partner is <@{LATE}>." in play.slack.words(f"D{partner.holder}")

        # when the first session begins, every envelope says that the sheet is open, and posts nothing new
        before = len(play.slack.messages)
        await play.to("session-1")
        assert all("Your role sheet is open." in play.slack.words(f"D{s.holder}") for s in council.filled)
        posted = [channel for channel, _ in list(play.slack.messages)[before:]]
        assert not any(channel.startswith("DU0") for channel in posted)
        assert "This envelope is empty" in play.slack.words(f"D{other.holder}")
        assert "Your role sheet is open." not in play.slack.words(f"D{other.holder}")
