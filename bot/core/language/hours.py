"""Understands when a question is about, and says from weekly hours whether an offer is open then."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import product
from typing import Literal, Protocol

from bot.core.knowledge import Opening
from bot.core.language.feasts import holiday

DAY = 24 * 60
"""Minutes."""
FARTHEST = 14
"""Days that are looked ahead for the next opening."""
HALF_A_DAY = 12 * 60
NEAR = 2 * 60
"""Minutes from the hours within which «five» must lie to be taken for one of its two times, when that decides."""
_MORNING = range(7 * 60, HALF_A_DAY)
"""What «eight» means where the hours do not tell: in the morning; «five» is in the afternoon."""

Relation = Literal["at", "from", "before", "after", "until", "between", "part", "rest"]
Asks = Literal["open", "shut", "opens", "closes"]
Verdict = Literal["yes", "no", "partly", ""]


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of the day, or a stretch of it, in minutes after midnight."""

    relation: Relation
    start: int
    end: int = 0
    """Of «between», of a part of the day, and nowhere else."""
    twelve: tuple[bool, bool] = (False, False)
    """Whether `start` and `end` may be twelve hours later as well: «five», «half past three»."""
    part: str = ""
    """«kveld», «morgen» …: how a part of the day is named."""


@dataclass(frozen=True, slots=True)
class TimeQuestion:
    """When is asked about. Everything has a default, so that a message of an older version can still be read."""

    days: tuple[date, ...] = ()
    """Local days; empty where a time was said that could not be read."""
    clock: Clock | None = None
    """None: the whole day."""
    asks: Asks = "open"
    plain: bool = False
    """Whether yes or no is asked for, and nothing that was said about it is left unread."""
    weekday: int | None = None
    """The weekday that was said beside a date which is another day."""
    some: bool = False
    """It is enough that it is so on one of the days («next week», «in the evening»)."""
    each: bool = False
    """Every day is meant, none having been said: «åpner dere klokka tre»."""
    season: bool = False
    """Christmas, Easter, the summer …, for which weekly hours say nothing."""


class Hours(Protocol):
    """What is asked of an offer: its weekly hours and when it is closed nevertheless (first day, last day, reason)."""

    @property
    def openings(self) -> tuple[Opening, ...]: ...
    @property
    def closed(self) -> tuple[tuple[date, date, str], ...]: ...


@dataclass(frozen=True, slots=True)
class DayHours:
    """An offer on one day."""

    day: date
    openings: tuple[Opening, ...] = ()
    """When it is open; empty: it is not."""
    shut: Literal["", "holiday", "eve", "period"] = ""
    """Why a day with weekly hours is closed: a public holiday, 24 or 31 December, or a period that the offer names."""
    reason: str = ""
    """The holiday's name in Norwegian, or the offer's own reason."""


def on(offer: Hours, day: date) -> DayHours:
    """The offer on one day."""
    found = tuple(each for each in offer.openings if day.weekday() in each.days)
    for first, last, reason in offer.closed:
        if found and first <= day <= last:
            return DayHours(day, (), "period", reason)
    if any(_whole_day(each) for each in found):
        # What is open all day and night is open on holidays; of others we know nothing, so they are shut.
        return DayHours(day, found)
    shut, name = holiday(day)
    return DayHours(day, () if shut else found, shut if found else "", name)


def always(offer: Hours) -> bool:
    """Whether it is open all day and night, every day."""
    return all(any(day in each.days and _whole_day(each) for each in offer.openings) for day in range(7))


def next_open(offer: Hours, local: datetime) -> tuple[date, Opening] | None:
    """The next opening that has not ended at a local time, within two weeks."""
    minute = local.hour * 60 + local.minute
    for ahead in range(FARTHEST + 1):
        day = local.date() + timedelta(days=ahead)
        left = [each for each in on(offer, day).openings if ahead or _end(each) > minute]
        if left:
            return day, min(left, key=lambda each: each.start)
    return None


def verdict(openings: Sequence[Opening], clock: Clock | None, asks: Asks) -> Verdict:
    """Whether what is asked holds for one day's openings; "": that cannot be said with yes or no."""
    if clock is None:
        return _yes(bool(openings) == (asks != "shut")) if asks != "closes" else ""
    if asks in ("opens", "closes"):
        return _turning([each.start if asks == "opens" else _end(each) for each in openings], clock)
    said = _standing(openings, clock)
    if asks == "open" or said == "partly":
        return said
    return _yes(said == "no")


def settled(clock: Clock, days: Sequence[Sequence[Opening]], usual: Sequence[Opening], asks: Asks) -> Clock | None:
    """The time of which a twelve-hour one is meant, by what lies nearest to the hours of those days, else the usual.

    None where both are as good as each other, and the answer would not be the same.
    """
    found = _readings(clock)
    hours = [each for day in days for each in day] or list(usual)
    away = [_distance(each, hours) for each in found]
    best = min(range(len(found)), key=lambda at: (away[at], not _likely(found[at])))
    if len({tuple(verdict(day, each, asks) for day in days) for each in found}) == 1:
        return found[best]
    return found[best] if away.count(away[best]) == 1 and away[best] <= NEAR else None


def _readings(clock: Clock) -> list[Clock]:
    """All that a clock may mean, as 24-hour times; of stretches the shortest."""
    starts = (clock.start, clock.start + HALF_A_DAY) if clock.twelve[0] else (clock.start,)
    ends = (clock.end, clock.end + HALF_A_DAY) if clock.twelve[1] else (clock.end,)
    pairs = [each for each in product(starts, ends) if clock.relation != "between" or each[0] < each[1]]
    least = min(((end - start) for start, end in pairs), default=0) if clock.relation == "between" else None
    kept = [pair for pair in pairs if least is None or pair[1] - pair[0] == least]
    return [replace(clock, start=start, end=end, twelve=(False, False)) for start, end in kept] or [clock]


def _likely(clock: Clock) -> bool:
    return clock.start in _MORNING or (clock.start >= HALF_A_DAY and clock.start - HALF_A_DAY not in _MORNING)


def _distance(clock: Clock, openings: Iterable[Opening]) -> int:
    """Minutes between the time and the nearest opening; 0 inside it, its ends included."""
    first, last = clock.start, max(clock.start, clock.end)
    return min((max(0, each.start - last, first - each.end) for each in openings), default=0)


def _standing(openings: Sequence[Opening], clock: Clock) -> Verdict:
    """Whether it stands open then."""
    first, last = clock.start, clock.end
    spans = [(each.start, _end(each)) for each in openings]
    match clock.relation:
        case "at" | "from":
            return _yes(any(start <= first < end for start, end in spans))
        case "before":
            return _yes(any(start < first for start, _ in spans))
        case "after" | "rest":
            return _yes(any(end > first for _, end in spans))
        case "until":
            return _yes(any(start < first <= end for start, end in spans))
        case "part":
            return _yes(any(start < last and first < end for start, end in spans))
        case "between":
            if any(start <= first and last <= end for start, end in spans):
                return "yes"
            return "partly" if any(start < last and first < end for start, end in spans) else "no"


def _turning(moments: Sequence[int], clock: Clock) -> Verdict:
    """Whether it opens, or closes, then."""
    match clock.relation:
        case "at":
            return _yes(clock.start in moments)
        case "before":
            return _yes(any(each < clock.start for each in moments))
        case "after":
            return _yes(any(each > clock.start for each in moments))
        case "between" | "part":
            return _yes(any(clock.start <= each <= clock.end for each in moments))
        case "from" | "until" | "rest":
            return ""


def _yes(holds: bool) -> Verdict:
    return "yes" if holds else "no"


def _end(opening: Opening) -> int:
    """Content cannot say 24:00; 23:59 is meant for it."""
    return DAY if opening.end >= DAY - 1 else opening.end


def _whole_day(opening: Opening) -> bool:
    return opening.start == 0 and _end(opening) == DAY
