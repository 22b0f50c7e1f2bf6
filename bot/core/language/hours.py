"""Understands when a question is about, and says from weekly hours whether an offer is open then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, Protocol

from bot.core.knowledge import Opening

DAY = 24 * 60
"""Minutes."""
FARTHEST = 14
"""Days that are looked ahead for the next opening."""


@dataclass(frozen=True, slots=True)
class TimeQuestion:
    """When is asked about: one local day or more, and minutes after midnight; `start` None: the whole day."""

    day: date
    start: int | None = None
    end: int | None = None
    """The first minute that is no longer meant; None: only the minute `start`."""
    last: date | None = None
    """The last of several days (a weekend); None: `day` alone."""

    @property
    def days(self) -> tuple[date, ...]:
        return tuple(self.day + timedelta(days=n) for n in range(((self.last or self.day) - self.day).days + 1))


class Hours(Protocol):
    """What is asked of an offer: its weekly hours and when it is closed nevertheless (first day, last day, reason)."""

    @property
    def openings(self) -> tuple[Opening, ...]: ...
    @property
    def closed(self) -> tuple[tuple[date, date, str], ...]: ...


@dataclass(frozen=True, slots=True)
class DayHours:
    """An offer on one day. `open`: at the time asked about, None when the entry has no hours at all."""

    day: date
    open: bool | None
    openings: tuple[Opening, ...] = ()
    """Those of that weekday, whether or not it is closed for a reason."""
    shut: Literal["", "holiday", "eve", "period"] = ""
    """Why a day with hours is closed: a public holiday, 24 or 31 December, or a period that the offer names."""
    reason: str = ""
    """The holiday's name in Norwegian, or the offer's own reason."""


def open_at(offer: Hours, asked: TimeQuestion) -> tuple[DayHours, ...]:
    """The offer on each day that is asked about."""
    return tuple(_on(offer, day, asked.start, asked.end) for day in asked.days)


def next_open(offer: Hours, local: datetime) -> tuple[date, Opening] | None:
    """The next opening that has not ended at a local time, within two weeks."""
    minute = local.hour * 60 + local.minute
    for ahead in range(FARTHEST + 1):
        day = local.date() + timedelta(days=ahead)
        hours = _on(offer, day, None, None)
        left = [each for each in hours.openings if ahead or each.end > minute]
        if hours.open and left:
            return day, min(left, key=lambda each: each.start)
    return None


def _on(offer: Hours, day: date, start: int | None, end: int | None) -> DayHours:
    if not offer.openings:
        return DayHours(day, None)
    found = tuple(each for each in offer.openings if day.weekday() in each.days)
    for first, last, reason in offer.closed:
        if first <= day <= last:
            return DayHours(day, False, found, "period", reason)
    if found and not any(each.start == 0 and each.end >= DAY - 1 for each in found):
        # An offer that is open all day and night is open on holidays; of others we know nothing, so they are shut.
        shut, name = holiday(day)
        if shut:
            return DayHours(day, False, found, shut, name)
    return DayHours(day, any(_meets(each, start, end) for each in found), found)


def _meets(opening: Opening, start: int | None, end: int | None) -> bool:
    if start is None:
        return True
    return opening.start < (end if end is not None else start + 1) and start < opening.end


def holiday(day: date) -> tuple[Literal["", "holiday", "eve"], str]:
    """Whether a day is a Norwegian public holiday or one of the two eves that offices keep, and the holiday's name."""
    import holidays  # takes 70 ms, and few questions need it

    name = holidays.country_holidays("NO", years=day.year, language="no").get(day)
    if name:
        return "holiday", str(name)
    return ("eve", "") if (day.month, day.day) in ((12, 24), (12, 31)) else ("", "")


def spans(openings: Sequence[Opening]) -> tuple[tuple[int, int], ...]:
    """The hours of some openings as (first minute, last minute), in order, without repeats."""
    return tuple(sorted({(each.start, each.end) for each in openings}))
