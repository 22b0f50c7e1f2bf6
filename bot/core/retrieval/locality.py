"""Whether the entry of one place is meant by a question that names no place, and what holds everywhere if it is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from bot.core.retrieval.catalogue import Catalogue
from bot.core.retrieval.finding import Hit
from bot.core.retrieval.lexicon import CORRECTED
from bot.core.retrieval.postings import Postings
from bot.core.retrieval.ranking import Scored
from bot.core.retrieval.reading import Read

EVERYWHERE = 0.75
"""Share of the best score from which what holds for the whole country goes before one place's entry."""
NAMED = 0.6
"""Share of the best score from which an entry of a place that the question names goes before a national one."""
SAME = 0.5
"""The same for the same service, and for one that meets the same need."""


def belongs(catalogue: Catalogue, basis: Postings, read: Read, entry: int) -> bool:
    """Whether a question has a name in it («Torild Hallen») that the place of `entry` has, and no other place."""
    if catalogue.national(entry):
        return False
    own = [token for slot in read.slots if slot.name for token, weight in slot.tokens if weight >= CORRECTED]
    return any(_only_there(catalogue, basis, token, entry) for token in own)


def _only_there(catalogue: Catalogue, basis: Postings, token: int, entry: int) -> bool:
    holding = basis.entries[basis.span(token)]
    places = catalogue.district[holding]
    here = places == catalogue.district[entry]
    return bool(entry in holding and np.all(here | (places == 0)) and 2 * np.count_nonzero(here) >= len(here))


def everywhere(catalogue: Catalogue, ranked: Sequence[Scored]) -> tuple[Scored, ...]:
    """The candidates that hold for the whole country, from one on that is nearly as good as the best."""
    best = ranked[0]
    found = tuple(each for each in ranked if catalogue.national(each.entry))
    if not found or catalogue.entries[found[0].entry].redirect:
        return ()
    same = catalogue.alike(found[0].entry, best.entry) or catalogue.akin(found[0].entry, best.entry)
    return found if found[0].score >= (SAME if same else EVERYWHERE) * best.score else ()


def of_named_place(catalogue: Catalogue, ranked: Sequence[Scored]) -> int:
    """Where among the candidates the named place's own stands, if that is not far behind what is national; else 0."""
    least = NAMED * ranked[0].score
    local = (at for at, each in enumerate(ranked) if not catalogue.national(each.entry) and each.score >= least)
    return next(local, 0)


def led_by(hits: tuple[Hit, ...], first: int) -> tuple[Hit, ...]:
    """The hits with another one first, which none of the others is likelier than."""
    lead = hits[first]
    behind = (hit for hit in hits if hit is not lead)
    return (lead, *(replace(hit, score=min(hit.score, lead.score)) for hit in behind))
