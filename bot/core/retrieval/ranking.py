"""Scores every entry for a question: weighted words, likeness of letters, and likeness to one title or alias, added.

Theory. Three judges that err in different ways. BM25 over words knows what is rare but not what is misspelt; pieces of
letters forgive slips and inflections but know no meaning; likeness to one name sees whether the question is an entry's
name or only shares words with it. Their scores are brought to about 0 to 1 and added: to add ranks was worse than the
best single judge (SEARCH.md). The first two are fast enough for all entries, the third only for the best few.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.core.knowledge import KnowledgeEntry, Term
from bot.core.language.norwegian import NOT, LanguageTables
from bot.core.retrieval import corpus, lexicon, names, ngrams, occurrences, postings, small_names
from bot.core.retrieval.names import LEAST, Asked, Names
from bot.core.retrieval.ngrams import Ngrams
from bot.core.retrieval.question import Reader, Slot
from bot.core.retrieval.small_names import SmallNames
from bot.core.retrieval.sparse import Floats, Longs

LETTERS = 0.5
"""What the cosine of letters adds to the share of the words."""
ALIAS = 0.35
"""What likeness to one title or alias adds."""
CANDIDATES = 8
"""Entries whose titles and aliases are looked at one by one."""
FAINT = 0.15
"""Likeness of letters below which an entry without one of the words is no candidate."""


@dataclass(frozen=True, slots=True)
class Scored:
    """One candidate with what speaks for it."""

    entry: int
    score: float
    coverage: float
    """Share of the question's words, by weight, that the entry has somewhere."""
    alias: float
    """Likeness to the title or alias that is most like the question."""
    letters: float
    """Cosine of 3- to 5-letter pieces with title and aliases."""
    held: int
    """How many of the question's words the entry has."""


@dataclass(frozen=True)
class Ranker:
    """The searchable form of all entries."""

    reader: Reader
    letters: Ngrams
    names: Names
    small: SmallNames

    def rank(self, slots: Sequence[Slot], allowed: NDArray[np.bool_], bonus: Floats) -> tuple[list[Scored], int]:
        """The candidates among the allowed entries, best first, and the entry that letters alone would have found."""
        asked = Asked(slots)
        # Some name of nearly every entry has «ikke»: that says something beside the rest of that name only.
        slots = [slot for slot in slots if slot.word != NOT]
        words = self._words(slots)
        letters = self.letters.cosines(slot.word for slot in slots)
        rough = np.where(allowed, words + np.float32(LETTERS) * letters + bonus, -1.0)
        rough[(words == 0.0) & (letters < FAINT)] = -1.0
        chosen = _best(rough)
        held = np.array([self.reader.postings.parts(slot.tokens, chosen) for slot in slots])
        held = held.reshape(len(slots), len(chosen))
        weights = np.array([slot.weight for slot in slots])
        covered = weights @ held / max(float(weights.sum()), LEAST)
        many = np.count_nonzero(held >= lexicon.PART, axis=0)
        found = [
            self._scored(entry, float(rough[entry]), float(letters[entry]), float(covered[at]), int(many[at]), asked)
            for at, entry in enumerate(chosen.tolist())
        ]
        return sorted(found, key=lambda each: -each.score), int(np.argmax(np.where(allowed, letters, -1.0)))

    def _words(self, slots: Sequence[Slot]) -> Floats:
        """BM25 of each entry as a share of what an entry could have that had every word more often than any has."""
        basis = self.reader.postings
        total = np.zeros(basis.height, dtype=np.float32)
        ideal = 1e-6
        for slot in slots:
            if slot.tokens:
                total += basis.best(slot.tokens)
                ideal += max(float(basis.rarity[token]) * weight for token, weight in slot.tokens)
        return total / np.float32(ideal)

    def _scored(self, entry: int, rough: float, letters: float, covered: float, held: int, asked: Asked) -> Scored:
        alias = self.names.likeness(entry, asked)
        return Scored(entry, rough + ALIAS * alias, covered, alias, letters, held)


def _best(rough: Floats) -> Longs:
    """The candidates in the order of their numbers."""
    chosen = np.argpartition(-rough, min(CANDIDATES, len(rough) - 1))[:CANDIDATES]
    return np.sort(chosen[rough[chosen] > 0.0])


def build(
    entries: Sequence[KnowledgeEntry], terms: Sequence[Term], tables: LanguageTables, skipped: frozenset[str]
) -> Ranker:
    """The ranker of some entries; `skipped` are words (of places) that no title is unlike a question for."""
    laid = corpus.lay_out(entries)
    known = lexicon.build(laid.vocabulary, terms, tables)
    expansions = occurrences.expanded(laid, known)
    found = occurrences.find(laid, known, expansions)
    basis = postings.build(found.lengths(len(entries)), found.blocks(), len(found.numbers))
    named = np.flatnonzero((laid.field < postings.HEAD) & names.telling(laid)[laid.word])
    return Ranker(
        reader=Reader(known, found.numbers, basis, names.numbered(laid), tables.unknown(corpus.proper(entries))),
        letters=ngrams.build(laid.vocabulary, laid.word[named], laid.entry[named], len(entries)),
        names=names.build(laid, expansions, found.numbers, basis, tables, skipped),
        small=small_names.build(laid, entries, tables),
    )
