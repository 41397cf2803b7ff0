"""The commands for many workspaces. Each imports what it needs when it runs."""

import typer

workspaces = typer.Typer(help="Lists the workspaces that have installed Moot.", invoke_without_command=True)
keys = typer.Typer(help="Makes keys for MOOT_TOKEN_KEYS.", no_args_is_help=True)


@workspaces.callback()
def show_workspaces(context: typer.Context) -> None:
    """Lists where Moot is or was installed, by whom, what it may not do, and what is wrong. Shows no
    token."""
    if context.invoked_subcommand is None:
        from bot.cli import workspaces

        workspaces.show()


@workspaces.command()
def reseal() -> None:
    """Encrypts every workspace's token with the first key, while Moot runs, so that the others can go."""
    from bot.cli import workspaces

    workspaces.reseal()


@keys.command()
def new() -> None:
    """Prints a new key. Put it first in MOOT_TOKEN_KEYS, with a comma before the others."""
    from bot.db.sealed import new_key

    typer.echo(new_key())
