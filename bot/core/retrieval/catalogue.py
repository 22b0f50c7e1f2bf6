"""The entries that can be found, by place and by service; each is known by its number, its place in the row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.core.events import DistrictId
from bot.core.knowledge import KnowledgeEntry, Need, Offer
from bot.core.retrieval.agencies import Agencies
from bot.core.retrieval.finding import Found, found_of
from bot.core.retrieval.places import Places

MOST_OF_A_SERVICE = 40
"""Entries of one service that are looked through for asking back."""
_COUNTRY = DistrictId("")


@dataclass(frozen=True)
class Catalogue:
    """Built once from checked knowledge, then only read."""

    known: Mapping[str, KnowledgeEntry]
    """Whole, by id."""
    entries: tuple[Found, ...]
    district: NDArray[np.int32]
    """Per entry the number of its district in `numbers`; 0 is the whole country."""
    numbers: Mapping[DistrictId, int]
    lying: tuple[frozenset[DistrictId], ...]
    """Per number of a district what it lies in, itself included."""
    services: Mapping[str, tuple[int, ...]]
    """Service -> its entries."""
    needs: Mapping[str, frozenset[str]]
    """Service -> what people look for that it meets."""
    open: tuple[int, ...]
    """Entries that have opening hours."""
    places: Places
    agencies: Agencies
    served: frozenset[DistrictId]
    """Districts with entries in them or in what lies in them."""

    def national(self, entry: int) -> bool:
        """Whether it holds for the whole country."""
        return bool(self.district[entry] == 0)

    def alike(self, one: int, other: int) -> bool:
        """Whether two entries are the same service in two places."""
        return bool(self.entries[one].service) and self.entries[one].service == self.entries[other].service

    def akin(self, one: int, other: int) -> bool:
        """Whether two entries meet the same need."""
        none = frozenset[str]()
        here, there = (self.needs.get(self.entries[each].service, none) for each in (one, other))
        return not here.isdisjoint(there)

    def unserved(self, here: Sequence[DistrictId]) -> DistrictId | None:
        """The first of some places that no entry belongs to."""
        return next((place for place in here if place not in self.served), None)

    def nationwide(self, service: str) -> int | None:
        """The entry of a service that holds for the whole country."""
        return next((n for n in self.services.get(service, ()) if self.national(n)), None)


def build(known: Sequence[KnowledgeEntry], places: Places, agencies: Agencies, needs: Sequence[Need]) -> Catalogue:
    """The catalogue of some entries, in their order."""
    entries = tuple(found_of(entry, places) for entry in known)
    numbers = {_COUNTRY: 0}
    for entry in entries:
        numbers.setdefault(entry.district or _COUNTRY, len(numbers))
    return Catalogue(
        known={entry.id: entry for entry in known},
        entries=entries,
        district=np.array([numbers[entry.district or _COUNTRY] for entry in entries], dtype=np.int32),
        numbers=numbers,
        lying=tuple(frozenset(places.upwards(place)) for place in numbers),
        services=_services(entries),
        needs=_needs(needs),
        open=tuple(n for n, entry in enumerate(known) if isinstance(entry, Offer) and entry.openings),
        places=places,
        agencies=agencies,
        served=frozenset(up for place in numbers for up in places.upwards(place)),
    )


def _needs(needs: Sequence[Need]) -> dict[str, frozenset[str]]:
    met: dict[str, set[str]] = {}
    for need in needs:
        for service in need.services:
            met.setdefault(service, set()).add(need.id)
    return {service: frozenset(each) for service, each in met.items()}


def _services(entries: Sequence[Found]) -> dict[str, tuple[int, ...]]:
    found: dict[str, list[int]] = {}
    for number, entry in enumerate(entries):
        same = found.setdefault(entry.service, [])
        if entry.service and len(same) < MOST_OF_A_SERVICE:
            same.append(number)
    return {service: tuple(numbers) for service, numbers in found.items()}
