"""Names of mostly little words («Du er ikke alene»), which nothing that weighs words can tell from small talk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.core.knowledge import KnowledgeEntry
from bot.core.language.norwegian import SIGNS, STOP, TELLING, LanguageTables, alike, asking, words
from bot.core.retrieval.corpus import Corpus
from bot.core.retrieval.names import telling, title_of
from bot.core.retrieval.postings import HEAD
from bot.core.retrieval.question import MOST_WORDS
from bot.core.retrieval.sparse import Longs

SIZES = range(3, 7)
"""Words."""
SHORT = 30
"""Letters of the part of a title before its comma that is a name of its own."""
SAYING = 3
"""At most one word in so many says anything."""

_LITTLE = SIGNS | TELLING
"""«Fortelle» says no more than «si»."""


@dataclass(frozen=True)
class SmallNames:
    """The words of each such name, inflections aside, and the entries that are called so."""

    entries: Mapping[tuple[str, ...], frozenset[int]]
    tables: LanguageTables

    def said(self, question: str) -> dict[int, float]:
        """The entries whose name stands in a question, and the share of its words that the name is."""
        found = _plain(asking(words(question))[:MOST_WORDS], self.tables)
        shares: dict[int, float] = {}
        for size in SIZES:
            for at in range(len(found) - size + 1):
                for entry in self.entries.get(found[at : at + size], ()):
                    shares[entry] = size / len(found)
        return shares


def build(laid: Corpus, entries: Sequence[KnowledgeEntry], tables: LanguageTables) -> SmallNames:
    """All of them among the titles and aliases; of a title also what is before a comma."""
    found: dict[tuple[str, ...], frozenset[int]] = {}
    ends = np.cumsum(np.bincount(laid.text))
    for text in _of_little_words(laid).tolist():
        begin, end = int(ends[text - 1]) if text else 0, int(ends[text])
        written = (laid.vocabulary[word] for word in laid.word[begin : end - 1].tolist())
        name = _plain([word for word in written if word not in SIGNS], tables)
        found[name] = found.get(name, frozenset()) | {int(laid.entry[begin])}
    for number, entry in enumerate(entries):
        short = title_of(entry).partition(",")[0]
        if short.count(" ") + 1 in SIZES and len(short) < SHORT:
            listed = asking(words(short))
            name = _plain(listed, tables)
            if sum(word not in STOP and word not in _LITTLE for word in listed) * SAYING <= len(listed):
                found[name] = found.get(name, frozenset()) | {number}
    return SmallNames(found, tables)


def _plain(listed: Sequence[str], tables: LanguageTables) -> tuple[str, ...]:
    """The words as they are compared: «borna» and «ungene» are «barn»."""
    return tuple(alike(_meant(word, tables)) for word in listed)


def _meant(word: str, tables: LanguageTables) -> str:
    meanings = tables.synonyms.get(word, ()) if word not in STOP else ()
    return meanings[0][0] if len(meanings) == 1 and len(meanings[0]) == 1 else word


def _of_little_words(laid: Corpus) -> Longs:
    """The titles and aliases of the right size of which few enough words say anything; each ends with a break."""
    named = laid.field < HEAD
    texts = laid.text[named]
    read = laid.word[named]
    signs = np.array([word in SIGNS for word in laid.vocabulary])
    says_much = telling(laid) & np.array([word not in _LITTLE for word in laid.vocabulary])
    many, says = np.bincount(texts, ~signs[read]), np.bincount(texts, says_much[read])
    return np.flatnonzero((many - 1 >= SIZES.start) & (many - 1 < SIZES.stop) & (SAYING * says < many))
