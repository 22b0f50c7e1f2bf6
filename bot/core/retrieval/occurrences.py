"""Where each token of the content stands: what every word stands for, and the terms that several words make."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.core.language.norwegian import STOP
from bot.core.retrieval import sparse
from bot.core.retrieval.corpus import Corpus
from bot.core.retrieval.lexicon import Lexicon, Weighted
from bot.core.retrieval.postings import FIELDS
from bot.core.retrieval.sparse import Block, Floats, Ints, Longs


@dataclass(frozen=True)
class Occurrences:
    """Word w of the vocabulary stands for tokens[starts[w]:starts[w+1]]; a term's own token stands at `term_at`.

    Nothing as long as all occurrences is ever held: there are some millions of them.
    """

    laid: Corpus
    numbers: Mapping[str, int]
    """Token -> its number."""
    starts: Longs
    tokens: Ints
    worths: Floats
    term_at: Longs
    """Places in the corpus, ascending, where a term of several words begins."""
    term: Ints

    def lengths(self, height: int) -> Floats:
        """How much stands in each field of each of so many entries."""
        places = height * len(FIELDS)
        sums = np.concatenate(([0.0], np.cumsum(self.worths, dtype=np.float64)))
        of_word = sums[self.starts[1:]] - sums[self.starts[:-1]]
        where = _place(self.laid, slice(None))
        found = np.bincount(where, of_word[self.laid.word], places) + np.bincount(where[self.term_at], None, places)
        return found.reshape(height, len(FIELDS)).astype(np.float32)

    def blocks(self) -> Iterator[Block]:
        """(token, place, what it counts) of all occurrences, some hundred thousand at a time; a place is a field of
        an entry, and entries ascend from block to block."""
        each = float(np.diff(self.starts)[self.laid.word].mean())
        for begin, end in sparse.cuts(self.laid.entry, each):
            yield self._block(begin, end)

    def _block(self, begin: int, end: int) -> Block:
        words = self.laid.word[begin:end]
        where = _place(self.laid, slice(begin, end))
        meant, many = sparse.spread(self.starts, words)
        terms = slice(*np.searchsorted(self.term_at, (begin, end)).tolist())
        term_at = self.term_at[terms] - begin
        return (
            np.concatenate((self.tokens[meant], self.term[terms])).astype(np.int64),
            np.concatenate((np.repeat(where, many), where[term_at])),
            np.concatenate((self.worths[meant], np.ones(len(term_at), dtype=np.float32))),
        )


def _place(laid: Corpus, part: slice) -> Longs:
    return laid.entry[part].astype(np.int64) * len(FIELDS) + laid.field[part]


def find(laid: Corpus, known: Lexicon, expansions: Sequence[tuple[Weighted, ...]]) -> Occurrences:
    """All tokens of a corpus; `expansions` says what each word of its vocabulary stands for."""
    numbers: dict[str, int] = {}
    for expansion in expansions:
        for token, _ in expansion:
            numbers.setdefault(token, len(numbers))
    starts = np.concatenate(([0], np.cumsum([len(each) for each in expansions]))).astype(np.int64)
    tokens = np.array([numbers[token] for each in expansions for token, _ in each], dtype=np.int32)
    worths = np.array([worth for each in expansions for _, worth in each], dtype=np.float32)
    term_at, term = _terms(laid, known, numbers)
    return Occurrences(laid, numbers, starts, tokens, worths, term_at, term)


def expanded(laid: Corpus, known: Lexicon) -> list[tuple[Weighted, ...]]:
    """What each word of the vocabulary stands for; words that say nothing stand for nothing."""
    return [known.tokens(word) if word and word not in STOP else () for word in laid.vocabulary]


def _terms(laid: Corpus, known: Lexicon, numbers: dict[str, int]) -> tuple[Longs, Ints]:
    """Where a term of several words begins, and its token, which is given a number."""
    roots: dict[str, int] = {}
    root_of = np.array([roots.setdefault(known.root(word), len(roots)) for word in laid.vocabulary], dtype=np.int32)
    row = root_of[laid.word]
    at: list[Longs] = [np.zeros(0, dtype=np.int64)]
    which: list[Ints] = [np.zeros(0, dtype=np.int32)]
    for shapes in known.phrases.values():
        for shape, ((token, _), *_) in shapes:
            if token.startswith("=") and all(root in roots for root in shape):
                begins = _begins(row, [roots[root] for root in shape])
                if len(begins):
                    at.append(begins)
                    which.append(np.full(len(begins), numbers.setdefault(token, len(numbers)), dtype=np.int32))
    places = np.concatenate(at)
    order = np.argsort(places, kind="stable")
    return places[order], np.concatenate(which)[order]


def _begins(row: Ints, shape: Sequence[int]) -> Longs:
    """Where these roots follow each other."""
    found = np.flatnonzero(row[: max(0, len(row) - len(shape) + 1)] == shape[0])
    for ahead, root in enumerate(shape[1:], start=1):
        found = found[row[found + ahead] == root]
    return found
