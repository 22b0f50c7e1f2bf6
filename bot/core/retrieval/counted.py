"""What a question wants the number of, «hvor mange kommuner», and whether an entry has a number of that.

Theory. That an entry has some number says little: nearly all have one. What is counted stands in the same sentence as
its number, so an entry is believed to know it when one of its sentences has a number and the word, or one for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from bot.core.knowledge import Article, KnowledgeEntry
from bot.core.language.norwegian import STOP, fold, words
from bot.core.retrieval.wants import counting, shown

LEAST = 4
"""Letters of the shortest stem that is looked for."""
_ASKED = re.compile(
    r"\b(?:(?:hvor|kor) mange|how many|antall|ant)\.? (?:av )?(?:(?:de|dei|the|ulike|forskjellige) )?"
    r"([a-z]+)(?: ([a-z]+))?"
)
_UNITS = re.compile(
    "prosent|percent|gang|gong|aar|dag|time|minutt|maaned|uke|veke|kroner|year|day|hour|week|month|person|folk|people"
)
"""Words that a number stands for, or that nobody writes beside one: «tirsdag og torsdag» are two days."""
_NUMBER = re.compile(
    r"\d|\b(?:ei|ein|en|ett|to|tre|fire|fem|seks|sju|syv|aatte|ni|ti|elleve|tolv|begge|ingen|inga|halvparten"
    r"|flertallet|alle|hver|hvert|enkelte|mange|flere)\b"
)
_SENTENCE = re.compile(r"(?<=[.:;!?])\s|\n")


def asked(question: str) -> tuple[str, ...]:
    """The folded words for what is to be counted; none where they are not such as an entry would have by a number.

    Two, since «elektroniske meldinger» may be just «meldinger» in the entry.
    """
    found = _ASKED.search(counting(fold(question)))
    if found is None or len(found[1]) <= LEAST or _UNITS.match(found[1]):
        return ()
    return tuple(word for word in found.groups("") if len(word) > LEAST and word not in STOP)


def told(entry: KnowledgeEntry, stems: Iterable[str]) -> bool:
    """Whether a sentence of an entry has a number and a word with one of these stems in it, or is a redirect's."""
    wanted = tuple(stem for stem in stems if len(stem) >= LEAST)
    silent = isinstance(entry, Article) and entry.redirect
    return silent or not wanted or any(stem in word for word in _beside_numbers(entry) for stem in wanted)


def _beside_numbers(entry: KnowledgeEntry) -> Iterator[str]:
    """Words of the sentences with a number in them, and of the one before each: «… Etaten har 17 av dem.»"""
    for text in shown(entry):
        for before, sentence in pairwise(("", *_SENTENCE.split(text))):
            if _NUMBER.search(fold(sentence)):
                yield from words(f"{before} {sentence}")
