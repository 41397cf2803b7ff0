"""What people type, as the listeners take it: times and zones, words that are refused, lists, names."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from bot.domain.council import ProposalStatus
from bot.domain.errors.store import StoreAway
from bot.domain.ids import ProposalNumber
from bot.queries.place import Where
from bot.queries.reader import Reader
from bot.services.councils import CouncilService
from bot.services.games import GameService
from bot.slack.commands import WORDS
from tests.slack.stage import FACILITATOR, GAME, STRANGER, Stage, player
from tests.slack.test_buttons import people, reach

# --- times and zones


async def test_a_start_later_today_is_planned_for_today_and_the_answer_says_in_which_zone(
    stage: Stage,
) -> None:
    # given
    await reach(stage, "dealt")
    stage.now = datetime(2031, 3, 5, 8, 0, tzinfo=UTC)

    # when
    said = await stage.command(FACILITATOR, "/moot", "start 20:30")
    elsewhere = await stage.command(FACILITATOR, "/moot", "start 20:30 GMT+2")

    # then
    assert "*Wednesday 5 March, 20:30* in UTC, where it is 08:00 now" in said
    assert "*Wednesday 5 March, 20:30* in UTC+2, where it is 10:00 now" in elsewhere
    game, _ = await stage.store.services.reader.game(GAME)
    assert game.starts_at == datetime(2031, 3, 5, 18, 30, tzinfo=UTC)


async def test_a_far_end_is_refused_and_a_deliberate_one_is_the_plan(stage: Stage) -> None:
    # given
    await reach(stage, "session-1")

    # when
    far = await stage.command(FACILITATOR, "/moot", "end-by 9999-12-31 12:00")
    year = await stage.command(FACILITATOR, "/moot", "end-by 2032-03-04 12:00")
    meant = await stage.command(FACILITATOR, "/moot", "end-by tomorrow 12:00")

    # then
    assert "too far ahead" in far
    assert "within the next week" in year
    assert "On time" in meant
    assert "behind" not in meant


async def test_the_form_for_a_new_game_says_which_zone_it_took(stage: Stage) -> None:
    # given
    await stage.command(FACILITATOR, "/moot", "new")
    view = stage.slack.views()[-1]

    # when
    asked = await stage.submit(FACILITATOR, view, name="Ours", timezone="IST")
    taken = await stage.submit(FACILITATOR, view, name="Ours", timezone="gmt+2")

    # then
    assert "Asia/Kolkata, Asia/Jerusalem and Europe/Dublin" in asked.body
    assert "as UTC+2, where it is 14:00 now" in taken.body


@pytest.mark.parametrize(("typed", "left"), [("add 1h30", 90), ("add half an hour", 30), ("add 1,5 h", 90)])
async def test_a_length_is_taken_as_people_write_it(stage: Stage, typed: str, left: int) -> None:
    await reach(stage, "session-1")
    before, _ = await stage.store.services.reader.game(GAME)

    await stage.command(FACILITATOR, "/moot", typed)

    after, _ = await stage.store.services.reader.game(GAME)
    assert before.clock is not None
    assert after.clock is not None
    assert (after.clock.ends - before.clock.ends).total_seconds() == left * 60


# --- words that are refused


LETTERS = [chr(ord("a") + number // 26) + chr(ord("a") + number % 26) for number in range(676)]
LONG = " ".join(f"w{one}x" for one in LETTERS)[:3_699] + "!"  # 3,700 characters, each word once
TAKES_TEXT = re.compile(r"…|Name|@")


def takes_text() -> Iterator[str]:
    """Every word of `/moot` behind which people write words or names; and `/propose`."""
    for word in WORDS:
        if TAKES_TEXT.search(word.usage) or word.name in ("x", "new", "straw", "feedback"):
            yield f"/moot {word.usage.partition(' ')[0]} "
    yield "/propose "


async def lost(stage: Stage, said: str) -> set[str]:
    """The words of LONG that the person neither reads again, nor finds in a form, nor has put on record."""
    async with stage.store.engine.connect() as connection:
        stored = str(list(await connection.scalars(sa.text("select data from events"))))
    shown = said + stored + str(stage.slack.calls)
    return {word for word in LONG.split() if word not in shown}


@pytest.mark.parametrize("state", ["sign-up", "session-1", "voting"])
async def test_no_word_is_lost_whoever_writes_it_and_whenever(stage: Stage, state: str) -> None:
    await reach(stage, state)
    before = await lost(stage, "")
    for command in sorted(set(takes_text()), key=lambda one: "say" in one or " x" in one):  # they keep it
        name, _, rest = command.partition(" ")
        for who, user in (await people(stage)).items():
            stage.slack.calls.clear()

            said = await stage.command(user, name, f"{rest}{LONG}")

            assert await lost(stage, said) == set(), (command, who, said[:300])
    assert before == set(LONG.split())


async def test_where_somebody_is_who_proposes_is_looked_up_once(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Hundreds may propose in a second, and wait for one another's looks."""
    await reach(stage, "session-1")
    proposer, looks, look = await stage.holder(steward=False), list[str](), Reader.where

    async def counted(reader: Reader, team_id: str, channel: str, *more: Any) -> Where:
        looks.append(channel)
        return await look(reader, team_id, channel, *more)

    monkeypatch.setattr(Reader, "where", counted)
    said = await stage.command(proposer, "/propose", "Owners answer.")

    assert "on the table" in said
    assert len(looks) == 1


@pytest.mark.parametrize("fault", [StoreAway(), RuntimeError("a fault of ours")])
async def test_words_come_back_from_a_busy_database_and_from_a_fault(
    stage: Stage, fault: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    await reach(stage, "session-1")

    async def fails(*_: object, **__: object) -> None:
        raise fault

    monkeypatch.setattr(CouncilService, "handle", fails)
    monkeypatch.setattr(GameService, "handle", fails)

    short = LONG[:1_900]
    proposed = await stage.command(await stage.holder(steward=False), "/propose", short)
    told = await stage.command(FACILITATOR, "/moot", f"say {LONG}")

    assert all(word in proposed for word in short.split())
    assert await lost(stage, told) == set()


async def test_a_short_word_that_is_refused_says_no_more_than_that(stage: Stage) -> None:
    await reach(stage, "session-1")

    assert "You had typed" not in await stage.command(STRANGER, "/moot", "pause")
    assert "> /moot pasue now" in await stage.command(STRANGER, "/moot", "pasue now")


# --- what facilitators say


async def test_what_is_said_to_every_council_is_said_whole(stage: Stage) -> None:
    await reach(stage, "session-1")
    words = f"{LONG} & <{'x' * 150}>"

    said = await stage.command(
        FACILITATOR, "/moot", f"say {words.replace('&', '&amp;').replace('<', '&lt;')}"
    )

    assert "Every council will see it" in said
    async with stage.store.engine.connect() as connection:
        rows = list(await connection.scalars(sa.text("select data from events where kind = 'Announced'")))
    assert "x" * 150 in str(rows)
    assert await lost(stage, "") == set()


# --- proposals


async def test_a_pasted_list_is_offered_as_several_proposals(stage: Stage) -> None:
    # given
    await reach(stage, "session-1")
    writer, before = await stage.holder(steward=False), len((await stage.council()).proposals)

    # when
    said = await stage.command(
        writer, "/propose", "1. Owners merge. Always.\n2. Reviewers check.\n3. Logs stay."
    )
    view = stage.slack.views()[-1]
    asked = len((await stage.council()).proposals)
    done = await stage.submit(writer, view)
    await stage.submit(writer, view)

    # then
    assert "list of 3 points" in said
    assert "Propose these 3" in str(view)
    assert asked == before
    assert "are on the table" in done.body
    new = list((await stage.council()).proposals.values())[before:]
    assert [(one.title, one.text) for one in new] == [
        ("Owners merge", "Owners merge. Always."),
        ("Reviewers check", "Reviewers check."),
        ("Logs stay", "Logs stay."),
    ]


async def test_a_pasted_list_can_be_kept_as_one_proposal(stage: Stage) -> None:
    await reach(stage, "session-1")
    writer = await stage.holder(steward=False)
    await stage.command(writer, "/propose", "We want:\n• Owners merge.\n• Reviewers check.")
    one = {"type": "static_select", "selected_option": {"value": "one"}}

    await stage.submit(writer, stage.slack.views()[-1], how=one)

    last = list((await stage.council()).proposals.values())[-1]
    assert (last.title, last.text) == ("We want", "We want:\n• Owners merge.\n• Reviewers check.")


async def test_a_proposal_that_begins_like_an_amendment_amends_nothing_before_its_author_says_so(
    stage: Stage,
) -> None:
    # given
    await reach(stage, "session-1")
    writer = await stage.holder(steward=False)
    words = "Amend 1 of the Handbook's rules so that owners merge."

    # when
    said = await stage.command(writer, "/propose", words)
    view = stage.slack.views()[-1]

    # then
    assert "Amend proposal 1" in said
    assert "A new proposal" in said
    before = await stage.council()
    assert before.proposals[ProposalNumber(1)].version == 1
    await stage.submit(writer, view)
    new = list((await stage.council()).proposals.values())[-1]
    assert (new.title, new.text) == (words.rstrip("."), words)

    # and when an amendment was meant
    amend = {"type": "static_select", "selected_option": {"value": "amend"}}
    await stage.submit(writer, view, what=amend)
    assert (await stage.council()).proposals[ProposalNumber(1)].text == (
        "of the Handbook's rules so that owners merge."
    )


async def test_an_amendment_with_a_colon_is_one(stage: Stage) -> None:
    await reach(stage, "session-1")

    said = await stage.command(await stage.holder(steward=False), "/propose", "amend 1: Owners merge.")

    assert "version 2" in said
    assert (await stage.council()).proposals[ProposalNumber(1)].status is ProposalStatus.OPEN


# --- people without an account


async def test_several_names_make_several_seats(stage: Stage) -> None:
    await reach(stage, "sign-up")

    await stage.command(FACILITATOR, "/moot", "paper Ada Lovelace, Ben and Cleo; “Byron, Dan”")
    await stage.command(FACILITATOR, "/moot", "paper 1. Eve\n2. Fay")
    refused = await stage.command(FACILITATOR, "/moot", "remove Ben, Nobody")
    await stage.command(FACILITATOR, "/moot", f"remove Ben, Cleo and <@{player(1)}|one>")

    game, _ = await stage.store.services.reader.game(GAME)
    on_paper = [user.removeprefix("paper:") for user in game.sign_ups if user.startswith("paper:")]
    assert on_paper == ["Ada Lovelace", "Byron, Dan", "Eve", "Fay"]
    assert player(1) not in game.sign_ups
    assert "“Nobody”" in refused


async def test_two_names_that_look_alike_are_one(stage: Stage) -> None:
    await reach(stage, "sign-up")
    await stage.command(FACILITATOR, "/moot", "paper Ada Lovelace")

    again = await stage.command(FACILITATOR, "/moot", "paper A\u200bda\u00a0Love\u00adlace\u202e")
    other = await stage.command(FACILITATOR, "/moot", "paper ADA LOVELACE")

    game, _ = await stage.store.services.reader.game(GAME)
    assert "on the list already" in again
    assert len([user for user in game.sign_ups if user.startswith("paper:")]) == 1
    assert "already somebody called" in other
