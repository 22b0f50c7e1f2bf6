"""What a question led to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.core.events import DistrictId
from bot.core.knowledge import KnowledgeEntry, Offer
from bot.core.retrieval.places import Places
from bot.core.retrieval.wants import NOTHING_SOUGHT, Sought, Want


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that was found; the score of the first is the calibrated probability that it is right, 0 to 1."""

    entry: str
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """An entry as far as choosing among several needs it."""

    id: str
    district: DistrictId | None
    """None: for the whole country."""
    service: str
    redirect: bool


@dataclass(frozen=True, slots=True)
class Alternative:
    """One of the answers to asking back; choosing it answers with `entry`."""

    of: Literal["district", "agency", "entry"]
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
    splits_on: Literal["", "district", "agency", "offer", "entry"] = ""
    """What is asked back for; entry: nothing is missing from the question, and no entry is surely the right one."""
    sought: Sought = NOTHING_SOUGHT
    lacks: Want | None = None
    """For none: the sort of answer that was asked for, and that the first hit does not have."""
    place: DistrictId | None = None
    """The place that the question named."""
    foreign: bool = False
    """For none: the question is in a language that Varde does not know."""
    little: bool = False
    """Its words say next to nothing: whatever was found, was found by chance."""
    unserved: DistrictId | None = None
    """The place that the question named, when no entry belongs to it."""
    only_in: DistrictId | None = None
    """The place that the first hit holds in, where the question names none and nobody knows the asker's."""
    why: tuple[str, ...] = ()


NOTHING = Finding("none")


def found_of(entry: KnowledgeEntry, whereabouts: Places) -> Found:
    """An entry for choosing; one of the country itself has no district."""
    district = entry.district if entry.district and whereabouts.parents.get(entry.district) else None
    if isinstance(entry, Offer):
        return Found(entry.id, district, entry.service, False)
    return Found(entry.id, district, "", entry.redirect)
