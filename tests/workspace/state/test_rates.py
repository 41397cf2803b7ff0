"""Rate limits, as Slack's clients meet them."""

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace.state.rates import RateLimits
from tests.workspace.stage import HandClock, a_stage


async def test_a_channel_takes_four_messages_at_once_then_one_a_second(clock: HandClock) -> None:
    async with a_stage(clock=clock, limits_factor=1) as stage:
        for _ in range(4):
            await stage.post()

        with pytest.raises(SlackApiError) as refused:
            await stage.post()
        elsewhere = await stage.error_of("chat.postMessage", channel=stage.ada.id, text="Hello")
        clock.forward(1)
        after = await stage.error_of("chat.postMessage", channel=stage.lounge.id, text="Hello")

        assert refused.value.response.status_code == 429
        assert refused.value.response["error"] == "ratelimited"
        assert refused.value.response.headers["Retry-After"] == "1"
        assert (elsewhere, after) == ("", "")


async def test_a_tier_two_method_takes_twenty_calls_a_minute(clock: HandClock) -> None:
    async with a_stage(clock=clock, limits_factor=1) as stage:
        clock.forward(0.5)
        first = [await stage.error_of("users.list") for _ in range(21)]
        clock.forward(20)
        with pytest.raises(SlackApiError) as refused:
            await stage.client.users_list()
        other = await stage.error_of("users.info", user=stage.ada.id)
        clock.forward(40)
        next_minute = await stage.error_of("users.list")

        assert first == [""] * 20 + ["ratelimited"]
        assert refused.value.response.headers["Retry-After"] == "40"
        assert (other, next_minute) == ("", "")


async def test_slacks_own_retry_handler_gets_through() -> None:
    async with a_stage(limits_factor=5) as stage:
        patient = AsyncWebClient(base_url=stage.server.api_url, token=stage.installed.bot_token)
        patient.retry_handlers.append(AsyncRateLimitErrorRetryHandler(max_retry_count=1))

        for _ in range(5):
            await patient.chat_postMessage(channel=stage.lounge.id, text="Hello")

        statuses = [sent.status for sent in stage.workspace.sent if sent.method == "chat.postMessage"]
        assert statuses == [200] * 4 + [429, 200]


@pytest.mark.parametrize(("factor", "taken"), [(1, 20), (3, 60), (0.5, 10)])
def test_the_factor_multiplies_every_rate(clock: HandClock, factor: float, taken: int) -> None:
    limits = RateLimits(clock, factor)

    answers = [limits.call("A1", "pins.add", 2) for _ in range(100)]

    assert answers.count(None) == taken
    assert set(answers) == {None, 60}


@pytest.mark.parametrize("factor", [0, None])
def test_without_a_factor_nothing_is_limited(clock: HandClock, factor: float | None) -> None:
    limits = RateLimits(clock, factor)

    assert {limits.call("A1", "pins.add", 2) for _ in range(1000)} == {None}
    assert {limits.post("A1", "C1") for _ in range(1000)} == {None}


def test_apps_and_methods_are_counted_apart(clock: HandClock) -> None:
    limits = RateLimits(clock, 1)
    for _ in range(20):
        limits.call("A1", "pins.add", 2)

    assert limits.call("A1", "pins.add", 2) is not None
    assert limits.call("A1", "pins.remove", 2) is None
    assert limits.call("A2", "pins.add", 2) is None
