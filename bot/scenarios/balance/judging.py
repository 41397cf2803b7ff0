"""The faults of a pack's balance: aims that cannot be met, cost nothing, or quarrel with nobody."""

from collections.abc import Callable, Iterator
from itertools import combinations

from bot.scenarios.balance.books import Way
from bot.scenarios.balance.model import OPEN
from bot.scenarios.balance.stakes import Stake
from bot.scenarios.balance.verdict import Verdict

NEARLY_ALL = 9  # of ten books
Judged = tuple[tuple[str | int, ...], str]  # a place in balance.yaml, and what is wrong there


def judged(verdict: Verdict) -> Iterator[Judged]:
    """Everything that is wrong with the balance."""
    for look in _LOOKS:
        yield from look(verdict)


def _some_book_meets_each(verdict: Verdict) -> Iterator[Judged]:
    for one in verdict.impossible():
        yield one.place, f"no book can meet the mission of {one.name}; loosen what it accepts, refuses or counts"


def _none_exclude_each_other(verdict: Verdict) -> Iterator[Judged]:
    for one, other in verdict.excluding():
        issues = _apart(verdict, one, other)
        where = f" at {issues}" if issues else ", by how many issues they want open"
        yield other.place, (
            f"the missions of {one.name} and {other.name} exclude each other{where}; give one of them a position "
            "that the other accepts"
        )


def _all_can_be_met(verdict: Verdict) -> Iterator[Judged]:
    """Where it is not a single mission or a pair, the smallest group that cannot be met is named."""
    if next(verdict.impossible(), None) or next(verdict.excluding(), None):
        return
    if verdict.missions and not verdict.all_missions.count:
        core = verdict.too_many(verdict.missions)
        names = _listed([one.name for one in core])
        yield core[-1].place, (
            f"no book meets the missions of {names} together, though each two of them can be met; loosen one"
        )


def _priorities_can_be_had(verdict: Verdict) -> Iterator[Judged]:
    if verdict.priorities and not verdict.all_priorities.count:
        core = verdict.too_many(verdict.priorities)
        names = _listed([one.name for one in core])
        yield core[-1].place, f"no book has all of these priorities: {names}; loosen one"


def _no_mission_is_free(verdict: Verdict) -> Iterator[Judged]:
    teams = {one.team: one for one in verdict.missions if one.role is None}
    for one in verdict.missions:
        met, books = verdict.each[one.name], verdict.books.count
        team = teams.get(one.team)
        if met * 10 >= books * NEARLY_ALL:
            why = f"{met:,} of all {books:,} books meet it, which is {NEARLY_ALL} in 10 or more"
        elif verdict.met_by(one, _empty(verdict)) and not verdict.resisted(one):
            why = "a book that decides nothing meets it, and nobody's `asks` rule it out"
        elif team and one.role is not None and team.ask and verdict.met_by(one, dict(team.ask)):
            why = f"its team asks for all of it anyway (see {team.name})"
        else:
            continue
        yield one.place, f"the mission of {one.name} is free: {why}; make it want something that others resist"


def _empty(verdict: Verdict) -> dict[str, str]:
    """What a book says that leaves open whatever it may."""
    return {issue: OPEN for issue, said in verdict.books.choices.items() if OPEN in said}


def _asks_meet_their_own_aim(verdict: Verdict) -> Iterator[Judged]:
    """If they get what they ask for and nothing else is decided on, they must have won."""
    for one in verdict.asking:
        asked = {**_empty(verdict), **one.ask}
        if verdict.each.get(one.name, 1) and not any(_fits(way, asked) for way in one.goal):
            yield (*one.place, "asks"), (
                f"what {one.name} asks for does not meet the aim itself; ask for positions that it accepts, at "
                "each issue that it cares about"
            )


def _fits(way: Way, asked: dict[str, str]) -> bool:
    """Whether what is asked fits, as far as it goes. The numbers of open issues are for others to fill up."""
    return all(issue not in asked or asked[issue] in allowed for issue, allowed in way.allowed.items())


def _each_two_teams_clash(verdict: Verdict) -> Iterator[Judged]:
    for one, other in combinations(verdict.teams, 2):
        if not verdict.between(one, other):
            last = [stake for stake in (*verdict.missions, *verdict.priorities) if stake.team == other][-1]
            yield last.place, (
                f"teams `{one}` and `{other}` never clash: at no issue do their `asks` differ; let one of them ask "
                "for what the other refuses"
            )


def _apart(verdict: Verdict, one: Stake, other: Stake) -> str:
    """The issues at which two missions leave each other nothing."""
    found = [
        issue
        for issue, said in verdict.books.choices.items()
        if not _allowed(one, issue, said) & _allowed(other, issue, said)
    ]
    return _listed([f"`{issue}`" for issue in found])


def _allowed(stake: Stake, issue: str, said: tuple[str, ...]) -> frozenset[str]:
    return frozenset(said).intersection(
        frozenset().union(*(way.allowed.get(issue, frozenset(said)) for way in stake.goal))
    )


def _listed(names: list[str]) -> str:
    *first, last = names or [""]
    return f"{', '.join(first)} and {last}" if first else last


_LOOKS: tuple[Callable[[Verdict], Iterator[Judged]], ...] = (
    _some_book_meets_each,
    _none_exclude_each_other,
    _all_can_be_met,
    _priorities_can_be_had,
    _no_mission_is_free,
    _asks_meet_their_own_aim,
    _each_two_teams_clash,
)
