"""Decides which numbers may be shown, so that no hidden one can be worked out from those that are.

The theory (cell suppression in statistical tables, Willenborg and de Waal 2001): hiding a small number is of no use
where it is the only one missing in a sum, and of little use where the sum leaves it only a few values. So the bounds of
every hidden number are worked out as somebody with all published tables would do it, and while one of them is closer
than WIDTH, the smallest number beside it is hidden too. Whoever did all of a hidden number knows more: for her as well
it must be possible that somebody else did some of it. Bounds are propagated from sum to sum, which is exact where sums
form a tree; along the flows, where they form a network, `network` is. The tests hold the result against linear
programs.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from types import MappingProxyType

from bot.usage.file import Number
from bot.usage.network import Network, network
from bot.usage.relations import PUBLISHED, Codes, Graph, Relation, of_quarter, of_week, touching
from bot.usage.tables import GIVEN_UP, Cell

ENOUGH = 5
"""A number is shown from so many on, and from so many different people on."""
WIDTH = 5
"""A hidden number could be so many more than it could be at least."""
_ALONG_FLOWS = ("quarter_step", "quarter_outcome")
_ROUNDS = 12
"""So many sums deep are bounds followed; more changes nothing that was seen."""

Numbers = Mapping[Cell, Number]
_NOTHING = Number(0, 0)


def shown_weeks(numbers: Numbers, weeks: Iterable[int], codes: Codes) -> set[Cell]:
    """The cells of each week that are shown. Only the week itself counts, so what was published stays published."""
    shown: set[Cell] = set()
    published = {what.value for what in PUBLISHED}
    for week in weeks:
        relations = list(of_week(week, codes, numbers))
        cells = {cell for relation in relations for cell in (*relation.totals, *relation.parts)}
        cells |= {("week_use", week, (what,)) for what in published}
        shown |= _protected(numbers, relations, cells)
    return shown


def shown_quarter(numbers: Numbers, quarter: int, codes: Codes, graph: Graph, weekly: Collection[Cell]) -> set[Cell]:
    """The cells of a quarter that are shown beside the weeks that are."""
    relations = list(of_quarter(quarter, codes, graph, numbers))
    cells = {cell for relation in relations for cell in (*relation.totals, *relation.parts)}
    fixed = {cell for cell in cells if cell[0] == "week_use"}
    return _protected(numbers, relations, cells - fixed, fixed & set(weekly), fixed - set(weekly))


def _protected(
    numbers: Numbers,
    relations: Sequence[Relation],
    cells: Collection[Cell],
    shown_before: Collection[Cell] = (),
    hidden_before: Collection[Cell] = (),
) -> set[Cell]:
    """Those of `cells` that are shown; what was decided before is not changed."""
    n = {cell: numbers.get(cell, _NOTHING).n for cell in (*cells, *shown_before, *hidden_before)}
    shown = {cell for cell in cells if _safe_alone(numbers.get(cell, _NOTHING))}
    walked = {cell for cell in cells if cell[0] in _ALONG_FLOWS}
    moving = network([r for r in relations if not _cuts_across(r)], n, walked)
    lone = {cell: n[cell] for cell in n if n[cell] and numbers[cell].contributors <= 1}
    sums = _Sums(n, relations, touching(relations), moving, lone)
    while True:
        known = sums.known(shown, shown | set(shown_before))
        also = next(filter(None, (sums.beside(cells, shown) for cells in known)), None)
        if not also:
            return shown
        shown -= also


@dataclass(frozen=True)
class _Sums:
    """Numbers and what adds up among them."""

    n: Mapping[Cell, int]
    relations: Sequence[Relation]
    places: Mapping[Cell, Sequence[int]]
    moving: Network
    """What adds up along the flows."""
    lone: Mapping[Cell, int]
    """What was done by one person, and how often."""

    def known(self, shown: Container[Cell], public: Collection[Cell]) -> Iterator[Iterable[Cell]]:
        """The hidden cells that leave too few values, by one way of working them out after the other.

        `public`: what is shown and what was before.
        """
        bounds = _bounds(self.n, self.relations, self.places, public)
        yield [cell for cell, (low, high) in bounds.items() if high - low < WIDTH]
        edges = self.moving.edges
        yield self.moving.close((cell for cell in bounds if cell in edges), self.n, shown, WIDTH)
        own = _bounds(self.n, self.relations, self.places, public, self.lone)
        yield [cell for cell in self.lone if cell in own and own[cell][1] - self.n[cell] < 1]
        lone = (cell for cell in self.lone if cell in edges and cell not in public)
        yield self.moving.full(lone, self.n, shown, self.lone)

    def beside(self, cells: Iterable[Cell], shown: Container[Cell]) -> set[Cell]:
        """What is hidden next to protect these; nothing where all that stands in sums with them is hidden."""
        return {beside for cell in cells if (beside := self._beside(cell, shown))}

    def _beside(self, cell: Cell, shown: Container[Cell]) -> Cell | None:
        """The smallest number that is shown in a sum with this cell: a part before a total, and last where people gave
        up, which is what a report is read for."""
        found: list[tuple[bool, bool, int, Cell]] = []
        for place in self.places.get(cell, ()):
            parts, totals = self.relations[place].parts, self.relations[place].totals
            found += [(False, part[2][-1] == GIVEN_UP, self.n[part], part) for part in parts if part in shown]
            found += [(True, False, self.n[total], total) for total in totals if total in shown]
        return min(found)[3] if found else None


def _cuts_across(relation: Relation) -> bool:
    """Not along the flows: no more starts than first questions were shown, no more ratings than outcomes."""
    return relation.at_most and relation.parts[0][0] != "quarter_step"


def _safe_alone(number: Number) -> bool:
    return number.n >= ENOUGH and number.contributors >= ENOUGH


Bounds = dict[Cell, tuple[float, float]]


def _bounds(
    n: Mapping[Cell, int],
    relations: Sequence[Relation],
    places: Mapping[Cell, Sequence[int]],
    shown: Collection[Cell],
    own: Mapping[Cell, int] = MappingProxyType({}),
) -> Bounds:
    """The least and the most that each hidden cell can be, as far as sums of sums tell.

    `own`: what somebody has done herself and so knows to be there.
    """
    bounds: Bounds = {cell: (float(own.get(cell, 0)), inf) for cell in places if cell not in shown}
    todo: Collection[int] = range(len(relations))
    for _ in range(_ROUNDS):
        changed: set[Cell] = set()
        for place in todo:
            changed |= _tighten(bounds, relations[place], n)
        todo = {place for cell in changed for place in places[cell]}
        if not todo:
            break
    return bounds


def _tighten(bounds: Bounds, relation: Relation, n: Mapping[Cell, int]) -> set[Cell]:
    """One sum held against what its other members can be; the cells that became closer."""
    least_parts, most_parts, open_parts = _span(bounds, relation.parts, n)
    least_total, most_total, open_totals = _span(bounds, relation.totals, n)
    changed: set[Cell] = set()
    for cell in relation.parts:
        if cell in bounds:
            low, high = bounds[cell]
            most = most_total - (least_parts - low) if not open_totals else inf
            least = least_total - _without(most_parts, open_parts, high) if not relation.at_most else 0
            changed |= _narrow(bounds, cell, least, most)
    for cell in relation.totals:
        if cell in bounds:
            low, high = bounds[cell]
            least = least_parts - _without(most_total, open_totals, high)
            most = most_parts - (least_total - low) if not open_parts and not relation.at_most else inf
            changed |= _narrow(bounds, cell, least, most)
    return changed


def _span(bounds: Bounds, cells: Sequence[Cell], n: Mapping[Cell, int]) -> tuple[float, float, int]:
    """The least and the most of a sum without its members that have no upper bound, and how many those are."""
    least = most = 0.0
    open_ended = 0
    for cell in cells:
        low, high = bounds[cell] if cell in bounds else (n[cell], n[cell])
        least += low
        if high == inf:
            open_ended += 1
        else:
            most += high
    return least, most, open_ended


def _without(most: float, open_ended: int, high: float) -> float:
    """The most of all members of a sum but one."""
    if open_ended - (high == inf):
        return inf
    return most - (0 if high == inf else high)


def _narrow(bounds: Bounds, cell: Cell, least: float, most: float) -> set[Cell]:
    low, high = bounds[cell]
    if least <= low and most >= high:
        return set()
    bounds[cell] = (max(low, least), min(high, most))
    return {cell}
