"""What a question led to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.core.events import DistrictId
from bot.core.hours import TimeQuestion


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
