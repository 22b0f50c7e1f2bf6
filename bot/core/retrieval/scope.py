"""Where the asker is, and which entries she can be answered with."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.core.events import DistrictId
from bot.core.language.norwegian import fold
from bot.core.retrieval.catalogue import Catalogue
from bot.core.retrieval.places import Named

SAME_SERVICE = 0.5
"""Share of the best score from which another district's entry of the same service is asked about."""
SAME_NEED = 0.7
"""The same for an entry of a service that meets the same need."""
AS_GOOD = 0.85
"""The same for an entry of another service."""
AS_LOCAL = 1.0
"""Share of a national entry's score from which the best local one is asked about before it: never, unless «here»."""
HERE = 0.4
"""The two before it, when the question says «in our bydel» and nobody knows which that is."""
LOCAL = 0.08
"""What an entry of the asker's own district gains over a national one."""
NATIONAL = 0.03
"""What an entry for the whole country gains where no place is known."""
NAMED = 0.25
"""What an entry of a district that the question names gains."""

_HERE = re.compile(
    r"\bbydele?n\b|\b(?:bydel|kommunen) (?:min|vaar|di|deres)\b|\b(?:our|my) (?:district|municipality)\b"
    r"|\b(?:hos|hjaa|ved) (?:oss|okke)\b|\w(?:en|et|a) her\b|\b(?:near|around) here\b|\bher\W*\Z"
    r"|\b(?:jobb|arbeidsplass|avdeling|enhet|eining|seksjon)(?:en|a)? vaar\b"
)


@dataclass(frozen=True, slots=True)
class Scope:
    """Which entries may answer, and what speaks for each because of where it is."""

    here: tuple[DistrictId, ...]
    """The places the question named, else the asker's own; empty: not known."""
    allowed: NDArray[np.bool_]
    bonus: NDArray[np.float32]
    same_service: float = SAME_SERVICE
    same_need: float = SAME_NEED
    as_good: float = AS_GOOD
    as_local: float = AS_LOCAL


def speaks_of_here(question: str) -> bool:
    """Whether it speaks of the asker's own place without naming it: «our bydel», «hos oss»."""
    return bool(_HERE.search(fold(question)))


def of(catalogue: Catalogue, named: Named, own: DistrictId | None, says_here: bool) -> Scope:
    """National entries stay, those of other districts drop out; without a place everything stays.

    `says_here`: the question speaks of «our bydel», whichever that is.
    """
    here = named.places or ((own,) if own is not None and own in catalogue.places.parents else ())
    national = catalogue.district == 0
    if here:
        local = _inside(catalogue, here)[catalogue.district]
        return Scope(here, national | local, local * np.float32(NAMED if named.places else LOCAL))
    everything = np.ones(len(catalogue.entries), dtype=np.bool_)
    if says_here:
        return Scope((), everything, ~national * np.float32(NAMED), HERE, HERE, HERE, AS_GOOD)
    return Scope((), everything, national * np.float32(NATIONAL))


def _inside(catalogue: Catalogue, here: tuple[DistrictId, ...]) -> NDArray[np.bool_]:
    """Per number of a district whether it lies in one of these places, or one of them in it; never the country."""
    above = {up for place in here for up in catalogue.places.upwards(place)}
    numbers = catalogue.numbers.items()
    near = [n for place, n in numbers if n and (place in above or not catalogue.lying[n].isdisjoint(here))]
    inside = np.zeros(len(catalogue.numbers), dtype=np.bool_)
    inside[near] = True
    return inside
