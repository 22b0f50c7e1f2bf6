"""Decides what is shown of a period that is over, once: content that changes later changes nothing that was printed.

Whoever has two reports in which different numbers of the same week are hidden can subtract one from the other. So the
decision is kept in usage.db beside the numbers, from the moment at which nothing can be added to the period any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from bot.core.flow import Flows, Severity, StepId
from bot.core.library import World
from bot.usage import file, suppression
from bot.usage.file import Number, Published, Used
from bot.usage.periods import before, first_week, last_week, quarter_of, weeks
from bot.usage.relations import Graph
from bot.usage.tables import GIVEN_UP, LEFT, SHOWN, Cell

LEVELS = 4
"""Shades of the hours of the week; their numbers are never printed, since they have no period that could be frozen."""


def publish(place: Path, world: World, now: int) -> None:
    """Decide on every period before the week `now` that is not decided on. Raises UsageError."""
    file.publish(place, due(file.read(place), world, now))


def due(used: Used, world: World, now: int) -> Published:
    """What there is to decide on before anything is counted in the week `now`, and the hours as they are by then."""
    counted = [cell[1] for cell in used.numbers if cell[0] == "week_use"]
    over = list(weeks(min(counted, default=now), before(now)))
    after, known = decided(used, world, over), used.published
    if after.periods == known.periods:
        return Published(levels=known.levels)
    return Published(after.periods - known.periods, after.cells - known.cells, levels(used.numbers))


def decided(used: Used, world: World, over: Sequence[int]) -> Published:
    """What was decided on, and the same for the weeks `over`, which are over, and the quarters that end with them."""
    known, numbers = used.published, used.numbers
    fresh = [week for week in over if week not in known.periods]
    cells = known.cells | suppression.shown_weeks(numbers, fresh, used.codes)
    ended = (q for q in sorted({quarter_of(week) for week in over}) if last_week(q) <= max(over))
    quarters = [q for q in ended if q not in known.periods]
    for quarter in quarters:
        graph = graph_of(world.library.flows, numbers, quarter)
        cells |= suppression.shown_quarter(numbers, quarter, used.codes, graph, cells)
    return Published(known.periods | {*fresh, *quarters}, cells, known.levels)


def whole(spanned: Iterable[int], now: int) -> list[int]:
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
    starts |= {StepId(step) for step in options if step not in ways}
    rated = frozenset(str(o.id) for o in flows.outcomes.values() if o.severity is not Severity.ACUTE)
    return Graph(options, ways, frozenset(map(str, starts)), rated)


def levels(numbers: Mapping[Cell, Number]) -> dict[tuple[int, int], int]:
    """Weekday and hour -> 1 to LEVELS of the busiest; what is hidden is left out."""
    cells = {names: number for (table, _, names), number in numbers.items() if table == "hour"}
    safe = {names: one.n for names, one in cells.items() if min(one.n, one.contributors) >= suppression.ENOUGH}
    most = max(safe.values(), default=0)
    return {(int(day), int(hour)): min(LEVELS, 1 + LEVELS * n // (most + 1)) for (day, hour), n in safe.items()}
