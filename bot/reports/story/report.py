"""The whole report: what stands in it, and in which order."""

from collections.abc import Iterator

from bot.reports.story import (
    answers,
    ballots,
    chapters,
    coverage,
    decisions,
    growth,
    heard,
    lessons,
    plots,
    summary,
    winning,
)
from bot.reports.story.blocks import Block, Report, Section, Text
from bot.reports.story.played import Played


def report_of(played: Played) -> Report:
    """Everything that a report says of a game. Sections with nothing to say are left out."""
    return Report(
        title=played.game.name,
        about=summary.about(played),
        standing=summary.standing(played),
        headline=summary.headline(played),
        lead=(*summary.lead(played),),
        decided=summary.decided(played),
        sections=tuple(one for one in _sections(played) if not one.empty),
    )


def _sections(played: Played) -> Iterator[Section]:
    told = chapters.chapters_of(played)
    yield winning.section(played)
    yield chapters.section(played, told)
    if played.councils:
        yield decisions.section(played)
    yield coverage.section(played)
    if played.councils:
        yield ballots.section(played)
    yield growth.section(played, told)
    yield heard.section(played)
    yield answers.debrief(played)
    yield answers.asked(played)
    yield answers.feedback(played)
    yield lessons.section(played, told)
    yield Section("About this report", tuple(_about(played)))


def _about(played: Played) -> Iterator[Block]:
    zone = played.game.timezone.removeprefix("Etc/")
    yield Text(
        f"Made by Moot from the game's own log. Times are those of {zone}. People are named by their roles."
    )
    if not plots.can_draw():
        yield Text(plots.HOW_TO_ADD)
    for credit in played.scenario.credits:
        yield Text(f"{credit.name}: {credit.what}", note=True)
