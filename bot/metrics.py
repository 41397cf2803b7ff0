"""Measures for operators, in the form that Prometheus reads.

Labels name methods, kinds and outcomes: never a person, a channel, a workspace, a text or a token.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector
from prometheus_client.exposition import choose_encoder
from prometheus_client.metrics_core import GaugeMetricFamily, Metric

from bot.answering import Answering

ANSWERED_IN = (0.05, 0.1, 0.25, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0)  # seconds; Slack waits for three
CALLED_IN = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)  # seconds
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


@dataclass(frozen=True, slots=True)
class Seen:
    """What is asked for at each look; without vitals where the database did not tell."""

    connected: bool
    leases: int
    answers: bool
    vitals: Vitals | None = None
    slack_answers: bool = True
    slack_waits: float = 0.0  # seconds


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

    def text(self, seen: Seen, accepted: str) -> tuple[bytes, str]:
        """Everything, in the format that the reader accepts; and its media type."""
        self._looked.seen = seen
        encode, kind = choose_encoder(accepted)
        return encode(self.registry), kind


class _Looked:
    """What is not counted as it happens, but looked up when somebody asks."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.seen = Seen(connected=False, leases=0, answers=False)
        registry.register(self)

    def collect(self) -> Iterable[Metric]:
        """Gauges; those whose value nobody knows are left out."""
        seen, vitals = self.seen, self.seen.vitals
        rows = GaugeMetricFamily(
            "moot_outbox_rows", "What is still to be sent, or could not be, by status.", labels=["status"]
        )
        for status, count in sorted(vitals.rows.items()) if vitals else ():
            rows.add_metric([status], count)
        yield rows
        for name, said, value in (
            ("moot_slack_connected", "1 while the connection to Slack stands.", seen.connected),
            (
                "moot_slack_answers",
                "1 while Slack's Web API answers, as far as is known.",
                seen.slack_answers,
            ),
            ("moot_slack_waiting_seconds", "For how long the oldest call has waited.", seen.slack_waits),
            ("moot_database_answers", "1 while the database answers and can be written.", seen.answers),
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
    yield "moot_heartbeat_age_seconds", "Time since the last sign of life of any replica.", vitals.silence
