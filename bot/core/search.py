"""Ranks entries for a question, says why, asks back for what is missing, and says when it does not know."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from math import log1p

import numpy as np
from numpy.typing import NDArray

from bot.core import clock_words, confidence, places, ranking, wants
from bot.core.confidence import Features
from bot.core.events import DistrictId
from bot.core.finding import NOTHING, Alternative, Finding, Found, Hit, found_of
from bot.core.hours import TimeQuestion
from bot.core.knowledge import Knowledge, KnowledgeEntry, Offer
from bot.core.norwegian import EMPTY, LanguageTables, fold, words
from bot.core.places import Named, Places
from bot.core.question import Slot
from bot.core.ranking import Ranker, Scored
from bot.core.wants import Sought

__all__ = ["Alternative", "Finding", "Hit", "Index"]

LONGEST_QUESTION = 600
"""Characters of a question that are looked at; the rest is cut."""
SAME_SERVICE = 0.5
"""Share of the best score from which another district's entry of the same service is asked about."""
AS_GOOD = 0.85
"""The same for an entry of another service."""
HERE = 0.4
"""Both, when the question says «in our bydel» and nobody knows which that is."""
ASKED_BACK = 0.6
"""Share of the lowest probability from which it is asked back for the place: no answer is claimed to be right yet."""
LOCAL = 0.08
"""What an entry of the asker's own district gains over a national one."""
NAMED = 0.25
"""What an entry of a district that the question names gains."""
VERBATIM = 1.0
"""What an entry gains whose name of little words («Du er ikke alene») stands in the question as it is."""
VERBATIM_SURE = 1.8
"""What such a name's share of the question is worth as a probability."""
NEAR = 0.25
"""Likeness of letters from which a national entry is offered in a place without entries."""
MOST_ALTERNATIVES = 8
MOST_OF_A_SERVICE = 40
"""Entries of one service that are looked through for asking back."""
_PERSON = re.compile(
    r"kontakt ?person|\bna[vm]net? (?:paa|til)\b|contact person|name of the|who is the contact"
    r"|\bhvem (?:er|leder|sitter)\b|\bkven (?:er|leier)\b"
)
_HERE = re.compile(r"\bbydelen\b|\b(?:bydel|kommunen) (?:min|vaar|di|deres)\b|\b(?:our|my) (?:district|municipality)\b")

Mask = NDArray[np.bool_]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Read:
    """What a question says."""

    slots: tuple[Slot, ...]
    named: Named
    time: TimeQuestion | None
    here: bool
    """It says «our bydel», «with us» …"""
    only_hours: bool
    """It asks when something is open and does not say what."""
    verbatim: dict[int, float]
    """Entries whose name of little words stands in it as it is, and the share of the question that the name is."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Where the asker is, and which entries she can be answered with."""

    here: tuple[DistrictId, ...]
    """The places the question named, else the asker's own; empty: not known."""
    named: bool
    allowed: Mask
    bonus: Floats
    same_service: float = SAME_SERVICE
    as_good: float = AS_GOOD


@dataclass(frozen=True)
class Index:
    """Everything that can be found; built once from checked knowledge, then only read."""

    known: Mapping[str, KnowledgeEntry]
    """What can be found, whole, by id."""
    entries: tuple[Found, ...]
    district: NDArray[np.int32]
    """Per entry the number of its district in `numbers`; 0 is the whole country."""
    numbers: dict[DistrictId, int]
    lying: tuple[frozenset[DistrictId], ...]
    """Per number of a district what it lies in, itself included."""
    services: dict[str, tuple[int, ...]]
    """Service -> its entries."""
    places: Places
    served: frozenset[DistrictId]
    """Districts with entries in them or in what lies in them."""
    open: tuple[int, ...]
    """Entries that have opening hours."""
    names: frozenset[str]
    """Folded words of the names of published contact persons."""
    titles: dict[str, str]
    """Title as it is compared -> its entry, where no other entry has the same."""
    ranker: Ranker | None
    """None: there is nothing to be found."""

    @classmethod
    def build(cls, knowledge: Knowledge, tables: LanguageTables = EMPTY) -> Index:
        """The index of all offers that are not closed down and of all articles."""
        known: list[KnowledgeEntry] = [o for o in knowledge.offers.values() if o.status != "avviklet"]
        known += knowledge.articles.values()
        whereabouts = places.build(knowledge.districts, tables)
        entries = tuple(found_of(entry, whereabouts) for entry in known)
        numbers = {DistrictId(""): 0}
        for entry in entries:
            numbers.setdefault(entry.district or DistrictId(""), len(numbers))
        district = np.array([numbers[entry.district or DistrictId("")] for entry in entries], dtype=np.int32)
        served = frozenset(up for entry in entries for up in whereabouts.upwards(entry.district))
        people = (person.name for entry in known if isinstance(entry, Offer) for person in entry.people)
        names = frozenset(word for name in people for word in words(name) if len(word) > 3)
        ranker = ranking.build(known, knowledge.terms, tables, places.name_words(whereabouts)) if known else None
        lying = tuple(frozenset(whereabouts.upwards(place)) for place in numbers)
        services: dict[str, tuple[int, ...]] = {}
        for number, entry in enumerate(entries):
            if entry.service and len(services.get(entry.service, ())) < MOST_OF_A_SERVICE:
                services[entry.service] = (*services.get(entry.service, ()), number)
        open_ = tuple(n for n, entry in enumerate(known) if isinstance(entry, Offer) and entry.openings)
        titles = _titles(known)
        by_id = {entry.id: entry for entry in known}
        return cls(
            by_id, entries, district, numbers, lying, services, whereabouts, served, open_, names, titles, ranker
        )

    def find(self, question: str, district: DistrictId | None, now: datetime) -> Finding:
        """The answer to a question from somebody who works in `district`; `now` is aware, in the asker's zone."""
        if self.ranker is None:
            return NOTHING
        titled = self.titles.get(" ".join(words(question[:LONGEST_QUESTION])))
        if titled is not None:
            return Finding("answer", (Hit(titled, 1.0),))
        read = self._read(question[:LONGEST_QUESTION], now)
        finding = self._decide(read, self._scope(read, district))
        person = bool(_PERSON.search(fold(question))) or not self.names.isdisjoint(slot.word for slot in read.slots)
        place = read.named.places[0] if read.named.places else None
        sought = Sought(person, read.time, wants.wanted(question[:LONGEST_QUESTION]))
        finding = self._honest(replace(finding, sought=sought))
        elsewhere = place is not None and not read.slots
        return replace(finding, place=place, elsewhere=elsewhere, why=_why(read.slots, finding.why))

    def _honest(self, finding: Finding) -> Finding:
        """An entry without the sort of thing that is asked for is no answer."""
        if not finding.hits or finding.kind == "none" or finding.splits_on in ("district", "offer"):
            return finding
        lacks = wants.lacking(self.known[finding.hits[0].entry], finding.sought.wants)
        return replace(finding, kind="none", lacks=lacks, alternatives=(), splits_on="") if lacks else finding

    def same_service(self, entry: str, place: DistrictId) -> str | None:
        """The entry of a place that is the same service as another entry, if there is exactly one."""
        service = next((each.service for each in self.entries if each.id == entry), "")
        here = [n for n in self.services.get(service, ()) if self.entries[n].district == place]
        return self.entries[here[0]].id if len(here) == 1 else None

    def features(self, question: str, district: DistrictId | None, now: datetime) -> tuple[str, Features] | None:
        """The first hit and what its probability is computed from, for training; None when none has to be."""
        if self.ranker is None:
            return None
        read = self._read(question[:LONGEST_QUESTION], now)
        scope = self._scope(read, district)
        ranked, lettered = self._ranked(read, scope)
        if not ranked or (_unserved(scope, self.served) and self._elsewhere(read, ranked) is not None):
            return None
        best = self.entries[ranked[0].entry].id
        if wants.lacking(self.known[best], wants.wanted(question)):
            return None
        return best, self._features(read, ranked, lettered)

    def _ranked(self, read: Read, scope: Scope) -> tuple[list[Scored], int]:
        assert self.ranker is not None
        bonus = scope.bonus.copy()
        for entry, share in read.verbatim.items():
            bonus[entry] += VERBATIM * share
        return self.ranker.rank(read.slots, scope.allowed, bonus)

    def _read(self, question: str, now: datetime) -> Read:
        assert self.ranker is not None
        taken = clock_words.take(question, now)
        named = self.places.find(question, self.ranker.reader.lexicon.known)
        slots = self.ranker.reader.slots(taken.rest, named.words)
        here = bool(_HERE.search(fold(question)))
        only_hours = taken.about_hours and clock_words.only_hours([slot.word for slot in slots])
        return Read(slots, named, taken.asked, here, only_hours, self.ranker.verbatim(question))

    def _scope(self, read: Read, district: DistrictId | None) -> Scope:
        """National entries stay, those of other districts drop out; without a place everything stays."""
        named = read.named
        own = (district,) if district is not None and district in self.places.parents else ()
        here = named.places or own
        national = self.district == 0
        if not here and read.here:
            everything = np.ones(len(self.entries), dtype=np.bool_)
            return Scope((), False, everything, ~national * np.float32(NAMED), HERE, HERE)
        if not here:
            return Scope(
                (), False, np.ones(len(self.entries), dtype=np.bool_), np.zeros(len(self.entries), dtype=np.float32)
            )
        above = {up for place in here for up in self.places.upwards(place)}
        inside = np.zeros(len(self.numbers), dtype=np.bool_)
        inside[[n for d, n in self.numbers.items() if d in above or not self.lying[n].isdisjoint(here)]] = True
        inside[0] = False
        local = inside[self.district]
        return Scope(here, bool(named.places), national | local, local * np.float32(NAMED if named.places else LOCAL))

    def _decide(self, read: Read, scope: Scope) -> Finding:
        unserved = _unserved(scope, self.served)
        if read.only_hours and not unserved and (which := self._which_is_open(scope)):
            return which
        ranked, lettered = self._ranked(read, scope)
        elsewhere = self._elsewhere(read, ranked) if unserved else None
        if not ranked or elsewhere is not None:
            return replace(self._national(elsewhere, ranked), unserved=unserved)
        features = self._features(read, ranked, lettered)
        named = read.verbatim.get(ranked[0].entry, 0.0)
        probability = max(confidence.MODEL.probability(features), min(1.0, VERBATIM_SURE * named))
        hits = tuple(self._hit(each, ranked[0], probability) for each in ranked[:3])
        found = Finding("answer", hits, unserved=unserved, why=(repr(features), *map(repr, ranked[:3])))
        places = self._by_district(ranked, scope)
        if places and probability >= ASKED_BACK * confidence.MODEL.low:
            return replace(found, kind="clarify", alternatives=places, splits_on="district")
        if probability < confidence.MODEL.low:
            return replace(found, kind="none")
        agencies = self._by_agency(ranked, scope)
        if agencies:
            return replace(found, kind="clarify", alternatives=agencies, splits_on="entry")
        if probability < confidence.MODEL.high and not self.entries[ranked[0].entry].redirect:
            choices = tuple(Alternative("entry", hit.entry, hit.entry) for hit in hits)
            return replace(found, kind="clarify", alternatives=choices, splits_on="entry")
        return found

    def _elsewhere(self, read: Read, ranked: Sequence[Scored]) -> int | None:
        """Another district's entry for what is asked here, if it is about as good as anything national."""
        assert self.ranker is not None
        anywhere, _ = self.ranker.rank(read.slots, self.district != 0, np.zeros(len(self.entries), dtype=np.float32))
        least = AS_GOOD * ranked[0].score if ranked else 0.0
        return anywhere[0].entry if anywhere and anywhere[0].score >= least else None

    def _national(self, elsewhere: int | None, ranked: Sequence[Scored]) -> Finding:
        """The national entry of the service that only others have, or else the nearest national entries as hits."""
        service = self.entries[elsewhere].service if elsewhere is not None else ""
        same = next((n for n in self.services.get(service, ()) if self.district[n] == 0), None)
        if same is not None:
            return Finding("answer", (Hit(self.entries[same].id, confidence.MODEL.high),))
        near = [each for each in ranked if not self.entries[each.entry].redirect and each.letters >= NEAR]
        return Finding("none", tuple(self._hit(each, near[0], confidence.MODEL.low / 2) for each in near[:3]))

    def _features(self, read: Read, ranked: Sequence[Scored], lettered: int) -> Features:
        best = ranked[0]
        place = self.entries[best.entry].district
        rival = next((each for each in ranked[1:] if self._rivals_with(each.entry, best.entry)), None)
        return Features(
            coverage=best.coverage,
            alias=min(1.0, best.alias),
            named=min(1.0, best.alias) ** 2,
            letters=best.letters,
            unknown=max((slot.weight for slot in read.slots if not slot.tokens), default=0.0),
            margin=1.0 - max(0.0, rival.score) / best.score if rival else 1.0,
            agreed=float(lettered == best.entry or self._alike(lettered, best.entry)),
            held=log1p(best.held + (place is not None and place in read.named.places)),
        )

    def _rivals_with(self, other: int, best: int) -> bool:
        """Whether it speaks against the best entry that another is nearly as good.

        Not when that one is the same service elsewhere, or a place's own entry beside what holds for the country.
        """
        return not self._alike(other, best) and (self.entries[best].district is not None or self.district[other] == 0)

    def _alike(self, one: int, other: int) -> bool:
        """Whether two entries are the same service in two places."""
        return bool(self.entries[one].service) and self.entries[one].service == self.entries[other].service

    def _hit(self, scored: Scored, best: Scored, probability: float) -> Hit:
        return Hit(self.entries[scored.entry].id, round(probability * scored.score / best.score, 3))

    def _by_district(self, ranked: Sequence[Scored], scope: Scope) -> tuple[Alternative, ...]:
        """The districts to choose among when the best entry is local and another district has as good a one."""
        best = self.entries[ranked[0].entry]
        if best.district is None or best.district in scope.here:
            return ()
        rivals = self._rivals(ranked, scope)
        above = set(self.places.upwards(best.district))
        found: dict[DistrictId, str] = {}
        for entry in rivals:
            place = entry.district
            if place is not None and (place == best.district or (place not in above and place not in found)):
                found.setdefault(place, entry.id)
        chosen = [Alternative("district", place, entry) for place, entry in found.items()]
        return tuple(chosen[:MOST_ALTERNATIVES]) if len(chosen) > 1 else ()

    def _rivals(self, ranked: Sequence[Scored], scope: Scope) -> list[Found]:
        """The best entry, those that answer the question about as well, and the same service elsewhere."""
        best = ranked[0]
        first = self.entries[best.entry]
        near = [
            self.entries[each.entry]
            for each in ranked
            if each.score >= (scope.same_service if self._alike(each.entry, best.entry) else scope.as_good) * best.score
        ]
        elsewhere = any(each.service == first.service and each.district != first.district for each in near)
        if not first.service or not elsewhere:
            return near
        ids = {each.id for each in near}
        same = (self.entries[number] for number in self.services[first.service])
        return [*near, *(each for each in same if each.id not in ids)]

    def _by_agency(self, ranked: Sequence[Scored], scope: Scope) -> tuple[Alternative, ...]:
        """The agencies of one place to choose among when they offer the same service equally well."""
        best = self.entries[ranked[0].entry]
        near = [self.entries[each.entry] for each in ranked if each.score >= scope.as_good * ranked[0].score]
        same = [each for each in near if best.service and each.service == best.service]
        if not scope.here or len(same) < 2 or any(each.district != best.district for each in same):
            return ()
        return tuple(Alternative("entry", each.id, each.id) for each in same[:MOST_ALTERNATIVES])

    def _which_is_open(self, scope: Scope) -> Finding | None:
        """Asks which offer with opening hours is meant, those of the asker's place first; None: there is none there."""
        listed = sorted((n for n in self.open if scope.allowed[n]), key=lambda n: -len(self.lying[self.district[n]]))
        if not listed or self.district[listed[0]] == 0:
            return None
        chosen = [self.entries[number].id for number in listed[:MOST_ALTERNATIVES]]
        alternatives = tuple(Alternative("entry", entry, entry) for entry in chosen)
        hits = tuple(Hit(entry, confidence.MODEL.low) for entry in chosen[:3])
        return Finding("clarify", hits, alternatives, "offer")


def _unserved(scope: Scope, served: frozenset[DistrictId]) -> DistrictId | None:
    return next((place for place in scope.here if place not in served), None)


def _why(slots: Sequence[Slot], ranked: Sequence[str]) -> tuple[str, ...]:
    return (*(f"{slot.word}: {slot.how}, {slot.weight:.2f}" for slot in slots), *ranked)


def _titles(entries: Sequence[KnowledgeEntry]) -> dict[str, str]:
    """Whoever types a title whole means that entry."""
    found: dict[str, list[str]] = {}
    for entry in entries:
        found.setdefault(" ".join(words(entry.name if isinstance(entry, Offer) else entry.title)), []).append(entry.id)
    return {title: ids[0] for title, ids in found.items() if len(ids) == 1}
