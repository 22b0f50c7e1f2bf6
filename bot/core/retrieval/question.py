"""Turns a question into slots: what each of its words may stand for in the content, and how much the word matters."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.core.language.norwegian import STOP, TELLING, TOLD, asking, fold, language, signs, stem, words
from bot.core.retrieval.lexicon import CORRECTED, MEANT, PART, Lexicon, Weighted
from bot.core.retrieval.postings import Postings

MOST_WORDS = 60
"""Words of a question that are looked at."""
MOST_SLOTS = 24
FEWEST_FOREIGN = 5
"""Words of which a line must be to tell what language it is in."""
_LETTERS = re.compile(r"[^\W\d_]+")
ENGLISH = 0.5
"""What a rare English word that the content lacks says against one in Norwegian, which all the content is in."""
_BEFORE_AGE = frozenset({"paa", "er", "og", "om", "is", "aged"})
_AFTER_AGE = frozenset({"aar", "aaring", "aaringer", "aars", "year", "years", "yr", "yrs"})
_PARAGRAPH = "paragraf"


@dataclass(frozen=True, slots=True)
class Slot:
    """One word of the question."""

    word: str
    tokens: tuple[tuple[int, float], ...]
    """Tokens of the content that it may stand for, and what each counts against the word itself; empty: unknown."""
    weight: float
    """How much it matters that an entry has it, 0 to 1."""
    how: str
    """For `varde ask --why`: as it is, term, synonym, part, corrected to …, unknown."""
    name: bool = False
    """It is a name or begins with one: somebody's, or an offer's («Oslohjelpatelefonen»)."""


@dataclass(frozen=True)
class Reader:
    """Reads questions with a content's lexicon."""

    lexicon: Lexicon
    tokens: Mapping[str, int]
    postings: Postings
    numbered: frozenset[tuple[str, str]]
    """Each number of one or two digits in a name, with the word before it and with the one after it."""
    proper: frozenset[str]
    """Names of people, and what is written with a capital inside a title and is no word of the language."""

    def slots(self, question: str, dropped: frozenset[str]) -> tuple[Slot, ...]:
        """The slots of a question without the words that are dropped (places and times)."""
        typed = words(question)[:MOST_WORDS]
        signed = signs(typed)
        # «Fortelle» stands for the sign itself.
        found = [*asking(typed), *(sign for sign in signed if sign != TOLD or TELLING.isdisjoint(typed))]
        english = language(question) == "en"
        meant = self._phrases(found)
        if TOLD in signed:
            meant |= {at: [*meant.get(at, ()), (TOLD, MEANT)] for at, word in enumerate(found) if word in TELLING}
        listed: list[Slot] = []
        seen: set[str] = set()
        for at, word in enumerate(found):
            listed += self._said(found, at, english)
            if word in STOP or word in dropped or word in seen or self._says_little(found, at, english):
                continue
            seen.add(word)
            listed += self._read(word, meant.get(at, ()), english)
        return tuple(sorted(listed, key=lambda slot: -slot.weight)[:MOST_SLOTS])

    def foreign(self, question: str) -> bool:
        """Whether it is in a language that is neither Norwegian nor English: two words in three stand in no table."""
        found = _LETTERS.findall(fold(question))[:MOST_WORDS]
        return len(found) >= FEWEST_FOREIGN and 3 * sum(map(self._known, found)) <= len(found)

    def stems(self, word: str) -> tuple[str, ...]:
        """Stems of the content's words that a word of a question stands for, a misspelt one too; else its own."""
        meant = word if stem(word) in self.lexicon.stems else self.lexicon.meant(word) or word
        found = [*self.lexicon.tokens(meant), *self._same(word, True)]
        return tuple(token.lstrip("=") for token, weight in found if weight > PART) or (stem(word),)

    def _known(self, word: str) -> bool:
        tables = self.lexicon.tables
        where = (STOP, self.lexicon.known, tables.common, tables.common_english, tables.synonyms)
        return any(word in words for words in where)

    def _says_little(self, found: Sequence[str], at: int, english: bool) -> bool:
        """A single letter, an age, a way of asking that no title has, or a word for nothing but little words."""
        word = found[at]
        table = self.lexicon.tables
        if word in table.synonyms and (english or word not in table.english):
            return all(STOP.issuperset(meaning) for meaning in table.synonyms[word])
        if word[0] == "?":
            return word not in self.tokens
        if is_small(word):
            return self._is_age(found, at)
        if word in _AFTER_AGE:
            return at > 0 and is_small(found[at - 1]) and self._is_age(found, at - 1)
        return len(word) == 1 and not word.isdigit()

    def _is_age(self, found: Sequence[str], at: int) -> bool:
        """Whether a number is no paragraph, step or attachment: «barn 9 år» says nothing about § 9."""
        before, number, after = ["", *found, ""][at : at + 3]
        if before == _PARAGRAPH or not (before or after):
            return False
        if before in _BEFORE_AGE or after in _AFTER_AGE:
            return True
        return self.numbered.isdisjoint({(before, number), (number, after)})

    def _read(self, word: str, phrased: Sequence[Weighted], english: bool) -> list[Slot]:
        lexicon = self.lexicon
        if stem(word) in lexicon.stems and not (english and word in lexicon.tables.english):
            own = [*lexicon.tokens(word), *self._same(word, english)]
            return [self._slot(word, word, [*own, *phrased], "word", english)]
        same = [*self._same(word, True), *phrased]
        if same:
            return [self._slot(word, word, same, "synonym", english)]
        foreign = english and word in lexicon.tables.common_english
        parts = () if foreign else lexicon.parts(word)
        if parts:
            return [self._part(part, word) for part in parts]
        corrected = lexicon.begun(word) if foreign else lexicon.meant(word)
        if corrected:
            near = [(token, CORRECTED * weight) for token, weight in lexicon.tokens(corrected)]
            near += [(token, CORRECTED * weight) for token, weight in self._same(corrected, english)]
            return [self._slot(word, corrected, near, f"corrected to {corrected}")]
        return [self._unknown(word, english)]

    def _part(self, part: str, word: str) -> Slot:
        """A first part that the content lacks is missed: an «angrepille» is not what is «ille»."""
        if part not in self.lexicon.known:
            return self._unknown(part, False)
        return self._slot(part, word, self.lexicon.tokens(part), f"part of {word}")

    def _unknown(self, word: str, english: bool) -> Slot:
        rare = self.lexicon.tables.rarity(word, english) * (ENGLISH if english else 1.0)
        return Slot(word, (), 0.1 + 0.9 * rare, "unknown")

    def _same(self, word: str, english: bool) -> list[Weighted]:
        """Tokens of the words that mean the same."""
        table = self.lexicon.tables
        if word in table.english and not english:
            return []
        found = table.synonyms.get(word) or self.lexicon.synonyms.get(stem(word), ())
        meant = (each for meaning in found for each in meaning if each not in STOP)
        return [(token, MEANT * weight) for each in meant for token, weight in self.lexicon.tokens(each)]

    def _slot(self, word: str, known: str, tokens: Sequence[Weighted], how: str, english: bool = False) -> Slot:
        best: dict[int, float] = {}
        for token, weight in tokens:
            place = self.tokens.get(token)
            if place is not None and weight > best.get(place, 0.0):
                best[place] = weight
        if not best:
            return self._unknown(word, False)
        direct = [float(self.postings.rarity[place]) for place, weight in best.items() if weight > PART]
        rarity = min(direct or [float(self.postings.rarity[place]) for place in best])
        scale = math.log(2.0 * self.postings.height + 2.0)
        rare = self.lexicon.tables.rarity(known, english)
        return Slot(word, tuple(best.items()), weight_of(rarity, scale, rare), how, self._is_name(known))

    def _is_name(self, word: str) -> bool:
        return word in self.proper or not self.proper.isdisjoint(self.lexicon.parts(word))

    def _said(self, found: Sequence[str], at: int, english: bool) -> list[Slot]:
        """What a phrase of little words only that begins here means («sier nei»): no word of it says it alone."""
        slots: list[Slot] = []
        for shape, tokens in self.lexicon.phrases.get(stem(found[at]), ()):
            written = found[at : at + len(shape)]
            meant = [token for token, _ in tokens if token in self.tokens]
            if meant and tuple(map(stem, written)) == shape and STOP.issuperset(written):
                slots.append(self._slot(meant[0], written[-1], tokens, f"phrase {' '.join(written)}", english))
        return slots

    def _phrases(self, found: Sequence[str]) -> dict[int, list[Weighted]]:
        """Places in the question -> what the phrases over them stand for."""
        roots = [stem(word) for word in found]
        meant: dict[int, list[Weighted]] = {}
        for at, root in enumerate(roots):
            for shape, tokens in self.lexicon.phrases.get(root, ()):
                if tuple(roots[at : at + len(shape)]) == shape:
                    for place in range(at, at + len(shape)):
                        meant.setdefault(place, []).extend(tokens)
        return meant


def is_small(word: str) -> bool:
    """Whether a word is a number that may well be an age."""
    return word.isdigit() and len(word) <= 2


def weight_of(rarity: float, scale: float, rare: float) -> float:
    """How much a known word matters, 0 to 1, by its idf over the greatest idf and by its rarity in the language."""
    return min(1.0, rarity / scale) * (0.5 + 0.5 * rare)
