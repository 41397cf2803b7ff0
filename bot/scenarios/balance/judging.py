"""The faults of a pack's balance: aims that cannot be met, cost nothing, or quarrel with nobody."""

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations

from bot.scenarios.balance.model import OPEN
from bot.scenarios.balance.verdict import Verdict

NEARLY_ALL = 9  # of ten books
Place = tuple[str | int, ...]  # in balance.yaml
Judged = tuple[Place, str]


def judged(verdict: Verdict) -> Iterator[Judged]:
    """Everything that is wrong with the balance, and where."""
    for look in _LOOKS:
        yield from look(verdict)


def _some_book_meets_each(verdict: Verdict) -> Iterator[Judged]:
    for one in verdict.impossible:
        message = f"no book can meet the mission of {one.name}; loosen what it accepts, refuses or counts"
        yield one.place, message


def _none_exclude_each_other(verdict: Verdict) -> Iterator[Judged]:
    for one, other in verdict.excluding:
        issues = _listed(verdict.apart(one, other))
        where = f" on {issues}" if issues else " by what they want settled and left open"
        message = f"the missions of {one.name} and {other.name} exclude each other{where}"
        yield other.place, f"{message}; let one of them accept something that the other accepts"


def _all_can_be_met(verdict: Verdict) -> Iterator[Judged]:
    """Where no single mission and no pair is to blame, the smallest group that cannot be met is named."""
    if not (verdict.impossible or verdict.excluding or verdict.all_missions.count):
        core = verdict.too_many(verdict.missions)
        names = _listed([one.name for one in core])
        message = f"no book meets the missions of {names} together, though any two of them can be met"
        yield core[-1].place, f"{message}; loosen one"


def _priorities_can_be_had(verdict: Verdict) -> Iterator[Judged]:
    if not verdict.all_priorities.count:
        core = verdict.too_many(verdict.priorities)
        names = _listed([one.name for one in core])
        together = "these priorities together" if len(core) > 1 else "this priority"
        yield core[-1].place, f"no book can have {together}: {names}; loosen one"


def _no_mission_is_free(verdict: Verdict) -> Iterator[Judged]:
    """A mission is free if nearly every book meets it; if the empty book does, and nobody asks for anything
    that would rule it out; or if a role has nothing to win that its team does not ask for anyway."""
    for one in verdict.missions:
        met, books = verdict.each[one.name], verdict.books.count
        team = verdict.mission_of_team(one.team) if one.role is not None else None
        if met * 10 >= books * NEARLY_ALL:
            why = f"{met:,} of {books:,} books meet it, which is at least {NEARLY_ALL} in 10"
        elif verdict.met_by_all_that_say(_empty(verdict), one) and not verdict.resisted(one):
            why = "a book that decides nothing meets it, and nobody `asks` for anything that rules it out"
        elif team and team.ask and verdict.met_by_all_that_say(dict(team.ask), one):
            why = f"a book that grants what {team.name} `asks` for meets it anyway"
        else:
            continue
        yield (
            one.place,
            f"the mission of {one.name} is free: {why}; make it want something that others resist",
        )


def _empty(verdict: Verdict) -> dict[str, str]:
    """What a book says that leaves open whatever it may."""
    return {issue: OPEN for issue, said in verdict.books.choices.items() if OPEN in said}


def _each_two_teams_clash(verdict: Verdict) -> Iterator[Judged]:
    for one, other in combinations(verdict.teams, 2):
        if not verdict.between(one, other):
            last = [stake for stake in (*verdict.missions, *verdict.priorities) if stake.team == other][-1]
            message = f"teams `{one}` and `{other}` never clash: their `asks` differ on no issue"
            yield last.place, f"{message}; let one of them ask for what the other cannot want"


def _listed(names: Sequence[str]) -> str:
    *first, last = names or [""]
    return f"{', '.join(first)} and {last}" if first else last


_LOOKS: tuple[Callable[[Verdict], Iterator[Judged]], ...] = (
    _some_book_meets_each,
    _none_exclude_each_other,
    _all_can_be_met,
    _priorities_can_be_had,
    _no_mission_is_free,
    _each_two_teams_clash,
)
