"""`moot workspaces`: where Moot is installed, and which key encrypts which tokens."""

import asyncio

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.clock import now
from bot.config import Settings
from bot.db.installations import Installation
from bot.domain.errors import MootError
from bot.domain.ids import Moment
from bot.runtime.existing import open_existing
from bot.slack.edge.manifest import SCOPES

out = Console()
SHUT = "no key opens its token"
OLD_KEY = (
    "The tokens of {count} are encrypted with an older key. `moot workspaces reseal` encrypts them with the "
    "first in MOOT_TOKEN_KEYS; then the others can go."
)
SHUT_ADVICE = "Add the key that encrypted it to MOOT_TOKEN_KEYS, or have Moot installed there again."
NEWEST = "Every token that a key opens is encrypted with the first key in MOOT_TOKEN_KEYS."


class NoKeysSet(MootError):
    template = "MOOT_TOKEN_KEYS is empty. `moot keys new` prints a key."


def show() -> None:
    """Lists them, the oldest first."""
    found = asyncio.run(_all(Settings()))
    if not found:
        out.print("No workspace has installed Moot by itself yet.")
        return
    table = Table("workspace", "name", "since (UTC)", "by", "may not", "state")
    for one in found:
        where = one.team or f"{one.enterprise} (all of its workspaces)"
        without = ", ".join(scope for scope in SCOPES if scope not in one.scopes)
        since = f"{one.installed_at:%Y-%m-%d %H:%M}"
        table.add_row(where, escape(one.name), since, one.installed_by, without, _state(one, now()))
    out.print(table)
    if any(one.stands and not one.opens for one in found):
        out.print(SHUT_ADVICE, highlight=False)
    if count := sum(one.opens and not one.by_newest_key for one in found):
        out.print(OLD_KEY.format(count=count), highlight=False)


def reseal() -> None:
    """Encrypts with the first key what another key encrypted. SystemExit where no key opens a token."""
    settings = Settings()
    if not settings.token_keys:
        raise NoKeysSet
    count, shut = asyncio.run(_reseal(settings))
    typer.echo(f"{count} encrypted anew. {NEWEST}")
    if shut:
        typer.echo(f"No key opens the tokens of {', '.join(one.whose for one in shut)}. {SHUT_ADVICE}")
        raise SystemExit(1)


def _state(one: Installation, at: Moment) -> str:
    if one.gone_at is not None:
        return f"gone since {one.gone_at:%Y-%m-%d %H:%M} ({one.gone})"
    if not one.opens:
        return SHUT
    if one.expires_at is None or one.refresh is not None:
        return "installed"
    left = "has run out" if one.expires_at <= at else f"runs out at {one.expires_at:%Y-%m-%d %H:%M}"
    return f"its token {left}, and Slack no longer renews it: install Moot there again"


async def _all(settings: Settings) -> list[Installation]:
    async with open_existing(settings) as store:
        return await store.services.installations.all()


async def _reseal(settings: Settings) -> tuple[int, list[Installation]]:
    async with open_existing(settings) as store:
        count = await store.services.installations.reseal()
        found = await store.services.installations.all()
    return count, [one for one in found if not one.opens]
