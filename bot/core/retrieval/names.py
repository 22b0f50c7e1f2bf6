"""What entries are called: each title and alias as its telling words, and how like one of them a question is."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bot.core.knowledge import KnowledgeEntry, Offer
from bot.core.language.norwegian import STOP, LanguageTables, words
from bot.core.retrieval.corpus import Corpus
from bot.core.retrieval.lexicon import PART, Weighted
from bot.core.retrieval.postings import HEAD, Postings
from bot.core.retrieval.question import Slot, is_small, weight_of
from bot.core.retrieval.sparse import Ints

LEAST = 0.2
"""Weight of a question's words, at least, that they are shares of: to have all of nearly nothing is no likeness."""
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Names:
    """Entry i has names first[i] to first[i+1]; name n has words words[starts[n]:starts[n+1]]."""

    first: Ints
    starts: Ints
    words: Ints
    weights: tuple[float, ...]
    """Per word of the vocabulary how much it matters, 0 to 1."""
    tokens: tuple[tuple[int, ...], ...]
    """Per word of the vocabulary what it stands for."""

    def likeness(self, entry: int, asked: Asked) -> float:
        """The Dice coefficient, by weight, of a question and the name of an entry that is most like it, 0 to 1."""
        first, last = int(self.first[entry]), int(self.first[entry + 1])
        bounds = self.starts[first : last + 1].tolist()
        words = self.words[bounds[0] : bounds[-1]].tolist()
        names = (words[begin - bounds[0] : end - bounds[0]] for begin, end in pairwise(bounds))
        return max((self._dice(name, asked) for name in names), default=0.0)

    def _dice(self, name: Sequence[int], asked: Asked) -> float:
        met: dict[int, float] = {}
        own = shared = 0.0
        for word in name:
            found = asked.met(word, self.tokens[word])
            for number, part in found:
                if part > met.get(number, 0.0):
                    met[number] = part
            own += self.weights[word]
            shared += self.weights[word] * max((part for _, part in found), default=0.0)
        both = sum(asked.slots[number].weight * part for number, part in met.items()) + shared
        return both / (asked.whole + own) if met else 0.0


class Asked:
    """A question's slots, and what the words of names that were seen so far have of them."""

    def __init__(self, slots: Sequence[Slot]) -> None:
        self.slots = slots
        self.weights = np.array([slot.weight for slot in slots])
        self.whole = max(float(self.weights.sum()), LEAST)
        self._numbers: dict[int, list[tuple[int, float]]] = {}
        self._seen: dict[int, list[tuple[int, float]]] = {}
        for number, slot in enumerate(slots):
            for token, weight in slot.tokens:
                self._numbers.setdefault(token, []).append((number, weight))

    def met(self, word: int, tokens: tuple[int, ...]) -> list[tuple[int, float]]:
        """(number of a slot, how much of it) that a word of a name is."""
        found = self._seen.get(word)
        if found is None:
            found = self._seen[word] = [pair for token in tokens for pair in self._numbers.get(token, ())]
        return found


def build(
    laid: Corpus,
    expansions: Sequence[tuple[Weighted, ...]],
    numbers: Mapping[str, int],
    basis: Postings,
    tables: LanguageTables,
    skipped: frozenset[str],
) -> Names:
    """The names of all entries without the words that are skipped: no name is unlike a question for those."""
    named = (laid.field < HEAD) & telling(laid, skipped)[laid.word]
    texts, words, entries = laid.text[named], laid.word[named], laid.entry[named]
    fresh = np.flatnonzero(np.diff(texts, prepend=-1))
    tokens = tuple(tuple(numbers[token] for token, weight in each if weight > PART) for each in expansions)
    scale = math.log(2.0 * basis.height + 2.0)
    weights = tuple(
        weight_of(float(basis.rarity[own[0]]), scale, tables.rarity_in_either(word)) if own else 0.0
        for word, own in zip(laid.vocabulary, tokens, strict=True)
    )
    return Names(
        first=np.searchsorted(entries[fresh], np.arange(basis.height + 1)).astype(np.int32),
        starts=np.append(fresh, len(words)).astype(np.int32),
        words=words,
        weights=weights,
        tokens=tokens,
    )


def telling(laid: Corpus, skipped: frozenset[str] = frozenset()) -> Mask:
    """Per word of the vocabulary whether it says anything."""
    return np.array([bool(word) and word not in STOP and word not in skipped for word in laid.vocabulary])


def numbered(laid: Corpus) -> frozenset[tuple[str, str]]:
    """Each small number in a name with the word before it, and with the one after it."""
    small = np.array([is_small(word) for word in laid.vocabulary])
    at = np.flatnonzero(small[laid.word] & (laid.field < HEAD))
    pairs = [(place - 1, place) for place in at.tolist()] + [(place, place + 1) for place in at.tolist()]
    said = ((laid.vocabulary[laid.word[one]], laid.vocabulary[laid.word[other]]) for one, other in pairs if one >= 0)
    return frozenset(pair for pair in said if all(pair))


def title_of(entry: KnowledgeEntry) -> str:
    """What an entry is called first."""
    return entry.name if isinstance(entry, Offer) else entry.title


def titles(entries: Sequence[KnowledgeEntry]) -> dict[str, str]:
    """Title as it is compared -> its entry, where no other has the same: whoever types it whole means that entry."""
    found: dict[str, list[str]] = {}
    for entry in entries:
        found.setdefault(" ".join(words(title_of(entry))), []).append(entry.id)
    return {title: ids[0] for title, ids in found.items() if len(ids) == 1}
