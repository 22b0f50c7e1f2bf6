"""What somebody with every published table, a pencil and a solver can know of the numbers that are hidden."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array, lil_array

from bot.usage.demo import Year, year
from bot.usage.file import Number
from bot.usage.periods import first_week, last_week, weeks
from bot.usage.publication import graph_of
from bot.usage.relations import Codes, Relation, of_quarter, of_week
from bot.usage.schema import codes as all_codes
from bot.usage.suppression import shown_quarter, shown_weeks
from bot.usage.tables import Cell
from playing import shipped

TODAY = date(2026, 10, 5)
Numbers = Mapping[Cell, Number]


@cache
def known() -> Codes:
    return {kind: sorted(names) for kind, names in all_codes(shipped()).items()}


@cache
def used(staff: int, seed: int) -> Year:
    """Everything adds up: whoever attacks knows as much as there is to be known."""
    return year(shipped(), TODAY, staff, seed, districts=3 if staff < 100 else 8, turning_back=0)


@cache
def numbers(staff: int, seed: int) -> Numbers:
    return used(staff, seed).numbers()


class Everything:
    """Holds every cell: no row is left out of a sum."""

    def __contains__(self, cell: object) -> bool:
        return True


@cache
def decided(staff: int, seed: int, quarter: int, *, whole: bool = True) -> tuple[frozenset[Cell], tuple[Relation, ...]]:
    """What is shown of a quarter, and everything that adds up in it.

    `whole`: every row that could be there is in its sum. Else one row stands for all that are not there, which leaves
    those that are there no more room.
    """
    found = numbers(staff, seed)
    there = Everything() if whole else found
    graph = graph_of(shipped().library.flows, found, quarter)
    spanned = list(weeks(first_week(quarter), last_week(quarter)))
    shown = shown_weeks(found, spanned, known())
    shown |= shown_quarter(found, quarter, known(), graph, shown)
    relations = [r for week in spanned for r in of_week(week, known(), there)]
    relations += of_quarter(quarter, known(), graph, there)
    return frozenset(shown), tuple(relations)


def true(found: Numbers, cell: Cell) -> int:
    return found[cell].n if cell in found else 0


class Attack:
    """What somebody with every published number and a solver can know of the hidden ones."""

    def __init__(self, found: Numbers, shown: frozenset[Cell], relations: Sequence[Relation]) -> None:
        cells = {cell for r in relations for cell in (*r.totals, *r.parts)}
        self.hidden = sorted(cells - shown)
        self._place = {cell: at for at, cell in enumerate(self.hidden)}
        self._sums = [frozenset((*r.totals, *r.parts)) for r in relations]
        equal = [r for r in relations if not r.at_most and self._holds(found, r)]
        most = [r for r in relations if r.at_most and self._holds(found, r)]
        self._equal = self._matrix(found, shown, equal)
        self._most = self._matrix(found, shown, most)

    @staticmethod
    def _holds(found: Numbers, relation: Relation) -> bool:
        """Used only as far as it is true of this year; what is assumed beside the truth misleads whoever assumes it."""
        parts = sum(true(found, cell) for cell in relation.parts)
        totals = sum(true(found, cell) for cell in relation.totals)
        return parts <= totals if relation.at_most else parts == totals

    def _matrix(
        self, found: Numbers, shown: frozenset[Cell], relations: Sequence[Relation]
    ) -> tuple[csr_array, np.ndarray]:
        matrix, right = lil_array((len(relations), len(self.hidden))), np.zeros(len(relations))
        for row, relation in enumerate(relations):
            for sign, cells in ((1, relation.parts), (-1, relation.totals)):
                for cell in cells:
                    if cell in shown:
                        right[row] -= sign * true(found, cell)
                    else:
                        matrix[row, self._place[cell]] += sign
        return csr_array(matrix), right

    def interval(self, cell: Cell, own: Mapping[Cell, int] | None = None) -> tuple[float, float]:
        """The least and the most that a hidden number can be, for somebody who knows what she did herself."""
        ends = []
        least = [(own or {}).get(each, 0) for each in self.hidden]
        bounds = np.column_stack((least, np.full(len(least), 10_000)))
        for sign in (1, -1):
            aim = np.zeros(len(self.hidden))
            aim[self._place[cell]] = sign
            told = linprog(aim, *self._most, *self._equal, bounds=bounds, method="highs")
            assert told.status == 0, told.message
            ends.append(sign * told.fun)
        return ends[0], ends[1]

    def insider(self, cell: Cell, year: Year) -> Mapping[Cell, int]:
        """What the one has done who did most of what is hidden in the sums with this cell."""
        beside = {c for members in self._sums if cell in members for c in members} & self._place.keys()
        return max(year.own.values(), key=lambda did: sum(did[c] for c in beside))
