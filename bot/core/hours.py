"""Understands questions about time, and says from an offer's weekly hours when it is open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class TimeQuestion:
    """A time that was asked about: a local date, and minutes after midnight; `start` None: the whole day."""

    day: date
    start: int | None = None
    end: int | None = None
    """After `start`; None: the one minute."""
