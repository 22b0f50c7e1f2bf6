"""A sparse matrix kept by columns, built out of many small pieces without ever sorting all of them at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Block = tuple[Longs, Longs, Floats]
"""Columns, rows and values of some occurrences, in any order; all occurrences of a row are in the same block."""

TOGETHER = 400_000
"""Occurrences in a block, about: few enough to be sorted inside the processor's cache."""


@dataclass(frozen=True)
class Columns:
    """Column c holds values[starts[c]:starts[c+1]] in rows of the same places, which ascend."""

    starts: Longs
    rows: Ints
    values: Floats


def gathered(blocks: Iterable[Block], width: int) -> Columns:
    """The matrix of blocks whose rows ascend from block to block; values in the same place are added."""
    summed = [_summed(block) for block in blocks]
    counts = [np.bincount(column, minlength=width) for column, _, _ in summed]
    starts = np.concatenate(([0], np.cumsum(sum(counts, start=np.zeros(width, dtype=np.int64))))).astype(np.int64)
    rows = np.empty(int(starts[-1]), dtype=np.int32)
    values = np.empty(int(starts[-1]), dtype=np.float32)
    free = starts[:-1].copy()
    for (column, row, value), count in zip(summed, counts, strict=True):
        inside = np.arange(len(column)) - np.repeat(np.cumsum(count) - count, count)
        place = free[column] + inside
        rows[place] = row
        values[place] = value
        free += count
    return Columns(starts, rows, values)


def cuts(rows: Ints, each: float) -> Iterator[tuple[int, int]]:
    """(begin, end) of stretches of ascending rows for one block each, no row cut in two; `each` occurrences a place."""
    step = max(1, int(TOGETHER / max(each, 1.0)))
    places = [0]
    while places[-1] < len(rows):
        last = min(places[-1] + step, len(rows)) - 1
        places.append(int(np.searchsorted(rows, rows[last], side="right")))
    return pairwise(places)


def spread(starts: Longs, chosen: Ints) -> tuple[Longs, Longs]:
    """All places from starts[c] to starts[c+1] for each chosen c, one after the other; and how many each c gave."""
    many = starts[chosen + 1] - starts[chosen]
    inside = np.arange(int(many.sum())) - np.repeat(np.cumsum(many) - many, many)
    return np.repeat(starts[chosen], many) + inside, many


def _summed(block: Block) -> Block:
    """The occurrences in order of column and row, each place once."""
    column, row, value = block
    if not len(column):
        return block
    first = int(row.min())
    span = int(row.max()) - first + 1
    key = column * span + (row - first)
    order = np.argsort(key.astype(np.int32) if int(column.max()) * span + span < 2**31 else key)
    key = key[order]
    fresh = np.flatnonzero(np.diff(key, prepend=-1))
    return key[fresh] // span, key[fresh] % span + first, np.add.reduceat(value[order], fresh)
