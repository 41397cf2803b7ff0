"""A bot that is killed over and over: Slack refuses nothing, and little is written for that."""

from collections import Counter
from random import Random

import pytest

from bot.platform.rates import POST, UPDATE
from bot.workspace.state.rates import RateLimits
from tests.unit.courier.test_ledger import CREATE, Bot, Notebook

TIERS: dict[str, int | str] = {POST: "posting", UPDATE: 3, CREATE: 2}


@pytest.mark.parametrize("seed", range(5))
async def test_however_often_the_bot_dies_slack_refuses_nothing_and_few_calls_need_a_note(seed: int) -> None:
    # given a bot that calls whenever it may, for some minutes, and dies and begins anew now and then
    chance, notes, made = Random(seed), Notebook(), Counter[str]()
    limits, bot, refused = RateLimits(lambda: notes.at, 1.0), Bot(notes), 0
    for _ in range(8_000):
        notes.at += chance.random() / 20
        if chance.random() < 1 / 800:
            bot = Bot(notes, booted=notes.at - 1_000 * chance.random())
        method = chance.choice([*TIERS])
        if bot.wait(method) == 0:
            await bot.calls(method)
            made[method] += 1
            refused += limits.call("A1", method, TIERS[method]) is not None

    # then Slack takes every call, and it has made most of those that it might have made
    assert refused == 0
    assert made[POST] > 0.9 * 300 * 3
    assert notes.written < made[UPDATE] + made[CREATE] + made[POST] / 5
