"""Lays all entries out as one long row of words, each with its entry and the field it stands in."""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

import numpy as np
from numpy.typing import NDArray

from bot.core.knowledge import Article, KnowledgeEntry, Offer
from bot.core.language.norwegian import asking, signs, split_words, words

Ints = NDArray[np.int32]
TITLE, ALIASES, TEXT, REACHED = range(4)
BREAK = ""
"""The word between two texts, so that no phrase reaches across."""
_HOURS = "aapningstider aapningstid aapent aapen"
_HOW = {"telefon": "telefon nummer", "epost": "epost adresse", "sms": "sms melding", "nettside": "nettside lenke"}


@dataclass(frozen=True)
class Corpus:
    """`word[i]` (a place in `vocabulary`) stands in field `field[i]` of entry `entry[i]`, in text `text[i]`."""

    vocabulary: tuple[str, ...]
    word: Ints
    entry: Ints
    field: Ints
    text: Ints
    """A number for each title, alias or other text; titles and aliases of an entry follow each other."""


_CAPITAL = re.compile(r"(?<=[a-zæøå,] )[A-ZÆØÅ][\w-]+")


def lay_out(entries: Sequence[KnowledgeEntry]) -> Corpus:
    """All words of all entries, in order."""
    places: defaultdict[str, int] = defaultdict(count(1).__next__)
    places[BREAK] = 0
    texts = [(place, field, text) for place, entry in enumerate(entries) for field, text in _texts(entry)]
    shape = np.array([(place, field) for place, field, _ in texts], dtype=np.int32).reshape(-1, 2)
    # The same aliases stand in many places' offers: each text is read once.
    kinds = list(dict.fromkeys((field < TEXT, text) for _, field, text in texts))
    read: dict[tuple[bool, str], array[int]] = {}
    for (named, text), found in zip(kinds, split_words([text for _, text in kinds]), strict=True):
        read[named, text] = array("i", [*map(places.__getitem__, _name(found) if named else found), 0])
    row = array("i")
    sizes: list[int] = []
    for _, field, text in texts:
        row.extend(read[field < TEXT, text])
        sizes.append(len(row))
    ends = np.array([0, *sizes], dtype=np.int64)
    many = ends[1:] - ends[:-1]
    return Corpus(
        tuple(places),
        np.array(row, dtype=np.int32),
        np.repeat(shape[:, 0], many),
        np.repeat(shape[:, 1], many),
        np.repeat(np.arange(len(shape), dtype=np.int32), many),
    )


def proper(entries: Sequence[KnowledgeEntry]) -> frozenset[str]:
    """The folded words of people's names, and those with a capital inside a title or a note on how to reach it."""
    texts = dict.fromkeys(text for entry in entries for field, text in _texts(entry) if field in (TITLE, REACHED))
    people = (person.name for entry in entries if isinstance(entry, Offer) for person in entry.people)
    return frozenset(words(" ".join((*_CAPITAL.findall("\n".join(texts)), *people))))


def _name(found: Sequence[str]) -> list[str]:
    return [*asking(found), *signs(found)]


def _texts(entry: KnowledgeEntry) -> Iterator[tuple[int, str]]:
    match entry:
        case Offer():
            yield TITLE, entry.name
            yield from ((ALIASES, alias) for alias in entry.aliases)
            yield from ((ALIASES, person.name) for person in entry.people)
            yield TEXT, " . ".join((entry.short, entry.text, *entry.points, *entry.situations))
            yield REACHED, " . ".join(_reached(entry))
        case Article():
            yield TITLE, entry.title
            yield from ((ALIASES, alias) for alias in entry.aliases)
            yield TEXT, " . ".join((entry.text, *entry.points))


def _reached(offer: Offer) -> Iterator[str]:
    yield offer.service
    yield offer.address
    yield from (value for _, value in offer.facts)
    for reach in offer.reaches:
        yield f"{_HOW.get(reach.way, reach.way)} {reach.note}"
    for person in offer.people:
        yield f"kontaktperson {person.role}"
    if offer.openings:
        yield _HOURS
        yield from (opening.note for opening in offer.openings)
