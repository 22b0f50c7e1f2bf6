"""Draws one flow as a Mermaid diagram that a person can read: severity in colour and in a word."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping

from bot.core.flow import Flows, Outcome, Severity, Step

_SHORT = 44
"""Characters a line in a box."""
_FILL = {
    Severity.ACUTE: "fill:#7f1d1d,color:#ffffff,stroke:#450a0a",
    Severity.DUTY_TO_REPORT: "fill:#fecaca,color:#000000,stroke:#b91c1c",
    Severity.DISCUSS: "fill:#fed7aa,color:#000000,stroke:#c2410c",
    Severity.FOLLOW_UP: "fill:#bbf7d0,color:#000000,stroke:#15803d",
    Severity.NO_DUTY_NOW: "fill:#e5e7eb,color:#000000,stroke:#6b7280",
}


def diagram(flows: Flows, flow: str, severities: Mapping[Severity, str]) -> str:
    """The flow's own steps and outcomes; steps of other flows are drawn as doors to them.

    `severities` gives the word for each severity.
    """
    steps = [step for step in flows.steps.values() if step.flow == flow]
    lines = ["flowchart TD"]
    lines += [f'  {_id(step.id)}["{_wrapped(step.question)}"]' for step in steps]
    reached: dict[str, Step | Outcome] = {}
    for step in steps:
        for option in step.options:
            reached[option.to] = flows.at(option.to)
            lines.append(f'  {_id(step.id)} -->|"{_wrapped(option.label)}"| {_id(option.to)}')
    drawn = (target for target in reached.values() if target.flow != flow or isinstance(target, Outcome))
    lines += [_box(target, severities) for target in drawn]
    lines += [f"  classDef {_id(severity)} {style}" for severity, style in _FILL.items()]
    lines.append("  classDef dor fill:#dbeafe,color:#000000,stroke:#1d4ed8,stroke-dasharray:4 3")
    return "\n".join(lines)


def _box(target: Step | Outcome, severities: Mapping[Severity, str]) -> str:
    if isinstance(target, Step):
        return f'  {_id(target.id)}[/"{_wrapped(target.question)}<br/>→ {target.flow}"/]:::dor'
    word = severities[target.severity]
    return f'  {_id(target.id)}(["{word}<br/>{_wrapped(target.heading)}"]):::{_id(target.severity)}'


def _id(name: str) -> str:
    """Mermaid reads some words, such as `end`, as its own."""
    return "n_" + name.replace("-", "_")


def _wrapped(text: str) -> str:
    safe = text.replace('"', "#quot;").replace("<", "&lt;")
    return "<br/>".join(textwrap.wrap(safe, _SHORT))
