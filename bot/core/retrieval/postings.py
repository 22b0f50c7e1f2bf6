"""How well each entry fits each token: BM25 over weighted fields (Robertson and Zaragoza 2009, section 3.6)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from bot.core.retrieval import sparse
from bot.core.retrieval.sparse import Block, Floats, Ints, Longs

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


def build(lengths: Floats, blocks: Iterable[Block], width: int) -> Postings:
    """Postings of so many tokens: `lengths` of each entry's fields; blocks of (token, place, what it counts).

    A place is the entry's number times the number of fields, plus the field's.
    """
    height = len(lengths)
    usual = np.maximum(lengths.mean(axis=0), 1e-9)
    b = np.array([field.length for field in FIELDS])
    worth = (np.array([field.weight for field in FIELDS]) / (1.0 - b + b * lengths / usual)).astype(np.float32)
    flat = worth.reshape(-1)
    weighed = ((token, place // len(FIELDS), weight * flat[place]) for token, place, weight in blocks)
    frequency = sparse.gathered(weighed, width)
    holding = np.diff(frequency.starts)
    rarity = np.log(1.0 + (height - holding + 0.5) / (holding + 0.5)).astype(np.float32)
    impacts = np.repeat(rarity, holding) * (frequency.values / (frequency.values + np.float32(K1)))
    return Postings(frequency.starts, frequency.rows, impacts, rarity, height)
