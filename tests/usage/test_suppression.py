"""No hidden number can be worked out: checked by linear programming over every table of a quarter and its weeks."""

from __future__ import annotations

import random

import numpy as np
import pytest

from bot.core.counts import What
from bot.usage.file import Number
from bot.usage.periods import first_week, last_week, weeks
from bot.usage.relations import Graph, of_quarter
from bot.usage.suppression import WIDTH, shown_quarter, shown_weeks
from bot.usage.tables import GIVEN_UP, LEFT, SHOWN, Cell
from usage.attack import Attack, decided, known, numbers, true, used

QUARTERS = (20262, 20263)
YEARS = [(staff, seed) for staff in (12, 60, 400) for seed in (1, 2)]
"""A ward, a pilot, a town."""
ALONG_FLOWS = ("quarter_step", "quarter_outcome")


@pytest.mark.parametrize(("staff", "seed"), YEARS)
def test_no_sum_lacks_exactly_one_number(staff: int, seed: int) -> None:
    for quarter in QUARTERS:
        shown, relations = decided(staff, seed, quarter)
        for relation in relations:
            missing = [cell for cell in (*relation.totals, *relation.parts) if cell not in shown]
            assert len(missing) != 1 or relation.at_most, relation


def widths(staff: int, seed: int, quarter: int, many: int, *, whole: bool) -> dict[Cell, float]:
    """How far hidden numbers could be from where they are: some of all, and whatever was counted along the flows."""
    found, chance = numbers(staff, seed), random.Random(seed)
    attack = Attack(found, *decided(staff, seed, quarter, whole=whole))
    present = [cell for cell in attack.hidden if cell in found]
    asked = {*chance.sample(present, min(many, len(present))), *chance.sample(attack.hidden, many // 3)}
    asked |= {cell for cell in present if cell[0] in ALONG_FLOWS} if not whole else set()
    return {cell: float(np.diff(attack.interval(cell))[0]) for cell in asked}


@pytest.mark.parametrize(("staff", "seed"), YEARS)
def test_every_hidden_number_could_be_several(staff: int, seed: int) -> None:
    """Along the flows every one is asked for: there sums form circles, in which bounds from sum to sum are too wide,
    and a handful of numbers in seven of these twelve quarters is too close unless `network` is asked."""
    for quarter in QUARTERS:
        narrow = {cell: w for cell, w in widths(staff, seed, quarter, 24, whole=False).items() if w < WIDTH - 1e-6}
        assert narrow == {}


def test_nor_does_it_help_to_know_every_row_that_could_be_there() -> None:
    assert min(widths(60, 1, 20263, 9, whole=True).values()) >= WIDTH - 1e-6


@pytest.mark.parametrize("staff", [12, 60])
def test_whoever_takes_away_one_persons_use_learns_no_number(staff: int) -> None:
    """Even of the one who did most in the sums around it: what others did of a hidden number is not known then."""
    found, chance = numbers(staff, 1), random.Random(1)
    attack = Attack(found, *decided(staff, 1, 20263, whole=False))
    for cell in chance.sample([cell for cell in attack.hidden if cell in found], 25):
        own = attack.insider(cell, used(staff, 1))
        others = found[cell].n - own[cell]
        least, most = attack.interval(cell, own)
        assert most - least >= 1 - 1e-6, f"{cell}: {others} by others, and she knows it"


@pytest.mark.parametrize("staff", [12, 60, 400])
def test_nor_does_whoever_did_all_of_a_hidden_number_or_all_but_one(staff: int) -> None:
    """She would else know that no colleague did it, or that one did."""
    year = used(staff, 1)
    for quarter in QUARTERS:
        attack, tried = Attack(numbers(staff, 1), *decided(staff, 1, quarter, whole=False)), 0
        for cell in attack.hidden:
            own = max(year.own.values(), key=lambda did: did[cell])
            if own[cell] < max(3, true(numbers(staff, 1), cell) - 1):
                continue
            least, most = attack.interval(cell, own)
            assert most - least >= 1 - 1e-6, f"{cell}: {own[cell]} by herself, and she knows that it is all"
            tried += 1
        assert tried > 10


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


def test_where_people_gave_up_is_shown_before_what_they_answered() -> None:
    """Something has to be hidden beside a small number; that one is what a report is read for."""
    counted = {SHOWN: 78, "ja": 40, "nei": 30, LEFT: 2, GIVEN_UP: 6}
    found: dict[Cell, Number] = {("quarter_step", 20263, ("steg", name)): Number(n, 5) for name, n in counted.items()}
    graph = Graph({"steg": ("ja", "nei")}, {}, frozenset(), frozenset())
    bare = dict.fromkeys(known(), ())
    shown = shown_quarter(found, 20263, bare, graph, ())
    assert {cell[2][1] for cell in shown} == {SHOWN, "ja", GIVEN_UP}


FIRST, THEN = ("hvem-bor-hjemme", "hvem-hjelper")
BY_HERSELF = {(FIRST, "ja"): 6, (FIRST, "delt"): 6, (THEN, SHOWN): 6, (THEN, "nei"): 6}
"""What one person did: twelve flows, to the same two answers each time."""


def test_nor_does_whoever_did_all_of_two_numbers_that_only_a_circle_of_sums_ties_together() -> None:
    """Two questions, and a week that shows how often somebody gave up: what she did of both answers is all there is.

    No sum has both in it, so that bounds from sum to sum leave room for a colleague. And what cannot be helped (no
    outcome is known here, so nobody has reached one) is no reason to look no further.
    """
    counted = {
        (FIRST, SHOWN): Number(32, 9), (FIRST, "ja"): Number(6, 1), (FIRST, "delt"): Number(11, 4),
        (FIRST, "nei"): Number(10, 5), (FIRST, GIVEN_UP): Number(5, 3),
        (THEN, SHOWN): Number(11, 4), (THEN, "nei"): Number(6, 1), (THEN, GIVEN_UP): Number(5, 3),
    }  # fmt: skip
    week: Cell = ("week_use", first_week(20263), (What.GIVEN_UP.value,))
    found: dict[Cell, Number] = {("quarter_step", 20263, key): number for key, number in counted.items()}
    found[week] = Number(10, 6)
    graph = Graph({FIRST: ("ja", "delt", "nei"), THEN: ("nei",)}, {THEN: [(FIRST, "delt")]}, frozenset(), frozenset())
    bare = dict.fromkeys(known(), ())
    shown = shown_quarter(found, 20263, bare, graph, [week])
    attack = Attack(found, frozenset({*shown, week}), tuple(of_quarter(20263, bare, graph, found)))
    own: dict[Cell, int] = {("quarter_step", 20263, key): n for key, n in BY_HERSELF.items()}
    for cell in own:
        least, most = attack.interval(cell, own)
        assert most - least >= 1 - 1e-6, cell
    assert ("quarter_step", 20263, (FIRST, SHOWN)) in shown, "and something is left to be read"
