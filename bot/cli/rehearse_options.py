"""The options of `moot rehearse`. Loads nothing of the rehearsal."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.choices import Ballot, Temper
from bot.cli.content_words import FIRST, PACK

Auto = Annotated[bool, typer.Option("--auto", help="Play to the end unattended, then exit.")]
Haste = Annotated[int, typer.Option(min=1, max=600, help="How many times faster than real time.")]
Players = Annotated[
    int,
    typer.Option(
        min=0, max=1000, help="How many stand-ins play. 0: two full councils, but 20 people at most."
    ),
]
Temperament = Annotated[
    Temper, typer.Option(help="How the stand-ins play: all alike, or mixed as at a real table.")
]
HeldBy = Annotated[
    Ballot | None, typer.Option(help="How the final vote is held. Default: as the scenario says.")
]
Seed = Annotated[int, typer.Option(help="The same seed gives the same stand-ins.")]
Port = Annotated[int, typer.Option(help="The page's port; 0 picks a free one.")]
Folder = Annotated[Path, typer.Option(help="Where to keep the database, log and policy books.")]
Pack = Annotated[str, typer.Option(help=f"{PACK} {FIRST}")]
FromTheStart = Annotated[
    bool, typer.Option("--from-the-start", help="Start with an empty channel, to practise /moot new.")
]
Workspaces = Annotated[
    int,
    typer.Option(min=1, max=9, help="How many workspaces. With several, Moot is installed in each by OAuth."),
]
NoBrowser = Annotated[bool, typer.Option("--no-browser", help="Print the page's address without opening it.")]
Keep = Annotated[bool, typer.Option("--keep", help="Continue the last rehearsal in this folder.")]
ServeOnly = Annotated[
    bool, typer.Option("--serve-only", help="Serve any Bolt app, without Moot, stand-ins or a game.")
]
AppManifest = Annotated[
    Path | None, typer.Option(help="With --serve-only: the manifest (JSON) of the app to install.")
]
