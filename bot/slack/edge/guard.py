"""The edge: refusals become answers, and the unexpected is logged and answered with a reference number."""

import functools
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, ParamSpec, TypeVar

import aiohttp
import structlog
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.errors import SlackApiError
from slack_sdk.models.views import View
from slack_sdk.web.async_client import AsyncWebClient

from bot.db.transactions import Changes, watch
from bot.domain.errors import Refusal
from bot.domain.errors.store import CannotBeStored, StoreAway
from bot.platform.refused import error_of
from bot.slack.blocks import answers, message
from bot.slack.blocks.as_json import as_json
from bot.slack.blocks.fields import Misfilled
from bot.slack.blocks.message import Message
from bot.slack.typed import words as typed

P = ParamSpec("P")
R = TypeVar("R")
log = structlog.get_logger(__name__)
TRIGGER_GONE = (  # views.open and views.push, three seconds after the click or later
    "expired_trigger_id",
    "exchanged_trigger_id",
    "trigger_expired",
    "trigger_exchanged",
    "invalid_trigger_id",
)
UNREACHED = (TimeoutError, aiohttp.ClientError, ConnectionError)
VIEW_GONE = ("hash_conflict", "not_found")  # views.update


async def at_once() -> None:
    """Nobody else waits."""


class Answer:
    """A way to answer the person who acted, and nobody else: in the channel, or in a modal from App Home."""

    def __init__(
        self,
        body: dict[str, Any],
        respond: AsyncRespond,
        client: AsyncWebClient,
        drafted: Callable[[View], dict[str, Any]] = View.to_dict,
        taken: Callable[[], None] = lambda: None,
        never_kept: Callable[[], None] = lambda: None,
        turn: Callable[[], Awaitable[None]] = at_once,
    ) -> None:
        self._respond = respond
        self.drafted = drafted  # a form as this person left it
        self.taken = taken  # Slack need not wait any longer: what is still to come changes nothing
        self.never_kept = never_kept  # what was said is stored nowhere, however long it takes
        self._next_turn = turn
        self._client = client
        self._trigger = body.get("trigger_id")
        self.typed = typed.said_in(body)  # given back where nothing comes of it
        self._view = body.get("view") or {}
        self._user = str((body.get("user") or {}).get("id") or body.get("user_id") or "")
        self.answered = False  # whether the person was shown anything
        self.unsaid: Message | None = None  # what Slack did not show any more
        self._answers = 0  # how often the response_url was used
        self.private = bool(body.get("container", {}).get("is_ephemeral"))  # only this person sees it

    async def only_shows(self) -> None:
        """Slack need not wait for what only shows something; that is read when those who asked before, or ask
        just now, have been acknowledged."""
        self.taken()
        await self._next_turn()

    async def __call__(self, message: Message) -> None:
        """Shows the message to the person who acted."""
        self.taken()
        self.answered = True
        if self._respond.response_url:
            await self._said(message.parts())
        elif self._trigger:
            opened = self.open(answers.told("Moot", message))
            self.unsaid = None if await _unless(TRIGGER_GONE + VIEW_GONE, opened) else message

    async def _said(self, parts: Sequence[Message]) -> None:
        """As long as Slack takes answers here; what is more goes to the person's direct messages."""
        for part in parts:
            if self._answers < answers.MOST_MESSAGES:
                self._answers += 1
                await self._respond(**part.as_kwargs(), response_type="ephemeral", replace_original=False)
            else:
                await self._client.chat_postMessage(channel=self._user, **part.as_kwargs())

    async def open(self, view: View) -> None:
        """Opens a window, with what this person had typed into it before; from inside another one on top of
        that, and where three lie there already, in its place: Slack takes no more. Raises SlackApiError."""
        shown, below = self.drafted(view), self._view
        if below.get("type") != "modal":
            await self._client.views_open(trigger_id=self._trigger or "", view=shown)
        elif below.get("previous_view_id") in (None, below.get("root_view_id")):
            await self._client.views_push(trigger_id=self._trigger or "", view=shown)
        else:
            await self._client.views_update(view_id=below["id"], hash=below.get("hash"), view=shown)

    async def refused(self, message: Message) -> None:
        """Answers that nothing came of what was typed, and gives the words back, whole."""
        for one in answers.with_words(message, self.typed):
            await self(one)

    async def by_any_way(self, message: Message) -> None:
        """Tells the person after all: where they acted, else by direct message."""
        if self._respond.response_url:
            await self(message)
        elif self._user:
            for part in message.parts():
                await self._client.chat_postMessage(channel=self._user, **part.as_kwargs())

    async def in_place(self, message: Message) -> None:
        """Puts the message in the place of the one whose button was pressed."""
        self.taken()
        self.answered = True
        first, *others = message.parts()
        self._answers += 1
        await self._respond(**first.as_kwargs(), replace_original=True)
        await self._said(others)

    @property
    def window(self) -> Mapping[str, Any]:
        """The view whose button was pressed, as Slack gave it back; empty where there was none."""
        return self._view

    async def redraw(self, view: View) -> None:
        """Puts a view in the place of the one whose button was pressed, where Slack keeps what was typed, by
        block and action; else opens it."""
        if self._view.get("type") != "modal":
            await self.open(view)
        else:
            shown: dict[str, Any] = {"view_id": self._view["id"], "hash": self._view.get("hash")}
            await _unless(VIEW_GONE, self._client.views_update(**shown, view=as_json(view)))
        self.answered = True

    async def turn(self, message: Message) -> None:
        """Puts the message in the place of the one whose button was pressed, where only this person sees that
        one; else answers."""
        self.taken()
        if self._view.get("type") == "modal":
            shown: dict[str, Any] = {"view_id": self._view["id"], "hash": self._view.get("hash")}
            update = self._client.views_update(**shown, view=as_json(answers.told("Moot", message)))
            self.answered = True
            self.unsaid = None if await _unless(VIEW_GONE, update) else message
        elif self.private:
            await self.in_place(message)
        else:
            await self(message)


async def _unless(passing: tuple[str, ...], call: Awaitable[Any]) -> bool:
    """Calls Slack; whether it showed it. What the person has closed, or clicked twice, or what came too late,
    is only logged."""
    try:
        await call
        return True
    except SlackApiError as refused:
        if error_of(refused) not in passing:
            raise
        log.info("slack was ahead of us", action="answer", error=error_of(refused))
        return False


def refusals_as_replies(
    listener: Callable[P, Awaitable[None]],
) -> Callable[P, Awaitable[None]]:
    """Answers a Refusal with its sentence. Nothing escapes: a listener that raises would lose its ack. Only
    an event that cannot be stored is left to Slack, which gives it again."""

    @functools.wraps(listener)
    async def guarded(*args: P.args, **kwargs: P.kwargs) -> None:
        answer, changes = kwargs.get("answer"), watch()
        try:
            await listener(*args, **kwargs)
        except Refusal as refusal:
            if isinstance(answer, Answer):
                await answer.refused(message.plain(_sentence(refusal, changes, message.refused)))
            elif isinstance(refusal, StoreAway):
                raise
        except SlackApiError as refused:
            log.warning("slack refused", action=listener.__name__, error=error_of(refused))
            if isinstance(answer, Answer):
                await answer.refused(answers.slack_refused(error_of(refused)))
        except UNREACHED as fault:  # the person who acted cannot be answered, either
            log.warning("slack could not be reached", action=listener.__name__, fault=type(fault).__name__)
        except Exception:
            reference = secrets.token_hex(3)
            log.exception("listener failed", action=listener.__name__, reference=reference)
            if isinstance(answer, Answer):
                await answer.refused(answers.went_wrong(reference, changed=changes.any))

    return guarded


def _sentence(refusal: Refusal, changes: Changes, said: Callable[[Refusal], str]) -> str:
    """Its own, unless it promises too much: that nothing was changed."""
    if isinstance(refusal, CannotBeStored) and changes.any:
        return answers.STORED_IN_PART
    return said(refusal)


def refusals_as_errors(field: str) -> Callable[[Callable[P, Awaitable[None]]], Callable[P, Awaitable[None]]]:
    """For modals: a Refusal is shown at the fields that caused it, else at `field`, or at the first one; and
    what was typed stays there."""

    def decorate(listener: Callable[P, Awaitable[None]]) -> Callable[P, Awaitable[None]]:
        @functools.wraps(listener)
        async def guarded(*args: P.args, **kwargs: P.kwargs) -> None:
            ack, view = kwargs["ack"], kwargs["view"]
            assert isinstance(ack, AsyncAck)
            assert isinstance(view, dict)
            inputs = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
            place, changes = field if field in inputs else next(iter(inputs), field), watch()
            try:
                await listener(*args, **kwargs)
            except Misfilled as wrong:
                errors = {at if at in inputs else place: said for at, said in wrong.errors.items()}
                await ack(response_action="errors", errors=errors)
            except Refusal as refusal:
                said = _sentence(refusal, changes, lambda one: one.sentence)
                await ack(response_action="errors", errors={place: said})
            except SlackApiError as refused:
                log.warning("slack refused", action=listener.__name__, error=error_of(refused))
                said = answers.slack_refused(error_of(refused)).text
                await ack(response_action="errors", errors={place: said})
            except UNREACHED as fault:
                log.warning(
                    "slack could not be reached", action=listener.__name__, fault=type(fault).__name__
                )
                said = answers.unreached(changed=changes.any).text
                await ack(response_action="errors", errors={place: said})
            except Exception:
                reference = secrets.token_hex(3)
                log.exception("listener failed", action=listener.__name__, reference=reference)
                said = answers.went_wrong(reference, changed=changes.any).text
                await ack(response_action="errors", errors={place: said})

        return guarded

    return decorate
