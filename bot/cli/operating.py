"""`moot outbox`, and who runs a game: what an operator can look at and do while the bot runs."""

import asyncio
import re
from collections import Counter

import typer
from rich.console import Console
from rich.table import Table

from bot.causes import COMMAND_LINE, because_of, drawn
from bot.config import Settings
from bot.db.tables import OutboxRow, OutboxStatus
from bot.domain.errors import MootError
from bot.domain.errors.authority import NoGame
from bot.domain.game.commands import AddFacilitator
from bot.domain.ids import MOOT, GameId, UserId
from bot.platform.cures import advice_on
from bot.runtime.existing import open_existing

out = Console()

USER = re.compile(r"[UW][A-Z0-9]{2,20}")
SHOWN = 200  # rows; nobody reads more
FAULTS_OF_OURS = {
    "internal": "This is a fault in Moot; the bot's log says more.",
    "unreadable": "A newer Moot wrote this and tries it again when it starts.",
}
WEBHOOK = (
    "The webhook's receiver did not take this within a day, or wants no more messages. `moot check` sends "
    "it a test."
)
DOUBTFUL = (
    "Messages that may appear twice: {count}. Slack's answers were lost, and Moot could not check whether "
    "the messages had arrived. For cards, grant the optional scopes that end in :history, and im:write. No "
    "app can read back messages that only one person sees in a channel."
)
ALL = {"all-parked": OutboxStatus.PARKED, "all-dead": OutboxStatus.DEAD}


class NothingToRetry(MootError):
    template = "There is no parked or dead work {which}. `moot outbox` lists what is there."


class NoSuchWork(MootError):
    template = "I can't find any work by “{which}”. Give a number from `moot outbox`, all-parked or all-dead."


class NoSuchGame(MootError):
    template = "There is no game {game}. A game's id is in the names of its channels: council-1-ID."


class NoUserId(MootError):
    template = "{user} is not a Slack id of a person. In Slack, open their profile and choose Copy member ID."


def show() -> None:
    """Lists what is waiting, parked or given up, and why, but never its content."""
    rows, doubtful = asyncio.run(_rows())
    _print(rows)
    if doubtful:
        out.print(DOUBTFUL.format(count=f"{doubtful:,}"), highlight=False)


def retry(which: str) -> None:
    """Tries parked or dead work again at once."""
    if which not in ALL and not which.isdecimal():
        raise NoSuchWork(which=which)
    count = asyncio.run(_retry(which))
    if not count:
        raise NothingToRetry(which=f"numbered {which}" if which.isdecimal() else "of that kind")
    typer.echo(f"{count} to be tried again. A running bot starts within seconds.")


def facilitate(game: str, user: str) -> None:
    """Makes somebody a facilitator of a game; a running bot tells them within seconds."""
    if not USER.fullmatch(user):
        raise NoUserId(user=user)
    with because_of(drawn(f"{COMMAND_LINE}-facilitate")):
        name = asyncio.run(_facilitate(GameId(game), UserId(user)))
    typer.echo(f"{user} now runs {name} ({game}). A running bot tells and invites them within seconds.")


async def _rows() -> tuple[list[OutboxRow], int]:
    async with open_existing(Settings()) as store:
        return list(await store.backlog.rows()), await store.backlog.doubtful()


async def _retry(which: str) -> int:
    async with open_existing(Settings()) as store:
        if which in ALL:
            return await store.backlog.retry(status=ALL[which])
        return await store.backlog.retry(row=int(which))


async def _facilitate(game: GameId, user: UserId) -> str:
    async with open_existing(Settings()) as store:
        try:
            return (await store.services.games.handle(game, AddFacilitator(user), actor=MOOT)).name
        except NoGame:
            raise NoSuchGame(game=game) from None


def _print(rows: list[OutboxRow]) -> None:
    if not rows:
        out.print("Nothing is waiting, and nothing is stuck.")
        return
    table = Table("no.", "state", "since (UTC)", "game", "what", "where", "tried", "reason")
    for row in rows[:SHOWN]:
        since, what = f"{row.created_at:%m-%d %H:%M:%S}", row.kind.replace("_", " ")
        where, tried = row.room, str(row.attempts)
        table.add_row(str(row.id), row.status, since, row.game_id, what, where, tried, row.error)
    out.print(table)
    if len(rows) > SHOWN:
        out.print(f"… and {len(rows) - SHOWN:,} more.")
    stuck = Counter((row.status, row.error) for row in rows if row.status in ALL.values())
    for (status, error), count in sorted(stuck.items()):
        out.print(f"{count:,} {status}, {error}: {_cure(error)}", highlight=False)
    if stuck:
        out.print(
            "Once the cause is gone: moot outbox retry NUMBER, all-parked or all-dead.", highlight=False
        )


def _cure(error: str) -> str:
    if error.startswith("webhook: "):
        return WEBHOOK
    return FAULTS_OF_OURS.get(error) or advice_on(error).sentence or "You can try it again."
