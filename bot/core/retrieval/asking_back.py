"""What to choose among when a question leaves open which place, agency or offer it is about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.core.events import DistrictId
from bot.core.retrieval.catalogue import Catalogue
from bot.core.retrieval.finding import Alternative, Found
from bot.core.retrieval.ranking import Scored
from bot.core.retrieval.scope import Scope

MOST_ALTERNATIVES = 8
CHOSEN = 0.6
"""Share of the best score from which a place's entry is offered too, once it is asked: hers may be further behind."""


def districts(catalogue: Catalogue, ranked: Sequence[Scored], scope: Scope) -> tuple[Alternative, ...]:
    """The places, when the best entry is local and another place has as good a one; else nothing."""
    ranked = _from_local(catalogue, ranked, scope)
    best = catalogue.entries[ranked[0].entry]
    if best.district is None or any(best.district in catalogue.places.upwards(place) for place in scope.here):
        return ()
    above = set(catalogue.places.upwards(best.district)) - {best.district}
    found = _by_place(_rivals(catalogue, ranked, scope))
    if len(found.keys() - above) < 2:
        return ()
    behind = (catalogue.entries[each.entry] for each in ranked if each.score >= CHOSEN * ranked[0].score)
    found = {**_by_place(behind), **found}
    chosen = [Alternative("district", place, entry) for place, entry in found.items() if place not in above]
    return tuple(chosen[:MOST_ALTERNATIVES])


def _by_place(entries: Iterable[Found]) -> dict[DistrictId, str]:
    """The first entry of each place that has any, the country aside."""
    found: dict[DistrictId, str] = {}
    for entry in entries:
        if entry.district is not None:
            found.setdefault(entry.district, entry.id)
    return found


def _from_local(catalogue: Catalogue, ranked: Sequence[Scored], scope: Scope) -> Sequence[Scored]:
    """From the best local entry on, where it is nearly as good as the national one before it."""
    at = next((at for at, each in enumerate(ranked) if not catalogue.national(each.entry)), 0)
    return ranked[at:] if ranked[at].score >= scope.as_local * ranked[0].score else ranked


def agencies(catalogue: Catalogue, ranked: Sequence[Scored], least: float) -> tuple[Alternative, ...]:
    """The agencies of a place, when the best entry that is worth asking about differs between them; else nothing.

    `least` is the share of the best score from which it is.
    """
    near = (catalogue.entries[each.entry].id for each in ranked if each.score >= least * ranked[0].score)
    answers = next(filter(None, map(catalogue.agencies.answers, near)), ())
    return tuple(Alternative("agency", agency, entry) for agency, entry in answers[:MOST_ALTERNATIVES])


def offers(catalogue: Catalogue, ranked: Sequence[Scored], scope: Scope) -> tuple[Alternative, ...]:
    """The offers of one place that are the same service and fit equally well; else nothing."""
    best = catalogue.entries[ranked[0].entry]
    near = [catalogue.entries[each.entry] for each in ranked if each.score >= scope.as_good * ranked[0].score]
    same = [each for each in near if best.service and each.service == best.service]
    if not scope.here or len(same) < 2 or any(each.district != best.district for each in same):
        return ()
    return tuple(Alternative("entry", each.id, each.id) for each in same[:MOST_ALTERNATIVES])


def with_hours(catalogue: Catalogue, scope: Scope) -> tuple[Alternative, ...]:
    """The offers with opening hours, the nearest first; nothing when those of the asker's place have none."""
    near = [number for number in catalogue.open if scope.allowed[number]]
    near.sort(key=lambda number: -len(catalogue.lying[catalogue.district[number]]))
    if not near or catalogue.national(near[0]):
        return ()
    chosen = (catalogue.entries[number].id for number in near[:MOST_ALTERNATIVES])
    return tuple(Alternative("entry", entry, entry) for entry in chosen)


def _rivals(catalogue: Catalogue, ranked: Sequence[Scored], scope: Scope) -> list[Found]:
    """The best entry, those that answer the question about as well, and the same service elsewhere."""
    best = ranked[0]
    near = [catalogue.entries[each.entry] for each in ranked if each.score >= _least(catalogue, each, best, scope)]
    first = near[0]
    if not first.service:
        return near
    ids = {each.id for each in near}
    same = (catalogue.entries[number] for number in catalogue.services[first.service] if scope.allowed[number])
    return [*near, *(each for each in same if each.id not in ids)]


def _least(catalogue: Catalogue, each: Scored, best: Scored, scope: Scope) -> float:
    """The score from which an entry is worth asking about."""
    if catalogue.alike(each.entry, best.entry):
        return scope.same_service * best.score
    return (scope.same_need if catalogue.akin(each.entry, best.entry) else scope.as_good) * best.score
