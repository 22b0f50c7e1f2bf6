"""Names of mostly little words («Du er ikke alene»), which nothing that weighs words can tell from small talk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.core.knowledge import KnowledgeEntry
from bot.core.language.norwegian import STOP, asking, words
from bot.core.retrieval.corpus import Corpus
from bot.core.retrieval.names import telling, title_of
from bot.core.retrieval.postings import HEAD
from bot.core.retrieval.question import MOST_WORDS
from bot.core.retrieval.sparse import Longs

SIZES = range(3, 7)
"""Words."""
SHORT = 30
"""Letters of the part of a title before its comma that is a name of its own."""
TELLING = 3
"""At most one word in so many says anything."""


@dataclass(frozen=True)
class SmallNames:
    """The words of each such name, and the entries that are called so."""

    entries: Mapping[tuple[str, ...], frozenset[int]]

    def said(self, question: str) -> dict[int, float]:
        """The entries whose name stands in a question as it is, and the share of its words that the name is."""
        found = asking(words(question))[:MOST_WORDS]
        shares: dict[int, float] = {}
        for size in SIZES:
            for at in range(len(found) - size + 1):
                for entry in self.entries.get(tuple(found[at : at + size]), ()):
                    shares[entry] = size / len(found)
        return shares


def build(laid: Corpus, entries: Sequence[KnowledgeEntry]) -> SmallNames:
    """All of them among the titles and aliases; of a title also what is before a comma."""
    found: dict[tuple[str, ...], frozenset[int]] = {}
    ends = np.cumsum(np.bincount(laid.text))
    for text in _of_little_words(laid).tolist():
        begin, end = int(ends[text - 1]) if text else 0, int(ends[text])
        name = tuple(laid.vocabulary[word] for word in laid.word[begin : end - 1].tolist())
        found[name] = found.get(name, frozenset()) | {int(laid.entry[begin])}
    for number, entry in enumerate(entries):
        short = title_of(entry).partition(",")[0]
        if short.count(" ") + 1 in SIZES and len(short) < SHORT:
            name = tuple(asking(words(short)))
            if sum(word not in STOP for word in name) * TELLING <= len(name):
                found[name] = found.get(name, frozenset()) | {number}
    return SmallNames(found)


def _of_little_words(laid: Corpus) -> Longs:
    """The titles and aliases of the right size of which few enough words say anything; each ends with a break."""
    named = laid.field < HEAD
    texts = laid.text[named]
    many, says = np.bincount(texts), np.bincount(texts, telling(laid)[laid.word[named]])
    return np.flatnonzero((many - 1 >= SIZES.start) & (many - 1 < SIZES.stop) & (TELLING * says < many))
