"""Questions in whole games: a school's participatory budget, and a fishery in seasons."""

from fractions import Fraction
from pathlib import Path

from bot.domain.asks.answers import Answer
from bot.domain.asks.surveys import AnswerSurvey, ShowSurvey
from bot.domain.council import Council
from bot.domain.council import commands as cc
from bot.domain.council.ask_commands import AnswerAsk, JudgeText
from bot.domain.game import commands as c
from bot.domain.ids import ProposalNumber, RoleNumber, UserId
from tests.builders import player
from tests.integration.playing import DIRECTOR, PLENARY, Play, a_play

POINTS = ((4, 6, 0), (0, 5, 5), (6, 4, 0), (0, 0, 1))  # of each role for the three options
SECRET = "Somebody whispers this and nothing else."


async def seated(play: Play, people: int = 4) -> None:
    """Everybody signs up and gets a seat, and the game begins."""
    for number in range(1, people + 1):
        await play.do(c.Join(player(number)), player(number))
        if (await play.game()).surveys:
            await play.do(AnswerSurvey("trust-before", Answer(chosen=("2",))), player(number))
    await play.do(c.PlanSeating())
    await play.do(c.DealSeats())
    await play.deliver()
    await play.do(c.StartGame())
    await play.deliver()


async def council(play: Play) -> Council:
    [found] = await play.councils()
    return found


async def answers(play: Play, ask: str, role: int, answer: Answer) -> None:
    """The holder of a role answers."""
    one = await council(play)
    holder = one.seats[RoleNumber(role)].holder
    assert holder is not None
    await play.act(one.id, AnswerAsk(ask, answer), holder)


def spread(*numbers: int) -> Answer:
    return Answer(numbers=tuple((str(place), one) for place, one in enumerate(numbers, start=1)))


def catches(cod: int, herring: int | Fraction) -> Answer:
    return Answer(numbers=(("cod", cod), ("herring", herring)))


async def until_open(play: Play, ask: str) -> None:
    while ask not in (await council(play)).asks:
        await play.ring()


async def until_closed(play: Play, ask: str) -> None:
    while (await council(play)).asks[ask].open:
        await play.ring()


async def test_a_school_decides_on_its_budget_by_points_and_dots(tmp_path: Path) -> None:
    async with a_play(tmp_path, "school-budget") as play:
        await seated(play)
        await play.to("ideas")
        await _whispers(play)
        await _policies(play)
        await until_open(play, "budget")
        for role, points in enumerate(POINTS, start=1):
            await answers(play, "budget", role, spread(*points))
        await answers(play, "dots", 2, Answer(numbers=(("2", 3),)))
        await answers(play, "dots", 3, Answer(numbers=(("1", 1),)))
        await answers(play, "jury", 2, Answer(chosen=("1",)))
        await answers(play, "jury", 4, Answer(chosen=("1",)))
        await play.deliver()
        before = everything(play)
        await until_closed(play, "budget")
        one, late = await council(play), AnswerAsk("budget", spread(0, 0, 6))
        assert await play.refused(one.id, late, player_of(one, 1)) == "QuestionClosed"
        await play.to_the_end()

        told = everything(play)
        one = await council(play)
    assert "School yard" not in before
    assert [row.score for row in one.asks["budget"].count().rows] == [10, 15, 6]
    assert one.order == (2, 1), "the dots ordered the book"
    assert "*The school yard:* 15 points" in told
    assert "Speaker (Pupils): The library 4, The school yard 6" in told
    assert "Staff: Yes, 2 of 2." in told
    assert "Which policies come first?: council by council" in play.slack.words(PLENARY)


def player_of(one: Council, role: int) -> UserId:
    holder = one.seats[RoleNumber(role)].holder
    assert holder is not None
    return holder


def everything(play: Play) -> str:
    return "\n".join(play.slack.messages.values())


async def _whispers(play: Play) -> None:
    """Texts stay private until a facilitator shows one, and then bear no name."""
    await answers(play, "worries", 2, Answer(text=SECRET))
    await answers(play, "worries", 3, Answer(text="Rude."))
    await play.deliver()
    assert SECRET not in everything(play)
    await until_closed(play, "worries")
    assert SECRET not in everything(play)
    await play.act((await council(play)).id, JudgeText("worries", 2, shown=True), DIRECTOR)
    await play.act((await council(play)).id, JudgeText("worries", 1, shown=False), DIRECTOR)
    await play.deliver()
    assert SECRET in everything(play)
    assert "Rude." not in everything(play)


async def _policies(play: Play) -> None:
    one = await council(play)
    steward = player_of(one, 1)
    for title in ("Books", "Trees"):
        await play.act(one.id, cc.SubmitProposal(title, f"{title} first."), steward)
    for number in map(ProposalNumber, (1, 2)):
        await play.act(one.id, cc.RecordDecision(number), steward)
    await play.deliver()


async def test_surveys_before_and_after_show_how_far_each_team_has_moved(tmp_path: Path) -> None:
    async with a_play(tmp_path, "school-budget") as play:
        await seated(play)
        assert "Before we begin" in play.slack.words(PLENARY)
        await play.to_the_end()
        one = await council(play)
        pupils = [seat.holder for seat in one.filled if seat.team == "pupils" and seat.holder]
        for holder in pupils:
            await play.do(AnswerSurvey("trust-after", Answer(chosen=("1",))), holder)
        await play.deliver()
        assert "I do" not in play.slack.words(PLENARY), "private until it is shown"
        await play.do(ShowSurvey("trust-after"))
        await play.deliver()
        told = play.slack.words(PLENARY)

    assert "*I do:* 2 votes (100 %)" in told
    assert "Pupils (2 people): I do 0 % → 100 % (+100); I do not 100 % → 0 % (-100)" in told
    assert "Staff: fewer than 2 people answered both times" in told
    assert "Before we begin” is in" not in told


async def test_crews_fish_in_two_seasons_and_each_asks_them_anew(tmp_path: Path) -> None:
    async with a_play(tmp_path, "fishery") as play:
        await seated(play)
        await play.to("rules")
        await answers(play, "licences", 1, Answer(numbers=(("licences", 6),)))
        one = await council(play)
        more = AnswerAsk("licences", Answer(numbers=(("licences", 5),)))
        assert await play.refused(one.id, more, player_of(one, 2)) == "LimitExceeded"
        await play.to("season-1")
        await answers(play, "catch-1", 1, catches(30, 30))
        await answers(play, "catch-1", 3, catches(40, Fraction("20.5")))  # the crew's last word
        await answers(play, "catch-1", 2, catches(60, 20))
        await until_closed(play, "catch-1")
        await play.to("season-2")
        await answers(play, "catch-2", 4, catches(10, 0))
        await play.to_the_end()

        one, told = await council(play), everything(play)
    assert [row.score for row in one.asks["catch-1"].count().rows] == [100, Fraction("40.5")]
    assert one.asks["catch-2"].count().sum == 10
    assert "Your catch in season 1" in told
    assert "Used 140.5 of 100; exceeded by 40.5." in told
    assert "North Crew: Cod 40 tonnes, Herring 20.5 tonnes" in told
    assert "Used 10 of 100; 90 left." in told
