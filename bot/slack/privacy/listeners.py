"""Somebody wants a copy of their data, or has it deleted. Neither needs a game."""

import asyncio
import contextlib

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.slack.acting.asked import AFTERWARDS, ALWAYS, Asked, ForWhom, Word
from bot.slack.acting.naming import NOBODY, readable
from bot.slack.acting.pressed import Handler, Pressed
from bot.slack.acting.submitted import Sent, Taken, in_time, takes
from bot.slack.blocks import names
from bot.slack.blocks.as_json import as_json
from bot.slack.home import cards as home_cards
from bot.slack.privacy import cards
from bot.slack.privacy.forms import ForgetForm


async def _copy(by: Asked | Pressed) -> None:
    comes = await by.services.requests.copy_of_data(by.team_id, by.user)
    await by.answer(cards.copy_comes() if comes else cards.nothing_kept())


async def _ask(by: Asked | Pressed) -> None:
    """Says what will happen, unless nothing can be deleted now."""
    await by.services.forgetting.may_forget(by.team_id, by.user)
    await by.open(ForgetForm.view())


async def _forget(sent: Sent[ForgetForm]) -> None:
    """If that takes longer than Slack waits, it goes on, and the form says so."""
    team = sent.team[1]
    await sent.services.forgetting.may_forget(team, sent.user)
    deleting = asyncio.ensure_future(_deleted(sent, team))
    if await in_time(deleting):
        await sent.show(cards.forgotten(deleting.result()))
        return
    await sent.show(cards.forgetting())
    await deleting


async def _deleted(sent: Sent[ForgetForm], team: str) -> int:
    at_name = await readable(sent.client, f"<@{sent.user}>")
    called = [name for name in (at_name, sent.form.called) if name and name.strip("@") != NOBODY]
    count = await sent.services.forgetting.forget_person(team, sent.user, called)
    with contextlib.suppress(SlackApiError, aiohttp.ClientError, TimeoutError):
        view = home_cards.home(None, sent.services.now())  # Slack keeps what it was shown
        await sent.client.views_publish(user_id=sent.user, view=as_json(view))
    return count


FORMS: tuple[Taken, ...] = (takes(ForgetForm, _forget),)
BUTTONS: dict[str, Handler] = {names.MY_DATA: _copy, names.FORGET_ME: _ask}
WORDS: tuple[Word, ...] = (
    Word("data", _copy, "everything I keep about you, as files by direct message", ALWAYS, ForWhom.EVERYBODY,
         only_shows=True),
    Word("forget me", _ask, "delete what I keep about you, once you are in no unfinished game",
         AFTERWARDS | {None}, ForWhom.EVERYBODY, only_shows=True),
)  # fmt: skip
