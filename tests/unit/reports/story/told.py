"""Games to tell of, and what a report says of them as plain words."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import assert_never

from bot.domain.council import commands as cc
from bot.domain.game import commands as gc
from bot.domain.ids import MOOT, Moment, RoleNumber
from bot.domain.log import Log, RecordedEvent
from bot.domain.scenario import Reveal, Scenario
from bot.reports.story.blocks import Block, Entry, Plot, Points, Quote, Report, Section, Table, Text, Timeline
from bot.reports.story.played import Played
from bot.reports.story.report import report_of
from bot.reports.tallies import NO_BREAK
from bot.services.games import layout_of
from tests.builders import (
    SESSION,
    SETUP,
    CouncilLog,
    GameLog,
    a_book_of_everything,
    a_proposal,
    a_running_game,
    at,
    by_policies,
    founding,
    player,
    rainbow_road,
    recorded,
)

SEATS = layout_of(rainbow_road())
THREE, FIVE = RoleNumber(3), RoleNumber(5)


def played(
    game: GameLog,
    *councils: CouncilLog,
    pack: Scenario | None = None,
    now: Moment | None = None,
    for_facilitators: bool = False,
) -> Played:
    """A game, with the log of all that happened in it and in its councils, as things came."""
    in_order = sorted(_timed(recorded(game, *councils)), key=lambda one: one.at)
    events = [replace(one, place=place) for place, one in enumerate(in_order, 1)]
    own = tuple(one for one in events if one.stream == f"game:{game.game.id}")
    each = {
        one.council.id: tuple(it for it in events if it.stream == f"council:{one.council.id}")
        for one in councils
    }
    tables = tuple(one.council for one in councils)
    log = Log(own, each)  # type: ignore[arg-type]
    return Played(game.game, pack or rainbow_road(), tables, log, now or at(120), for_facilitators)


def _timed(events: Iterable[RecordedEvent]) -> Iterator[RecordedEvent]:
    """Each with its own moment; an event that says none came with the one before it."""
    latest: dict[str, Moment] = {}
    for one in events:
        latest[one.stream] = getattr(one.event, "at", None) or latest.get(one.stream, at(0))
        yield replace(one, at=latest[one.stream])


def an_ended_game() -> GameLog:
    """A game whose second phase a facilitator ended, 50 minutes after noon."""
    game = a_running_game()
    game.do(gc.SkipPhase(), at=at(4))
    game.do(gc.EndGame(), at=at(50))
    return game


def a_judged_council(*, reveal: Reveal = Reveal.ALL) -> CouncilLog:
    """The shipped pack's council after the game. Role 3 claims both missions, and nobody disputes it; two
    dispute the same claim of role 5."""
    log = a_book_of_everything()
    assert log.state is not None
    log.state = replace(log.state, reveal=reveal)
    for claimant in (THREE, FIVE):
        proof = by_policies(1)
        log.do(cc.MakeClaim(team_mission=proof, role_mission=proof), player(claimant), at(40))
    for judge in (1, 2):
        log.do(cc.JudgeClaim(FIVE, confirms=False), player(judge), at(41))
    log.do(cc.EndCouncil(), MOOT, at(50))
    return log


def a_council_of(*titles: str) -> CouncilLog:
    """A second council, named by the first of these, in which they all are proposals."""
    log = CouncilLog()
    log.do(founding(layout=SEATS, number=2, name=titles[0]), MOOT)
    log.reach(SETUP, SESSION)
    for role, title in enumerate(titles, start=3):
        log.do(a_proposal(title, f"{title}\n{title}"), player(role), at(6))
    return log


# --- what a report says


def words(report: Report) -> str:
    """All of it, line by line."""
    return "\n".join((report.title, *report.about, report.standing, report.headline, *_all(report)))


def said(played: Played) -> str:
    """All that a report of this game says."""
    return words(report_of(played))


def part(played: Played, title: str) -> str:
    """What is below one heading; nothing if there is no such heading."""
    found = [one for one in report_of(played).sections if one.title == title]
    return "\n".join(line for one in found for line in _section(one))


def _all(report: Report) -> Iterator[str]:
    for block in report.lead:
        yield from lines(block)
    for section in (*report.decided, *report.sections):
        yield from _section(section)


def _section(section: Section) -> Iterator[str]:
    yield section.title
    for block in section.blocks:
        yield from lines(block)
    for one in section.parts:
        yield from _section(one)


def lines(block: Block) -> Iterator[str]:
    """What a block says; a row of a table in a line. All spaces are plain."""
    yield from (line.replace(NO_BREAK, " ") for line in _lines(block))


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Table(caption, head, rows):
            yield f"{caption}: {' | '.join(head)}"
            yield from (" | ".join(row) for row in rows)
        case Timeline(moments):
            yield from (f"{one.when} {one.what}" for one in moments)
        case Points(listed):
            yield from listed
        case Entry(title, told, facts, stamp):
            yield from (title, told, *(f"{it.name}: {it.words}" for it in facts), stamp)
        case Plot(alt):
            yield alt
        case Text(told) | Quote(told):
            yield told
        case _:
            assert_never(block)
