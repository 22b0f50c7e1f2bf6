"""Ranks entries for a question, says why, asks back for what is missing, and says when it does not know.

Theory. A question is read (words, place, time, the sort of answer it wants); where the asker is decides which entries
may answer; those are ranked; and from what speaks for the first one its probability is computed. High: it is the
answer. Between: it is shown as what comes nearest. Low: Varde does not know. Whatever the probability, it is asked back
first when a place is missing, and nothing is an answer that lacks the sort of thing that was asked for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from math import log1p

import numpy as np

from bot.core.events import DistrictId
from bot.core.knowledge import Article, Knowledge, KnowledgeEntry, Offer
from bot.core.language.norwegian import EMPTY, LanguageTables, words
from bot.core.retrieval import agencies, asking_back, catalogue, confidence, locality, places, ranking, reading, scope
from bot.core.retrieval.catalogue import Catalogue
from bot.core.retrieval.confidence import Features
from bot.core.retrieval.finding import NOTHING, Alternative, Finding, Hit
from bot.core.retrieval.names import titles
from bot.core.retrieval.question import Slot
from bot.core.retrieval.ranking import Ranker, Scored
from bot.core.retrieval.reading import Read
from bot.core.retrieval.scope import AS_GOOD, Scope

__all__ = ["Alternative", "Finding", "Hit", "Index"]

LONGEST_QUESTION = 600
"""Characters of a question that are looked at; the rest is cut."""
EXACT = 0.3
"""What an entry gains that is alone in having a title or an alias that is the question, inflections aside."""
REDIRECT = 0.85
"""Probability from which a redirect is what is meant, whatever else comes near."""
VERBATIM = 1.0
"""What an entry gains whose name of little words («Du er ikke alene») stands in the question as it is."""
VERBATIM_SURE = 1.8
"""What such a name's share of the question is worth as a probability."""
MISSED = 0.5
"""Weight of what such an entry lacks of the question from which the name alone says nothing: is the group «fullt»?"""
LIKELY = 0.32
"""Probability from which it is worth asking for a place, when the question does not speak of one."""
TIE = 0.96
"""Share of the best score from which the second is as good."""
HAVING = 0.8
"""Share of the first hit's score from which one that has what was asked for is shown in its place."""
LITTLE = 0.5
"""Weight of all its words together below which a line says next to nothing: «hun har en datter»."""
NEAR = 0.25
"""Likeness of letters from which a national entry is offered in a place without entries."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """The candidates, best first, and the entry that likeness of letters alone would have found."""

    candidates: Sequence[Scored]
    lettered: int

    @property
    def best(self) -> Scored:
        return self.candidates[0]


@dataclass(frozen=True)
class Index:
    """Everything that can be found; built once from checked knowledge, then only read."""

    catalogue: Catalogue
    names: frozenset[str]
    """Folded words of the names of published contact persons."""
    titles: Mapping[str, str]
    """Title as it is compared -> its entry, where no other entry has the same."""
    ranker: Ranker | None
    """None: there is nothing to be found."""

    @classmethod
    def build(cls, knowledge: Knowledge, tables: LanguageTables = EMPTY) -> Index:
        """The index of all offers that are not closed down and of all articles."""
        known: list[KnowledgeEntry] = [o for o in knowledge.offers.values() if o.status != "avviklet"]
        known += knowledge.articles.values()
        whereabouts = places.build(knowledge.districts, tables)
        people = (person.name for entry in known if isinstance(entry, Offer) for person in entry.people)
        names = frozenset(word for name in people for word in words(name) if len(word) > 3)
        ranker = ranking.build(known, knowledge.terms, tables, places.name_words(whereabouts)) if known else None
        parts = agencies.build(knowledge.districts, knowledge.articles.values())
        return cls(catalogue.build(known, whereabouts, parts, knowledge.needs), names, titles(known), ranker)

    def find(self, question: str, district: DistrictId | None, now: datetime) -> Finding:
        """The answer to a question from somebody who works in `district`; `now` is aware, in the asker's zone."""
        if self.ranker is None:
            return NOTHING
        question = question[:LONGEST_QUESTION]
        titled = self.titles.get(" ".join(words(question)))
        if titled is not None:
            return Finding("answer", (Hit(titled, 1.0),))
        read = reading.read(self.catalogue, self.names, self.ranker, question, now)
        finding = self._decide(self.ranker, read, scope.of(self.catalogue, read.named, district, read.here))
        place = read.named.places[0] if read.named.places else None
        little = sum(slot.weight for slot in read.slots) < LITTLE
        finding = replace(finding, sought=read.sought, place=place, little=little)
        if finding.kind == "none":
            finding = replace(finding, foreign=self.ranker.reader.foreign(question))
        return replace(self._honest(finding, read), why=(*map(_word, read.slots), *finding.why))

    def place(self, text: str) -> DistrictId | None:
        """The first place that a text names."""
        named = reading.named(self.catalogue, self.ranker, text[:LONGEST_QUESTION]) if self.ranker else None
        return named.places[0] if named and named.places else None

    def features(self, question: str, district: DistrictId | None, now: datetime) -> tuple[str, Features] | None:
        """The first hit and what its probability is computed from, for training; None when none has to be."""
        if self.ranker is None:
            return None
        read = reading.read(self.catalogue, self.names, self.ranker, question[:LONGEST_QUESTION], now)
        where = scope.of(self.catalogue, read.named, district, read.here)
        ranked = _ranked(self.ranker, read, where)
        if not ranked.candidates or self.catalogue.unserved(where.here):
            return None
        best = self.catalogue.entries[ranked.best.entry].id
        if reading.lacking(self.catalogue.known[best], read):
            return None
        return best, self._features(read, ranked)

    def _decide(self, ranker: Ranker, read: Read, where: Scope) -> Finding:
        unserved = self.catalogue.unserved(where.here)
        open_ = asking_back.with_hours(self.catalogue, where) if read.only_hours and not unserved else ()
        if open_:
            hits = tuple(Hit(each.entry, confidence.MODEL.low) for each in open_[:3])
            return Finding("clarify", hits, open_, "offer")
        ranked = _ranked(ranker, read, where)
        elsewhere = self._elsewhere(ranker, read, ranked) if unserved else None
        if not ranked.candidates or elsewhere is not None:
            return replace(self._national(elsewhere, ranked), unserved=unserved)
        return replace(self._judged(ranker, read, where, ranked), unserved=unserved)

    def _judged(self, ranker: Ranker, read: Read, where: Scope, ranked: Ranked) -> Finding:
        """The band that the first hit is in, unless something must be asked back."""
        features = self._features(read, ranked)
        probability = max(confidence.MODEL.probability(features), _verbatim(read, ranked.best))
        redirect = self.catalogue.entries[ranked.best.entry].redirect
        others = self._as_near(ranked) if redirect and probability < REDIRECT else ()
        if others:
            return self._undecided(self._judged(ranker, read, where, replace(ranked, candidates=others)))
        hits = tuple(self._hit(each, ranked.best, probability) for each in ranked.candidates[:3])
        why = (f"probability {probability:.2f}: {_figures(features)}", *map(self._why, ranked.candidates[:3]))
        found = Finding("answer", hits, why=why)
        named = read.called or locality.belongs(self.catalogue, ranker.reader.postings, read, ranked.best.entry)
        likely = not named and (read.here or probability >= LIKELY)
        districts = asking_back.districts(self.catalogue, ranked.candidates, where) if likely else ()
        if probability < (confidence.MODEL.redirect if redirect else confidence.MODEL.low):
            return replace(found, kind="none")
        if districts:
            return replace(found, kind="clarify", alternatives=districts, splits_on="district")
        parts = () if redirect else asking_back.agencies(self.catalogue, ranked.candidates, read.agency)
        if parts:
            place = None if where.here else self.catalogue.known[parts[0].entry].district
            return replace(found, kind="clarify", alternatives=parts, splits_on="agency", only_in=place)
        same = asking_back.offers(self.catalogue, ranked.candidates, where)
        if same:
            return replace(found, kind="clarify", alternatives=same, splits_on="entry")
        if not (named or where.here or read.here or self.catalogue.national(ranked.best.entry)):
            return self._anywhere(found, ranker, read, where, ranked)
        sure = probability >= confidence.MODEL.high and not self._tied(ranked)
        if redirect or sure:
            return found
        first = locality.of_named_place(self.catalogue, ranked.candidates[:3]) if read.named.places else 0
        return self._undecided(replace(found, hits=locality.led_by(hits, first)))

    def _anywhere(self, found: Finding, ranker: Ranker, read: Read, where: Scope, ranked: Ranked) -> Finding:
        """One place's entry, where nobody knows the place: behind what holds everywhere, or said to hold there only."""
        national = locality.everywhere(self.catalogue, ranked.candidates)
        instead = self._judged(ranker, read, where, replace(ranked, candidates=national)) if national else NOTHING
        if instead.kind == "none":
            return replace(self._undecided(found), only_in=self.catalogue.entries[ranked.best.entry].district)
        if instead.kind == "answer":
            return instead
        hits = (instead.hits[0], *(hit for hit in found.hits if hit.entry != instead.hits[0].entry))[:3]
        return self._undecided(replace(instead, kind="answer", hits=locality.led_by(hits, 0)))

    def _tied(self, ranked: Ranked) -> bool:
        """Whether little but chance puts the second behind: then both are shown, whatever speaks for the first."""
        second = ranked.candidates[1] if len(ranked.candidates) > 1 else None
        near = second is not None and second.score >= TIE * ranked.best.score
        return near and not self.catalogue.alike(ranked.candidates[1].entry, ranked.best.entry)

    def _as_near(self, ranked: Ranked) -> tuple[Scored, ...]:
        """What else there is, best first, when it is about as good as the redirect that was found first."""
        others = tuple(each for each in ranked.candidates if not self.catalogue.entries[each.entry].redirect)
        return others if others and others[0].score >= AS_GOOD * ranked.best.score else ()

    def _undecided(self, found: Finding) -> Finding:
        """The same hits, none of them said to be the answer."""
        if found.kind != "answer":
            return found
        nearest = tuple(Alternative("entry", hit.entry, hit.entry) for hit in found.hits)
        return replace(found, kind="clarify", alternatives=nearest, splits_on="entry")

    def _honest(self, finding: Finding, read: Read) -> Finding:
        """An entry without the sort of thing that is asked for is no answer, and no place has one if all lack it."""
        if not finding.hits or finding.kind == "none":
            return finding
        lacks = reading.lacking(self.catalogue.known[finding.hits[0].entry], read)
        asked = finding.alternatives if finding.splits_on in ("district", "agency", "offer") else ()
        if lacks is None or any(self._has(each.entry, read) for each in asked):
            return finding
        why = (f"no {lacks} in {finding.hits[0].entry}", *finding.why)
        having = tuple(hit for hit in finding.hits[1:] if self._has(hit.entry, read))
        if having and having[0].score >= HAVING * finding.hits[0].score and finding.splits_on in ("", "entry"):
            return self._undecided(replace(finding, kind="answer", hits=having, why=why))
        return replace(finding, kind="none", lacks=lacks, alternatives=(), splits_on="", why=why)

    def _has(self, name: str, read: Read) -> bool:
        entry = self.catalogue.known[name]
        return not (isinstance(entry, Article) and entry.redirect) and reading.lacking(entry, read) is None

    def _elsewhere(self, ranker: Ranker, read: Read, ranked: Ranked) -> int | None:
        """Another district's entry for what is asked here, if it is about as good as anything national."""
        local = self.catalogue.district != 0
        anywhere, _ = ranker.rank(read.slots, local, np.zeros(len(local), dtype=np.float32))
        least = AS_GOOD * ranked.best.score if ranked.candidates else 0.0
        return anywhere[0].entry if anywhere and anywhere[0].score >= least else None

    def _national(self, elsewhere: int | None, ranked: Ranked) -> Finding:
        """The national entry of the service that only others have, or else the nearest national entries as hits."""
        entries = self.catalogue.entries
        same = self.catalogue.nationwide(entries[elsewhere].service) if elsewhere is not None else None
        if same is not None:
            return Finding("answer", (Hit(entries[same].id, confidence.MODEL.high),))
        near = [each for each in ranked.candidates if not entries[each.entry].redirect and each.letters >= NEAR]
        return Finding("none", tuple(self._hit(each, near[0], confidence.MODEL.low / 2) for each in near[:3]))

    def _features(self, read: Read, ranked: Ranked) -> Features:
        best = ranked.best
        rival = next((each for each in ranked.candidates[1:] if self._speaks_against(each.entry, best.entry)), None)
        alias = min(1.0, best.alias)
        placed = self.catalogue.entries[best.entry].district in read.named.places
        return Features(
            coverage=best.coverage,
            alias=alias,
            named=alias**2,
            letters=best.letters,
            unknown=read.unknown,
            margin=1.0 - max(0.0, rival.score) / best.score if rival else 1.0,
            agreed=float(ranked.lettered == best.entry or self.catalogue.alike(ranked.lettered, best.entry)),
            held=log1p(best.held + placed),
        )

    def _speaks_against(self, other: int, best: int) -> bool:
        """Whether the best entry is less surely right for another being nearly as good.

        Not when that one is the same service elsewhere, or a place's own entry beside what holds for the country.
        """
        rivals = self.catalogue.national(other) or not self.catalogue.national(best)
        return rivals and not self.catalogue.alike(other, best)

    def _why(self, each: Scored) -> str:
        name = self.catalogue.entries[each.entry].id
        shares = f"coverage {each.coverage:.2f}, name {each.alias:.2f}, letters {each.letters:.2f}"
        return f"{name}: score {each.score:.2f}, {shares}, words held {each.held}"

    def _hit(self, scored: Scored, best: Scored, probability: float) -> Hit:
        return Hit(self.catalogue.entries[scored.entry].id, round(probability * min(1.0, scored.score / best.score), 3))


def _ranked(ranker: Ranker, read: Read, where: Scope) -> Ranked:
    bonus = where.bonus.copy()
    for entry, share in read.verbatim.items():
        bonus[entry] += VERBATIM * share
    candidates, lettered = ranker.rank(read.slots, where.allowed, bonus)
    exact = [at for at, each in enumerate(candidates) if each.alias >= confidence.WHOLE]
    if len(exact) == 1:
        candidates[exact[0]] = replace(candidates[exact[0]], score=candidates[exact[0]].score + EXACT)
        candidates.sort(key=lambda each: -each.score)
    return Ranked(candidates, lettered)


def _verbatim(read: Read, best: Scored) -> float:
    """What it is worth as a probability that the name of the first hit stands there, if little else does."""
    missed = (1.0 - best.coverage) * sum(slot.weight for slot in read.slots)
    return min(1.0, VERBATIM_SURE * read.verbatim.get(best.entry, 0.0)) if missed < MISSED else 0.0


def _word(slot: Slot) -> str:
    return f"«{slot.word}»: {slot.how}, weight {slot.weight:.2f}"


def _figures(features: Features) -> str:
    return ", ".join(f"{name} {value:.2f}" for name, value in asdict(features).items())
