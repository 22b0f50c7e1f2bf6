"""Every way through the shipped flow, and every line of it, found without the guarantees."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.flow import Flows, Outcome, StepId, paths


@dataclass(frozen=True)
class Walked:
    """One way through: `step.option` in order, the steps, and where it ends."""

    answers: tuple[str, ...]
    steps: tuple[str, ...]
    outcome: Outcome

    def has(self, *answers: str) -> bool:
        return any(answer in self.answers for answer in answers)


def walks(flows: Flows, start: StepId) -> Iterator[Walked]:
    for path in paths(flows, start):
        yield Walked(tuple(f"{s}.{o}" for s, o in path.answers), tuple(s for s, _ in path.answers), path.outcome)


def all_lines(flows: Flows) -> Iterator[tuple[str, str]]:
    """(step or outcome, line) for everything that is read in the flow."""
    for step in flows.steps.values():
        yield from ((step.id, line) for line in (step.question, step.why, *(o.label for o in step.options)))
    for outcome in flows.outcomes.values():
        yield from ((outcome.id, line) for line in (outcome.heading, *outcome.actions, outcome.journal))


def said(text: str) -> list[str]:
    return re.split(r"(?<=[.!?]) (?=[A-ZÆØÅ«–])", text)
