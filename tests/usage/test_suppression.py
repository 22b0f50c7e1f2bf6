"""No hidden number can be worked out: checked by linear programming over every table of a quarter and its weeks."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache

import numpy as np
import pytest
from scipy.optimize import linprog
from scipy.sparse import csr_array, lil_array

from bot.core.counts import What
from bot.usage.demo import Year, year
from bot.usage.file import Number
from bot.usage.periods import first_week, last_week, weeks
from bot.usage.publication import graph_of
from bot.usage.relations import Codes, Relation, of_quarter, of_week
from bot.usage.schema import codes as all_codes
from bot.usage.suppression import WIDTH, shown_quarter, shown_weeks
from bot.usage.tables import Cell
from playing import shipped

TODAY = date(2026, 10, 5)
QUARTERS = (20254, 20261, 20262, 20263)
YEARS = [(staff, seed) for staff in (12, 60, 400) for seed in (1, 2)]
"""A ward, a pilot, a town."""
Numbers = Mapping[Cell, Number]


@cache
def known() -> Codes:
    return {kind: sorted(names) for kind, names in all_codes(shipped()).items()}


@cache
def used(staff: int, seed: int) -> Year:
    return year(shipped(), TODAY, staff, seed, districts=3 if staff < 100 else 8)


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


@pytest.mark.parametrize(("staff", "seed"), YEARS)
def test_no_sum_lacks_exactly_one_number(staff: int, seed: int) -> None:
    for quarter in QUARTERS:
        shown, relations = decided(staff, seed, quarter)
        for relation in relations:
            missing = [cell for cell in (*relation.totals, *relation.parts) if cell not in shown]
            assert len(missing) != 1 or relation.at_most, relation


def widths(staff: int, seed: int, quarter: int, many: int, *, whole: bool) -> dict[Cell, float]:
    """How far some of the hidden numbers could be from where they are."""
    found, chance = numbers(staff, seed), random.Random(seed)
    attack = Attack(found, *decided(staff, seed, quarter, whole=whole))
    present = [cell for cell in attack.hidden if cell in found]
    asked = {*chance.sample(present, min(many, len(present))), *chance.sample(attack.hidden, many // 3)}
    return {cell: float(np.diff(attack.interval(cell))[0]) for cell in asked}


@pytest.mark.parametrize(("staff", "seed"), YEARS)
def test_every_hidden_number_could_be_several(staff: int, seed: int) -> None:
    for quarter in QUARTERS[-2:]:
        narrow = {cell: w for cell, w in widths(staff, seed, quarter, 40, whole=False).items() if w < WIDTH - 1e-6}
        assert narrow == {}


def test_nor_does_it_help_to_know_every_row_that_could_be_there() -> None:
    assert min(widths(60, 1, 20263, 9, whole=True).values()) >= WIDTH - 1e-6


@pytest.mark.parametrize("staff", [12, 60])
def test_whoever_takes_away_one_persons_use_learns_no_number(staff: int) -> None:
    """Even of the one who did most in the sums around it: what others did of a hidden number is not known then."""
    found, chance = numbers(staff, 1), random.Random(1)
    shown, relations = decided(staff, 1, 20263, whole=False)
    attack = Attack(found, shown, relations)
    for cell in chance.sample([cell for cell in attack.hidden if cell in found], 25):
        beside = {c for r in relations for c in (*r.totals, *r.parts) if cell in (*r.totals, *r.parts)} - shown
        person = max(used(staff, 1).own, key=lambda one: sum(used(staff, 1).own[one][c] for c in beside))
        own = used(staff, 1).own[person]
        others = found[cell].n - own[cell]
        least, most = attack.interval(cell, own)
        assert others == 0 or most - least >= 1 - 1e-6, f"{cell}: {others} by others are known to be {most - own[cell]}"


def test_the_attack_would_find_a_number_that_is_the_only_one_missing() -> None:
    """The check itself, on numbers hidden one by one."""
    found = numbers(400, 1)
    _, relations = decided(400, 1, 20263, whole=False)
    small = {cell for r in relations for cell in (*r.totals, *r.parts) if true(found, cell) < 5}
    cells = {cell for r in relations for cell in (*r.totals, *r.parts)}
    attack = Attack(found, frozenset(cells - small), relations)
    present = [cell for cell in attack.hidden if cell in found][:20]
    closely = [cell for cell in present if np.diff(attack.interval(cell))[0] < WIDTH]
    assert closely


@pytest.mark.parametrize(("staff", "seed"), YEARS)
def test_what_is_shown_has_five_people_behind_it(staff: int, seed: int) -> None:
    found = numbers(staff, seed)
    for quarter in QUARTERS:
        for cell in decided(staff, seed, quarter)[0]:
            assert min(found[cell].n, found[cell].contributors) >= 5


def test_a_pilot_of_sixty_sees_a_report_worth_reading() -> None:
    found = numbers(60, 1)
    shown, _ = decided(60, 1, 20263)
    spanned = set(weeks(first_week(20263), last_week(20263)))
    started = {c[1] for c in shown if c[0] == "week_use" and c[2] == (What.FLOW_STARTED.value,)}
    assert len(started) >= 0.6 * len(spanned), "most weeks show how many flows were begun"
    steps = {c[2][0] for c in shown if c[0] == "quarter_step" and c[2][1] == "vist"}
    assert len(steps) >= 10, "the questions that many come to show how many"
    outcomes = [c for c in shown if c[0] == "quarter_outcome"]
    reached = sum(number.n for cell, number in found.items() if cell[:2] == ("quarter_outcome", 20263))
    assert sum(found[c].n for c in outcomes) > 0.3 * reached


def test_what_was_shown_of_a_week_does_not_change_when_later_weeks_come() -> None:
    found = numbers(400, 2)
    week = first_week(20263) + 2
    early = {cell: n for cell, n in found.items() if cell[1] <= week}
    assert shown_weeks(early, [week], known()) == shown_weeks(found, [week], known())
