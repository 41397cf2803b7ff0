"""The commands about people's data: declared here, and done by `privacy.py` when they run."""

from typing import Annotated

import typer

Sure = Annotated[bool, typer.Option("--yes", help="Do not ask.")]


def delete_game(
    game: Annotated[str, typer.Argument(help="A game's id.")],
    sure: Sure = False,
) -> None:
    """Deletes a game with everything that is kept about it."""
    from bot.cli import privacy

    privacy.delete_game(game, sure=sure)


def forget(
    user: Annotated[
        str,
        typer.Argument(
            help="A person's Slack id, a mention of them or their profile's address, or paper:NAME."
        ),
    ],
    workspace: Annotated[
        list[str] | None, typer.Option(help="A workspace's id; can be repeated. Default: the only one.")
    ] = None,
    name: Annotated[
        list[str] | None, typer.Option(help="A name of theirs to replace in what others wrote, too.")
    ] = None,
    sure: Sure = False,
) -> None:
    """Deletes what is kept about a person: a pseudonym takes their place in every game."""
    from bot.cli import privacy

    privacy.forget(user, workspace or (), name or (), sure=sure)


def privacy() -> None:
    """Prints what is kept about people, why and for how long."""
    from bot.cli import privacy

    privacy.show()


def declare(cli: typer.Typer, games: typer.Typer) -> None:
    """Adds them."""
    games.command("delete")(delete_game)
    for command in (forget, privacy):
        cli.command()(command)
