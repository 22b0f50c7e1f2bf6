"""How alike two texts look: cosine of their words' 3- to 5-letter pieces, in one sparse matrix."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from bot.core.retrieval import sparse
from bot.core.retrieval.sparse import Block, Columns, Floats, Ints, Longs

SIZES = (3, 4, 5)
MOST_ROWS = 0.1
"""Pieces in a larger share of many rows tell little and cost most: they are left out."""
FEW = 500


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
    weights: Floats
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
                parts.append(self.weights[span] * np.float32(weight))
        if not rows:
            return np.zeros(self.height, dtype=np.float32)
        total = np.bincount(np.concatenate(rows), np.concatenate(parts), self.height)
        return np.asarray(total / math.sqrt(length), dtype=np.float32)


def build(vocabulary: Sequence[str], words: Ints, rows: Ints, height: int) -> Ngrams:
    """The matrix of rows given as pairs: `words[i]` (a place in the vocabulary) stands in row `rows[i]`, ascending."""
    columns: dict[str, int] = {}
    flat: list[int] = []
    sizes = np.zeros(len(vocabulary) + 1, dtype=np.int64)
    for place in sorted(set(words.tolist())):  # np.unique would import numpy.ma for it
        found = [columns.setdefault(piece, len(columns)) for piece in pieces(vocabulary[place])]
        sizes[place + 1] = len(found)
        flat += found
    starts, spelt = np.cumsum(sizes), np.asarray(flat, dtype=np.int64)
    each = float(sizes.max(initial=1))
    blocks = (_block(spelt, starts, words[a:b], rows[a:b]) for a, b in sparse.cuts(rows, each))
    return _weighted(columns, _telling(sparse.gathered(blocks, len(columns)), height), height)


def _weighted(columns: dict[str, int], counted: Columns, height: int) -> Ngrams:
    """Counts times idf, the length of every row made 1."""
    holding = np.diff(counted.starts)
    rarity = np.log(1.0 + height / np.maximum(holding, 1)).astype(np.float32)
    weights = counted.values * np.repeat(rarity, holding)
    lengths = np.sqrt(np.bincount(counted.rows, weights * weights, height))
    weights /= np.maximum(lengths, 1e-9)[counted.rows].astype(np.float32)
    return Ngrams(columns, counted.starts, counted.rows, weights, rarity, height)


def _telling(counted: Columns, height: int) -> Columns:
    """Without the columns of pieces that very many rows have."""
    holding = np.diff(counted.starts)
    few = holding <= max(MOST_ROWS * height, FEW)
    kept = np.repeat(few, holding)
    starts = np.concatenate(([0], np.cumsum(holding * few)))
    return Columns(starts, counted.rows[kept], counted.values[kept])


def _block(spelt: Longs, starts: Longs, words: Ints, rows: Ints) -> Block:
    """Every piece of every word in these rows."""
    at, many = sparse.spread(starts, words)
    column = spelt[at]
    return column, np.repeat(rows.astype(np.int64), many), np.ones(len(column), dtype=np.float32)
