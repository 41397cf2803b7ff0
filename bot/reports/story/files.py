"""The game report as files: HTML always, and PDF where typst is installed."""

from collections.abc import Sequence
from dataclasses import asdict

from bot.domain.council import Council
from bot.domain.game import Game
from bot.domain.ids import Moment
from bot.domain.log import Log
from bot.domain.scenario import Scenario
from bot.reports.files import File, Files
from bot.reports.pdf import State, pdf_of
from bot.reports.story.page import as_html
from bot.reports.story.played import Played
from bot.reports.story.report import report_of


def files_of(
    game: Game,
    scenario: Scenario,
    councils: Sequence[Council],
    log: Log,
    at: Moment,
    *,
    for_facilitators: bool = False,
) -> Files:
    """The report as the game is at this moment. What people wrote in their feedback is for facilitators."""
    played = Played(game, scenario, tuple(councils), log, at, for_facilitators)
    report = report_of(played)
    name, ending = f"{game.id}-report", " for facilitators" if for_facilitators else ""
    title = f"Report of {game.name}{ending}"
    html = File(f"{name}.html", f"{title} (HTML)", as_html(report))
    pdf = pdf_of("report", asdict(report), at)
    if pdf.state is State.NONE:
        return Files((html,), pdf.state)
    return Files((html, File(f"{name}.pdf", f"{title} (PDF)", pdf.content)), pdf.state)
