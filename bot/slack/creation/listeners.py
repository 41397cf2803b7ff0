"""A new game: its form, which changes with what is chosen in it, and who may open it where."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.errors import SlackApiError
from slack_sdk.models.views import View
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.agenda import plan_agenda
from bot.domain.cues import Tempo
from bot.domain.edition import AS_WRITTEN, Offered
from bot.domain.errors import Refusal
from bot.domain.host import Host
from bot.domain.ids import Moment
from bot.domain.rights import Creator, Place
from bot.domain.scenario import Scenario
from bot.domain.times.planning import WishesRefused, WorkingWishes, read_times
from bot.domain.times.working_time import EVERY_SECOND, WorkingTime
from bot.domain.times.zones import is_zone, zone_there
from bot.domain.timetable import timetable
from bot.platform.refused import error_of
from bot.scenarios.faults import BrokenPack
from bot.scenarios.packs import UnknownScenario
from bot.services import Services
from bot.services.games import NewGame
from bot.slack.acting.asked import ALWAYS, Asked, ForWhom, Press, Word
from bot.slack.acting.pressed import Handler, Pressed
from bot.slack.acting.submitted import Sent, Taken, takes
from bot.slack.blocks import names
from bot.slack.blocks.as_json import as_json
from bot.slack.blocks.fields import TITLE_LENGTH, Misfilled
from bot.slack.blocks.message import escaped
from bot.slack.clock import timetables
from bot.slack.creation import cards as creation_cards
from bot.slack.creation.forms import BY_ITSELF, Beginning, CreateForm
from bot.slack.edge.guard import refusals_as_replies
from bot.slack.edge.listeners import Kind, Listeners
from bot.slack.rights import asking
from bot.slack.seats.profiles import CannotBeNamed, must_be_fit
from bot.slack.typed import words as typed

CHANGED_MEANWHILE = ("hash_conflict", "not_found", "view_not_found")  # their next choice draws it again


class NeedsAChannel(Refusal):
    template = "A game needs a channel that everybody shares. Type /moot new there, not in a direct message."


class CannotBePlayed(Refusal):
    template = (
        "The content pack {pack} has faults in the format or missions that you chose. Choose others. "
        "Whoever runs Moot can list the faults with `moot content check`."
    )


class NoBellByItself(Refusal):
    template = (
        "The game can only start by itself at a time in the future. Give one, or let a facilitator start it."
    )


def register(listeners: Listeners) -> None:
    """Registers what is chosen in the form on the way."""
    for menu in (names.SCENARIO, names.LANGUAGE, names.FORMAT, names.TEMPO):
        listeners.take(Kind.BUTTON, menu, something_chosen)
    listeners.take(Kind.BUTTON, names.PREVIEW_TIMETABLE, preview)


# --- opening the form


async def _open_here(asked: Asked) -> None:
    """`/moot new [live|async] [NAME]`"""
    if asked.channel.startswith("D"):
        raise NeedsAChannel
    await asked.services.reader.may_begin_in(asked.team_id, asked.channel)
    about = asked.services, asked.client, asked.team_id, asked.user, asked.channel
    who, where = await asking.may_open(*about)
    await asked.open(_form(asked.services, where, who, await asked.said()), names.NEW_GAME, asked.channel)
    if not where.joined:
        await asked.answer(creation_cards.invite_me_first())


async def _open_again(pressed: Pressed) -> None:
    await pressed.services.reader.may_begin_in(pressed.team_id, pressed.value)
    about = pressed.services, pressed.client, pressed.team_id, pressed.user, pressed.value
    who, where = await asking.may_open(*about)
    await pressed.open(_form(pressed.services, where, who))


def _form(services: Services, where: Place, who: Creator, wish: str = "") -> View:
    """The form for a new game in this channel; `wish` is a tempo and a name, or either."""
    zone, packs = who.zone if is_zone(who.zone) else "UTC", services.reader.packs()
    first, _, rest = wish.partition(" ")
    tempo = next((one for one in Tempo if one == first.lower()), None)
    name = (wish if tempo is None else rest.strip()) or packs[0].title
    typed.fitting(name, TITLE_LENGTH)
    begins = Beginning(where.id, name, zone, (who.id,), tempo or Tempo.LIVE)
    return CreateForm.view(packs, begins, offered=services.reader.offered(packs[0].key))


WORDS: tuple[Word, ...] = (
    Word(
        "new",
        _open_here,
        "create a game in this channel",
        ALWAYS,
        ForWhom.FACILITATORS,
        only_shows=True,
        press=Press("Create a game", "/moot new", 1, fits=lambda where: where is None),
    ),
)
BUTTONS: dict[str, Handler] = {names.NEW_GAME: _open_again}


# --- the form changes, and is sent


@refusals_as_replies
async def something_chosen(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services
) -> None:
    """Shows the fields that belong to the scenario, the format or the tempo."""
    await ack()
    await _redraw(client, services, body["view"])


@refusals_as_replies
async def preview(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Shows the timetable as the form would have it now."""
    await ack()
    await _redraw(client, services, body["view"], preview=True)


async def _create(sent: Sent[CreateForm]) -> None:
    """Opens sign-up."""
    form, services = sent.form, sent.services
    if _lacks_fields(form, _offered(services, form)):
        await sent.show(_view(services, form))
        return
    plan, by_itself = _plan(services, form), form.first_bell == BY_ITSELF
    errors = dict(plan.faults)
    if by_itself and (form.starts_at is None or form.starts_at <= services.now()):
        errors.setdefault(CreateForm.starts_at.block, NoBellByItself().sentence)
    try:
        await must_be_fit(sent.client, *(one for one in form.facilitators if one != sent.user))
    except CannotBeNamed as refused:
        errors[CreateForm.facilitators.block] = refused.sentence
    await asking.may_create(services, sent.client, sent.team[1], sent.user, form.channel)
    if errors:
        raise Misfilled(errors)
    game = NewGame(
        game=services.new_game_id(),
        team=sent.team,
        name=form.name,
        scenario=plan.scenario.key,
        plenary=form.channel,
        facilitators=form.facilitators,
        starts_at=form.starts_at,
        timezone=plan.zone,
        speed=form.speed,
        seed=services.new_seed(),
        working=plan.working,
        by_itself=by_itself,
        host=Host(line=form.line, picture=form.picture),
        ballot_by=form.ballot,
        edition=form.edition,
        call=form.call,
    )
    await services.games.create(game, actor=sent.user)
    await services.pictures.shown(sent.team[1], game.game, plan.scenario)  # early: nobody waits for them then
    if form.timezone != plan.zone:
        await sent.show(creation_cards.zone_taken(form.timezone, plan.zone, services.now()))


FORMS: tuple[Taken, ...] = (takes(CreateForm, _create),)


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


def _plan(services: Services, form: CreateForm) -> Plan:
    try:
        scenario = services.reader.scenario(form.scenario, form.edition)
    except (BrokenPack, UnknownScenario):
        scenario = services.reader.scenario(form.scenario, AS_WRITTEN)
        fault = names.SCENARIO, CannotBePlayed(pack=form.scenario).sentence
        return Plan(scenario, form.starts_at, form.speed, faults=(fault,))
    tempo = form.played(_offered(services, form))
    wishes = WorkingWishes(
        zone=form.timezone,
        hours=form.hours,
        weekdays=",".join(form.weekdays),
        holidays=form.holidays,
        days_off=form.days_off,
    )
    try:
        zone, working = read_times(wishes, tempo, form.starts_at, services.now())
    except WishesRefused as refused:
        zone_block = CreateForm.timezone.block
        faults = {zone_block if name == "zone" else name: words for name, words in refused.faults.items()}
        return Plan(scenario, form.starts_at, form.speed, faults=tuple(faults.items()))
    return Plan(scenario, form.starts_at, form.speed, zone, working)


def _timetable(services: Services, plan: Plan) -> Iterator[str]:
    if plan.faults:
        yield "*I cannot draw up the timetable yet.*"
        yield from (escaped(words) for _, words in plan.faults)
        return
    starts = plan.starts_at or services.now().replace(second=0, microsecond=0)
    agenda = plan_agenda(plan.scenario, plan.speed, plan.working)
    slots = timetable(agenda, starts, plan.working or EVERY_SECOND)
    yield f"*{escaped(timetables.headline(plan.scenario, slots, plan.working))}*"
    now = services.now().astimezone(ZoneInfo(plan.zone))
    zone = f"{zone_there(plan.zone, now)}, where it is {now:%H:%M} now"
    yield f"{'Times' if plan.starts_at else 'If it began now: times'} in {zone}."
    yield from timetables.lines(slots, plan.zone, plan.working)
    yield from timetables.days_off(slots, plan.working)


def _view(services: Services, form: CreateForm, preview: Iterable[str] = ()) -> View:
    """The form for what is chosen in it."""
    offered = _offered(services, form)
    return CreateForm.view(services.reader.packs(), form.as_it_is(offered), preview, offered)


def _offered(services: Services, form: CreateForm) -> Offered:
    """What can be chosen of the scenario in the language that is chosen."""
    return services.reader.offered(form.scenario, form.edition.language)


def _lacks_fields(form: CreateForm, offered: Offered) -> bool:
    """Whether it was sent before the fields of what is chosen in it could appear."""
    if form.played(offered) is Tempo.ASYNC and not form.shows(CreateForm.hours):
        return True
    if form.on_offer(offered) != form.edition:
        return True
    choices = (
        (offered.formats, form.formats),
        (offered.missions, form.missions),
        (offered.languages, form.languages),
    )
    return any(on_offer and form.scenario not in chosen for on_offer, chosen in choices)


async def _redraw(
    client: AsyncWebClient, services: Services, view: dict[str, Any], *, preview: bool = False
) -> None:
    """The form as it should be for what is chosen in it."""
    form = CreateForm.read(view, unfinished=True)
    shown = _timetable(services, _plan(services, form)) if preview else ()
    new = _view(services, form, shown)
    try:
        await client.views_update(view_id=view["id"], hash=view["hash"], view=as_json(new))
    except SlackApiError as refused:
        if error_of(refused) not in CHANGED_MEANWHILE:
            raise
