"""The report as data: every number that may be shown, None where it is hidden; text, JSON and page say the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.core.counts import BUCKETS, TOPICS, What
from bot.core.flow import Flows, Severity
from bot.core.library import World
from bot.usage.file import Number, Used
from bot.usage.periods import before, last_week, quarter_of, weeks, written
from bot.usage.publication import decided, whole
from bot.usage.relations import PUBLISHED
from bot.usage.schema import CHANNELS, KINDS
from bot.usage.tables import BY_PLACE, GIVEN_UP, LEFT, SHOWN, UNKNOWN, Cell

Data = dict[str, Any]
MOST_ENTRIES = 20
"""Answers that are listed by name."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Which numbers may be read, and how."""

    numbers: Mapping[Cell, Number]
    cells: frozenset[Cell]

    def n(self, table: str, when: int, *names: str) -> int | None:
        cell = (table, when, names)
        return self.numbers[cell].n if cell in self.cells else None


def report(used: Used, world: World, span: tuple[int, int], now: int) -> Data:
    """All sections. `span` are the first and the last week wanted; only weeks before `now` are over and shown."""
    last = min(span[1], before(now))
    spanned = list(weeks(span[0], last))
    over = whole(spanned, now)
    told = decided(used, world, over) if over else used.published
    shown = Shown(used.numbers, told.cells)
    quarters = [q for q in sorted({quarter_of(week) for week in spanned}) if last_week(q) < now]
    return {
        "from": written(span[0]),
        "to": written(last) if spanned else None,
        "weeks": [_week(shown, week) for week in spanned],
        "districts": _districts(shown, world, used.codes["district"], spanned),
        "channels": _channels(shown, spanned),
        "hours": _hours(told.levels),
        "latency": [{"id": b, "n": _sum(shown.n("latency", w, What.PING_TAKEN, b) for w in spanned)} for b in BUCKETS],
        "quarters": [_quarter(shown, world, quarter) for quarter in quarters],
        "coverage": _coverage(world),
    }


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


def _hours(levels: Mapping[tuple[int, int], int]) -> list[list[int]]:
    """Monday to Sunday, hour by hour: 0 where it is hidden."""
    return [[levels.get((day, hour), 0) for hour in range(24)] for day in range(7)]


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
        "flows": [_flow(shown, flows, head, quarter) for head in _in_order(flows)],
        "entries": _entries(shown, world, quarter),
        "topics": _topics(shown, flows, quarter),
        "unit_kinds": [
            {"id": kind, "use": {what.value: shown.n("quarter_unit_kind", quarter, kind, what) for what in BY_PLACE}}
            for kind in (*KINDS, UNKNOWN)
        ],
    }


def _in_order(flows: Flows) -> list[str]:
    """The flow that everybody begins with comes first."""
    first = flows.steps[flows.start].flow
    return [str(first), *(str(head) for head in flows.heads if head != first)]


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
