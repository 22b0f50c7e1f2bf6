"""Which service a question is about or names, where the answer is no offer of it: «når er HFU på Alna åpent»."""

from __future__ import annotations

from datetime import datetime

import numpy as np

from bot.core.retrieval import reading
from bot.core.retrieval.search import Index

MOST_OF_IT = 0.5
"""Share of the question's words, by weight, that an offer must have for the question to be about its service."""
CALLED = 0.75
"""Likeness of a line to the name of an offer from which the line names it: «jeg mener Oslohjelpa»."""


def service(index: Index, question: str, now: datetime) -> str:
    """The service of the offer, wherever it is, that the question fits best; empty when it fits none."""
    if index.ranker is None:
        return ""
    entries = index.catalogue.entries
    read = reading.read(index.catalogue, index.names, index.ranker, question, now)
    offers = np.array([bool(each.service) and each.district is not None for each in entries])
    found, _ = index.ranker.rank(read.slots, offers, np.zeros(len(entries), dtype=np.float32))
    return entries[found[0].entry].service if found and found[0].coverage >= MOST_OF_IT else ""


def named(index: Index, line: str) -> frozenset[str]:
    """The services of the offers, wherever they are, whose name is next to all that a line without its places says."""
    if index.ranker is None:
        return frozenset()
    entries = index.catalogue.entries
    offers = np.array([bool(each.service) for each in entries])
    slots = index.ranker.reader.slots(line, frozenset())
    found, _ = index.ranker.rank(slots, offers, np.zeros(len(entries), dtype=np.float32))
    return frozenset(entries[each.entry].service for each in found if each.alias >= CALLED)
