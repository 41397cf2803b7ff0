"""Options that several commands share. Loads none of the rooms that define what they can say."""

from enum import StrEnum
from typing import Annotated

import typer

Format = Annotated[
    str, typer.Option("--format", help="One of the pack's formats: the name of a file in formats/.")
]
Missions = Annotated[
    str, typer.Option("--missions", help="Another set of missions: the name of a folder in missions/.")
]
Language = Annotated[
    str, typer.Option("--language", help="Another language that the pack comes in, such as de.")
]


class Ballot(StrEnum):
    """How a final vote is held: the scenarios' `BallotBy`; a test keeps them the same."""

    REACTIONS = "reactions"
    SECRET = "secret"  # noqa: S105 - no password


class Temper(StrEnum):
    """How stand-ins play: the names of the rehearsal's temperaments; a test keeps them the same."""

    MIXED = "mixed"
    STEADY = "steady"
    QUIET = "quiet"
    EAGER = "eager"
    CLUMSY = "clumsy"


class PackFile(StrEnum):
    """The files of a pack that have a schema: the names of `FILES`; a test keeps them the same."""

    PACK = "pack"
    FORMAT = "format"
    MISSIONS = "missions"
    LINES = "lines"
    BALANCE = "balance"


class Importable(StrEnum):
    """What packs can be made of."""

    MSEL = "msel"


class Tempo(StrEnum):
    """The domain's tempos, without loading the domain; a test keeps them the same."""

    LIVE = "live"
    ASYNC = "async"
