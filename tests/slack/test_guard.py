"""The edge: what fails is answered, and what is private stays out of the logs."""

from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient
from structlog.testing import capture_logs

from bot import logs
from bot.config import Settings
from bot.domain.errors.authority import NotSeated
from bot.domain.errors.store import CannotBeStored
from bot.domain.ids import UserId
from bot.runtime.store import open_store
from bot.slack.blocks.answers import STORED_IN_PART
from bot.slack.blocks.forms import window
from bot.slack.blocks.message import Message, section
from bot.slack.edge.guard import Answer, refusals_as_errors, refusals_as_replies


class Heard(Answer):
    """Keeps the answers instead of sending them."""

    def __init__(self) -> None:
        super().__init__({}, AsyncRespond(response_url=None), AsyncWebClient())
        self.said: list[str] = []

    async def __call__(self, message: Message) -> None:
        self.said.append(message.text)


async def test_a_refusal_is_answered_with_its_sentence_and_the_ack_is_kept() -> None:
    # given a listener that refuses right after its ack
    heard = Heard()

    @refusals_as_replies
    async def listener(ack: AsyncAck, answer: Answer) -> None:
        await ack()
        raise NotSeated

    # when
    response = await _app(listener, heard).async_dispatch(_command())

    # then
    assert response.status == 200
    assert heard.said == [NotSeated().sentence]


async def test_a_fault_of_ours_is_answered_with_a_number_that_stands_in_the_log(
    capsys: pytest.CaptureFixture[str],
) -> None:
    # given
    logs.configure("INFO", "json")
    heard = Heard()

    @refusals_as_replies
    async def listener(ack: AsyncAck, answer: Answer) -> None:
        await ack()
        raise RuntimeError("the token is xoxb-12-34-secret")

    # when
    await _app(listener, heard).async_dispatch(_command())

    # then
    logged = capsys.readouterr().err
    (said,) = heard.said
    reference = said.rpartition(": ")[2].rstrip(".")
    assert reference in logged
    assert "RuntimeError" in logged
    assert "xoxb-12" not in logged


async def test_a_refusal_in_a_form_stands_at_a_field_that_the_form_has() -> None:
    # given a form without the field that the listener names
    @refusals_as_errors("missing")
    async def listener(ack: AsyncAck, view: dict[str, Any]) -> None:
        raise NotSeated

    app = _bolt()
    app.view("form")(listener)
    view = {"type": "modal", "callback_id": "form", "blocks": [{"type": "input", "block_id": "first"}]}
    body = {
        "type": "view_submission",
        "team": {"id": "T1"},
        "user": {"id": "U1"},
        "view": {**view, "state": {"values": {}}},
    }

    # when
    response = await app.async_dispatch(AsyncBoltRequest(mode="socket_mode", body=body))

    # then
    assert NotSeated().sentence.split(",")[0] in response.body
    assert '"first"' in response.body


class Noting(AsyncWebClient):
    """Takes what it is asked, and remembers how."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    async def api_call(self, api_method: str, **_: Any) -> Any:
        self.asked.append(api_method)


@pytest.mark.parametrize(
    ("view", "method"),
    [
        ({}, "views.open"),
        ({"type": "home", "id": "V0"}, "views.open"),
        ({"type": "modal", "id": "V1", "root_view_id": "V1", "previous_view_id": None}, "views.push"),
        ({"type": "modal", "id": "V2", "root_view_id": "V1", "previous_view_id": "V1"}, "views.push"),
        ({"type": "modal", "id": "V3", "root_view_id": "V1", "previous_view_id": "V2"}, "views.update"),
    ],
)
async def test_a_window_opened_from_a_window_lies_on_it_or_takes_its_place(
    view: dict[str, Any], method: str
) -> None:
    slack = Noting()
    answer = Answer({"trigger_id": "1.2.3", "view": view}, AsyncRespond(response_url=None), slack)

    await answer.open(window("Moot", section("Words.")))
    await answer(Message.of(section("Words.")))

    assert slack.asked == [method, method]


def _bolt() -> AsyncApp:
    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-test", bot_user_id="UB")

    return AsyncApp(
        name="guarded", authorize=authorize, signing_secret="test", request_verification_enabled=False
    )


def _app(listener: Any, heard: Heard) -> AsyncApp:
    app = _bolt()

    async def provide(context: Any, next_: Any) -> None:
        context["answer"] = heard
        await next_()

    app.middleware(provide)
    app.command("/moot")(listener)
    return app


def _command() -> AsyncBoltRequest:
    body = {"command": "/moot", "team_id": "T1", "user_id": "U1", "channel_id": "C1", "text": ""}
    return AsyncBoltRequest(mode="socket_mode", body=body)


async def test_a_fault_behind_a_commit_does_not_say_that_nothing_was_changed(database_url: str) -> None:
    # given listeners that fail, before and after something was stored
    heard = Heard()
    async with open_store(Settings(database_url=database_url)) as store:

        @refusals_as_replies
        async def listener(answer: Answer, stores: bool) -> None:
            await store.services.presence.note()  # nothing that anybody asked for
            if stores:
                await store.services.requests.home("T1", UserId("U1"))
            raise RuntimeError

        # when
        await listener(answer=heard, stores=False)
        await listener(answer=heard, stores=True)

    # then
    before, after = heard.said
    assert "nothing was changed" in before
    assert "nothing was changed" not in after
    assert "Check what has changed" in after


async def test_what_could_not_be_stored_behind_a_commit_is_said_to_be_done_in_part(database_url: str) -> None:
    heard = Heard()
    async with open_store(Settings(database_url=database_url)) as store:

        @refusals_as_replies
        async def listener(answer: Answer, stores: bool) -> None:
            if stores:
                await store.services.requests.home("T1", UserId("U1"))
            raise CannotBeStored

        await listener(answer=heard, stores=False)
        await listener(answer=heard, stores=True)

    assert heard.said == [CannotBeStored().sentence, STORED_IN_PART]


async def test_a_slack_that_does_not_answer_is_no_fault_of_ours(caplog: pytest.LogCaptureFixture) -> None:
    heard = Heard()

    @refusals_as_replies
    async def listener(answer: Answer) -> None:
        raise TimeoutError

    with capture_logs() as lines:
        await listener(answer=heard)

    assert [(line["log_level"], line["event"]) for line in lines] == [
        ("warning", "slack could not be reached")
    ]
    assert heard.said == []  # who acted cannot be told
    assert "Traceback" not in caplog.text
