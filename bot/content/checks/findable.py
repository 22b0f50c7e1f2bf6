"""Findability: that a search for an entry's own title finds the entry."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time

from bot.content.gathering import Gathered
from bot.content.problems import Problem, problem
from bot.core.events import DistrictId
from bot.core.library import Library


def unfound(found: Gathered, library: Library, today: date) -> Iterator[Problem]:
    """Asked from the entry's own district, at noon."""
    now = datetime.combine(today, time(12), tzinfo=UTC)
    titles = [(o.value.id, o.value.name, o.value.district, o.spot("navn")) for o in found.offers]
    titles += [(a.value.id, a.value.title, a.value.district or "", a.spot("tittel")) for a in found.articles]
    for name, title, district, spot in titles:
        if name not in library.knowledge.offers and name not in library.knowledge.articles:
            continue
        finding = library.index.find(title, DistrictId(district) if district else None, now)
        first = finding.hits[0].entry if finding.hits else ""
        if first != name and name not in {alternative.entry for alternative in finding.alternatives}:
            yield problem("ikke-funnet", spot, tittel=title, funnet=first or "–")
