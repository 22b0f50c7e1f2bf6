"""Recognises the places that a question names, and which entries belong there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.core.events import DistrictId
from bot.core.knowledge import District
from bot.core.language.norwegian import LanguageTables, fold, words

ALSO_WORDS = frozenset(
    words(
        """Time Hole Os Gol Ål Lund Eid Vik Bø Sel Vang Ski Moss Nes Lier Ås Gran Lom Hå Sund Råde Hol Fet Flå
        Våler Loppa Rana Bamble Løkka Sentrum Øyer Bygland Sola Klepp Strand Tolga Alver Salten Frøya
        Hitra Vega Lesja Ask Fjord Grane Grue Haram Heim Hvaler Kinn Leka Luster Marker Myre Osen Røst Sande Stad Stange
        Stranda Tinn Valle"""
    )
)
"""Folded names of places that are also ordinary words."""
_NEVER_IN_LOWER_CASE = frozenset(
    words(
        """time ski hå ås ål sola ask strand moss vega bø sel rana fjord grane grue heim hvaler kinn leka luster marker
        myre røst stad stange stranda tinn"""
    )
)
_BEFORE = frozenset({"i", "fra", "in", "from", "til"})
_AFTER = frozenset({"kommune", "bydel", "municipality"})
_NAME = re.compile(r"[^\W\d_]+")
LONGEST_NAME = 4
"""Words in the longest name of a place that is looked for."""


@dataclass(frozen=True, slots=True)
class Named:
    """The places that a question names, in order, and the folded words that named them."""

    places: tuple[DistrictId, ...] = ()
    words: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Places:
    """Names of districts and how they lie in each other."""

    names: Mapping[tuple[str, ...], DistrictId]
    single: tuple[str, ...]
    """Names of one word with at least five letters: those that a typing mistake may be corrected to."""
    parents: Mapping[DistrictId, DistrictId | None]
    common: Mapping[str, int]

    def upwards(self, district: DistrictId | None) -> tuple[DistrictId, ...]:
        """The district and all that it lies in."""
        found: list[DistrictId] = []
        while district is not None and district in self.parents and district not in found:
            found.append(district)
            district = self.parents[district]
        return tuple(found)

    def find(self, question: str, vocabulary: frozenset[str]) -> Named:
        """The places named in a question; a word of the vocabulary is never taken for a misspelt place."""
        raw = _NAME.findall(question)
        folded = fold(" ".join(raw)).split(" ")
        places: list[DistrictId] = []
        used: set[str] = set()
        at = 0
        while at < len(raw):
            size, place = self._at(raw, folded, at, vocabulary)
            if place is not None:
                places += [place] if place not in places else []
                used.update(folded[at : at + size])
            at += size
        return Named(tuple(places), frozenset(used))

    def _at(
        self, raw: list[str], folded: list[str], at: int, vocabulary: frozenset[str]
    ) -> tuple[int, DistrictId | None]:
        for size in range(min(LONGEST_NAME, len(raw) - at), 0, -1):
            name = tuple(folded[at : at + size])
            place = self.names.get(name) or self._genitive(name)
            if place is not None and (size > 1 or name[0] not in ALSO_WORDS or _meant(raw, folded, at)):
                return size, place
        word = folded[at]
        head = next((word[: -len(end)] for end in ("bydelen", "bydelens", "bydel") if word.endswith(end)), "")
        if head and (place := self.names.get((head,))) is not None:
            return 1, place
        return 1, self._misspelt(word, vocabulary)

    def _genitive(self, name: tuple[str, ...]) -> DistrictId | None:
        place = self.names.get((*name[:-1], name[-1].removesuffix("s")))
        return place if len(name[-1]) > 4 else None

    def _misspelt(self, word: str, vocabulary: frozenset[str]) -> DistrictId | None:
        if len(word) < 5 or word in vocabulary or word in self.common:
            return None
        found = process.extractOne(word, self.single, scorer=OSA.distance, score_cutoff=1)
        return self.names[(found[0],)] if found else None


def _meant(raw: list[str], folded: list[str], at: int) -> bool:
    """Whether a word that is also a place is meant as the place here."""
    if at + 1 < len(raw) and folded[at + 1] in _AFTER:
        return True
    if at > 0 and raw[at][0].isupper() and not raw[at - 1].isupper():
        return True
    return at > 0 and folded[at - 1] in _BEFORE and folded[at] not in _NEVER_IN_LOWER_CASE


def build(districts: Mapping[DistrictId, District], tables: LanguageTables) -> Places:
    """All names of districts but of those that lie in nothing (the country is no place to be asked about)."""
    names: dict[tuple[str, ...], DistrictId] = {}
    for district in districts.values():
        if district.parent is None:
            continue
        for name in (district.name, *district.aliases):
            key = tuple(_NAME.findall(fold(name)))
            short = tuple(word for word in key if word not in ("kommune", "bydel"))
            for each in (key, short):
                if each and len(each) <= LONGEST_NAME:
                    names.setdefault(each, district.id)
    single = tuple(
        sorted(name[0] for name in names if len(name) == 1 and len(name[0]) >= 5 and name[0] not in ALSO_WORDS)
    )
    return Places(names, single, {each.id: each.parent for each in districts.values()}, tables.common)


def name_words(places: Places) -> frozenset[str]:
    """Every word of a place's name."""
    return frozenset(part for name in places.names for word in name for part in words(word))
