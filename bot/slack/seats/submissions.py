"""Submitted windows about people and seats. What they did stands in their place afterwards."""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.ballot import Choice
from bot.domain.council import commands as cc
from bot.domain.council.silence import nudged_now
from bot.domain.errors import Refusal
from bot.domain.ids import CouncilId, GameId, RoleNumber, UserId
from bot.domain.paper import paper_id
from bot.services import Services
from bot.slack.acting.submitted import Submitted, Work, submitted
from bot.slack.blocks import message, names
from bot.slack.blocks.message import Message
from bot.slack.edge.guard import refusals_as_errors
from bot.slack.safety.listeners import stop_or_talk
from bot.slack.seats import forms as seats_forms
from bot.slack.seats import people as people_cards
from bot.slack.seats import reseating
from bot.slack.sessions.listeners import straw_sent
from bot.slack.typed import lists


class NobodyChosen(Refusal):
    template = "Choose somebody first, or close this window."


def register(app: AsyncApp) -> None:
    """Registers every window."""
    for callback, (field, work) in WINDOWS.items():
        app.view(callback)(refusals_as_errors(field)(_listener(work)))
    app.view(names.STOP_OR_TALK_FORM)(stop_or_talk)


def _listener(work: Work) -> Callable[..., Awaitable[None]]:
    async def sent(
        ack: AsyncAck, body: dict[str, Any], view: dict[str, Any], client: AsyncWebClient, services: Services
    ) -> None:
        said = await work(submitted(body, view, client, services))
        window = seats_forms.told(view["title"]["text"], said)
        await ack(response_action="update", view=window)

    return sent


async def _invite(form: Submitted) -> Message:
    values = form.values
    named = [lists.person(user) for user in values["people"] or ()]
    named += [lists.everybody()] if values["everybody"] else []
    listed = lists.read(values["list"] or "")
    known = {one.user for one in named}
    named += [one for one in listed if one.user is None or one.user not in known]
    return await reseating.invited(form.services, form.game, named, form.user)


async def _paper(form: Submitted) -> Message:
    names = [line for line in form.values["names"].splitlines() if line.strip()]
    players = [paper_id(name) for name in names]  # all are read before the first is added
    return await reseating.on_paper(form.services, form.game, players, form.user)


async def _remove(form: Submitted) -> Message:
    users = [*(form.values["people"] or ()), *(form.values.get("paper") or ())]
    if not users:
        raise NobodyChosen
    return await reseating.removed(form.services, form.game, map(UserId, users), form.user)


async def _hand_over(form: Submitted) -> Message:
    values = form.values
    whose = values.get("paper") or values["whose"]
    if not whose:
        raise NobodyChosen
    said = await reseating.handed_over(
        form.services, form.client, form.game, UserId(whose), UserId(values["to"]), form.user
    )
    return message.plain(said)


async def _hand_over_mine(form: Submitted) -> Message:
    to = UserId(form.values["to"])
    said = await reseating.handed_over(form.services, form.client, form.game, form.user, to, form.user)
    return message.plain(said)


async def _move(form: Submitted) -> Message:
    council, _, role = form.values["seat"].partition(":")
    place = CouncilId(council), RoleNumber(int(role))
    return message.plain(
        await reseating.moved(form.services, form.game, UserId(form.values["who"]), place, form.user)
    )


async def _proxy(form: Submitted) -> Message:
    council, _, holder = form.values["who"].partition(":")
    choice = Choice(form.values["choice"])
    return message.plain(
        await reseating.proxied(form.services, CouncilId(council), UserId(holder), choice, form.user)
    )


async def _facilitators(form: Submitted) -> Message:
    """Only what was changed in the window is changed: others may have done so as well meanwhile."""
    game, *before = form.about.split(":")
    now = form.values["people"] or ()
    come = [UserId(user) for user in now if user not in before]
    go = [UserId(user) for user in before if user not in now]
    if not come and not go:
        return message.plain("Nothing changed.")
    return await reseating.facilitated(form.services, form.client, GameId(game), come, go, form.user)


async def _nudge(form: Submitted) -> Message:
    names: list[UserId] = []
    for value in form.values["seats"]:
        key, _, role = value.partition(":")
        before = await form.services.reader.council(CouncilId(key))
        seat = before.seats[RoleNumber(int(role))]
        after = await form.services.councils.handle(before.id, cc.NudgeSeat(seat.role), actor=form.user)
        if seat.holder is not None and nudged_now(after, seat) and not nudged_now(before, seat):
            names.append(seat.holder)
    return people_cards.nudged(names, len(form.values["seats"]) - len(names))


WINDOWS: dict[str, tuple[str, Work]] = {
    names.INVITE_FORM: ("list", _invite),
    names.PAPER_FORM: ("names", _paper),
    names.REMOVE_FORM: ("people", _remove),
    names.HAND_OVER_FORM: ("to", _hand_over),
    names.HAND_OVER_MINE_FORM: ("to", _hand_over_mine),
    names.MOVE_FORM: ("seat", _move),
    names.PROXY_FORM: ("who", _proxy),
    names.FACILITATORS_FORM: ("people", _facilitators),
    names.NUDGE_FORM: ("seats", _nudge),
    names.STRAW_FORM: ("question", straw_sent),
}
