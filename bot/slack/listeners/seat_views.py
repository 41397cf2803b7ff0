"""Submitted windows about people and seats. What they did stands in their place afterwards."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.ballot import Choice
from bot.domain.council import commands as cc
from bot.domain.council.silence import nudged_now
from bot.domain.errors import NotSignedUp, Refusal
from bot.domain.ids import CouncilId, GameId, RoleNumber, UserId
from bot.domain.paper import paper_id
from bot.services import Services
from bot.slack import ids
from bot.slack.guard import refusals_as_errors
from bot.slack.listeners import filled, pasted, reseating, safety
from bot.slack.messages import people_cards, personal, seat_forms
from bot.slack.messages.message import Message

ANSWERED_WITHIN = 2.0  # seconds; Slack waits three


class NobodyChosen(Refusal):
    """Choose somebody first, or close this window."""


@dataclass(frozen=True, slots=True)
class Submitted:
    """A window that was sent: by whom, about what, and what was filled in."""

    services: Services
    client: AsyncWebClient
    user: UserId
    about: str  # private_metadata
    values: dict[str, Any]

    @property
    def game(self) -> GameId:
        """The game that most windows are about."""
        return GameId(self.about)


Work: TypeAlias = Callable[[Submitted], Awaitable[Message]]


def register(app: AsyncApp) -> None:
    """Registers every window."""
    for callback, (field, work) in WINDOWS.items():
        app.view(callback)(refusals_as_errors(field)(_listener(work)))
    app.view(ids.STOP_OR_TALK_FORM)(stop_or_talk)


def _listener(work: Work) -> Callable[..., Awaitable[None]]:
    async def sent(
        ack: AsyncAck, body: dict[str, Any], view: dict[str, Any], client: AsyncWebClient, services: Services
    ) -> None:
        said = await work(_submitted(body, view, client, services))
        window = seat_forms.told(view["title"]["text"], said)
        await ack(response_action="update", view=window)

    return sent


def _submitted(
    body: dict[str, Any], view: dict[str, Any], client: AsyncWebClient, services: Services
) -> Submitted:
    user = UserId(body["user"]["id"])
    return Submitted(services, client, user, view["private_metadata"], filled.values(view))


async def _invite(form: Submitted) -> Message:
    values = form.values
    named = [pasted.person(user) for user in values["people"] or ()]
    named += [pasted.everybody()] if values["everybody"] else []
    listed = pasted.read(values["list"] or "")
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
    return personal.plain(said)


async def _hand_over_mine(form: Submitted) -> Message:
    to = UserId(form.values["to"])
    said = await reseating.handed_over(form.services, form.client, form.game, form.user, to, form.user)
    return personal.plain(said)


async def _move(form: Submitted) -> Message:
    council, _, role = form.values["seat"].partition(":")
    place = CouncilId(council), RoleNumber(int(role))
    return personal.plain(
        await reseating.moved(form.services, form.game, UserId(form.values["who"]), place, form.user)
    )


async def _proxy(form: Submitted) -> Message:
    council, _, holder = form.values["who"].partition(":")
    choice = Choice(form.values["choice"])
    return personal.plain(
        await reseating.proxied(form.services, CouncilId(council), UserId(holder), choice, form.user)
    )


async def _facilitators(form: Submitted) -> Message:
    """Only what was changed in the window is changed: others may have done so as well meanwhile."""
    game, *before = form.about.split(":")
    now = form.values["people"] or ()
    come = [UserId(user) for user in now if user not in before]
    go = [UserId(user) for user in before if user not in now]
    if not come and not go:
        return personal.plain("Nothing changed.")
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


async def _straw(form: Submitted) -> Message:
    council = CouncilId(form.about)
    await form.services.councils.handle(council, cc.AskStraw(form.values["question"]), actor=form.user)
    return personal.plain("Your straw poll is in your council's channel. It binds nobody.")


@refusals_as_errors("words")
async def stop_or_talk(
    ack: AsyncAck, body: dict[str, Any], view: dict[str, Any], client: AsyncWebClient, services: Services
) -> None:
    """Tells the facilitators. Where that takes longer than Slack waits, a direct message is the answer."""
    form = _submitted(body, view, client, services)
    where = await services.reader.where_in(form.game, form.user)
    if not where.facilitates and form.user not in where.game.sign_ups:
        raise NotSignedUp
    words, title = form.values["words"] or "", view["title"]["text"]
    telling = asyncio.ensure_future(safety.tell(client, where, words, services.now()))
    if (await asyncio.wait({telling}, timeout=ANSWERED_WITHIN))[0]:
        await ack(response_action="update", view=seat_forms.told(title, telling.result()))
        return
    later = personal.plain(
        "I am telling them. Our direct messages say in a moment whether I reached somebody."
    )
    await ack(response_action="update", view=seat_forms.told(title, later))
    await client.chat_postMessage(channel=form.user, **(await telling).as_kwargs())


WINDOWS: dict[str, tuple[str, Work]] = {
    ids.INVITE_FORM: ("list", _invite),
    ids.PAPER_FORM: ("names", _paper),
    ids.REMOVE_FORM: ("people", _remove),
    ids.HAND_OVER_FORM: ("to", _hand_over),
    ids.HAND_OVER_MINE_FORM: ("to", _hand_over_mine),
    ids.MOVE_FORM: ("seat", _move),
    ids.PROXY_FORM: ("who", _proxy),
    ids.FACILITATORS_FORM: ("people", _facilitators),
    ids.NUDGE_FORM: ("seats", _nudge),
    ids.STRAW_FORM: ("question", _straw),
}
