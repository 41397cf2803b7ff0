"""How far the teams have moved between two surveys, in words."""

from collections.abc import Sequence

from bot.domain.asks.ask import AskKind
from bot.domain.asks.counting import Shift, shifts
from bot.domain.asks.question import Question
from bot.domain.asks.surveys import Survey
from bot.domain.council import Council
from bot.domain.game import Game, surveys
from bot.domain.scenario import Scenario
from bot.reports.answers_in_words import number

FEWEST = 2  # people of a team, since the shift of one alone would be that person's answer


def moves(game: Game, scenario: Scenario, councils: Sequence[Council], one: Survey) -> tuple[str, ...]:
    """A line for each team: for each option, the averages before and after, of those who answered both."""
    if not one.pairs_with:
        return ()
    before, after = surveys.counting(game, one.pairs_with), surveys.counting(game, one.key)
    teams = {seat.holder: seat.team for council in councils for seat in council.filled}
    lines = []
    for team in scenario.teams:
        theirs = {user for user in after.keys() & before.keys() if teams.get(user) == team.key}
        first, then = ({user: said[user] for user in theirs} for said in (before, after))
        if len(theirs) >= FEWEST:
            told = "; ".join(_moved(one.question, shift) for shift in shifts(one.question, first, then))
            lines.append(f"{team.name} ({len(theirs)} people): {told}")
        else:
            lines.append(f"{team.name}: fewer than {FEWEST} people answered both times")
    return tuple(lines)


def _moved(question: Question, shift: Shift) -> str:
    """`I do 50 % → 75 % (+25)`."""
    scale, unit = (100, " %") if question.kind is AskKind.ONE_OF else (1, "")
    digits = shift.option.decimals + 1
    before, after = (f"{number(one * scale, digits)}{unit}" for one in (shift.before, shift.after))
    by = number(shift.by * scale, digits)
    return f"{shift.option.text} {before} → {after} ({by if by.startswith('-') else f'+{by}'})"
