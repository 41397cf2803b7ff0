"""What is measured, as figures: each a ratio to a floor of the same run, with the absolute beside it."""

import json
import os
import platform
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.table import Table

from bot import clock


@dataclass(frozen=True)
class Asked:
    """How large the run is. `times` is how fast Slack's minutes pass, `rate` how many commands a second
    people type. Where there are many `workspaces`, each has a `crowd` of players, who send so many `commands`
    in all."""

    players: int = 1000
    councils: int = 100
    times: float = 1
    rate: int = 200
    workspaces: int = 50
    crowd: int = 200
    commands: int = 1400


@dataclass(frozen=True)
class Figure:
    """One figure; `line` is its number in README.md beside this file. `floor` and `ours` are in `unit`. The
    goal is for the ratio, or for `ours` where there is no floor; `at_least` if more is better."""

    line: int
    what: str
    ours: float
    unit: str = "s"
    floor: float | None = None
    goal: float | None = None
    at_least: bool = False

    @property
    def ratio(self) -> float | None:
        """Ours to the floor, if there is one above nothing."""
        return self.ours / self.floor if self.floor else None

    @property
    def met(self) -> bool | None:
        """Whether the goal is met; None without one."""
        judged = self.ours if self.floor is None else self.ratio
        if self.goal is None or judged is None:
            return None
        return judged >= self.goal if self.at_least else judged <= self.goal


Tell = Callable[[str], None]
"""Says what is being measured now."""
Measure = Callable[[Asked, Tell], AsyncIterator[Figure]]
"""Every module of a measure has one, named `measured`."""


def row(figure: Figure) -> tuple[str, ...]:
    """What the table shows of it: line, what, floor, Moot's, ratio, goal, whether it is met."""
    goal = "" if figure.goal is None else f"{'≥' if figure.at_least else '≤'} {figure.goal:g}"
    met = {None: "", True: "yes", False: "no"}[figure.met]
    ratio = "" if figure.ratio is None else f"{figure.ratio:.3g}"
    floor = "" if figure.floor is None else amount(figure.floor, figure.unit)
    return str(figure.line), figure.what, floor, amount(figure.ours, figure.unit), ratio, goal, met


def amount(value: float, unit: str) -> str:
    """With as many digits as anybody needs; short times in milliseconds or microseconds."""
    if unit == "s" and 0 < value < 0.001:
        return f"{value * 1e6:.0f} µs"
    if unit == "s" and 0 < value < 1:
        return f"{value * 1000:.3g} ms"
    return f"{value:,.0f} {unit}" if value >= 1000 or value == int(value) else f"{value:.3g} {unit}"


def cpu_of(pid: int) -> float:
    """Seconds that a process has kept a core busy: proc_pid_stat(5), utime and stime."""
    stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    times = stat.rpartition(")")[2].split()[11:13]
    return sum(map(int, times)) / os.sysconf("SC_CLK_TCK")


def table(figures: Sequence[Figure]) -> Table:
    """All of them, for a terminal."""
    shown = Table("", "figure", "floor", "Moot", "ratio", "goal", "met")
    for figure in sorted(figures, key=lambda one: one.line):
        shown.add_row(*row(figure))
    return shown


def write(path: Path, asked: Asked, figures: Sequence[Figure]) -> None:
    """As JSON, with the machine that they were measured on."""
    path.parent.mkdir(parents=True, exist_ok=True)
    load = os.getloadavg()
    found = {
        "at": clock.now().isoformat(timespec="seconds"),
        "machine": {"cores": os.cpu_count(), "python": platform.python_version(), "load": load},
        "asked": asdict(asked),
        "figures": [asdict(one) | {"ratio": one.ratio, "met": one.met} for one in figures],
    }
    path.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
