"""Ranks entries for a question, says why, asks back for what is missing, and says when it does not know."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.core.events import DistrictId
from bot.core.hours import TimeQuestion
from bot.core.knowledge import Knowledge, KnowledgeEntry, Offer
from bot.core.norwegian import EMPTY, LanguageTables, stem, words

LONGEST_QUESTION = 600
"""Characters of a question that are looked at; the rest is cut."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that was found; the score of the first is the calibrated probability that it is right, 0 to 1."""

    entry: str
    score: float


@dataclass(frozen=True, slots=True)
class Alternative:
    """One of the answers to asking back; choosing it answers with `entry`."""

    of: Literal["district", "entry"]
    ref: str
    entry: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What a question led to."""

    kind: Literal["answer", "clarify", "none"]
    hits: tuple[Hit, ...] = ()
    """Best first, at most three."""
    alternatives: tuple[Alternative, ...] = ()
    """For clarify: at most eight."""
    splits_on: Literal["", "district", "entry"] = ""
    person: bool = False
    """The contact person was asked for."""
    time: TimeQuestion | None = None
    place: DistrictId | None = None
    """The place that the question named."""
    unserved: DistrictId | None = None
    """The place that the question named, when no entry belongs to it."""
    why: tuple[str, ...] = ()


NOTHING = Finding("none")


@dataclass(frozen=True)
class Index:
    """Everything that can be found; built once from checked knowledge, then only read."""

    ids: tuple[str, ...]
    counts: tuple[Counter[str], ...]
    rarity: dict[str, float]

    @classmethod
    def build(cls, knowledge: Knowledge, tables: LanguageTables = EMPTY) -> Index:
        entries: list[KnowledgeEntry] = [*knowledge.offers.values(), *knowledge.articles.values()]
        counts = tuple(Counter(stem(word) for word in words(_text(entry))) for entry in entries)
        seen = Counter(token for count in counts for token in count)
        rarity = {token: math.log(1 + len(entries) / n) for token, n in seen.items()}
        return cls(tuple(entry.id for entry in entries), counts, rarity)

    def find(self, question: str, district: DistrictId | None, now: datetime) -> Finding:
        """The answer to a question from somebody who works in `district`; `now` is aware."""
        tokens = {stem(word) for word in words(question[:LONGEST_QUESTION])}
        total = sum(self.rarity.get(token, 5.0) for token in tokens) or 1.0
        scored = [
            (sum(self.rarity[token] for token in tokens if token in count) / total, id)
            for id, count in zip(self.ids, self.counts, strict=True)
        ]
        best = sorted((pair for pair in scored if pair[0] > 0.0), reverse=True)[:3]
        if not best or best[0][0] < 0.4:
            return NOTHING
        return Finding("answer", tuple(Hit(id, score) for score, id in best))


def _text(entry: KnowledgeEntry) -> str:
    if isinstance(entry, Offer):
        return " ".join((entry.name, *entry.aliases, entry.short, entry.text, *entry.points, entry.district))
    return " ".join((entry.title, *entry.aliases, entry.text, *entry.points))
