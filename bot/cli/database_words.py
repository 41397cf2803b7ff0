"""The commands for the database, its games and its outbox. Each imports what it needs when it runs."""

from pathlib import Path
from typing import Annotated

import typer

db = typer.Typer(help="Backs up, restores and migrates the database.", no_args_is_help=True)
outbox = typer.Typer(help="Lists what is waiting to be sent or stuck.", invoke_without_command=True)
games = typer.Typer(help="Lists the games in the database.", invoke_without_command=True)
YES = Annotated[bool, typer.Option("--yes", help="Do not ask.")]


@db.command()
def current() -> None:
    """Says which schema the database has, and whether this version can work on it."""
    from bot.cli import database

    database.current()


@db.command()
def upgrade(
    revision: Annotated[str, typer.Argument(help="A schema's number. Default: the newest.")] = "",
) -> None:
    """Applies the migrations that are missing; starting Moot does the same."""
    from bot.cli import database

    database.upgrade(revision)


@db.command()
def downgrade(
    revision: Annotated[str, typer.Argument(help="The number of the schema that an older Moot needs.")],
    yes: YES = False,
) -> None:
    """Reverts migrations while no bot runs, for an older Moot; says what is lost, and asks first."""
    from bot.cli import database

    database.downgrade(revision, yes=yes)


@db.command()
def backup(path: Annotated[Path, typer.Argument(help="A file that does not exist yet.")]) -> None:
    """Copies the database while Moot runs, and checks the copy."""
    from bot.cli import database

    database.backup(path)


@db.command()
def restore(
    path: Annotated[Path, typer.Argument(help="A copy that `moot db backup` made.")], yes: YES = False
) -> None:
    """Replaces the database by a copy while no bot runs; asks first, and keeps the old one."""
    from bot.cli import database

    database.restore(path, yes=yes)


@outbox.callback()
def show_outbox(context: typer.Context) -> None:
    """Lists what is waiting, parked or given up, and why, but never its content."""
    if context.invoked_subcommand is None:
        from bot.cli import operating

        operating.show()


@outbox.command()
def retry(which: Annotated[str, typer.Argument(help="A row's number, all-parked or all-dead.")]) -> None:
    """Tries parked or dead work again at once."""
    from bot.cli import operating

    operating.retry(which)


@games.callback()
def show_games(
    context: typer.Context,
    workspace: Annotated[str, typer.Option(help="Only games of this workspace, by its Slack id.")] = "",
    stage: Annotated[str, typer.Option(help="Only games that are in sign_up, dealt, running or ended.")] = "",
    everything: Annotated[bool, typer.Option("--all", help="List more than the 200 newest.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, of all games.")] = False,
) -> None:
    """Lists games: their team, stage and facilitators, and why one is set aside, if it is."""
    if context.invoked_subcommand is None:
        from bot.cli import games

        games.games(workspace, stage, everything=everything, as_json=as_json)


@games.command("show")
def show_game(
    game: Annotated[str, typer.Argument(help="A game's id.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Shows a game: phase, next bell, councils, what is stuck, and who runs it."""
    from bot.cli import games

    games.show(game, as_json=as_json)


@games.command()
def facilitate(
    game: Annotated[str, typer.Argument(help="A game's id.")],
    user: Annotated[str, typer.Argument(help="A person's Slack id, such as U0123ABCD.")],
) -> None:
    """Makes somebody a facilitator of a game that nobody runs any more."""
    from bot.cli import operating

    operating.facilitate(game, user)
