"""`moot print`: the print kit of a game, or a blank one of a pack, as PDF files in a folder."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import typer
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot import clock
from bot.cli import content
from bot.cli.content_words import found, scenario_of
from bot.config import Settings
from bot.courier.calls import Call
from bot.courier.names import names_of
from bot.domain.errors import MootError
from bot.domain.former import in_slack
from bot.domain.ids import GameId, UserId
from bot.domain.print_kit import Print, PrintWish
from bot.domain.times.planning import WorkingWishes
from bot.platform.refused import error_of
from bot.queries.whole import why_not
from bot.reports import pdf
from bot.reports.files import written
from bot.reports.kit.files import TITLES, left_out, printed
from bot.reports.kit.schedule import Schedule
from bot.reports.kit.tables import Kit, blank
from bot.runtime.existing import open_existing
from bot.scenarios.packs import NoSuchPack
from bot.services.kits import kit_of, people_in

PATIENCE = 10  # times that a call waits as long as Slack says
FOR_FACILITATORS = (
    "Role sheets and the runbook reveal what players want: print the sheets without reading them, and keep "
    "the runbook from everybody who plays."
)
BOXES = "Some letters appear as boxes because no font on this machine has them. See deploy/README.md."
NO_NAMES = "Slack gave no names ({why}), so there are lines to write them on. People on paper are named."


class NothingToPrint(MootError):
    template = "There is no game {named}; `moot games` lists all games. {why}"


class ForPacksOnly(MootError):
    template = (
        "{named} is a game, whose format, missions, language and times are set. Leave out {options}, or "
        "name its pack instead."
    )


class NoPrinting(MootError):
    template = "A print kit consists of PDFs, which cannot be made here. {how}"


@dataclass(frozen=True, slots=True)
class OfPack:
    """Options about a pack: which of its editions, and when it is played, if that is known."""

    format: str
    missions: str
    language: str
    tempo: str
    start: str
    times: WorkingWishes
    zones: str

    def given(self) -> list[str]:
        """The options that were used."""
        usual = WorkingWishes("UTC")
        said = {
            "--format": self.format,
            "--missions": self.missions,
            "--language": self.language,
            "--start": self.start,
            "--zones": self.zones,
            "--tempo": self.tempo != "live",
            "--tz": self.times.zone != usual.zone,
            "--hours": self.times.hours != usual.hours,
            "--days": self.times.weekdays != usual.weekdays,
            "--holidays": self.times.holidays,
            "--off": self.times.days_off,
        }
        return [option for option, used in said.items() if used]


def print_kit(named: str, wish: PrintWish, to: Path, of_pack: OfPack) -> None:
    """Writes what is wished for, and says what is left out. Raises NoPrinting, NothingToPrint and
    ForPacksOnly."""
    if not pdf.can_make():
        raise NoPrinting(how=pdf.HOW_TO_ADD)
    try:
        found(named)
    except NoSuchPack as no_pack:
        kit = asyncio.run(_game(named, of_pack, str(no_pack)))
    else:
        kit = _pack(named, of_pack)
    _write(kit, wish, to)


def _write(kit: Kit, wish: PrintWish, to: Path) -> None:
    to.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = []
    for one in printed(kit, wish, clock.now()):
        made.append(one)
        typer.echo(written(to, one.file))
    for kind, why in left_out(kit, wish).items():
        typer.echo(f"Left out: {TITLES[kind].lower()}, since {why}.", err=True)
    if {one.kind for one in made} & {Print.SHEETS, Print.RUNBOOK}:
        typer.echo(FOR_FACILITATORS, err=True)
    if any(one.pdf is pdf.State.BOXES for one in made):
        typer.echo(BOXES, err=True)


def _pack(named: str, of: OfPack) -> Kit:
    scenario = scenario_of(named, of.format, of.missions, of.language)
    tempo = scenario.format.tempo.value if scenario.format else of.tempo
    slots, working = content.planned(scenario, tempo, of.start, of.times)
    zones = content.read_zones(of.times, of.zones)
    schedule = Schedule(slots, zones, working, planned=bool(of.start))
    return Kit(scenario.key, scenario.title, scenario, (blank(scenario),), schedule)


async def _game(named: str, of: OfPack, why: str) -> Kit:
    async with open_existing(Settings()) as store:
        reader, game = store.services.reader, GameId(named)
        if await reader.team_of(game) is None:
            raise NothingToPrint(named=named, why=why)
        if options := of.given():
            raise ForPacksOnly(named=named, options=", ".join(options))
        if (cause := await why_not(reader, game)) is not None:
            raise cause
        names = await _names(await people_in(reader, game))
        return await kit_of(reader, game, names, clock.now())


async def _names(people: Sequence[UserId]) -> dict[UserId, str]:
    """The names that Slack gives; says so if it gives none."""
    asked = [user for user in people if in_slack(user)]
    settings = Settings()
    token = settings.slack_bot_token.get_secret_value()
    if not asked:
        return {}
    if not token:
        typer.echo(NO_NAMES.format(why="SLACK_BOT_TOKEN is not set"), err=True)
        return {}
    typer.echo(f"Asking Slack for {len(asked)} names …", err=True)
    client = AsyncWebClient(
        token=token,
        base_url=settings.slack_api_url,
        retry_handlers=[AsyncRateLimitErrorRetryHandler(max_retry_count=PATIENCE)],
    )
    try:
        found = await names_of(asked, _calling(client))
    except (SlackApiError, OSError, TimeoutError) as fault:
        why = error_of(fault) if isinstance(fault, SlackApiError) else type(fault).__name__
        typer.echo(NO_NAMES.format(why=why), err=True)
        return {}
    return found


def _calling(client: AsyncWebClient) -> Call:
    async def call(method: str, _channel: str, /, **arguments: object) -> object:
        return await getattr(client, method.replace(".", "_"))(**arguments)

    return call
