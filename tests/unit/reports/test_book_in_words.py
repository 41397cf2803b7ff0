"""The book that people keep: everything is in it, in order, and what they wrote is no Markdown."""

import json
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction

from bot.domain.asks.answers import Answer
from bot.domain.asks.ask import AskKind
from bot.domain.asks.asked import Asked, Given
from bot.domain.asks.question import Option, Question
from bot.domain.council.ask_commands import AnswerAsk, CloseAsk, OpenAsk
from bot.domain.errors.asks import LimitExceeded
from bot.domain.ids import MOOT, RoleNumber
from bot.gallery.cast import NOON
from bot.gallery.worlds import World
from bot.reports.answers_in_words import conclusions
from bot.reports.book_in_words import Book, Entry, Particular, as_markdown, book_of, is_final
from bot.reports.policy_book import as_json
from bot.services.games import layout_of
from tests.builders import a_council, a_question, at, player, rainbow_road

WORLD = World(rainbow_road())


def test_the_book_holds_charter_policies_processes_what_is_parked_and_the_vote_in_this_order() -> None:
    council, game = WORLD.councils["at the end"], WORLD.games["ended"]
    parked = WORLD.councils["with parked items"].items[:1]
    written = as_markdown(book_of(game, WORLD.pack, replace(council, items=parked), NOON))

    parts = [
        "# Policy book of Council 1",
        "· Final",
        "- Rule: Majority",
        "- Enactment:",
        "### Policy 1 (proposal 1): 1 The owner",
    ]
    parts += [
        "- Owner: Data Platform",
        "- Enforcement:",
        "- Review:",
        "_Adopted under",
        "### Policy 2 (proposal 2): 2 The owner",
    ]
    parts += ["## Processes", "_Recorded under charter", "## Parked for later", "(owner: ", "until"]
    parts += ["## The final vote", "Approved: 7 for, 1 against", "Fingerprint: `"]
    rest = written
    for part in parts:
        before, found, rest = rest.partition(part)
        assert found, (part, before)


def test_the_book_holds_what_was_asked_and_answered_once_it_is_shown() -> None:
    log = a_council(layout=layout_of(rainbow_road()))
    log.do(OpenAsk(a_question(AskKind.ONE_OF, "The *road*", "Rest", signed=True)), MOOT, at(6))
    log.do(AnswerAsk("poll", Answer(chosen=("1",))), player(3), at(7))
    game = WORLD.games["ended"]
    assert "What was asked" not in as_markdown(book_of(game, WORLD.pack, log.council, NOON))

    log.do(CloseAsk("poll"), MOOT, at(8))
    written = as_markdown(book_of(game, WORLD.pack, log.council, NOON))
    kept = as_json(game, WORLD.pack, log.council)["questions"]

    assert "## What was asked\n\n### What first?" in written
    assert "- The \\*road\\*: 1 vote (100 %) ██████████" in written
    assert "_1 of 10 answered._" in written
    assert [(one["option"], one["score"]) for one in kept[0]["results"]] == [("The *road*", 1), ("Rest", 0)]
    assert [one["answer"] for one in kept[0]["signed"]] == ["The *road*"]


def test_the_book_and_its_data_keep_decimals_as_they_were_given() -> None:
    log = a_council(layout=layout_of(rainbow_road()))
    money = Option("1", "Money", "billion", decimals=1)
    log.do(OpenAsk(a_question(AskKind.NUMBERS, money, limit=Fraction("20.5"))), MOOT, at(6))
    for role, given in ((3, Fraction(3, 2)), (4, 1_000)):
        with suppress(LimitExceeded):
            log.do(AnswerAsk("poll", Answer(numbers=(("1", given),))), player(role), at(7))
    log.do(CloseAsk("poll"), MOOT, at(8))
    game = WORLD.games["ended"]

    assert "1.5 billion" in (written := as_markdown(book_of(game, WORLD.pack, log.council, NOON)))
    assert "Used 1.5 of 20.5; 19 left." in written
    kept = json.loads(json.dumps(as_json(game, WORLD.pack, log.council)["questions"]))[0]
    assert (kept["limit"], kept["results"][0]["score"], kept["results"][0]["mean"]) == (20.5, 1.5, 1.5)


def test_a_policy_says_what_it_lacks() -> None:
    council = WORLD.councils["at the end"]
    one = council.proposals[council.policies[0].proposal]
    bare = replace(one.wording, owner_team=None, enforcement="", review="")
    proposal = replace(one, versions=(replace(one.versions[-1], wording=bare),))
    lacking = replace(council, proposals={**council.proposals, one.number: proposal})

    [first, *_] = book_of(WORLD.games["ended"], WORLD.pack, lacking, NOON).policies

    assert {part.name for part in first.particulars if part.text == "not given"} == {
        "Owner",
        "Enforcement",
        "Review",
    }


def test_a_book_is_final_when_its_vote_is_counted_or_the_game_ends_without_one() -> None:
    running, ended = WORLD.games["in session-1"], WORLD.games["ended"]
    unheld, voting, counted = (WORLD.councils[one] for one in ("founded", "voting", "at the end"))

    assert [is_final(running, one) for one in (unheld, voting, counted)] == [False, False, True]
    assert [is_final(ended, one) for one in (unheld, voting, counted)] == [True, False, True]
    assert book_of(running, WORLD.pack, unheld, NOON).standing == (
        "As it stands on 4 March 2031, 06:00 (America/Chicago)"
    )


def test_what_people_write_is_no_markdown() -> None:
    said = "# Big\n- one\n+ two\n1. three\n=====\n"
    said += "[here](https://x.example) <b>*bold*</b> `code` | _a_ snake_case"
    entry = Entry("1. [T](x)", said, (Particular("Owner", "A\n# B"),), "_s_")
    book = Book("C <1>", "G", "S", "Final", (), (entry,), (), (), "V")

    written = as_markdown(book)

    assert "# Policy book of C \\<1\\>\n" in written
    assert "### 1. \\[T\\](x)\n" in written
    assert "\n\\# Big\n\\- one\n\\+ two\n1\\. three\n\\=====\n" in written
    assert (
        "\\[here\\](https://x.example) \\<b\\>\\*bold\\*\\</b\\> \\`code\\` \\| \\_a\\_ snake_case" in written
    )
    assert "- Owner: A\n  \\# B\n" in written


def test_a_council_without_charter_policies_or_vote_has_a_book_all_the_same() -> None:
    written = as_markdown(book_of(WORLD.games["ended"], WORLD.pack, WORLD.councils["founded"], NOON))

    for words in ("No charter was written", "No policy was adopted.", "No final vote was held."):
        assert words in written


def test_the_verdict_of_one_group_bears_its_name_whether_it_has_a_majority_or_not() -> None:
    jury = replace(a_question(), to="The Jury")
    first, second = (option.key for option in jury.options[:2])

    assert found(jury, first, first, second) == ["The Jury: Boats, 2 of 3."]
    assert found(jury, first, second) == ["The Jury: no option has a majority."]
    assert found(a_question(), first) == ["The majority chose “Boats”."]


def found(question: Question, *chosen: str) -> list[str]:
    """What a question comes to that was answered so, seat by seat."""
    given = {
        str(seat): Given(Answer(chosen=(key,)), NOON, RoleNumber(seat), player(seat))
        for seat, key in enumerate(chosen, 1)
    }
    return [*conclusions(Asked(question, NOON, given, NOON, tuple(given)))]
