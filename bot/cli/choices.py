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

Start = Annotated[str, typer.Option(help="The first bell, like 2026-11-23T09:00.")]
Zone = Annotated[str, typer.Option(help="The facilitator's time zone, like Europe/Paris.")]
Hours = Annotated[str, typer.Option(help="Working hours, like 9-17.")]
Days = Annotated[str, typer.Option(help="Working days, like mon-fri.")]
Holidays = Annotated[str, typer.Option(help="Countries whose holidays are days off, like FR or FR,DE-BY.")]
DaysOff = Annotated[
    str,
    typer.Option(help="More days off, like 2026-11-26, or 2026-12-24..2027-01-01 for all of them."),
]
Zones = Annotated[str, typer.Option(help="Other people's time zones, separated by commas.")]


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


class Paper(StrEnum):
    """The sizes of paper: the names of the domain's `Paper`; a test keeps them the same."""

    A4 = "a4"
    LETTER = "letter"


class Print(StrEnum):
    """What a print kit holds: the names of the domain's `Print`; a test keeps them the same."""

    SHEETS = "role-sheets"
    TENTS = "table-tents"
    BADGES = "badges"
    HANDBOOK = "handbook"
    SCHEDULE = "schedule"
    PAD = "policy-pad"
    BALLOTS = "ballots"
    CLAIMS = "claim-slips"
    RUNBOOK = "runbook"


class Importable(StrEnum):
    """What packs can be made of."""

    MSEL = "msel"


class Tempo(StrEnum):
    """The domain's tempos, without loading the domain; a test keeps them the same."""

    LIVE = "live"
    ASYNC = "async"
