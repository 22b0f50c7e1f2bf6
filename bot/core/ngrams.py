"""How alike two texts look: cosine of their words' 3- to 5-letter pieces, in one sparse matrix."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

SIZES = (3, 4, 5)
Floats = NDArray[np.float32]
Ints = NDArray[np.int32]
Longs = NDArray[np.int64]


def pieces(word: str) -> list[str]:
    """The 3- to 5-letter pieces of a word with its edges marked."""
    edged = f" {word} "
    return [edged[at : at + size] for size in SIZES for at in range(len(edged) - size + 1)]


@dataclass(frozen=True)
class Ngrams:
    """One column a piece: the rows that hold it and how much, the rows' lengths being 1 (idf weighted)."""

    columns: dict[str, int]
    starts: Longs
    rows: Ints
    weights: NDArray[np.float16]
    rarity: Floats
    height: int

    def cosines(self, found: Iterable[str]) -> Floats:
        """For each row the cosine with a text of these folded words, 0 to 1."""
        counted = Counter(piece for word in found for piece in pieces(word))
        if not counted:
            return np.zeros(self.height, dtype=np.float32)
        unseen = math.log(1.0 + self.height)
        length = 0.0
        rows, parts = [], []
        for piece, times in counted.items():
            column = self.columns.get(piece)
            weight = times * (unseen if column is None else float(self.rarity[column]))
            length += weight * weight
            if column is not None:
                span = slice(self.starts[column], self.starts[column + 1])
                rows.append(self.rows[span])
                parts.append(self.weights[span].astype(np.float32) * np.float32(weight))
        if not rows:
            return np.zeros(self.height, dtype=np.float32)
        total = np.bincount(np.concatenate(rows), np.concatenate(parts), self.height)
        return np.asarray(total / math.sqrt(length), dtype=np.float32)


def build(vocabulary: Sequence[str], words: Ints, rows: Ints, height: int) -> Ngrams:
    """The matrix of rows given as pairs: `words[i]` (a place in the vocabulary) stands in row `rows[i]`."""
    columns: dict[str, int] = {}
    flat: list[int] = []
    sizes = np.zeros(len(vocabulary), dtype=np.int64)
    for place in np.unique(words).tolist():
        found = [columns.setdefault(piece, len(columns)) for piece in pieces(vocabulary[place])]
        sizes[place] = len(found)
        flat += found
    begins = np.concatenate(([0], np.cumsum(sizes)))
    if not flat:
        none = np.zeros(0, dtype=np.int32)
        return Ngrams({}, np.zeros(1, np.int64), none, none.astype(np.float16), none.astype(np.float32), height)
    keys, times = _pairs(np.asarray(flat, dtype=np.int64), begins, sizes, words, rows, height)
    column = keys // height
    row = (keys % height).astype(np.int32)
    holding = np.bincount(column, minlength=len(columns))
    rarity = np.log(1.0 + height / np.maximum(holding, 1)).astype(np.float32)
    weights = times.astype(np.float32) * rarity[column]
    lengths = np.sqrt(np.bincount(row, weights * weights, height))
    weights /= np.maximum(lengths, 1e-9)[row].astype(np.float32)
    starts = np.concatenate(([0], np.cumsum(holding)))
    return Ngrams(columns, starts, row, weights.astype(np.float16), rarity, height)


def _pairs(flat: Longs, begins: Longs, sizes: Longs, words: Ints, rows: Ints, height: int) -> tuple[Longs, Longs]:
    """Each (column, row) as one number column * height + row, in order, and how often it occurs.

    In slices of rows: sorting everything at once would need several times the memory of the result.
    """
    slices = []
    order = np.argsort(rows, kind="stable")
    step = 200_000
    cuts = _between_rows(rows[order], step)
    for begin, end in pairwise(cuts):
        chosen = order[begin:end]
        slices.append(np.unique(_keys(flat, begins, sizes, words[chosen], rows[chosen], height), return_counts=True))
    keys = np.concatenate([found for found, _ in slices])
    times = np.concatenate([count.astype(np.int32) for _, count in slices])
    sorting = np.argsort(keys, kind="stable")
    return keys[sorting], times[sorting]


def _between_rows(rows: Ints, step: int) -> list[int]:
    """Places about `step` apart where a new row begins."""
    cuts = [0]
    while cuts[-1] < len(rows):
        at = min(cuts[-1] + step, len(rows))
        cuts.append(int(np.searchsorted(rows, rows[at - 1], side="right")))
    return cuts


def _keys(flat: Longs, begins: Longs, sizes: Longs, words: Ints, rows: Ints, height: int) -> Longs:
    count = sizes[words]
    offset = np.arange(int(count.sum())) - np.repeat(np.cumsum(count) - count, count)
    column = flat[np.repeat(begins[words], count) + offset]
    return np.asarray(column * height + np.repeat(rows.astype(np.int64), count), dtype=np.int64)
