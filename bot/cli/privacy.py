"""`moot forget`, `moot games delete`, `moot export --person` and `moot privacy`."""

import asyncio
import re
from collections.abc import Collection, Sequence
from pathlib import Path

import typer
from sqlalchemy import select
from sqlmodel import col

from bot import clock
from bot.cli.operating import NoSuchGame, NoUserId
from bot.config import Settings
from bot.db.tables import GameRow, HomeRow
from bot.domain.errors import MootError
from bot.domain.ids import GameId, UserId
from bot.domain.paper import PREFIX
from bot.queries.personal import about
from bot.queries.reader import Reader
from bot.reports.files import written
from bot.reports.personal import personal_files
from bot.reports.privacy import as_text
from bot.runtime.existing import open_existing

SAID = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>|(?:https://\S+/team/)?@?([UW][A-Z0-9]{2,20})/?")
NOT_A_WORD = re.compile(r"\W+")  # in a file's name
ASKS = """\
This deletes what Moot keeps about {user} in {where}:
- In every game a pseudonym takes their place. Counts, votes, policies and results stay as they are.
- Their feedback, the texts of their private answers and how they introduced themselves are deleted.
- Their time zone, Home, invitations and the record of their direct messages are deleted.
- Cards in channels that mention them are shown anew. Files, other people's words and what they wrote in Slack
  themselves stay in Slack, and so do backups and logs: see deploy/privacy.md.
It cannot be undone. Go on?"""
DELETES = """\
This deletes the game {name} ({game}, {stage}) with its log, its policy books and everything about its people.
{running}Its channels, messages and files stay in Slack. It cannot be undone. Go on?"""
RUNNING = "It has not ended: it will disappear while people play it.\n"


class WhichWorkspace(MootError):
    template = "There are several workspaces: {teams}. Name them with --workspace, which can be repeated."


class NobodyHere(MootError):
    template = "There is nothing about anybody in this database yet: no game, and no Home that was opened."


class NoSuchWorkspace(MootError):
    template = "This database has nothing from a workspace {team}."


def user_in(said: str) -> UserId:
    """The person whom an operator means: an id, a mention, the address of a profile, or somebody on paper.
    Raises NoUserId."""
    said = said.strip()
    if said.startswith(PREFIX):
        return UserId(said)
    found = SAID.fullmatch(said)
    if found is None:
        raise NoUserId(user=said)
    return UserId(found[1] or found[2])


def forget(said: str, teams: Sequence[str], names: Sequence[str], *, sure: bool) -> None:
    """Deletes somebody's data, after a question. Raises StillInAGame."""
    user = user_in(said)
    asyncio.run(_forget(user, teams, names, sure))


async def _forget(user: UserId, named: Sequence[str], names: Collection[str], sure: bool) -> None:
    async with open_existing(Settings()) as store:
        teams = await _teams(store.services.reader, named)
        forgetting = store.services.forgetting
        for team in teams:
            await forgetting.may_forget(team, user)
        if not sure:
            typer.confirm(ASKS.format(user=user, where=", ".join(teams)), abort=True)
        for team in teams:
            count = await forgetting.forget_person(team, user, names)
            typer.echo(f"{team}: {_forgotten(user, count)}")
    typer.echo("Older backups still hold everything, and so do logs, for as long as you keep them.")


def _forgotten(user: UserId, games: int) -> str:
    """What was done. With no game, it may be the wrong id."""
    if games == 0:
        return f"{user} has no part in any game here. Anything else that was kept about them is deleted."
    return f"{user} is forgotten in {games} game{'' if games == 1 else 's'}."


async def _teams(reader: Reader, named: Sequence[str]) -> list[str]:
    """Those that are named; without names, the only one. Raises WhichWorkspace,
    NoSuchWorkspace and NobodyHere."""
    games = await reader.ask(lambda session: session.scalars(select(col(GameRow.team_id)).distinct()))
    homes = await reader.ask(lambda session: session.scalars(select(col(HomeRow.team_id)).distinct()))
    known = sorted({*games, *homes})
    for team in named:
        if team not in known:
            raise NoSuchWorkspace(team=team)
    if not known:
        raise NobodyHere
    if not named and len(known) > 1:
        raise WhichWorkspace(teams=", ".join(known))
    return list(named) or known


def delete_game(game: str, *, sure: bool) -> None:
    """Deletes a game, after a question. Raises NoSuchGame."""
    asyncio.run(_delete_game(GameId(game), sure))


async def _delete_game(game: GameId, sure: bool) -> None:
    async with open_existing(Settings()) as store:
        row = await store.services.reader.ask(lambda session: session.get(GameRow, game))
        if row is None:
            raise NoSuchGame(game=game)
        running = "" if row.stage == "ended" else RUNNING
        if not sure:
            asked = DELETES.format(name=row.name, game=game, stage=row.stage, running=running)
            typer.confirm(asked, abort=True)
        await store.services.forgetting.delete_game(game)
        await asyncio.to_thread(store.services.forgetting.scrub)
    typer.echo(f"{game} is deleted.")


def export_person(folder: Path, said: str, teams: Sequence[str]) -> None:
    """Writes what is kept about somebody as a page and as JSON, for each workspace."""
    for path in asyncio.run(_export_person(folder, user_in(said), teams)):
        typer.echo(path)


async def _export_person(folder: Path, user: UserId, named: Sequence[str]) -> list[Path]:
    at, found = clock.now(), list[Path]()
    async with open_existing(Settings()) as store:
        reader = store.services.reader
        for team in await _teams(reader, named):
            mark = f"{NOT_A_WORD.sub('-', user)}-{at:%Y%m%d-%H%M}"
            files = personal_files(await about(reader, team, user, at), mark)
            found += [written(folder / team, file) for file in files]
    return found


def show() -> None:
    """Prints the privacy page as text."""
    typer.echo(as_text(Settings().moot_contact, Settings().keep_for))
