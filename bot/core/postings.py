"""How well each entry fits each token: BM25 over weighted fields (Robertson and Zaragoza 2009, section 3.6)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bot.core import sparse
from bot.core.sparse import Floats, Ints, Longs

K1 = 1.2


@dataclass(frozen=True, slots=True)
class Field:
    """What a part of an entry counts, and how much its length matters (b)."""

    weight: float
    length: float


FIELDS = (Field(3.0, 0.3), Field(2.5, 0.1), Field(1.0, 0.6), Field(0.8, 0.3))
"""Title, aliases, text, and how the offer is reached."""
HEAD = 2
"""Fields before this one are what the entry is called."""


@dataclass(frozen=True)
class Postings:
    """One column a token: the entries that hold it, in order, and what it gives them."""

    starts: Longs
    entries: Ints
    impacts: Floats
    rarity: Floats
    """Per token its idf."""
    height: int

    def span(self, token: int) -> slice:
        return slice(int(self.starts[token]), int(self.starts[token + 1]))

    def best(self, alternatives: tuple[tuple[int, float], ...]) -> Floats:
        """For each entry what the best of the alternatives gives it."""
        found = np.zeros(self.height, dtype=np.float32)
        for token, weight in alternatives:
            span = self.span(token)
            at = self.entries[span]
            found[at] = np.maximum(found[at], self.impacts[span] * np.float32(weight))
        return found

    def parts(self, alternatives: tuple[tuple[int, float], ...], entries: Longs) -> Floats:
        """For each of some entries the weight of the best alternative that it holds, 0 when none."""
        found = np.zeros(len(entries), dtype=np.float32)
        for token, weight in alternatives:
            column = self.entries[self.span(token)]
            at = np.minimum(np.searchsorted(column, entries), len(column) - 1)
            found = np.maximum(found, np.float32(weight) * (column[at] == entries))
        return found


def build(tokens: Ints, weights: Floats, entries: Ints, fields: Ints, width: int, height: int) -> Postings:
    """Postings of occurrences: token `tokens[i]`, counting `weights[i]`, stands in a field of an entry, ascending."""
    place = entries.astype(np.int64) * len(FIELDS) + fields
    lengths = np.bincount(place, weights, height * len(FIELDS)).reshape(height, len(FIELDS))
    usual = np.maximum(lengths.mean(axis=0), 1e-9)
    b = np.array([field.length for field in FIELDS])
    worth = (np.array([field.weight for field in FIELDS]) / (1.0 - b + b * lengths / usual)).astype(np.float32)
    counting = weights * worth.reshape(-1)[place]
    rows = entries.astype(np.int64)
    blocks = ((tokens[a:z].astype(np.int64), rows[a:z], counting[a:z]) for a, z in sparse.cuts(entries, 1.0))
    frequency = sparse.gathered(blocks, width)
    holding = np.diff(frequency.starts)
    rarity = np.log(1.0 + (height - holding + 0.5) / (holding + 0.5)).astype(np.float32)
    impacts = np.repeat(rarity, holding) * (frequency.values / (frequency.values + np.float32(K1)))
    return Postings(frequency.starts, frequency.rows, impacts, rarity, height)
