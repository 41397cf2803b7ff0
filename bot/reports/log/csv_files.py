"""A game's tables as CSV, to be opened with any spreadsheet.

One row of headings; moments are ISO 8601 in UTC. What people wrote is text there and never a formula. People
are named by role only. Votes are there once they are counted, claims and points once the game is over;
missions and who voted in secret are as secret as in the report.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, fields
from datetime import datetime
from fractions import Fraction
from io import StringIO
from typing import Any

from bot.domain.council import Council
from bot.domain.game import Game, Stage
from bot.domain.scenario import Scenario
from bot.reports.files import File
from bot.reports.log import rows
from bot.reports.log.rows import Row
from bot.reports.secrets import quotable

_FORMULA = re.compile(r"(^|[;\t\r])(?=\s*[=+\-@＝＋－＠])")  # at its start, or where others begin a cell
_NOT_SHOWN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def csv_files(game: Game, scenario: Scenario, councils: Sequence[Council]) -> tuple[File, ...]:
    """The tables that the game has by now."""
    return tuple(
        File(f"{game.id}-{name}.csv", f"{game.name}: {name} (CSV)", as_csv(kind, made))
        for name, kind, made in _tables(game, scenario, councils)
    )


def _tables(
    game: Game, scenario: Scenario, councils: Sequence[Council]
) -> Iterator[tuple[str, type[Row], Iterable[Row]]]:
    over = game.stage is Stage.ENDED
    yield "councils", rows.CouncilRow, (rows.council(scenario, one) for one in councils)
    yield "proposals", rows.ProposalRow, _of_each(rows.proposals, scenario, councils)
    yield "policies", rows.PolicyRow, _of_each(rows.policies, scenario, councils)
    yield "participation", rows.ParticipationRow, _of_each(rows.participation, scenario, councils)
    if scenario.ballot.held:
        yield "votes", rows.VoteRow, _of_each(rows.votes, scenario, councils)
    if over and scenario.takes_claims:
        quoted = quotable(game, scenario, councils)
        made = (row for one in councils for row in rows.claims(scenario, one, quoted))
        yield "claims", rows.ClaimRow, made
    if over and scenario.points is not None:
        yield "points", rows.PointsRow, _of_each(rows.points, scenario, councils)


def _of_each(made: Any, scenario: Scenario, councils: Sequence[Council]) -> Iterator[Row]:
    return (row for council in councils for row in made(scenario, council))


def as_csv(kind: type[Row], made: Iterable[Row]) -> bytes:
    """The table. It begins with the mark by which Excel knows UTF-8."""
    held = StringIO()
    writer = csv.writer(held, quoting=csv.QUOTE_ALL)
    writer.writerow([field.name for field in fields(kind)])
    writer.writerows([[cell(value) for value in astuple(row)] for row in made])
    return held.getvalue().encode("utf-8-sig")


def cell(value: Any) -> str | int | float:
    """A value as a table has it: text that a spreadsheet would take for a formula gets an apostrophe."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case int() | float():
            return value
        case Fraction():
            return round(float(value), 4)
        case datetime():
            return value.isoformat(timespec="seconds")
        case _:  # text, or what is written as text
            return _FORMULA.sub(r"\1'", _NOT_SHOWN.sub("", str(value)))
