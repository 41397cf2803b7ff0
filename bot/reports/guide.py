"""The facilitator's guide of a pack to print: as PDF, or as a page of HTML where PDF cannot be made."""

import html
from typing import Any, NamedTuple

from bot.domain.guide import GuidePart
from bot.domain.ids import Moment
from bot.domain.scenario import Scenario
from bot.reports import marked
from bot.reports.pdf import PAGES, State, pdf_of

_NOTE = "For facilitators only: it gives away what players want."


class Printed(NamedTuple):
    """A file to print, its ending, and how its PDF came out."""

    content: bytes
    ending: str
    pdf: State


def printed(scenario: Scenario, at: Moment) -> Printed:
    """The guide as PDF where that can be made, else as HTML."""
    shown = data(scenario)
    made = pdf_of("guide", shown, at, paper="a4")
    if made.state is State.NONE:
        return Printed(_page(shown).encode(), "html", made.state)
    return Printed(made.content, "pdf", made.state)


def data(scenario: Scenario) -> dict[str, Any]:
    """For the template, which is also given the paper."""
    return {
        "title": f"{scenario.title}: facilitator's guide",
        "note": _NOTE,
        "parts": [_part(one) for one in scenario.guide],
    }


def _part(part: GuidePart) -> dict[str, Any]:
    sections = [{"heading": heading, "lines": list(marked.lines(text))} for heading, text in part.sections]
    return {"title": part.title, "sections": sections}


# --- HTML

_TAGS = {"plain": "span", "bold": "b", "italic": "i", "code": "code"}


def _page(data: dict[str, Any]) -> str:
    parts = "".join(_html_part(one) for one in data["parts"])
    style = (PAGES / "guide.css").read_text("utf-8")
    title, note = html.escape(data["title"]), html.escape(data["note"])
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title><style>{style}</style>'
        f"<h1>{title}</h1><p class=note>{note}</p>{parts}</html>"
    )


def _html_part(part: dict[str, Any]) -> str:
    sections = "".join(
        f"<h3>{html.escape(one['heading'])}</h3>{''.join(map(_html_line, one['lines']))}"
        for one in part["sections"]
    )
    return f"<section><h2>{html.escape(part['title'])}</h2>{sections}</section>"


def _html_line(line: dict[str, Any]) -> str:
    said = "".join(
        f"<{_TAGS[run['look']]}>{html.escape(run['text'])}</{_TAGS[run['look']]}>" for run in line["runs"]
    )
    if line["mark"]:
        return f"<p class=item><span class=mark>{html.escape(line['mark'])}</span>{said}</p>"
    return f"<p>{said}</p>"
