"""The content's own words: what each stands for, how compounds come apart, what a misspelt word was meant to be."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.core.knowledge import Term
from bot.core.language.norwegian import STOP, LanguageTables, stem, words

SHORTEST_PART = 3
SHORTEST_TAIL = 4
SHORTEST_COMPOUND = 8
SHORTEST_START = 5
"""Letters."""
PART = 0.5
"""What a part of a compound counts against the whole word."""
MEANT = 0.9
"""What a word of the same meaning counts against the word itself."""
CORRECTED = 0.85
_ENDINGS = ("enes", "ene", "ens", "ets", "ers", "en", "et", "er", "ne", "a", "e", "s", "r", "n", "t")

Weighted = tuple[str, float]
Phrase = tuple[tuple[str, ...], tuple[Weighted, ...]]
"""Several stems, and the tokens that they stand for together."""


@dataclass(frozen=True)
class Lexicon:
    """Built from every word in the content; asked with one word at a time."""

    roots: Mapping[str, str]
    """Word -> its stem, for the words of the content."""
    known: frozenset[str]
    """Folded words of the content, as they are written there."""
    stems: frozenset[str]
    buckets: Mapping[tuple[str, int], tuple[str, ...]]
    """(first letter, length) -> words that a misspelt word may have been meant to be."""
    ordered: tuple[str, ...]
    """The known words in alphabetical order."""
    concepts: Mapping[str, tuple[str, ...]]
    """Stem -> concept tokens (`=hfu`) of the terms with that one word as a form."""
    synonyms: Mapping[str, tuple[tuple[str, ...], ...]]
    """Stem -> the meanings that the tables give its word."""
    phrases: Mapping[str, tuple[Phrase, ...]]
    """First stem -> the phrases that begin with it."""
    tables: LanguageTables

    def tokens(self, word: str) -> tuple[Weighted, ...]:
        """What a word of the content stands for: its stem, its concepts, and its parts if it is a compound."""
        root = self.root(word)
        found = [(root, 1.0), *((concept, MEANT) for concept in self.concepts.get(root, ()))]
        for part in filter(self.known.__contains__, self.parts(word)):
            own = self.root(part)
            found += [(token, PART) for token in (own, *self.concepts.get(own, ())) if token != root]
        return tuple(dict(reversed(found)).items())

    def root(self, word: str) -> str:
        """The stem of any word."""
        return self.roots.get(word) or stem(word)

    def parts(self, word: str) -> tuple[str, ...]:
        """The two parts of a compound whose last part the content has, and whose first is a word at least."""
        if len(word) < SHORTEST_COMPOUND or not word.isalpha():
            return ()
        for cut in range(SHORTEST_PART, len(word) - SHORTEST_TAIL + 1):
            tail = self._inflected(word[cut:])
            if not tail or tail in STOP:
                continue
            head = self._head(word[:cut])
            if head is not None:
                return head, tail
        return ()

    def _inflected(self, word: str) -> str:
        """The word, or the word without an ending, as the content has it; empty when it has neither."""
        if word in self.known:
            return word
        bare = (word[: -len(end)] for end in _ENDINGS if word.endswith(end) and len(word) - len(end) >= SHORTEST_TAIL)
        return next((each for each in bare if each in self.known), "")

    def _head(self, head: str) -> str | None:
        """The first part as a word, its joining s or e taken off; None when it is no word."""
        shapes = (head, head[:-1] if head[-1] in "se" else head)
        for shape in shapes:
            if len(shape) >= SHORTEST_PART and shape in self.known:
                return shape
        return next((s for s in shapes if len(s) >= SHORTEST_PART and s in self.tables.common), None)

    def meant(self, word: str) -> str:
        """The content's word within one mistake (two in a long word) of a word that nobody knows; else empty."""
        if len(word) < SHORTEST_START or not word.isalpha() or self.tables.common.get(word, 10) < 8:
            return ""
        allowed = 2 if len(word) >= 8 else 1
        lengths = range(len(word) - allowed, len(word) + allowed + 1)
        near = [other for size in lengths for other in self.buckets.get((word[0], size), ())]
        found = process.extractOne(word, near, scorer=OSA.distance, score_cutoff=allowed)
        return found[0] if found else self.begun(word)

    def begun(self, word: str) -> str:
        """The shortest word that a cut-off word begins (oslohj), if all that it begins have that one in common."""
        at = bisect_left(self.ordered, word)
        if len(word) < SHORTEST_START or at == len(self.ordered) or not self.ordered[at].startswith(word):
            return ""
        end = bisect_left(self.ordered, word + "{")
        shortest = min(self.ordered[at:end], key=len)
        return shortest if all(each.startswith(shortest[:-1]) for each in self.ordered[at:end]) else ""


class _Roots:
    """Stems each word once."""

    def __init__(self) -> None:
        self.found: dict[str, str] = {}

    def __call__(self, word: str) -> str:
        root = self.found.get(word)
        if root is None:
            root = self.found[word] = stem(word)
        return root


def build(vocabulary: Iterable[str], terms: Sequence[Term], tables: LanguageTables) -> Lexicon:
    """The lexicon of a content's folded words and its terms."""
    concepts: dict[str, tuple[str, ...]] = {}
    phrases: dict[str, tuple[Phrase, ...]] = {}
    known = set(vocabulary)
    roots = _Roots()
    for term in terms:
        token = f"={term.id}"
        for form in (term.name, *term.forms):
            written = words(form)
            known.update(written)
            shape = tuple(map(roots, written))
            if len(shape) == 1 and token not in concepts.get(shape[0], ()):
                concepts[shape[0]] = (*concepts.get(shape[0], ()), token)
            elif len(shape) > 1:
                phrases[shape[0]] = (*phrases.get(shape[0], ()), (shape, ((token, MEANT),)))
    known.discard("")
    ordered = tuple(sorted(known))
    synonyms = {roots(word): meanings for word, meanings in tables.synonyms.items() if " " not in word}
    listed = _longer(phrases, concepts, tables, roots)
    stems = frozenset(map(roots, ordered))
    return Lexicon(roots.found, frozenset(known), stems, _buckets(ordered), ordered, concepts, synonyms, listed, tables)


def _longer(
    phrases: dict[str, tuple[Phrase, ...]],
    concepts: Mapping[str, tuple[str, ...]],
    tables: LanguageTables,
    roots: _Roots,
) -> dict[str, tuple[Phrase, ...]]:
    """The terms' phrases, and those of the tables."""
    for key, meanings in tables.synonyms.items():
        shape = tuple(map(roots, key.split()))
        if len(shape) < 2:
            continue
        own = [roots(word) for meaning in meanings for word in meaning if word not in STOP]
        own += [concept for root in own for concept in concepts.get(root, ())]
        for meaning in meanings:
            meant = tuple(map(roots, meaning))
            own += [tokens[0][0] for each, tokens in phrases.get(meant[0], ()) if each == meant]
        if own:
            phrases[shape[0]] = (*phrases.get(shape[0], ()), (shape, tuple((token, MEANT) for token in own)))
    return phrases


def _buckets(known: Iterable[str]) -> dict[tuple[str, int], tuple[str, ...]]:
    found: dict[tuple[str, int], list[str]] = {}
    for word in known:
        if len(word) >= 3 and word.isalpha() and word not in STOP:
            found.setdefault((word[0], len(word)), []).append(word)
    return {key: tuple(listed) for key, listed in found.items()}
