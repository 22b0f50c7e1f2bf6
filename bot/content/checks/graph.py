"""The graph of the flows: that every path ends, that everything can be reached, that answers can be told apart."""

from __future__ import annotations

from collections.abc import Iterator

from bot.content.flow_file import FlowWritten, StepWritten
from bot.content.gathering import Gathered, Placed
from bot.content.problems import Problem, Spot, problem
from bot.core.flow import Flows, Outcome, Step
from bot.core.talking.matching import Command, fold


def circles(found: Gathered) -> Iterator[Problem]:
    """Answers that lead back to a step on the way to them. Nothing may walk the paths before this is clean."""
    answers = {
        step.id: [(option.to, flow.spot("steg", place, "svar", at, "til")) for at, option in enumerate(step.options)]
        for flow in found.flows
        for place, step in enumerate(flow.value.steps)
    }
    done: set[str] = set()
    for start in answers:
        way = [start] if start not in done else []
        left = {start: iter(answers[start])}
        while way:
            to, spot = next(left[way[-1]], ("", None))
            if spot is None:
                done.add(way.pop())
            elif to in way:
                yield problem("ring", spot, fra=to)
            elif to in answers and to not in done:
                way.append(to)
                left[to] = iter(answers[to])


def unreachable(found: Gathered, flows: Flows) -> Iterator[Problem]:
    """Steps and outcomes that no answer, entry, offer or danger sign leads to."""
    waiting: list[str] = [flows.start, *(entry.to for entry in flows.entries.values())]
    answers = [group.outcome for group in found.guard.value.groups] if found.guard else []
    waiting += [name for name in answers if name in flows.outcomes]
    seen: set[str] = set()
    while waiting:
        at = waiting.pop()
        if at not in seen:
            seen.add(at)
            waiting.extend(_onwards(flows.at(at)))
    for flow in found.flows:
        nodes = [("steg", place, step.id) for place, step in enumerate(flow.value.steps)]
        nodes += [("utfall", place, outcome.id) for place, outcome in enumerate(flow.value.outcomes)]
        for key, place, name in nodes:
            if name not in seen:
                yield problem("ikke-nåbar", flow.spot(key, place, "id"), id=name)


def _onwards(here: Step | Outcome) -> list[str]:
    return [o.to for o in here.options] if isinstance(here, Step) else list(here.continues)


def offered(found: Gathered) -> Iterator[Problem]:
    """Ways on from an outcome lead to steps, and those have words for their button."""
    steps = {s.id: (flow, p, s) for flow in found.flows for p, s in enumerate(flow.value.steps)}
    outcomes = {o.id for flow in found.flows for o in flow.value.outcomes}
    named = {step for flow in found.flows for o in flow.value.outcomes for step in o.continues}
    for name in sorted(named & steps.keys()):
        flow, place, step = steps[name]
        if step.button is None:
            yield problem("mangler-knapp", flow.spot("steg", place))
    for flow in found.flows:
        for place, outcome in enumerate(flow.value.outcomes):
            for at, step_id in enumerate(outcome.continues):
                if step_id in outcomes:
                    yield problem("skal-vaere-steg", flow.spot("utfall", place, "videre", at), id=step_id)
        for place, entry in enumerate(flow.value.entries):
            if entry.to in outcomes:
                yield problem("skal-vaere-steg", flow.spot("innganger", place, "til"), id=entry.to)
        if flow.value.start in outcomes:
            yield problem("skal-vaere-steg", flow.spot("start"), id=flow.value.start)


def shared_words(found: Gathered) -> Iterator[Problem]:
    """Words that two answers of a step share, that work at any time, or that are only a number."""
    always = _global_words(found)
    opening: dict[str, Spot] = {}
    for flow in found.flows:
        for place, entry in enumerate(flow.value.entries):
            for at, word in enumerate(entry.words):
                spot = flow.spot("innganger", place, "ord", at)
                if fold(word) in always:
                    yield problem("fast-ord", spot, ord=word)
                if fold(word) in opening:
                    yield problem("ord-delt", spot, ord=word, linje=opening[fold(word)].line)
                opening[fold(word)] = spot
        for place, step in enumerate(flow.value.steps):
            yield from _of_step(flow, place, step, always)


def _global_words(found: Gathered) -> frozenset[str]:
    lists = (found.texts[f"ord-{command}"][0] for command in Command if f"ord-{command}" in found.texts)
    return frozenset(fold(word) for words in lists for word in words.split(","))


def _of_step(flow: Placed[FlowWritten], place: int, step: StepWritten, always: frozenset[str]) -> Iterator[Problem]:
    owners: dict[str, tuple[str, Spot]] = {}
    for at, option in enumerate(step.options):
        names: list[tuple[str, tuple[str | int, ...]]] = [(option.id, ("id",)), (option.label, ("tekst",))]
        names += [(alias, ("også", number)) for number, alias in enumerate(option.aliases)]
        for word, inside in names:
            spot, folded = flow.spot("steg", place, "svar", at, *inside), fold(word)
            owner, first = owners.setdefault(folded, (option.id, spot))
            if owner != option.id:
                yield problem("ord-delt", spot, ord=word, linje=first.line)
            if inside[0] == "også" and folded in always:
                yield problem("fast-ord", spot, ord=word)
            if inside[0] == "også" and folded.isdigit():
                yield problem("bare-tall", spot, ord=word)
