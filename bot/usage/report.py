"""The report as data: every number that may be shown, None where it is hidden; text, JSON and page say the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.core.counts import BUCKETS, TOPICS, What
from bot.core.flow import Flows, Severity, StepId
from bot.core.library import World
from bot.usage import suppression
from bot.usage.file import Number
from bot.usage.periods import before, first_week, last_week, quarter_of, weeks, written
from bot.usage.relations import PUBLISHED, Graph
from bot.usage.schema import CHANNELS, KINDS
from bot.usage.tables import BY_PLACE, GIVEN_UP, LEFT, SHOWN, UNKNOWN, Cell

Data = dict[str, Any]
LEVELS = 4
"""Shades of the hours of the week; their numbers are never printed, since they have no period that could be frozen."""
MOST_ENTRIES = 20
"""Answers that are listed by name."""


@dataclass
class Shown:
    """Which numbers may be read, and how."""

    numbers: Mapping[Cell, Number]
    cells: set[Cell] = field(default_factory=set)

    def n(self, table: str, when: int, *names: str) -> int | None:
        cell = (table, when, names)
        return self.numbers[cell].n if cell in self.cells else None


def report(
    numbers: Mapping[Cell, Number], codes: Mapping[str, Sequence[str]], world: World, span: tuple[int, int], now: int
) -> Data:
    """All sections. `span` are the first and the last week wanted; only weeks before `now` are over and shown."""
    last = min(span[1], before(now))
    spanned = list(weeks(span[0], last))
    quarters = [q for q in sorted({quarter_of(week) for week in spanned}) if last_week(q) < now]
    shown = Shown(numbers)
    shown.cells = suppression.shown_weeks(numbers, _whole(spanned, now), codes)
    for quarter in quarters:
        graph = graph_of(world.library.flows, numbers, quarter)
        shown.cells |= suppression.shown_quarter(numbers, quarter, codes, graph, shown.cells)
    return {
        "from": written(span[0]),
        "to": written(last) if spanned else None,
        "weeks": [_week(shown, week) for week in spanned],
        "districts": _districts(shown, world, codes["district"], spanned),
        "channels": _channels(shown, spanned),
        "hours": _hours(numbers),
        "latency": [{"id": b, "n": _sum(shown.n("latency", w, What.PING_TAKEN, b) for w in spanned)} for b in BUCKETS],
        "quarters": [_quarter(shown, world, quarter) for quarter in quarters],
        "coverage": _coverage(world),
    }


def _whole(spanned: Sequence[int], now: int) -> list[int]:
    """All weeks of the quarters that are touched: what is hidden in a quarter does not depend on what was asked for."""
    touched = {quarter_of(week) for week in spanned}
    return [week for q in sorted(touched) for week in weeks(first_week(q), last_week(q)) if week < now]


def graph_of(flows: Flows, numbers: Mapping[Cell, Number], quarter: int) -> Graph:
    """The flows as they are now, and the steps and options that were counted but are in them no longer."""
    options: dict[str, list[str]] = {str(s.id): [str(o.id) for o in s.options] for s in flows.steps.values()}
    for table, when, names in numbers:
        if table == "quarter_step" and when == quarter and names[1] not in (SHOWN, LEFT, GIVEN_UP):
            known = options.setdefault(names[0], [])
            known += [names[1]] if names[1] not in known else []
    ways: dict[str, list[tuple[str, str]]] = {}
    for step in flows.steps.values():
        for option in step.options:
            ways.setdefault(str(option.to), []).append((str(step.id), str(option.id)))
    starts = {flows.start, *(entry.to for entry in flows.entries.values())}
    starts |= {step for outcome in flows.outcomes.values() for step in outcome.continues}
    starts |= {StepId("akutt-type"), StepId("bk-type"), StepId("rolle")}
    return Graph(options, ways, frozenset({*map(str, starts), *(step for step in options if step not in ways)}))


def _sum(numbers: Iterable[int | None]) -> int | None:
    """Of those that are shown; hidden where none is."""
    known = [number for number in numbers if number is not None]
    return sum(known) if known else None


def _week(shown: Shown, week: int) -> Data:
    return {"week": written(week), "use": {what.value: shown.n("week_use", week, what) for what in PUBLISHED}}


def _districts(shown: Shown, world: World, codes: Sequence[str], spanned: Sequence[int]) -> list[Data]:
    names = {str(district.id): district.name for district in world.library.knowledge.districts.values()}
    rows = []
    for code in codes:
        use = {what.value: _sum(shown.n("week_district", week, code, what) for week in spanned) for what in BY_PLACE}
        rows.append({"id": code, "name": names.get(code, ""), "use": use})
    return sorted(rows, key=lambda row: (-(row["use"][What.FLOW_STARTED] or 0), row["id"] == UNKNOWN, row["name"]))


def _channels(shown: Shown, spanned: Sequence[int]) -> list[Data]:
    rows = []
    for channel in CHANNELS:
        for language in ("nb", "nn", "en"):
            use = {
                w.value: _sum(shown.n("week_channel", week, channel, language, w) for week in spanned) for w in BY_PLACE
            }
            rows.append({"channel": channel, "language": language, "use": use})
    return rows


def _hours(numbers: Mapping[Cell, Number]) -> list[list[int]]:
    """Monday to Sunday, hour by hour: 0 hidden, else 1 to LEVELS of the busiest."""
    cells = {names: number for (table, _, names), number in numbers.items() if table == "hour"}
    safe = {names: one.n for names, one in cells.items() if min(one.n, one.contributors) >= suppression.ENOUGH}
    most = max(safe.values(), default=0)

    def level(day: int, hour: int) -> int:
        n = safe.get((str(day), str(hour)))
        return 0 if n is None else min(LEVELS, 1 + LEVELS * n // (most + 1))

    return [[level(day, hour) for hour in range(24)] for day in range(7)]


def _quarter(shown: Shown, world: World, quarter: int) -> Data:
    flows = world.library.flows
    outcomes: list[Data] = [
        {
            "id": o.id,
            "heading": o.heading,
            "severity": o.severity.value,
            "n": shown.n("quarter_outcome", quarter, o.id),
            "useful": shown.n("quarter_answer", quarter, o.id, What.USEFUL_YES),
            "not_useful": shown.n("quarter_answer", quarter, o.id, What.USEFUL_NO),
            "emergency": shown.n("quarter_answer", quarter, o.id, What.EMERGENCY_SHOWN),
        }
        for o in flows.outcomes.values()
    ]
    severe = {s.value: _sum(o["n"] for o in outcomes if o["severity"] == s.value) for s in reversed(list(Severity))}
    return {
        "quarter": f"{quarter // 10}-K{quarter % 10}",
        "severity": severe,
        "outcomes": outcomes,
        "flows": [_flow(shown, flows, str(head), quarter) for head in flows.heads],
        "entries": _entries(shown, world, quarter),
        "topics": _topics(shown, flows, quarter),
        "unit_kinds": [
            {"id": kind, "use": {what.value: shown.n("quarter_unit_kind", quarter, kind, what) for what in BY_PLACE}}
            for kind in (*KINDS, UNKNOWN)
        ],
    }


def _flow(shown: Shown, flows: Flows, flow: str, quarter: int) -> Data:
    steps = []
    for step in flows.steps.values():
        if step.flow != flow:
            continue
        options = [
            {"id": o.id, "label": o.label, "to": o.to, "n": shown.n("quarter_step", quarter, step.id, o.id)}
            for o in step.options
        ]
        ends = {name: shown.n("quarter_step", quarter, step.id, name) for name in (SHOWN, LEFT, GIVEN_UP)}
        steps.append({"id": step.id, "question": step.question, "options": options, **ends})
    title = next(head.title for head in flows.heads.values() if head.id == flow)
    names = {str(step.id): step.button or step.question for step in flows.steps.values() if step.flow != flow}
    return {"id": flow, "title": title, "steps": steps, "names": names}


def _entries(shown: Shown, world: World, quarter: int) -> list[Data]:
    """The entries that were shown most, and every one that somebody says is wrong; others are not listed."""
    knowledge = world.library.knowledge
    titles = {i: o.name for i, o in knowledge.offers.items()} | {i: a.title for i, a in knowledge.articles.items()}
    rows: list[Data] = [
        {
            "id": entry,
            "title": title,
            "n": shown.n("quarter_answer", quarter, entry, What.ANSWER_GIVEN),
            "wrong": shown.n("quarter_answer", quarter, entry, What.WRONG_ENTRY),
        }
        for entry, title in titles.items()
    ]
    known = [row for row in rows if row["n"] is not None or row["wrong"] is not None]
    return sorted(known, key=lambda row: (-(row["wrong"] or 0), -(row["n"] or 0), row["id"]))[:MOST_ENTRIES]


def _topics(shown: Shown, flows: Flows, quarter: int) -> list[Data]:
    names = {str(head.id): head.title for head in flows.heads.values()}
    return [
        {
            "id": topic,
            "title": names.get(topic, ""),
            "not_known": shown.n("quarter_answer", quarter, topic, What.NOT_KNOWN),
            "asked_back": shown.n("quarter_answer", quarter, topic, What.ASKED_BACK),
        }
        for topic in (*names, *TOPICS)
    ]


def _coverage(world: World) -> Data:
    """From the people file, not from use: how many units have somebody to call."""
    units = list(world.people.units.values())
    return {
        "units": len(units),
        "with_one": sum(len(unit.barneansvarlige) == 1 for unit in units),
        "with_more": sum(len(unit.barneansvarlige) > 1 for unit in units),
        "without": sum(not unit.barneansvarlige for unit in units),
    }
