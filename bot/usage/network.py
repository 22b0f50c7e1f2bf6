"""How far a hidden number can be moved without any sum noticing, exactly, where sums form a network.

Along the flows every number stands in two sums at most: what comes out of a question and what leads to the next. Such a
set of sums is a network: its sums are the nodes, its numbers the edges, and a change of one number that keeps all sums
is a circulation. So the least and the most that a hidden number can be are found by flows of change through the other
hidden numbers (Cox 1995, network models for complementary cell suppression).
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.usage.relations import Relation
from bot.usage.tables import Cell

_OUT = -1
"""The node for numbers that stand in one sum only: nothing holds them at the other end."""
_Edge = tuple[int, int]
"""The node in which the number counts up, and the one in which it counts down."""


@dataclass(frozen=True)
class Network:
    """Edges by cell. A sum that is only an upper bound has an edge for what is left over."""

    edges: Mapping[Cell, _Edge]
    left_over: Mapping[Cell, int]

    def close(self, asked: Iterable[Cell], n: Mapping[Cell, int], shown: Container[Cell], enough: int) -> list[Cell]:
        """Those of the hidden cells asked for that can differ by less; only hidden cells move with them."""
        values, touching = {**n, **self.left_over}, self._touching(shown)
        return [cell for cell in asked if self._width(cell, values, touching, enough) < enough]

    def full(
        self, asked: Iterable[Cell], n: Mapping[Cell, int], shown: Container[Cell], own: Mapping[Cell, int]
    ) -> list[Cell]:
        """Those of the hidden cells asked for that cannot be more for somebody who knows what of them is her `own`."""
        others = {cell: number - own.get(cell, 0) for cell, number in {**n, **self.left_over}.items()}
        touching = self._touching(shown)
        return [cell for cell in asked if not self._carried(cell, self.edges[cell], touching, others, 1)]

    def _touching(self, shown: Container[Cell]) -> dict[int, list[Cell]]:
        """The hidden cells at each node."""
        touching: dict[int, list[Cell]] = defaultdict(list)
        for cell, (up, down) in self.edges.items():
            if cell not in shown:
                touching[up].append(cell)
                touching[down].append(cell)
        return touching

    def _width(
        self, cell: Cell, n: Mapping[Cell, int], touching: Mapping[int, Sequence[Cell]], enough: int
    ) -> int:
        up, down = self.edges[cell]
        more = self._carried(cell, (up, down), touching, n, enough)
        if more >= enough:
            return more
        return more + self._carried(cell, (down, up), touching, n, min(enough - more, n[cell]))

    def _carried(
        self, but: Cell, ends: _Edge, touching: Mapping[int, Sequence[Cell]], n: Mapping[Cell, int], enough: int
    ) -> int:
        """How much change goes from one node to the other without the one cell, by shortest ways."""
        source, target = ends
        if source == target:
            return enough
        change: dict[Cell, int] = defaultdict(int)
        carried = 0
        while carried < enough:
            way = self._way(but, ends, touching, n, change)
            if way is None:
                break
            falling = [n[cell] + change[cell] for cell, sign in way if sign < 0]
            much = min([enough - carried, *falling])
            for cell, sign in way:
                change[cell] += sign * much
            carried += much
        return carried

    def _way(
        self,
        but: Cell,
        ends: _Edge,
        touching: Mapping[int, Sequence[Cell]],
        n: Mapping[Cell, int],
        change: Mapping[Cell, int],
    ) -> list[tuple[Cell, int]] | None:
        """Numbers to raise and to lower, one after the other, that lead a surplus from one node to the other."""
        source, target = ends
        came: dict[int, tuple[int, Cell, int]] = {}
        todo = deque([source])
        while todo and target not in came:
            node = todo.popleft()
            for cell in touching.get(node, ()):
                up, down = self.edges[cell]
                sign, to = (-1, down) if node == up else (1, up)
                if cell == but or to in came or to == source or (sign < 0 and n[cell] + change.get(cell, 0) <= 0):
                    continue
                came[to] = (node, cell, sign)
                todo.append(to)
        return _traced(came, source, target)


def _traced(came: Mapping[int, tuple[int, Cell, int]], source: int, target: int) -> list[tuple[Cell, int]] | None:
    if target not in came:
        return None
    way = []
    at = target
    while at != source:
        at, cell, sign = came[at]
        way.append((cell, sign))
    return way


def network(relations: Sequence[Relation], n: Mapping[Cell, int], movable: Container[Cell]) -> Network:
    """The part of the sums that forms a network: cells that move, each in two sums at most, up in one, down in one."""
    places: dict[Cell, list[tuple[int, int]]] = defaultdict(list)
    for place, relation in enumerate(relations):
        for sign, cells in ((1, relation.totals), (-1, relation.parts)):
            for cell in cells:
                if cell in movable:
                    places[cell].append((place, sign))
    turned = _turned(places, len(relations))
    edges: dict[Cell, _Edge] = {}
    for cell, stands in places.items():
        up = next((place for place, sign in stands if sign * turned[place] > 0), _OUT)
        down = next((place for place, sign in stands if sign * turned[place] < 0), _OUT)
        edges[cell] = (up, down)
    left_over = {}
    for place, relation in enumerate(relations):
        if relation.at_most:
            rest: Cell = ("left over", place, ())
            # It stands with the parts: parts and what is left over add up to the totals.
            edges[rest] = (_OUT, place) if turned[place] > 0 else (place, _OUT)
            left_over[rest] = max(0, sum(n[c] for c in relation.totals) - sum(n[c] for c in relation.parts))
    return Network(edges, left_over)


def _turned(places: Mapping[Cell, Sequence[tuple[int, int]]], count: int) -> list[int]:
    """A sign for each sum, so that a cell in two of them counts up in one and down in the other."""
    beside: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for stands in places.values():
        for (one, sign), (other, its) in pairwise(stands):
            beside[one].append((other, -sign * its))
            beside[other].append((one, -sign * its))
    turned = [0] * count
    for start in range(count):
        todo = [(start, 1)] if not turned[start] else []
        while todo:
            place, sign = todo.pop()
            if not turned[place]:
                turned[place] = sign
                todo += [(other, sign * its) for other, its in beside[place]]
    return turned
