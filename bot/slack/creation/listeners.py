"""Buttons. Their values carry ids; who may do it is decided when it is done."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import aiohttp
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.errors import SlackApiError
from slack_sdk.models.views import View
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.agenda import plan_agenda
from bot.domain.errors import Refusal
from bot.domain.ids import ChannelId, Moment, UserId
from bot.domain.scenario import Scenario, Tempo
from bot.domain.times.planning import WishesRefused, WorkingWishes, read_times
from bot.domain.times.working_time import EVERY_SECOND, WorkingTime
from bot.domain.timetable import timetable
from bot.platform.refused import error_of
from bot.services import Services
from bot.services.games import NewGame
from bot.slack.acting import filled
from bot.slack.acting.asked import Asked
from bot.slack.acting.pressed import Pressed
from bot.slack.blocks import forms as blocks_forms
from bot.slack.blocks import names
from bot.slack.blocks.message import escaped
from bot.slack.clock import timetables
from bot.slack.creation import cards as creation_cards
from bot.slack.creation import forms as creation_forms
from bot.slack.creation.forms import Form
from bot.slack.edge.guard import refusals_as_errors, refusals_as_replies

CHANGED_MEANWHILE = ("hash_conflict", "not_found", "view_not_found")  # their next choice draws it again


class NeedsAChannel(Refusal):
    """A game needs a channel that everybody shares: type /moot new there, not in a direct message."""


class NoBellByItself(Refusal):
    """The first bell can ring by itself at a start that is still to come. Say when, or let a facilitator ring
    it."""


def register(app: AsyncApp) -> None:
    """Registers the form's submission, and what is chosen in it on the way."""
    app.view(names.CREATE_FORM)(submit)
    app.action(names.TEMPO)(tempo_chosen)
    app.action(names.PREVIEW_TIMETABLE)(preview)


async def new(asked: Asked) -> None:
    """`/moot new [live|async] [NAME]` opens the form."""
    if asked.channel.startswith("D"):
        raise NeedsAChannel
    view = await form(asked.services, asked.client, asked.channel, asked.user, asked.typed.rest)
    await asked.open(view, names.NEW_GAME, asked.channel)
    if not await _is_here(asked.client, asked.channel):
        await asked.answer(creation_cards.invite_me_first())


async def _is_here(client: AsyncWebClient, channel: str) -> bool:
    """Whether Moot is in the channel; Slack does not describe private ones to who is not."""
    try:
        found = await client.conversations_info(channel=channel)
    except SlackApiError as refused:
        return error_of(refused) != "channel_not_found"
    described: dict[str, Any] = found.get("channel") or {}
    return bool(described.get("is_member", True))


async def form(
    services: Services, client: AsyncWebClient, channel: str, user: UserId, wish: str = ""
) -> View:
    """The form for a new game in this channel; `wish` is a tempo and a name, or either."""
    zone, packs = await timezone(client, user), services.reader.packs()
    first, _, rest = wish.partition(" ")
    tempo = next((one for one in Tempo if one == first.lower()), None)
    name = (wish if tempo is None else rest.strip()) or packs[0].title
    asked_for = Form(channel, name[: blocks_forms.TITLE_LENGTH], zone, (user,), tempo or Tempo.LIVE)
    return creation_forms.create_game(packs, asked_for)


@refusals_as_replies
async def tempo_chosen(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services
) -> None:
    """Shows the fields that belong to the tempo."""
    await ack()
    await _update(client, body["view"], _view(services, body["view"]))


@refusals_as_replies
async def preview(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Shows the timetable as the form would have it now."""
    await ack()
    await _update(client, body["view"], _view(services, body["view"], preview=True))


@refusals_as_errors("name")
async def submit(
    ack: AsyncAck, body: dict[str, Any], view: dict[str, Any], context: AsyncBoltContext, services: Services
) -> None:
    """Opens sign-up."""
    said = filled.values(view)
    if _tempo(said) is Tempo.ASYNC and "hours" not in said:  # sent before its fields could appear
        await ack(response_action="update", view=_view(services, view).to_dict())
        return
    plan = _read(services, said)
    by_itself = said.get("first_bell") == "by_itself"
    errors = dict(plan.faults)
    if by_itself and (plan.starts_at is None or plan.starts_at <= services.now()):
        errors.setdefault("starts_at", NoBellByItself().sentence)
    if not (said["name"] or "").strip():
        errors["name"] = "Give the game a name that people will recognise."
    if errors:
        await ack(response_action="errors", errors=errors)
        return
    game = NewGame(
        game=services.new_game_id(),
        team=(context.enterprise_id or "", context.team_id or ""),
        name=said["name"].strip(),
        scenario=plan.scenario.key,
        plenary=ChannelId(view["private_metadata"]),
        facilitators=tuple(UserId(user) for user in said["facilitators"] or ()),
        starts_at=plan.starts_at,
        timezone=plan.zone,
        speed=plan.speed,
        seed=services.new_seed(),
        working=plan.working,
        by_itself=by_itself,
    )
    await services.games.create(game, actor=UserId(body["user"]["id"]))
    await ack()


# --- what the form says


@dataclass(frozen=True, slots=True)
class Plan:
    """A game as the form has it; with faults, only those count. They go by block."""

    scenario: Scenario
    starts_at: Moment | None
    speed: int
    zone: str = "UTC"
    working: WorkingTime | None = None
    faults: tuple[tuple[str, str], ...] = ()


def _tempo(said: dict[str, Any]) -> Tempo:
    return Tempo(said.get(names.TEMPO) or Tempo.LIVE)


def _read(services: Services, said: dict[str, Any]) -> Plan:
    scenario = services.reader.scenario(said["scenario"])
    starts_at = datetime.fromtimestamp(int(said["starts_at"]), UTC) if said["starts_at"] else None
    speed = int(said.get("speed") or 1)
    wishes = WorkingWishes(
        zone=said["timezone"] or "",
        hours=said.get("hours") or "",
        weekdays=",".join(said.get("weekdays") or ()),
        holidays=said.get("holidays") or "",
        days_off=said.get("days_off") or "",
    )
    try:
        zone, working = read_times(wishes, _tempo(said), starts_at, services.now())
    except WishesRefused as refused:
        faults = {name if name != "zone" else "timezone": words for name, words in refused.faults.items()}
        return Plan(scenario, starts_at, speed, faults=tuple(faults.items()))
    return Plan(scenario, starts_at, speed, zone, working)


def _view(services: Services, view: dict[str, Any], *, preview: bool = False) -> View:
    """The form as it should be for what is chosen in it."""
    said = filled.values(view)
    form = Form(
        view["private_metadata"],
        said["name"] or "",
        said["timezone"] or "",
        tuple(said["facilitators"] or ()),
        _tempo(said),
    )
    shown = _timetable(services, _read(services, said)) if preview else ()
    return creation_forms.create_game(services.reader.packs(), form, shown)


def _timetable(services: Services, plan: Plan) -> Iterator[str]:
    if plan.faults:
        yield "*I cannot draw the timetable yet.*"
        yield from (escaped(words) for _, words in plan.faults)
        return
    starts = plan.starts_at or services.now().replace(second=0, microsecond=0)
    agenda = plan_agenda(plan.scenario, plan.speed, plan.working)
    slots = timetable(agenda, starts, plan.working or EVERY_SECOND)
    yield f"*{escaped(timetables.headline(plan.scenario, slots, plan.working))}*"
    yield f"{'' if plan.starts_at else 'If it began now: '}times in {plan.zone}."
    yield from timetables.lines(slots, plan.zone, plan.working)
    yield from timetables.days_off(slots, plan.working)


async def _update(client: AsyncWebClient, old: dict[str, Any], new: View) -> None:
    try:
        await client.views_update(view_id=old["id"], hash=old["hash"], view=new.to_dict())
    except SlackApiError as refused:
        if error_of(refused) not in CHANGED_MEANWHILE:
            raise


async def timezone(client: AsyncWebClient, user: UserId) -> str:
    """The zone in somebody's Slack profile; UTC where Slack does not tell."""
    try:
        answer = await client.users_info(user=user)
    except (SlackApiError, aiohttp.ClientError, TimeoutError):
        return "UTC"
    profile: dict[str, str] = answer.get("user", {})
    return profile.get("tz") or "UTC"


# --- sign-up and seating


async def new_game_pressed(pressed: Pressed) -> None:
    view = await form(pressed.services, pressed.client, pressed.value, pressed.user)
    await pressed.open(view)
