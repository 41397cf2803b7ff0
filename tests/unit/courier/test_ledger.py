"""What is used of Slack's budgets survives the bot that used it."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from bot.courier.budgets import Budgets
from bot.courier.ledger import Ledger, NotOurs
from bot.db.budgets import COUNTED_IN, Used
from bot.domain.ids import Moment
from bot.platform.rates import MINUTE, POST, Pace

CREATE = "conversations.create"  # tier 2: twenty a minute
TEAM = "T1"


@dataclass
class Notebook:
    """The database, on a clock that the test sets."""

    at: float = 1_900_000_000.0
    ours: bool = True
    pages: dict[str, Used] = field(default_factory=dict)
    written: int = 0

    def now(self) -> Moment:
        return datetime.fromtimestamp(self.at, UTC)

    async def note_used(self, team_id: str, method: str, used: Used) -> bool:
        assert team_id == TEAM
        await asyncio.sleep(0)
        if self.ours:
            self.pages[method] = used
            self.written += 1
        return self.ours


class Bot:
    """One that has just begun, with a steady clock of its own."""

    def __init__(self, notes: Notebook, booted: float = 0.0) -> None:
        self.notes, self.booted = notes, booted
        self.ledger = Ledger(TEAM, Budgets(), notes, self.steady)
        for method, used in notes.pages.items():
            self.ledger.take_over(method, used)

    def steady(self) -> float:
        return self.notes.at - self.booted

    def wait(self, method: str, channel: str = "") -> float:
        return self.ledger.budgets.wait(method, channel, self.steady())

    async def calls(self, method: str, times: int = 1) -> None:
        """Calls, of which each is answered at once; in a channel of its own."""
        for number in range(times):
            self.ledger.budgets.spend(method, f"C{number}")
            await self.ledger.before(method)
            self.ledger.budgets.answered(method, f"C{number}", self.steady())


async def test_who_comes_after_a_bot_that_died_waits_until_slack_has_room_again() -> None:
    notes = Notebook()
    await Bot(notes).calls(CREATE, 20)

    notes.at += 10
    after = Bot(notes, booted=notes.at - 5)

    assert after.wait(CREATE) == pytest.approx(MINUTE, abs=10)
    notes.at += MINUTE + COUNTED_IN
    assert after.wait(CREATE) == 0


async def test_a_bot_that_dies_again_and_again_still_knows_what_the_first_one_used() -> None:
    notes = Notebook()
    for _ in range(4):
        await Bot(notes, booted=notes.at - 1).calls(CREATE, 5)
        notes.at += 3

    assert Bot(notes).wait(CREATE) > 0


async def test_what_is_noted_and_was_not_used_is_little() -> None:
    # given a bot that died after a single post
    notes = Notebook()
    await Bot(notes).calls(POST)

    # then the next one can post nearly as much as if there had been none
    after, posts = Bot(notes), 0
    while after.wait(POST, f"C{posts}") == 0:
        after.ledger.budgets.spend(POST, f"C{posts}")
        posts += 1
    assert posts >= 290


async def test_most_calls_need_no_note_of_their_own() -> None:
    notes = Notebook()

    await Bot(notes).calls(POST, 300)

    assert notes.written == 30


async def test_however_many_calls_a_rehearsal_takes_no_more_than_a_thousand_are_noted_at_once() -> None:
    notes = Notebook()
    ledger = Ledger(TEAM, Budgets(Pace(100_000)), notes, lambda: notes.at)

    await ledger.before(POST)

    assert [calls for _, calls in notes.pages[POST].calls] == [1000]


async def test_calls_at_the_same_time_are_noted_together() -> None:
    notes = Notebook()
    bot = Bot(notes)

    await asyncio.gather(*(bot.ledger.before(POST) for _ in range(100)))

    assert notes.written == 10


async def test_when_slack_says_wait_the_next_bot_waits_too_and_calls_less_often() -> None:
    notes = Notebook()
    bot = Bot(notes)
    await bot.calls(CREATE)
    bot.ledger.budgets.limited(CREATE, "", 30, bot.steady())
    await bot.ledger.refused(CREATE)

    notes.at += 10
    after = Bot(notes, booted=notes.at)

    assert after.wait(CREATE) == pytest.approx(20, abs=0.01)
    assert after.ledger.budgets.of_method(CREATE).allowed(after.steady()) == 15


async def test_a_clock_that_was_set_back_closes_nothing_for_hours() -> None:
    # given a bot to which Slack said to wait, on a machine whose clock is an hour ahead
    notes = Notebook()
    bot = Bot(notes)
    await bot.calls(CREATE, 20)
    bot.ledger.budgets.limited(CREATE, "", 30, bot.steady())
    await bot.ledger.refused(CREATE)

    # when the clock is right, and the bot is back
    notes.at -= 3600

    assert 0 < Bot(notes).wait(CREATE) <= MINUTE


async def test_what_was_used_long_ago_is_forgotten() -> None:
    notes = Notebook()
    bot = Bot(notes)
    for _ in range(100):
        await bot.calls(CREATE)
        notes.at += MINUTE

    assert len(notes.pages[CREATE].calls) <= 2
    assert Bot(notes).wait(CREATE) == 0


async def test_nothing_is_called_in_a_workspace_that_another_replica_has_taken_over() -> None:
    notes = Notebook(ours=False)

    with pytest.raises(NotOurs):
        await Bot(notes).ledger.before(CREATE)


async def test_who_gets_a_workspace_back_goes_on_with_what_the_other_one_used() -> None:
    # given a replica that was replaced for a while
    notes = Notebook()
    first, second = Bot(notes), Bot(notes)
    await second.calls(CREATE, 20)

    # when it takes over again
    first.ledger.take_over(CREATE, notes.pages[CREATE])

    assert first.wait(CREATE) > 0
