"""The preview as HTML: a frame that stays, and what is in it, which changes with the pack."""

import html
from collections.abc import Iterable
from pathlib import Path

from bot.domain.scenario import Scenario
from bot.gallery.blocks import Drawing
from bot.gallery.page import STYLE, card, files_of, names_of
from bot.gallery.preview.course import Chapter, course
from bot.gallery.surfaces import Shown
from bot.gallery.worlds import World
from bot.scenarios.faults import Fault

_HERE = Path(__file__).parent


def frame(pack: Path, inside: str, version: int) -> str:
    """The whole page, with what is in it now."""
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        f"<title>{html.escape(pack.name)}: preview</title>"
        '<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">'
        f"<style>{STYLE.read_text('utf-8')}{_HERE.joinpath('preview.css').read_text('utf-8')}</style>"
        f"<main data-version={version}>{inside}</main><p id=link role=status></p>"
        f"<script>{_HERE.joinpath('preview.js').read_text('utf-8')}</script></html>"
    )


def contents(pack: Scenario) -> str:
    """Every chapter of the game, and the way to everything else that Moot shows."""
    world = World(pack)
    drawing, chapters = Drawing(names_of(world), files_of(pack)), tuple(course(world))
    links = " · ".join(f'<a href="#{one.key}">{html.escape(one.title)}</a>' for one in chapters)
    return (
        f"<h1>{html.escape(pack.title)}</h1><nav>{links} · "
        '<a href="/all">everything else that Moot shows</a></nav>'
        f"{''.join(_chapter(one, drawing) for one in chapters)}"
    )


def _chapter(chapter: Chapter, drawing: Drawing) -> str:
    cards = "".join(
        f"<section class=surface>{card(Shown('', one.when, one.card), drawing)}</section>"
        for one in chapter.seen
    )
    title = html.escape(chapter.title)
    return (
        f'<section class=topic id="{chapter.key}"><h2>{title}</h2><div class=surfaces>{cards}</div></section>'
    )


def faults(found: Iterable[Fault], before: str) -> str:
    """What is wrong, each with its place, above the pack as it was `before`."""
    rows = "".join(
        f"<li><code>{html.escape(one.file)}:{one.line}</code> {html.escape(one.message)}</li>"
        for one in found
    )
    note = "<p>Below is the pack as it was before.</p>" if before else ""
    count = rows.count("<li>")
    head = f"{count} {'faults' if count > 1 else 'fault'} to mend"
    return f"<div class=faults role=alert><h2>{head}</h2><ul>{rows}</ul>{note}</div>{before}"


def trouble(said: str, before: str) -> str:
    """Something that is no fault of the pack's kept Moot from drawing it."""
    head = "Moot could not draw this"
    return f"<div class=faults role=alert><h2>{head}</h2><pre>{html.escape(said)}</pre></div>{before}"
