"""Coverage: needs without an offer, gaps in ages, offers that stand twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from bot.content.gathering import Gathered, Placed
from bot.content.offer_file import OfferWritten
from bot.content.problems import Problem, problem
from bot.core.events import DistrictId
from bot.core.knowledge import ContactKind, Knowledge


def needs(found: Gathered, known: Knowledge) -> Iterator[Problem]:
    """Districts with offers of their own in which an outcome's contact would find nobody.

    What every district of a kommune lacks is told once, of the kommune; the country has offers for all, and no others.
    """
    used = {name for flow in found.flows for outcome in flow.value.outcomes for name in outcome.contacts}
    wanted = [c.service for c in known.contacts.values() if c.kind is ContactKind.OFFER and c.service and c.id in used]
    here = [(district, known.districts[DistrictId(district.value.id)]) for district in found.districts]
    served = [(placed, district) for placed, district in here if district.id in known.served]
    lacking = {d.id: {s for s in wanted if not known.offers_of(s, d.id)} for _, d in served}
    inside: dict[DistrictId | None, list[DistrictId]] = defaultdict(list)
    for _, district in served:
        inside[_around(district.id, known)].append(district.id)
    for placed, district in served:
        around = _around(district.id, known)
        told = lacking[district.id].intersection(*(lacking[each] for each in inside[district.id]))
        if around is not None and known.districts[around].parent is not None:
            told -= lacking[around].intersection(*(lacking[each] for each in inside[around]))
        if told and not (district.parent is None and inside[district.id]):
            services = ", ".join(service for service in wanted if service in told)
            yield problem("mangler-tilbud", placed.spot("id"), navn=district.name, tjenester=services)


def _around(district: DistrictId, known: Knowledge) -> DistrictId | None:
    """The nearest district around one that has offers of its own."""
    return next((each for each in known.upwards(district) if each != district and each in known.served), None)


def ages(found: Gathered) -> Iterator[Problem]:
    """Years that fall between two offers of the same service in the same district."""
    for alike in _alike(found).values():
        with_ages = [(offer, *_ages(offer)) for offer in alike]
        if any(start is None or end is None for _, start, end in with_ages):
            continue
        reached = -1
        for offer, start, end in sorted(with_ages, key=lambda row: (row[1] or 0, row[2] or 0)):
            assert start is not None
            assert end is not None
            if reached >= 0 and start > reached + 1:
                spot = offer.spot("for", "alder", "fra")
                yield problem("aldershull", spot, fra=reached + 1, til=start - 1, tjeneste=offer.value.service)
            reached = max(reached, end)


def duplicates(found: Gathered) -> Iterator[Problem]:
    """The same telephone number in the same district under two offers of the same service."""
    first: dict[tuple[str, str], tuple[str, str | None]] = {}
    for offer in found.offers:
        for place, reach in enumerate(offer.value.reaches):
            if reach.way != "telefon":
                continue
            key = (offer.value.district, "".join(c for c in reach.value if c.isdigit()))
            other, service = first.setdefault(key, (offer.value.id, offer.value.service))
            if other != offer.value.id and service == offer.value.service:
                yield problem("kanskje-dobbelt", offer.spot("kontakt", place, "verdi"), id=offer.value.id, annen=other)


def _alike(found: Gathered) -> dict[tuple[str, str], list[Placed[OfferWritten]]]:
    alike: dict[tuple[str, str], list[Placed[OfferWritten]]] = defaultdict(list)
    for offer in found.offers:
        if offer.value.service and offer.value.status != "avviklet":
            alike[offer.value.service, offer.value.district].append(offer)
    return alike


def _ages(offer: Placed[OfferWritten]) -> tuple[int | None, int | None]:
    meant = offer.value.meant_for
    return (meant.ages.start, meant.ages.end) if meant and meant.ages else (None, None)
