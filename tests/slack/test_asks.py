"""Answering questions by the form, and what facilitators do with them, as Slack delivers it."""

import json
from collections.abc import AsyncIterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from slack_bolt.response import BoltResponse

from bot.domain.asks.answers import Answer
from bot.domain.asks.ask import AskKind, ShowWhen
from bot.domain.asks.question import Option, Question
from bot.domain.council.ask_commands import AnswerAsk, CloseAsk, OpenAsk
from bot.domain.game import commands as gc
from bot.domain.ids import MOOT, UserId
from bot.domain.paper import paper_id
from bot.slack.blocks import names
from tests.builders import a_question
from tests.slack.stage import COUNCIL, FACILITATOR, GAME, STRANGER, Stage, a_stage, player

OUR_PACKS = Path(__file__).resolve().parents[1] / "packs"
BUDGET = a_question(AskKind.POINTS, Option("1", "Books", high=6), Option("2", "Trees", high=6), at_most=8)
CATCH = a_question(AskKind.NUMBERS, Option("1", "Cod", "t", 0, 50), Option("2", "Eel"), at_most=60, limit=70)


@pytest.fixture
async def school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    """A stage on which our own small packs can be played."""
    async with a_stage(tmp_path, monkeypatch, OUR_PACKS) as found:
        yield found


async def put(stage: Stage, question: Question) -> UserId:
    """A game in its first session, to whose council a question is open; somebody who sits there."""
    await stage.create()
    for command in (gc.PlanSeating(), gc.DealSeats(), gc.StartGame()):
        await stage.do(command)
    await stage.next_phase()
    await stage.at_table(OpenAsk(question))
    return await stage.holder(steward=False)


async def form(stage: Stage, user: UserId) -> dict[str, Any]:
    """The form as it opens for somebody."""
    await stage.press(user, names.ANSWER, f"{COUNCIL}:poll")
    return stage.slack.views()[-1]


async def sends(stage: Stage, user: UserId, view: dict[str, Any], **values: str) -> BoltResponse:
    """Sends it with these numbers."""
    blocks = {name.replace("_", ":"): {"type": "number_input", "value": one} for name, one in values.items()}
    return await stage.submit(user, view, **blocks)


def picked(view: dict[str, Any], block: str, value: str) -> dict[str, Any]:
    element = next(one["element"] for one in view["blocks"] if one.get("block_id") == block)
    return {
        "type": "static_select",
        "selected_option": next(one for one in element["options"] if one["value"] == value),
    }


def errors(response: BoltResponse) -> dict[str, str]:
    found: dict[str, str] = json.loads(response.body or "{}").get("errors", {})
    return found


async def answers(stage: Stage) -> list[Answer]:
    return [given.answer for given in (await stage.council()).asks["poll"].given.values()]


async def test_too_many_points_are_refused_at_the_last_field_and_the_rest_is_kept(stage: Stage) -> None:
    user = await put(stage, BUDGET)
    view = await form(stage, user)

    told = errors(await sends(stage, user, view, number_1="5", number_2="4"))

    assert told == {"number:2": "You gave 9 points but have only 8. Take some back."}
    assert await answers(stage) == []
    sent = await sends(stage, user, view, number_1="5", number_2="3")
    assert "Books 5, Trees 3" in sent.body
    assert await answers(stage) == [Answer(numbers=(("1", 5), ("2", 3)))]


async def test_numbers_are_checked_each_by_its_bounds_and_all_by_what_is_left(stage: Stage) -> None:
    user, other = await put(stage, CATCH), player(2)
    await stage.at_table(AnswerAsk("poll", Answer(numbers=(("1", 40),))), other)
    if user == other:
        user = player(3)
    view = await form(stage, user)
    assert "Used 40 of 70; 30 left." in str(view["blocks"])

    assert [*errors(await sends(stage, user, view, number_1="51", number_2="0"))] == ["number:1"]
    over = errors(await sends(stage, user, view, number_1="20", number_2="11"))
    assert "only 30 of its 70 left" in over["number:2"]
    assert errors(await sends(stage, user, view, number_1="20", number_2="10")) == {}


async def test_decimals_are_taken_with_a_comma_or_a_point_where_the_question_takes_them(stage: Stage) -> None:
    money = Option("1", "Money", "billion", 0, 50, 1)
    user = await put(stage, a_question(AskKind.NUMBERS, money, Option("2", "Staff")))
    view = await form(stage, user)
    assert "In steps of 0.1." in str(view["blocks"])

    assert "steps of 0.1" in errors(await sends(stage, user, view, number_1="1.25", number_2="2"))["number:1"]
    assert "whole number" in errors(await sends(stage, user, view, number_1="1", number_2="0,5"))["number:2"]
    assert "1.5 billion" in (await sends(stage, user, view, number_1="1,5", number_2="2")).body
    assert await answers(stage) == [Answer(numbers=(("1", Fraction(3, 2)), ("2", 2)))]
    assert "'initial_value': '1.5'" in str(await form(stage, user))


async def test_a_ranking_that_names_something_twice_is_refused_at_the_second_place(stage: Stage) -> None:
    user = await put(stage, a_question(AskKind.RANKING))
    view = await form(stage, user)
    twice = {
        f"rank:{place}": picked(view, f"rank:{place}", one) for place, one in ((1, "2"), (2, "2"), (3, "1"))
    }

    told = errors(await stage.submit(user, view, **twice))

    assert told == {"rank:2": "You have given “Nets” a place already, so choose another option for place 2."}
    good = {f"rank:{place}": picked(view, f"rank:{place}", str(place)) for place in (1, 2, 3)}
    assert errors(await stage.submit(user, view, **good)) == {}
    assert await answers(stage) == [Answer(chosen=("1", "2", "3"))]


async def test_the_same_form_sent_twice_is_one_answer_and_a_late_one_is_refused_kindly(stage: Stage) -> None:
    user = await put(stage, a_question())
    view = await form(stage, user)
    chosen = {"choice": picked(view, "choice", "3")}

    await stage.submit(user, view, **chosen)
    before = await stage.council()
    await stage.submit(user, view, **chosen)
    assert await stage.council() == before
    await stage.at_table(CloseAsk("poll"), MOOT)
    late = errors(await stage.submit(user, view, choice=picked(view, "choice", "1")))

    assert "closed, so your answer did not count" in late["choice"]
    assert await answers(stage) == [Answer(chosen=("3",))]
    assert "is closed" in await stage.press(user, names.ANSWER, f"{COUNCIL}:poll")


async def test_the_next_holder_of_a_seat_is_not_told_what_it_has_answered(stage: Stage) -> None:
    user, heir = await put(stage, a_question()), UserId("U0HEIR")
    await stage.at_table(AnswerAsk("poll", Answer(chosen=("3",))), user)
    assert "initial_option" in str(await form(stage, user))

    await stage.do(gc.HandOver(user, heir), user)

    assert "initial_option" not in str(await form(stage, heir))
    assert await answers(stage) == [Answer(chosen=("3",))]


async def test_a_facilitator_enters_the_answer_of_somebody_on_paper(stage: Stage) -> None:
    user = await put(stage, a_question())
    seat = (await stage.council()).seat_of(user)
    assert seat is not None
    await stage.do(gc.HandOver(user, paper_id("Ada")))
    value = f"{COUNCIL}:{seat.role}:poll"
    assert "only for people on paper" in await stage.press(FACILITATOR, names.ANSWER_FOR, f"{COUNCIL}:1:poll")
    await stage.press(FACILITATOR, names.ANSWER_FOR, value)
    view = stage.slack.views()[-1]

    await stage.submit(FACILITATOR, view, choice=picked(view, "choice", "2"))

    given = (await stage.council()).asks["poll"].given[str(seat.role)]
    assert (given.answer.chosen, given.proxy_by) == (("2",), FACILITATOR)


async def test_a_facilitator_looks_at_texts_one_by_one_before_anybody_sees_them(stage: Stage) -> None:
    user = await put(stage, a_question(AskKind.TEXT, show=ShowWhen.FACILITATOR))
    view = await form(stage, user)
    await stage.submit(user, view, text="Ban the boats.")
    await stage.at_table(CloseAsk("poll"), MOOT)
    looked = await stage.press(FACILITATOR, names.LOOK_AT_TEXTS, f"{GAME}:poll")
    assert "Ban the boats." in looked

    assert "every text" in await stage.press(FACILITATOR, names.SHOW_TEXT, f"{COUNCIL}:poll:1")
    assert "facilitators can do that" in await stage.press(user, names.LOOK_AT_TEXTS, f"{GAME}:poll")

    one = (await stage.council()).asks["poll"]
    assert (one.shown, one.shown_texts()) == (True, ("Ban the boats.",))


async def test_a_facilitator_asks_closes_and_shows_by_typing(school: Stage) -> None:
    await school.create(players=4, scenario="school-budget")
    for command in (gc.PlanSeating(), gc.DealSeats(), gc.StartGame()):
        await school.do(command)
    await school.next_phase()
    user = await school.holder(steward=False)

    assert "Asked in 1 council" in await school.command(FACILITATOR, "/moot", "asks open budget")
    assert "asked already" in await school.command(FACILITATOR, "/moot", "asks open budget")
    assert "You have not answered yet" in await school.command(user, "/moot", "asks")
    assert "0 of 4 answered" in await school.command(FACILITATOR, "/moot", "asks")
    assert "still open" in await school.command(FACILITATOR, "/moot", "asks show budget")
    assert "Closed in 1 council" in await school.command(FACILITATOR, "/moot", "asks close budget")
    assert "not open in any" in await school.command(FACILITATOR, "/moot", "asks close budget")
    assert "There is no question “moon”" in await school.command(FACILITATOR, "/moot", "asks open moon")
    assert "such as one of these: worries, budget" in await school.command(FACILITATOR, "/moot", "asks sing")
    assert "fewer than two policies" in await school.command(FACILITATOR, "/moot", "asks open dots")
    assert "facilitators" in await school.command(user, "/moot", "asks close budget")


async def test_a_survey_is_answered_before_the_deal_and_by_nobody_else_afterwards(school: Stage) -> None:
    await school.create(players=4, scenario="school-budget")
    value, user = f"{GAME}:trust-before", player(1)
    await school.press(user, names.ANSWER_SURVEY, value)
    view = school.slack.views()[-1]

    sent = await school.submit(user, view, choice=picked(view, "choice", "2"))
    assert "I do not" in sent.body
    assert "answer is in" in await school.command(user, "/moot", "asks")
    assert "not signed up" in await school.press(STRANGER, names.ANSWER_SURVEY, value)
    await school.do(gc.PlanSeating())
    await school.do(gc.DealSeats())

    late = errors(await school.submit(user, view, choice=picked(view, "choice", "1")))
    assert "closed" in late["choice"]
    assert "closed" in await school.press(user, names.ANSWER_SURVEY, value)


async def test_answers_are_owed_until_they_are_given(stage: Stage) -> None:
    user = await put(stage, a_question())
    assert "Answer “What first?”" in await stage.command(user, "/moot", "owe")

    await stage.at_table(AnswerAsk("poll", Answer(chosen=("3",))), user)

    assert "What first?" not in await stage.command(user, "/moot", "owe")


async def test_a_facilitator_reads_what_a_question_about_policies_waits_for(school: Stage) -> None:
    await school.create(players=4, scenario="school-budget")
    for command in (gc.PlanSeating(), gc.DealSeats(), gc.StartGame()):
        await school.do(command)

    told = await school.command(FACILITATOR, "/moot", "asks")

    assert "needs two policies in the book, and 1 council so far has fewer" in told
