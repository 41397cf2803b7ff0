"""What can be printed for a game, for people at a table."""

from dataclasses import dataclass
from enum import StrEnum


class Paper(StrEnum):
    """The size of a page."""

    A4 = "a4"
    LETTER = "letter"


class Print(StrEnum):
    """A kind of page, in the order in which a kit lists them; the value is part of its files' names."""

    SHEETS = "role-sheets"
    TENTS = "table-tents"
    BADGES = "badges"
    HANDBOOK = "handbook"
    SCHEDULE = "schedule"
    PAD = "policy-pad"
    BALLOTS = "ballots"
    CLAIMS = "claim-slips"
    RUNBOOK = "runbook"


SPOILING = frozenset({Print.SHEETS, Print.RUNBOOK})  # they tell what others want


@dataclass(frozen=True, slots=True)
class PrintWish:
    """What somebody wants printed. `all_sheets`: also the sheets of seats that are held in Slack or vacant;
    else only those of people on paper."""

    prints: tuple[Print, ...] = tuple(Print)
    paper: Paper = Paper.A4
    all_sheets: bool = False
