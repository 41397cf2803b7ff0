"""Policy books as files: each council's as Markdown and PDF, and all of a game's, or in a folder."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from bot.domain.council import Council
from bot.domain.game import Game
from bot.domain.ids import Moment
from bot.domain.scenario import Scenario
from bot.reports import book_in_words as words
from bot.reports.files import File, Files
from bot.reports.pdf import State, pdf_of
from bot.reports.policy_book import as_json


def of_council(game: Game, scenario: Scenario, council: Council, at: Moment, mark: str = "") -> Files:
    """The book as Markdown and, where it can be made, PDF, as it is at this moment; `mark` ends the files'
    names."""
    book = words.book_of(game, scenario, council, at)
    name = f"{game.id}-council-{council.number}{mark and f'-{mark}'}"
    pdf = pdf_of(
        "policy_book",
        {**asdict(book), "title": book.title},
        at,
        no_charter=words.NO_CHARTER,
        no_policy=words.NO_POLICY,
    )
    markdown = File(f"{name}.md", f"{book.title} (Markdown)", words.as_markdown(book).encode())
    if pdf.state is State.NONE:
        return Files((markdown,), pdf.state)
    return Files((markdown, File(f"{name}.pdf", f"{book.title} (PDF)", pdf.content)), pdf.state)


def of_game(game: Game, scenario: Scenario, councils: Sequence[Council], at: Moment) -> Files:
    """All councils' books; beside Markdown and PDF, each as JSON."""
    books = [of_council(game, scenario, one, at) for one in councils]
    files = (
        file
        for council, book in zip(councils, books, strict=True)
        for file in (*book.files, _data(game, scenario, council, book))
    )
    return Files(tuple(files), max((one.pdf for one in books), default=State.WHOLE))


def write_books(
    folder: Path, game: Game, scenario: Scenario, councils: Sequence[Council], at: Moment
) -> list[Path]:
    """Writes each council's book as Markdown, PDF and JSON; returns the Markdown files."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    written = []
    for council in councils:
        book = of_council(game, scenario, council, at)
        for file in (*book.files, _data(game, scenario, council, book)):
            (folder / file.name).write_bytes(file.content)
        written.append(folder / book.files[0].name)
    return written


def _data(game: Game, scenario: Scenario, council: Council, book: Files) -> File:
    markdown = book.files[0]
    data = json.dumps(as_json(game, scenario, council), indent=2, ensure_ascii=False)
    return File(str(Path(markdown.name).with_suffix(".json")), markdown.title, data.encode())
