"""Measures for operators, in the form that Prometheus reads.

Labels name methods, kinds and outcomes: never a person, a channel, a workspace, a text or a token.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector
from prometheus_client.exposition import choose_encoder
from prometheus_client.metrics_core import GaugeMetricFamily, Metric

from bot.answering import Answering

ANSWERED_IN = (0.05, 0.1, 0.25, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0)  # seconds; Slack waits for three
CALLED_IN = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)  # seconds
LATE_BY = (0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 300.0, 3600.0)  # seconds
KEPT_AFTER = 1.5  # seconds, in the inbox: Slack waits for three, and keeping takes some time too
CODE = re.compile(r"[a-z][a-z0-9_]{0,49}")  # Slack's own; whatever else comes as an error is no label


@dataclass(frozen=True, slots=True)
class Vitals:
    """How Moot does, as far as the database tells. Ages are in seconds, and None where there is nothing."""

    rows: Mapping[str, int]  # of the outbox by status, without what is done
    oldest: float | None  # age of the oldest row that should be sent by now
    inbox: int
    games: int  # that have not ended
    aside: tuple[str, ...]  # games that are set aside
    silence: float | None  # since the last sign of life
    overdue: float = 0.0  # by how much the bell is late that should have rung first
    workspaces: Mapping[str, int] = field(
        default_factory=dict
    )  # where Moot was installed, by whether it still is
    schema: str = ""
    is_current: bool = True  # whether that is the newest that this version knows
    size: int = 0  # bytes that the database takes


@dataclass(frozen=True, slots=True)
class Budget:
    """What is used of Slack's budgets, each between 0 and 1, and how many rows wait for room in them."""

    used: Mapping[str, float] = field(default_factory=dict)
    queued: int = 0


@dataclass(frozen=True, slots=True)
class Seen:
    """What is asked for at each look; without vitals where the database did not tell."""

    connected: bool
    leases: int
    answers: bool
    vitals: Vitals | None = None
    slack_answers: bool = True
    slack_waits: float = 0.0  # seconds
    budget: Budget = field(default_factory=Budget)


class Metrics:
    """What one process measures, in a registry of its own."""

    def __init__(self) -> None:
        self.registry, self.answering = CollectorRegistry(), Answering()
        counter, histogram = (
            partial(Counter, registry=self.registry),
            partial(Histogram, registry=self.registry),
        )
        self._calls = counter("moot_slack_calls", "Calls to Slack's Web API.", ["method", "result"])
        took = "How long Slack's Web API took to answer."
        self._called = histogram("moot_slack_call_seconds", took, ["method"], buckets=CALLED_IN)
        settled = "Attempts to deliver, by how they ended: done, again, parked, dead."
        self._settled = counter("moot_deliveries", settled, ["verdict"])
        waited = "How long Slack waited for an acknowledgement."
        self._answered = histogram("moot_acknowledgement_seconds", waited, ["kind"], buckets=ANSWERED_IN)
        late = f"Acknowledged after more than {KEPT_AFTER} s: kept in the inbox first, or close to too late."
        self._late = counter("moot_acknowledged_late", late, ["kind"])
        unanswered = "Left without an acknowledgement, mostly as the database was away."
        self._unanswered = counter("moot_unacknowledged", unanswered, ["kind"])
        self._failures = counter("moot_database_failures", "Transactions that the database failed.")
        conflicts = "Transactions that were done again, since another replica was quicker."
        self._conflicts = counter("moot_conflicts", conflicts)
        greeted = (
            "Connections to Slack that were opened by Socket Mode: each after the first is a reconnection."
        )
        self._connections = counter("moot_slack_connections", greeted)
        rang = "How late bells and cues rang."
        self._bells = histogram("moot_bell_late_seconds", rang, buckets=LATE_BY)
        handled = "From Slack's delivery until its person had an answer and all was stored."
        self._handled = histogram("moot_handling_seconds", handled, ["kind"], buckets=CALLED_IN)
        self._looked = _Looked(self.registry)
        ProcessCollector(registry=self.registry)

    def called(self, method: str, result: str, seconds: float) -> None:
        """Slack was called: `ok`, Slack's code for why not, or `unreachable`."""
        self._calls.labels(method, result if CODE.fullmatch(result) else "other").inc()
        self._called.labels(method).observe(seconds)

    def settled(self, verdict: str) -> None:
        """An attempt to deliver something is over."""
        self._settled.labels(verdict).inc()

    def answered(self, kind: str, seconds: float, *, taken: bool) -> None:
        """Something came from Slack, and it heard after so long whether it was taken."""
        if not taken:
            self._unanswered.labels(kind).inc()
            return
        self._answered.labels(kind).observe(seconds)
        if seconds > KEPT_AFTER:
            self._late.labels(kind).inc()

    def store_failed(self) -> None:
        """The database failed a transaction."""
        self._failures.inc()

    def collided(self) -> None:
        """A transaction is done again: another replica was quicker."""
        self._conflicts.inc()

    def connected(self) -> None:
        """Slack has greeted a new connection."""
        self._connections.inc()

    def rang(self, late: float) -> None:
        """A bell or a cue rang, so many seconds late."""
        self._bells.observe(late)

    def handled(self, kind: str, seconds: float) -> None:
        """What Slack delivered is done, and answered."""
        self._handled.labels(kind).observe(seconds)

    def text(self, seen: Seen, accepted: str) -> tuple[bytes, str]:
        """Everything, in the format that the reader accepts; and its media type."""
        self._looked.seen = seen
        encode, kind = choose_encoder(accepted)
        return encode(self.registry), kind


ROWS = "What is still to be sent, or could not be, by status."
USED = "How much of Slack's budget for a method is used, in the workspace where that is most."
INSTALLED = "Workspaces where Moot is installed, and those that it has left and not deleted yet."
CURRENT = "1 while the database's schema is the newest that this version knows."


def _by(label: str, name: str, said: str, values: Mapping[str, float]) -> Metric:
    gauge = GaugeMetricFamily(name, said, labels=[label])
    for value, count in sorted(values.items()):
        gauge.add_metric([value], float(count))
    return gauge


class _Looked:
    """What is not counted as it happens, but looked up when somebody asks."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.seen = Seen(connected=False, leases=0, answers=False)
        registry.register(self)

    def collect(self) -> Iterable[Metric]:
        """Gauges; those whose value nobody knows are left out."""
        seen, vitals = self.seen, self.seen.vitals
        yield _by("status", "moot_outbox_rows", ROWS, vitals.rows if vitals else {})
        yield _by("method", "moot_budget_used_ratio", USED, seen.budget.used)
        if vitals is not None:
            yield _by("state", "moot_workspaces", INSTALLED, vitals.workspaces)
            yield _by("revision", "moot_schema_current", CURRENT, {vitals.schema: vitals.is_current})
        for name, said, value in (
            ("moot_slack_connected", "1 while the connection to Slack stands.", seen.connected),
            (
                "moot_slack_answers",
                "1 while Slack's Web API answers, as far as is known.",
                seen.slack_answers,
            ),
            ("moot_slack_waiting_seconds", "For how long the oldest call has waited.", seen.slack_waits),
            ("moot_database_answers", "1 while the database answers and can be written.", seen.answers),
            ("moot_budget_waiting_rows", "Rows that wait for room in Slack's budgets.", seen.budget.queued),
            ("moot_leases_held", "Workspaces that this replica looks after.", seen.leases),
            *(_told(vitals) if vitals else ()),
        ):
            if value is not None:
                yield GaugeMetricFamily(name, said, value=float(value))


def _told(vitals: Vitals) -> Iterator[tuple[str, str, float | None]]:
    yield "moot_outbox_oldest_seconds", "Age of the oldest row that should be sent by now.", vitals.oldest
    yield "moot_inbox_rows", "Acknowledged, and not done yet.", vitals.inbox
    yield "moot_games_open", "Games that have not ended.", vitals.games
    yield "moot_games_set_aside", "Games that cannot be run for now.", len(vitals.aside)
    yield "moot_bell_overdue_seconds", "By how much the bell is late that is most overdue.", vitals.overdue
    yield "moot_database_bytes", "How many bytes the database takes.", vitals.size
    yield "moot_heartbeat_age_seconds", "Time since the last sign of life of any replica.", vitals.silence
