"""Makes the core's flows and guarantees out of what was written; whatever could be wrong has been said before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.content.flow_file import DemandWritten, FlowWritten, GuaranteeWritten, OutcomeWritten, StepWritten
from bot.core.flow import (
    SAFETY,
    Entry,
    EntryId,
    FlowHead,
    FlowId,
    Flows,
    MessageExample,
    Option,
    OptionId,
    Outcome,
    OutcomeId,
    PingLevel,
    Severity,
    Step,
    StepId,
)
from bot.core.guarantee import Demand, Guarantee, Unless


def flows_of(written: Iterable[FlowWritten]) -> Flows:
    """All files as one graph."""
    files = tuple(written)
    steps = {step.id: step for file in files for step in _steps(file)}
    return Flows(
        start=SAFETY if SAFETY in steps else StepId(files[0].start),
        heads={FlowId(file.id): _head(file) for file in files},
        steps=steps,
        outcomes={o.id: o for file in files for o in _outcomes(file)},
        entries={entry.id: entry for file in files for entry in _entries(file)},
        examples={e.id: MessageExample(e.id, e.title, e.text) for file in files for e in file.examples},
    )


def guarantees_of(written: Iterable[FlowWritten]) -> tuple[Guarantee, ...]:
    return tuple(_guarantee(guarantee) for file in written for guarantee in file.guarantees)


def _head(file: FlowWritten) -> FlowHead:
    return FlowHead(
        FlowId(file.id), file.title, file.owner, file.approved_by, file.checked.isoformat(), StepId(file.start)
    )


def _entries(file: FlowWritten) -> Iterator[Entry]:
    for entry in file.entries:
        yield Entry(EntryId(entry.id), FlowId(file.id), entry.words, StepId(entry.to), entry.health_only)


def _steps(file: FlowWritten) -> Iterator[Step]:
    for step in file.steps:
        yield _step(FlowId(file.id), step)


def _step(flow: FlowId, step: StepWritten) -> Step:
    options = tuple(Option(OptionId(o.id), o.label, o.aliases, o.to) for o in step.options)
    return Step(
        id=StepId(step.id),
        flow=flow,
        question=step.question,
        banner=step.banner or "",
        why=step.why,
        button=step.button or "",
        sources=step.sources,
        options=options,
        former_ids=tuple(StepId(former) for former in step.former_ids),
        health_only=step.health_only,
    )


def _outcomes(file: FlowWritten) -> Iterator[Outcome]:
    for outcome in file.outcomes:
        yield _outcome(FlowId(file.id), outcome)


def _outcome(flow: FlowId, outcome: OutcomeWritten) -> Outcome:
    return Outcome(
        id=OutcomeId(outcome.id),
        flow=flow,
        severity=Severity(outcome.severity),
        heading=outcome.heading,
        actions=outcome.actions,
        contacts=outcome.contacts,
        ping=PingLevel(outcome.ping.level),
        ping_when=outcome.ping.when or "",
        journal=outcome.journal,
        journal_headings=outcome.journal_headings,
        examples=outcome.examples,
        sources=outcome.sources,
        continues=tuple(StepId(step) for step in outcome.continues),
        former_ids=tuple(OutcomeId(former) for former in outcome.former_ids),
    )


def _guarantee(written: GuaranteeWritten) -> Guarantee:
    return Guarantee(
        written.id, written.when, _demand(written.then), tuple(OutcomeId(o) for o in written.except_outcomes)
    )


def _demand(then: DemandWritten) -> Demand:
    unless = then.never_without
    return Demand(
        least=Severity(then.least) if then.least else None,
        outcomes=tuple(OutcomeId(o) for o in then.outcomes),
        never_severities=tuple(Severity(s) for s in then.never_severities),
        never_outcomes=tuple(OutcomeId(o) for o in then.never_outcomes),
        texts=then.texts,
        never_texts=then.never_texts,
        never_without=Unless(unless.words, unless.requires) if unless else None,
        last_action=then.last_action or "",
        passes=tuple(StepId(s) for s in then.passes),
        never_steps=tuple(StepId(s) for s in then.never_steps),
    )
