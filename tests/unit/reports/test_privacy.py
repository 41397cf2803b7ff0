"""What Moot keeps about people is said of every table and column, and the pages say the same."""

from datetime import timedelta
from pathlib import Path

from sqlmodel import SQLModel

from bot.db import tables
from bot.reports.privacy import KEPT, as_markdown, as_page, as_text

PAGE = Path(__file__).parents[3] / "deploy" / "privacy.md"
YEAR = timedelta(days=365)


def test_every_table_and_every_column_says_what_it_is_kept_for() -> None:
    assert tables.EventRow.__tablename__ == "events"  # all of them are declared there
    there = {
        table.name: {column.name for column in table.columns} for table in SQLModel.metadata.sorted_tables
    }

    said = {table: set(columns.split(", ")) for one in KEPT for table, columns in one.tables}

    assert said == there, "bot/reports/privacy.py has a row for each"
    assert len(said) == sum(len(one.tables) for one in KEPT), "and only one"


def test_the_page_for_operators_has_the_same_table() -> None:
    shown = PAGE.read_text("utf-8").partition("<!-- python -m bot.reports.privacy -->\n")[2]

    assert shown.partition("\n<!-- end -->")[0] == as_markdown(), (
        "print it with python -m bot.reports.privacy"
    )


def test_the_page_for_people_runs_nothing_and_says_whom_to_ask_and_how_long_games_stay() -> None:
    page, words = as_page("<privacy@example.org>", YEAR), as_text("privacy@example.org", YEAR)

    assert "&lt;privacy@example.org&gt;" in page
    assert "<script" not in page
    assert page.count("<dt>") == len(KEPT)
    assert "<dt>Backups: a copy of everything</dt>" in page, "without its place, nobody knows what that is"
    for one in KEPT:
        assert one.named in words
    assert "365 days after their end" in page
    assert "365 days after their end" in words
    assert "until the operator deletes them" in as_text("", None)
    assert "Questions about your data" in as_text("", None)
