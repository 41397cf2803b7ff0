"""What one PostgreSQL carries, and what breaks first: a model that can be run.

    python -m tests.bench.scale                       # the tables of deploy/scale.md, from its constants
    python -m tests.bench.scale --from var/bench.json  # from what `make bench ARGS=replicas` has measured
    python -m tests.bench.scale --write               # … and puts them into deploy/scale.md

The capacity is arithmetic. The peak hour is simulated second by second: games begin on the hour and on the
half hour, as people plan them, so their openings, bells and votes come together. What the database cannot do
in a second waits for the next one.
"""

import argparse
import json
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from math import ceil
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "deploy" / "scale.md"
BEGIN, END = "<!-- scale: begin -->", "<!-- scale: end -->"
HOUR, HALF = 3600, 1800  # seconds
WORKSPACES = (100, 1_000, 10_000, 100_000)
CORES = (2, 4, 8, 16, 32)
BUSY = 0.6  # of what there is, at most: the rest is for peaks, vacuum and copies
LOOKING = 0.1  # of the cores, at most, for replicas that look for work
OFTEN = 4.0  # games of a workspace in a month, where they play often
SERVER = 16  # cores of the server in the tables by workspaces
MS, US, KB, GB = 1e-3, 1e-6, 1e3, 1e9


@dataclass(frozen=True)
class Constants:
    """What was measured, on one core of the machine in the document. Each field's unit is in UNITS."""

    moot_command: float
    database_command: float
    moot_card: float
    database_card: float
    moot_idle: float
    database_idle: float
    command_bytes: float
    player_bytes: float


UNITS = {
    "moot_command": ("Moot: CPU for a command, with its cards", "ms"),
    "database_command": ("PostgreSQL: CPU for a command, with its cards", "ms"),
    "moot_card": ("Moot: CPU for a call that opens a game", "ms"),
    "database_card": ("PostgreSQL: CPU for a call that opens a game", "ms"),
    "moot_idle": ("Moot: CPU of a replica that holds 50 idle games, each second", "ms"),
    "database_idle": ("PostgreSQL: CPU for that replica, each second", "ms"),
    "command_bytes": ("Disk for a command, with its cards and indexes", "kB"),
    "player_bytes": ("Disk for a player before the first command", "kB"),
}


@dataclass(frozen=True)
class Play:
    """How people play: assumptions, each of which an operator may know better."""

    players: int = 50  # in a game
    council: int = 10  # players
    lasts: float = 2 * HOUR
    commands: float = 15.0  # of a player in an hour
    opening: float = 1.4  # calls for each player
    opens_in: float = 60.0  # seconds: Slack's budgets
    bells: int = 12
    cards: float = 3.0  # for each council at each bell
    votes_in: float = 60.0  # seconds in which everybody votes at the end
    games: float = 0.5  # of a workspace in a month
    hours: float = 160.0  # of a month in which people play
    peak: float = 4.0  # how much busier the busiest hour is than the mean
    on_the_hour: float = 0.7  # of the games; the others begin at half past


@dataclass(frozen=True)
class Limits:
    """What PostgreSQL and its server have, besides the cores."""

    connections: int = 500
    each: int = 21  # connections of a replica
    commit: float = 1 * MS  # to disk; commits that notify wait for one another
    notifying: float = 0.3  # commits that notify, for each command or call
    looks: float = 4.0  # of a busy replica in a second
    look_game: float = 0.5 * US  # seconds of CPU, for each game that runs
    disk: float = 1_000 * GB
    year: int = 12


@dataclass(frozen=True)
class Peak:
    """A peak hour with so many workspaces."""

    games: float
    commands: float  # a second
    calls: float  # a second, of openings and bells

    def database(self, constants: Constants) -> float:
        """Cores of the database that this keeps busy."""
        return self.commands * constants.database_command + self.calls * constants.database_card

    def moot(self, constants: Constants) -> float:
        """Cores of all replicas."""
        return self.commands * constants.moot_command + self.calls * constants.moot_card


def peak(games: float, play: Play) -> Peak:
    """The means while so many games run at once."""
    commands = play.players * (play.commands / HOUR + 1 / play.lasts)
    calls = play.players * (play.opening + play.bells * play.cards / play.council) / play.lasts
    return Peak(games, games * commands, games * calls)


def at_once(workspaces: float, play: Play) -> float:
    """How many games run at once in the busiest hour."""
    return workspaces * play.games * play.lasts / (play.hours * HOUR) * play.peak


def games_on(cores: float, constants: Constants, play: Play) -> float:
    """How many games so many cores of the database carry at once."""
    return BUSY * cores / peak(1, play).database(constants)


def replicas(load: Peak, constants: Constants) -> int:
    """How many replicas share this, each of which uses one core, and idles, too; one is spare."""
    return 1 + ceil(load.moot(constants) / (BUSY - constants.moot_idle))


# --- the simulated hour


def simulated(workspaces: int, cores: float, constants: Constants, play: Play) -> tuple[float, ...]:
    """The median, the 99th percentile and the longest of how long a command waits for the database, in
    seconds, and the share of it that is busy."""
    work, span = _demand(workspaces, constants, play), int(2 * play.lasts)
    backlog, waits, used = 0.0, [], 0.0
    for second in range(span):
        backlog += work[second]
        done = min(backlog, cores)
        backlog -= done
        if second >= span - HOUR:  # by then as many games run as ever
            waits.append(backlog / cores)
            used += done
    ordered = sorted(waits)
    return ordered[HOUR // 2], ordered[HOUR * 99 // 100], ordered[-1], used / HOUR / cores


def _demand(workspaces: int, constants: Constants, play: Play) -> list[float]:
    """Seconds of the database's CPU that are asked for in each second."""
    chance, span = random.Random(22), int(2 * play.lasts)
    begun = round(at_once(workspaces, play) * HOUR / play.lasts)  # in each hour
    change = [0.0] * (span + 1)

    def spread(begin: float, over: float, cost: float) -> None:
        first, last = int(begin), int(min(begin + over, span))
        if first < last:
            change[first] += cost / over
            change[last] -= cost / over

    for hour in range(0, span, HOUR):
        for _ in range(begun):
            start = hour + (0 if chance.random() < play.on_the_hour else HALF) + abs(chance.gauss(0, 60))
            for begin, over, cost in _of_a_game(constants, play):
                spread(start + begin, over, cost)
    demand, now = [], 0.0
    for one in change[:span]:
        now += one
        demand.append(now)
    return demand


def _of_a_game(constants: Constants, play: Play) -> Iterator[tuple[float, float, float]]:
    """What a game asks of the database: from when, for how long, and how many seconds of CPU."""
    command, card = constants.database_command, constants.database_card
    yield 0, play.opens_in, play.players * play.opening * card
    yield 0, play.lasts, play.players * play.commands * play.lasts / HOUR * command
    for bell in range(play.bells):
        at = bell * play.lasts / play.bells
        yield at, 5, play.players / play.council * play.cards * card
    yield play.lasts - 600, play.votes_in, play.players * command


# --- what breaks first


def needs(workspaces: int, constants: Constants, play: Play, limits: Limits) -> dict[str, tuple[float, str]]:
    """How much of each limit of one PostgreSQL is used, and as an operator sees it."""
    load = peak(at_once(workspaces, play), play)
    bots = replicas(load, constants)
    cpu = load.database(constants) + bots * constants.database_idle
    looking = bots * limits.looks * limits.look_game * load.games
    notified = (load.commands + load.calls) * limits.notifying
    games = workspaces * play.games
    grown = games * play.players * constants.player_bytes
    grown += games * play.players * play.commands * play.lasts / HOUR * constants.command_bytes
    grown *= limits.year
    return {
        "database CPU": (cpu / SERVER / BUSY, f"{_short(cpu)} cores"),
        "connections": (bots * limits.each / limits.connections, f"{bots * limits.each:,}"),
        "looking for work": (looking / SERVER / LOOKING, f"{_short(looking)} cores"),
        "commits that notify": (notified * limits.commit / BUSY, f"{_short(notified)}/s"),
        "disk": (grown / limits.disk, f"{_short(grown / GB)} GB a year"),
    }


# --- as tables


def tables(constants: Constants, play: Play = Play(), limits: Limits = Limits()) -> str:
    """All of them, as Markdown."""
    often = replace(play, games=OFTEN)
    parts = (
        ("**Measured**", _constants(constants)),
        (f"**One PostgreSQL carries**, at {BUSY:.0%} of its cores", _carried(constants, play)),
        (f"**The busiest hour, simulated**, on {SERVER} cores", _hours(constants, play)),
        (f"The same where each workspace plays {OFTEN:g} games a month", _hours(constants, often)),
        (
            f"**How much of one PostgreSQL is used** in that hour, of {SERVER} cores",
            _breaks(constants, play, limits),
        ),
        (f"The same where each workspace plays {OFTEN:g} games a month", _breaks(constants, often, limits)),
    )
    return "\n\n".join(f"{title}\n\n{table}" for title, table in parts)


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:.1f}" if value >= 0.1 else "< 0.1"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] + ["--:"] * (len(head) - 1), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _constants(constants: Constants) -> str:
    values = {name: getattr(constants, name) / _unit(unit) for name, (_, unit) in UNITS.items()}
    rows = [(said, f"{values[name]:.3g} {unit}") for name, (said, unit) in UNITS.items()]
    return _table(("", "value"), rows)


def _carried(constants: Constants, play: Play) -> str:
    rows = []
    for cores in CORES:
        games = games_on(cores, constants, play)
        load, many = peak(games, play), games / at_once(1, play)
        rows.append(
            (
                f"{cores}",
                f"{games:,.0f}",
                f"{games * play.players:,.0f}",
                f"{load.commands:,.0f}",
                f"{load.calls:,.0f}",
                f"{replicas(load, constants):,}",
                f"{many:,.0f}",
            )
        )
    head = ("cores", "games at once", "players", "commands/s", "calls/s besides", "replicas", "workspaces")
    return _table(head, rows)


def _hours(constants: Constants, play: Play) -> str:
    rows = []
    for many in WORKSPACES:
        half, most, longest, busy = simulated(many, SERVER, constants, play)
        games = at_once(many, play)
        waits = [f"{one:.1f} s" if one >= 0.05 else "none" for one in (half, most, longest)]
        rows.append((f"{many:,}", f"{games:,.0f}", f"{games * play.players:,.0f}", f"{busy:.0%}", *waits))
    head = ("workspaces", "games at once", "players", "busy", "wait p50", "p99", "longest")
    return _table(head, rows)


def _breaks(constants: Constants, play: Play, limits: Limits) -> str:
    found = {many: needs(many, constants, play, limits) for many in WORKSPACES}
    names = list(found[WORKSPACES[0]])
    rows = []
    for many, used in found.items():
        first = max(used, key=lambda name: used[name][0])
        share = used[first][0]
        rows.append(
            (
                f"{many:,}",
                *(f"{used[name][1]} ({used[name][0]:.0%})" for name in names),
                first if share > 1 else "none",
                f"{ceil(max(one[0] for one in used.values()))}",
            )
        )
    return _table(("workspaces", *names, "breaks first", "databases"), rows)


# --- constants


def _unit(unit: str) -> float:
    return {"ms": MS, "kB": KB}[unit]


def stated(page: str) -> Constants:
    """Those that the document states."""
    found = {}
    for name, (said, unit) in UNITS.items():
        row = re.search(rf"^\| {re.escape(said)} \| ([\d.e+-]+) {unit} \|$", page, re.MULTILINE)
        assert row is not None, f"the page does not state: {said}"
        found[name] = float(row[1]) * _unit(unit)
    return Constants(**found)


def measured(figures: Sequence[Mapping[str, object]]) -> Constants:
    """Those that the bench has measured. Raises KeyError if it has not."""
    found = {str(one["what"]): float(str(one["ours"])) for one in figures}
    return Constants(
        **{name: found[said] * (KB if unit == "kB" else 1) for name, (said, unit) in UNITS.items()}
    )


def rounded(constants: Constants) -> Constants:
    """As the document shows them."""
    shown = {
        one.name: float(f"{getattr(constants, one.name) / _unit(UNITS[one.name][1]):.3g}")
        * _unit(UNITS[one.name][1])
        for one in fields(Constants)
    }
    return replace(constants, **shown)


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.scale", description=__doc__.splitlines()[0])
    parser.add_argument("--from", dest="found", type=Path, help="a file that `make bench` has written")
    parser.add_argument("--write", action="store_true", help="puts the tables into deploy/scale.md")
    options = parser.parse_args()
    page = PAGE.read_text(encoding="utf-8")
    constants = stated(page)
    if options.found is not None:
        constants = rounded(measured(json.loads(options.found.read_text(encoding="utf-8"))["figures"]))
    said = tables(constants)
    print(said)
    if options.write:
        before, after = page.split(BEGIN)[0], page.split(END)[1]
        PAGE.write_text(f"{before}{BEGIN}\n{said}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
