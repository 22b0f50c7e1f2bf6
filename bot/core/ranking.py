"""Scores every entry for a question: weighted words, likeness of letters, and likeness to one title or alias, added."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bot.core import corpus, lexicon, ngrams, occurrences, postings
from bot.core.corpus import Corpus
from bot.core.knowledge import KnowledgeEntry, Offer, Term
from bot.core.ngrams import Ngrams
from bot.core.norwegian import STOP, LanguageTables, asking, words
from bot.core.postings import Postings
from bot.core.question import MOST_WORDS, Reader, Slot, weight_of

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]

LETTERS = 0.5
"""What the cosine of letters adds to the share of the words."""
ALIAS = 0.35
"""What likeness to one title or alias adds."""
SMALL = range(3, 7)
"""Words in a name of little words."""
SHORT_NAME = 30
"""Letters."""
CANDIDATES = 8
"""Entries whose titles and aliases are looked at one by one."""


@dataclass(frozen=True)
class Heads:
    """Titles and aliases: entry i has texts first[i] to first[i+1], text t has words words[starts[t]:starts[t+1]]."""

    first: Ints
    starts: Ints
    words: Ints
    weights: tuple[float, ...]
    """Per word of the vocabulary."""
    tokens: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Scored:
    """One candidate with what speaks for it."""

    entry: int
    score: float
    coverage: float
    alias: float
    letters: float
    held: int
    """How many of the question's words the entry has."""


@dataclass(frozen=True)
class Ranker:
    """The searchable form of all entries."""

    reader: Reader
    letters: Ngrams
    heads: Heads
    small: Mapping[tuple[str, ...], frozenset[int]]
    """Titles and aliases of mostly little words, which no other score can tell apart -> their entries."""

    def verbatim(self, question: str) -> dict[int, float]:
        """The entries whose small names stand in a question, and the share of its words that the name is."""
        found = asking(words(question))[:MOST_WORDS]
        shares: dict[int, float] = {}
        for size in SMALL:
            for at in range(len(found) - size + 1):
                for entry in self.small.get(tuple(found[at : at + size]), ()):
                    shares[entry] = size / len(found)
        return shares

    def rank(self, slots: Sequence[Slot], allowed: NDArray[np.bool_], bonus: Floats) -> tuple[list[Scored], int]:
        """The candidates among the allowed entries, best first, and the entry that letters alone would have found."""
        basis = self.reader.postings
        total = np.zeros(basis.height, dtype=np.float32)
        ideal = 1e-6
        for slot in slots:
            if slot.tokens:
                total += basis.best(slot.tokens)
                ideal += max(float(basis.rarity[token]) * weight for token, weight in slot.tokens)
        likeness = self.letters.cosines(slot.word for slot in slots)
        rough = np.where(allowed, total / np.float32(ideal) + np.float32(LETTERS) * likeness + bonus, -1.0)
        rough[(total == 0.0) & (likeness < 0.15)] = -1.0
        chosen = np.argpartition(-rough, min(CANDIDATES, basis.height - 1))[:CANDIDATES]
        chosen = np.sort(chosen[rough[chosen] > 0.0])
        asked = Asked(slots)
        parts = np.array([basis.parts(slot.tokens, chosen) for slot in slots]).reshape(len(slots), len(chosen))
        found = [
            self._scored(int(entry), float(rough[entry]), float(likeness[entry]), parts[:, at], asked)
            for at, entry in enumerate(chosen)
        ]
        return sorted(found, key=lambda s: -s.score), int(np.argmax(np.where(allowed, likeness, -1.0)))

    def _scored(self, entry: int, rough: float, likeness: float, parts: Floats, asked: Asked) -> Scored:
        """`parts` says how much of each word the entry has."""
        coverage = float(parts @ asked.weights) / asked.whole
        alias = self._alias(entry, asked)
        held = int(np.count_nonzero(parts >= lexicon.PART))
        return Scored(entry, rough + ALIAS * alias, coverage, alias, likeness, held)

    def _alias(self, entry: int, asked: Asked) -> float:
        """The Dice coefficient, by weight, with the title or alias that is most like the question."""
        heads = self.heads
        first, last = int(heads.first[entry]), int(heads.first[entry + 1])
        bounds = heads.starts[first : last + 1].tolist()
        listed = heads.words[bounds[0] : bounds[-1]].tolist()
        best = 0.0
        for begin, end in pairwise(bounds):
            here: dict[int, float] = {}
            own = shared = 0.0
            for word in listed[begin - bounds[0] : end - bounds[0]]:
                weight = heads.weights[word]
                own += weight
                matched = asked.met(word, heads.tokens[word])
                for number, part in matched:
                    if part > here.get(number, 0.0):
                        here[number] = part
                shared += weight * max((part for _, part in matched), default=0.0)
            if here:
                met = sum(asked.slots[number].weight * part for number, part in here.items())
                best = max(best, (met + shared) / (asked.whole + own))
        return best


class Asked:
    """A question's slots, and what the words of titles that were seen so far have of them."""

    def __init__(self, slots: Sequence[Slot]) -> None:
        self.slots = slots
        self.weights = np.array([slot.weight for slot in slots])
        self.whole = float(self.weights.sum()) or 1.0
        self._numbers: dict[int, list[tuple[int, float]]] = {}
        self._seen: dict[int, list[tuple[int, float]]] = {}
        for number, slot in enumerate(slots):
            for token, weight in slot.tokens:
                self._numbers.setdefault(token, []).append((number, weight))

    def met(self, word: int, tokens: tuple[int, ...]) -> list[tuple[int, float]]:
        """(number of a slot, how much of it) that a word of a title is."""
        found = self._seen.get(word)
        if found is None:
            found = self._seen[word] = [pair for token in tokens for pair in self._numbers.get(token, ())]
        return found


def build(
    entries: Sequence[KnowledgeEntry], terms: Sequence[Term], tables: LanguageTables, skipped: frozenset[str]
) -> Ranker:
    """The ranker of some entries; `skipped` are words (of places) that no title is unlike a question for."""
    laid = corpus.lay_out(entries)
    known = lexicon.build(laid.vocabulary, terms, tables)
    expansions = occurrences.expanded(laid, known)
    found = occurrences.find(laid, known, expansions)
    basis = postings.build(found.lengths(len(entries)), found.blocks(), len(found.numbers))
    named = np.flatnonzero((laid.field < postings.HEAD) & _counting(laid, frozenset())[laid.word])
    letters = ngrams.build(laid.vocabulary, laid.word[named], laid.entry[named], len(entries))
    heads = _heads_of(laid, expansions, found.numbers, basis, tables, skipped, len(entries))
    return Ranker(Reader(known, found.numbers, basis), letters, heads, _small(laid, entries))


def _small(laid: Corpus, entries: Sequence[KnowledgeEntry]) -> dict[tuple[str, ...], frozenset[int]]:
    """Titles and aliases of which at most a third of the words say anything; of a title also what is before a comma."""
    chosen = laid.field < postings.HEAD
    texts = laid.text[chosen]
    says = _counting(laid, frozenset())[laid.word[chosen]]
    many, telling = np.bincount(texts), np.bincount(texts, says)
    found: dict[tuple[str, ...], frozenset[int]] = {}
    chosen_texts = np.flatnonzero((many - 1 >= SMALL.start) & (many - 1 < SMALL.stop) & (3 * telling < many))
    ends = np.cumsum(np.bincount(laid.text))
    for text in chosen_texts.tolist():
        begin, end = int(ends[text - 1]) if text else 0, int(ends[text])
        key = tuple(laid.vocabulary[word] for word in laid.word[begin : end - 1].tolist())
        found[key] = found.get(key, frozenset()) | {int(laid.entry[begin])}
    for number, entry in enumerate(entries):
        short = title_of(entry).partition(",")[0]
        if short.count(" ") + 1 in SMALL and len(short) < SHORT_NAME:
            key = tuple(asking(words(short)))
            if sum(word not in STOP for word in key) * 3 <= len(key):
                found[key] = found.get(key, frozenset()) | {number}
    return found


def _counting(laid: Corpus, skipped: frozenset[str]) -> NDArray[np.bool_]:
    """Per word of the vocabulary whether it says anything."""
    return np.array([bool(word) and word not in STOP and word not in skipped for word in laid.vocabulary])


def _heads_of(
    laid: Corpus, expansions: Sequence[tuple[tuple[str, float], ...]], token_of: Mapping[str, int], basis: Postings,
    tables: LanguageTables, skipped: frozenset[str], height: int,
) -> Heads:  # fmt: skip
    named = (laid.field < postings.HEAD) & _counting(laid, skipped)[laid.word]
    texts, words, entries = laid.text[named], laid.word[named], laid.entry[named]
    fresh = np.flatnonzero(np.diff(texts, prepend=-1))
    first = np.searchsorted(entries[fresh], np.arange(height + 1))
    tokens = tuple(tuple(token_of[token] for token, weight in each if weight > lexicon.PART) for each in expansions)
    scale = math.log(2.0 * height + 2.0)
    weights = tuple(
        weight_of(float(basis.rarity[own[0]]), scale, tables.rarity_in_either(word)) if own else 0.0
        for word, own in zip(laid.vocabulary, tokens, strict=True)
    )
    return Heads(
        first.astype(np.int32), np.append(fresh, len(words)).astype(np.int32), words.astype(np.int32), weights, tokens
    )


def title_of(entry: KnowledgeEntry) -> str:
    """What an entry is called."""
    return entry.name if isinstance(entry, Offer) else entry.title
