"""Alerts and dashboard ask only for what is measured, and deploy/watching.md has all of it."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from bot.metrics import Budget, Metrics, Seen, Vitals

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
GUIDE = (DEPLOY / "watching.md").read_text()
GROUPS = yaml.safe_load((DEPLOY / "alerts.yaml").read_text())["groups"]
RULES: dict[str, Any] = {rule["alert"]: rule for group in GROUPS for rule in group["rules"]}
OF_PROMETHEUS = {"up": set[str]()}
EVERYWHERE = {"job", "instance"}
WORDS = {
    *("sum", "max", "min", "count", "absent", "rate", "increase", "histogram_quantile"),
    *("by", "on", "and", "or", "offset"),
}


def measures() -> dict[str, set[str]]:
    """The labels of everything that a bot which has seen it all exposes, by the name of the sample."""
    metrics = Metrics()
    metrics.called("chat.postMessage", "ok", 0.1)
    metrics.settled("done")
    for taken in (True, False):
        metrics.answered("command", 2.0, taken=taken)
    metrics.store_failed()
    metrics.collided()
    metrics.connected()
    metrics.rang(0.1)
    metrics.handled("command", 0.1)
    vitals = Vitals({"dead": 0}, 0.0, 0, 0, (), 0.0, 0.0, {"gone": 1}, "0001", True, 1)
    seen = Seen(True, 0, True, vitals, budget=Budget({"chat.update": 1.0}, 1))
    found: dict[str, set[str]] = {}
    for family in text_string_to_metric_families(metrics.text(seen, "")[0].decode()):
        for one in family.samples:
            found.setdefault(one.name, set()).update(one.labels)
    return {name: labels for name, labels in found.items() if not name.endswith("_created")}


MEASURES = measures()


def panels() -> Iterator[dict[str, Any]]:
    """Those of the dashboard that show something."""
    for one in json.loads((DEPLOY / "grafana.json").read_text())["panels"]:
        if one["type"] != "row":
            yield one


def asked() -> Iterator[tuple[str, str]]:
    """Every expression, and where it stands."""
    for name, rule in RULES.items():
        yield name, rule["expr"]
    for panel in panels():
        for target in panel["targets"]:
            yield panel["title"], target["expr"]


@pytest.mark.parametrize(("where", "expression"), [*asked()])
def test_expressions_ask_only_for_existing_metrics_and_labels(where: str, expression: str) -> None:
    known = MEASURES | OF_PROMETHEUS
    without_values = re.sub(r'"[^"]*"', '""', expression)
    bare = re.sub(r"\{[^}]*\}|\[[^\]]*\]|(by|on) ?\([^)]*\)|\d+[mhs]\b", " ", without_values)
    words = set(re.findall(r"[a-zA-Z_]\w*", bare)) - WORDS
    assert words, where
    assert words <= known.keys(), f"{where}: {words - known.keys()} is not measured"

    labels = EVERYWHERE.union(*(known[word] for word in words))
    for name, inside in re.findall(r"(\w+)\{([^}]*)\}", without_values):
        matched = set(re.findall(r"(\w+)\s*(?:=~|!~|!=|=)", inside))
        assert matched <= known[name] | EVERYWHERE, where
    for inside in re.findall(r"(?:by|on) ?\(([^)]*)\)", without_values):
        assert {one.strip() for one in inside.split(",") if one.strip()} <= labels, where


@pytest.mark.parametrize("name", RULES)
def test_an_alert_says_what_is_wrong_what_to_do_and_where_more_is_said(name: str) -> None:
    rule = RULES[name]
    assert rule["annotations"]["summary"].endswith(".")
    assert len(rule["annotations"]["what_to_do"]) > 20
    assert rule["annotations"]["runbook"] == f"deploy/watching.md#{name.lower()}"
    assert rule["labels"]["severity"] in ("page", "ticket")


def test_the_guide_has_each_alert_and_no_other() -> None:
    assert re.findall(r"^### (\w+)$", GUIDE, re.MULTILINE) == [*RULES]


def test_the_guide_names_each_measure_and_no_other() -> None:
    ours = {re.sub(r"_(bucket|sum|count)$", "", name) for name in MEASURES if name.startswith("moot_")}
    named = set(re.findall(r"\bmoot_[a-z_]+[a-z]\b", GUIDE))
    assert named == ours


def test_each_alert_is_tried_with_what_it_should_and_should_not_say() -> None:
    """`promtool test rules tests/alerts/rules.yaml` runs them; here only that none is left out."""
    tried = yaml.safe_load((Path(__file__).parent / "rules.yaml").read_text())["tests"]
    fires = {one["alertname"] for test in tried for one in test["alert_rule_test"] if one["exp_alerts"] != []}
    assert fires == set(RULES)


def test_the_dashboard_can_be_imported_anywhere_and_shows_what_alerts_ask_for() -> None:
    whole = json.loads((DEPLOY / "grafana.json").read_text())
    assert [one["id"] for one in whole["panels"]] == [*range(1, len(whole["panels"]) + 1)]
    assert {one["datasource"]["uid"] for one in panels()} == {"${source}"}
    assert all(one["description"] for one in panels())
    shown = " ".join(target["expr"] for panel in panels() for target in panel["targets"])
    wanted = {name for rule in RULES.values() for name in re.findall(r"moot_\w+", rule["expr"])}
    assert [name for name in sorted(wanted) if name not in shown] == []


def test_a_label_is_what_code_says_and_never_whose_it_is() -> None:
    labels = set[str]().union(*(one for name, one in MEASURES.items() if name.startswith("moot_")))
    assert labels == {"le", "kind", "method", "result", "verdict", "status", "state", "revision"}
