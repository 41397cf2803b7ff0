"""A report as one HTML page that opens anywhere: all is in it, and it runs and loads nothing."""

from base64 import b64encode
from functools import cache
from typing import TYPE_CHECKING

from bot.reports.pdf import PAGES
from bot.reports.story.blocks import Report

if TYPE_CHECKING:
    from jinja2 import Template


def as_html(report: Report) -> bytes:
    """The page, in UTF-8."""
    return _template().render(report=report).encode()


@cache
def _template() -> "Template":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader(PAGES), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    made.filters["base64"] = lambda words: b64encode(words.encode()).decode()
    return made.get_template("report.html")
