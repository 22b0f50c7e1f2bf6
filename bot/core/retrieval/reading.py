"""What a question says: its words, its place and time, the sort of answer it wants, and whose place it speaks of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.core.knowledge import Article, KnowledgeEntry
from bot.core.language import clock_words, particulars
from bot.core.language.norwegian import words
from bot.core.retrieval import agencies, counted, scope, wants
from bot.core.retrieval.catalogue import Catalogue
from bot.core.retrieval.names import title_of
from bot.core.retrieval.places import Named
from bot.core.retrieval.question import Slot
from bot.core.retrieval.ranking import Ranker
from bot.core.retrieval.wants import Sought, Want

OUR_AGENCY = 0.6
"""Share of the best score from which what differs between agencies is meant by a question about «our agency»."""
OUR_PLACE = 0.9
"""The same where the question speaks of «hos oss»: that may be the kommune as well."""
NEVER = 2.0


@dataclass(frozen=True, slots=True)
class Read:
    """What a question says."""

    slots: tuple[Slot, ...]
    named: Named
    sought: Sought
    counted: tuple[str, ...]
    """Stems of what it wants the number of; never kept, since they are words that somebody typed."""
    here: bool
    """It says «our bydel», «with us» …"""
    agency: float
    """Share of the best score from which it is asked which agency is meant; above 1 where nothing asks for that."""
    called: bool
    """It names an agency as such, and with it the place that the agency belongs to."""
    only_hours: bool
    """It asks when something is open and does not say what."""
    verbatim: Mapping[int, float]
    """Entries whose name of little words stands in it as it is, and the share of the question that the name is."""

    @property
    def unknown(self) -> float:
        """Weight of the weightiest word that the content does not have at all."""
        return max((slot.weight for slot in self.slots if not slot.tokens), default=0.0)


def read(catalogue: Catalogue, names: frozenset[str], ranker: Ranker, question: str, now: datetime) -> Read:
    """What a question says; `names` are those of published contact persons."""
    taken = clock_words.take(question, now)
    where = named(catalogue, ranker, question)
    slots = ranker.reader.slots(particulars.left_out(taken.rest), where.words)
    person = wants.somebody(question) or not names.isdisjoint(slot.word for slot in slots)
    return Read(
        slots=slots,
        named=where,
        sought=Sought(person, taken.asked, wants.wanted(question)),
        counted=tuple(stem for word in counted.asked(question) for stem in ranker.reader.stems(word)),
        here=scope.speaks_of_here(question),
        agency=_agency(catalogue, question),
        called=catalogue.agencies.called(question),
        only_hours=taken.about_hours and clock_words.only_hours([slot.word for slot in slots]),
        verbatim=ranker.small.said(question),
    )


def named(catalogue: Catalogue, ranker: Ranker, question: str) -> Named:
    """The places that a question names; no word of the content is taken for a misspelt one."""
    return catalogue.places.find(question, ranker.reader.lexicon.known)


def _agency(catalogue: Catalogue, question: str) -> float:
    if catalogue.agencies.named(question):
        return NEVER
    if agencies.speaks_of_ours(question):
        return OUR_AGENCY
    return OUR_PLACE if scope.speaks_of_here(question) else NEVER


def lacking(entry: KnowledgeEntry, read: Read) -> Want | None:
    """The sort of answer that is asked for and that an entry does not have."""
    uncounted = bool(read.counted) and not counted.told(entry, read.counted)
    missing = uncounted or (Want.AMOUNT in read.sought.wants and _of_elsewhere(entry, read.named))
    return wants.lacking(entry, read.sought.wants) or (Want.AMOUNT if missing else None)


def _of_elsewhere(entry: KnowledgeEntry, named: Named) -> bool:
    """Whether it says nothing of the place that a question names: a number for the whole country is none for there."""
    if not named.places or (isinstance(entry, Article) and entry.redirect) or entry.district in named.places:
        return False
    return named.words.isdisjoint(words(" ".join((title_of(entry), *wants.shown(entry)))))
