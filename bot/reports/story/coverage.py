"""Which of the pack's questions each council's book answers, with the councils side by side."""

from bot.domain.council import Council
from bot.reports.story import plots
from bot.reports.story.blocks import Block, Section, Table, Text
from bot.reports.story.played import Played

OPEN = "open"


def section(played: Played) -> Section:
    """A row for each council, a column for each question; nothing where the pack asks none."""
    questions = played.scenario.strategy
    if not questions or not played.councils:
        return Section("Questions answered")
    rows = tuple((one.name, *_cells(played, one), _answered(played, one)) for one in played.councils)
    head = ("Council", *(one.short for one in questions), "Answered")
    totals = [sum(one.key in council.covered() for council in played.councils) for one in questions]
    table = Table(
        "The policies that answer each question, by their numbers", head, rows, numbers=(len(head) - 1,)
    )
    last = ("All councils", *(f"{number} of {len(rows)}" for number in totals), "")
    whole = Table(table.caption, head, (*rows, last), table.numbers) if len(rows) > 1 else table
    plot = plots.shares([one.short for one in questions], totals, len(rows), what="councils that answered it")
    drawn: list[Block] = [plot] if plot is not None and len(rows) > 1 else []
    meant = (Text(f"{one.short}: {one.text}", note=True) for one in questions)
    return Section("Questions answered", (*drawn, whole, *meant))


def _cells(played: Played, council: Council) -> list[str]:
    book = council.book()
    return [
        ", ".join(str(policy.number) for policy, it in book if it.question == one.key) or OPEN
        for one in played.scenario.strategy
    ]


def _answered(played: Played, council: Council) -> str:
    return f"{len(council.covered())} of {len(played.scenario.strategy)}"
