"""`varde flow`: the flows as a list, as a Mermaid diagram, and as all their paths."""

from __future__ import annotations

import argparse
import json
from collections import Counter

from bot.cli import setting
from bot.config import ConfigError
from bot.core.flow import EntryId, Flows, Severity, StepId, paths
from bot.diagram import diagram

WHOLE = "barn-som-parorende"
"""The main flow: every path from the first question, sub-flows included."""


def run(given: argparse.Namespace) -> int:
    library = setting.world(given, setting.config(given)).library
    flows = library.flows
    if given.what == "list":
        _list(flows, given.json)
        return 0
    if given.flow is None:
        raise ConfigError(f"flow {given.what}: which flow? one of {', '.join(_names(flows))}")
    if given.what == "graph":
        words = {severity: library.texts[f"alvor-{severity.value}"] for severity in Severity}
        print(diagram(flows, _known(given.flow, [str(head) for head in flows.heads]), words))
    else:
        _paths(flows, _start(flows, given.flow), given.json)
    return 0


def _list(flows: Flows, as_json: bool) -> None:
    rows = []
    for head in flows.heads.values():
        entries = {e.id: list(e.words) for e in flows.entries.values() if e.flow == head.id}
        steps = sum(step.flow == head.id for step in flows.steps.values())
        outcomes = sum(outcome.flow == head.id for outcome in flows.outcomes.values())
        rows.append({"id": head.id, "title": head.title, "steps": steps, "outcomes": outcomes, "entries": entries})
    if as_json:
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    width = max(len(str(row["id"])) for row in rows)
    for row in rows:
        print(f"{row['id']:{width}}  {row['title']} ({row['steps']} steg, {row['outcomes']} utfall)")


def _paths(flows: Flows, start: StepId, as_json: bool) -> None:
    found = [
        {
            "answers": [{"step": step, "choice": option} for step, option in path.answers],
            "outcome": path.outcome.id,
            "severity": path.outcome.severity.value,
        }
        for path in paths(flows, start)
    ]
    if as_json:
        print(json.dumps(found))
        return
    for path in found:
        answers = " > ".join(f"{a['step']}.{a['choice']}" for a in path["answers"])  # type: ignore[index]
        print(f"{answers} > {path['outcome']} ({path['severity']})")
    severities = Counter(str(path["severity"]) for path in found)
    print(f"{len(found)} veier: " + ", ".join(f"{n} {severity}" for severity, n in severities.most_common()))


def _names(flows: Flows) -> list[str]:
    return [WHOLE, *flows.entries]


def _start(flows: Flows, flow: str) -> StepId:
    name = _known(flow, _names(flows))
    return flows.start if name == WHOLE else flows.entries[EntryId(name)].to


def _known(flow: str, names: list[str]) -> str:
    if flow not in names:
        raise ConfigError(f"there is no flow {flow}; one of {', '.join(names)}")
    return flow
