"""The hours in which a unit may be called: whether they run now, when they begin and end, and how they add up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.core.language.feasts import holiday

SUNDAY = 6
FARTHEST = 31
"""Days that are looked ahead for the next opening; no row of holidays is longer."""
MORNING = timedelta(hours=9)
"""When people are reminded of something (PING.md, defaults)."""


@dataclass(frozen=True, slots=True)
class Window:
    """Weekly hours in local time, minutes after midnight. A roster with Sundays in it runs on holidays too."""

    days: tuple[int, ...] = (0, 1, 2, 3, 4)
    start: int = 8 * 60
    end: int = 16 * 60

    def runs_on(self, day: date) -> bool:
        if day.weekday() not in self.days:
            return False
        return SUNDAY in self.days or not _holiday(day)

    def on(self, day: date, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
        """When it begins and ends on a local day, in UTC."""
        return (_at(day, self.start, zone), _at(day, self.end, zone)) if self.runs_on(day) else None


ALWAYS = Window(tuple(range(7)), 0, 24 * 60)


def prepare() -> None:
    """Look a holiday up: the first time takes 70 ms, which nobody who asks for a colleague shall wait for."""
    _holiday(date(2026, 1, 1))


def is_open(window: Window, now: datetime, zone: ZoneInfo) -> bool:
    hours = window.on(now.astimezone(zone).date(), zone)
    return hours is not None and hours[0] <= now < hours[1]


def opens(window: Window, at: datetime, zone: ZoneInfo) -> datetime:
    """The first moment at a time or after it at which the hours run."""
    begins, _ = _hours(window, at, zone)
    return max(begins, at)


def closes(window: Window, at: datetime, zone: ZoneInfo) -> datetime:
    """When the hours end that run at a time, or that come next after it; a roster without gaps ends each midnight."""
    return _hours(window, at, zone)[1]


def after(window: Window, at: datetime, span: timedelta, zone: ZoneInfo) -> datetime:
    """The moment at which the hours have run for `span` since a time."""
    left = span
    begins, ends = _hours(window, at, zone)
    while (begins := max(begins, at)) + left > ends:
        left -= ends - begins
        at = ends
        begins, ends = _hours(window, at, zone)
    return begins + left


def next_working_day(window: Window, at: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The hours of the first day with any after the local day of a time."""
    day = at.astimezone(zone).date() + timedelta(days=1)
    return _hours(window, _at(day, 0, zone), zone)


def next_morning(window: Window, at: datetime, zone: ZoneInfo) -> datetime:
    """Nine o'clock on the next working day, or when its hours begin after that."""
    return morning(window, at.astimezone(zone).date() + timedelta(days=1), zone)


def morning(window: Window, day: date, zone: ZoneInfo) -> datetime:
    """The same on a local day, or on the first one after it with any hours."""
    begins, ends = _hours(window, _at(day, 0, zone), zone)
    nine = _at(begins.astimezone(zone).date(), int(MORNING.total_seconds()) // 60, zone)
    return max(begins, nine) if nine < ends else begins


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """When a local day begins."""
    return _at(day, 0, zone)


def _hours(window: Window, at: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The hours that run at a time, or the next ones."""
    today = at.astimezone(zone).date()
    for ahead in range(FARTHEST):
        hours = window.on(today + timedelta(days=ahead), zone)
        if hours is not None and at < hours[1]:
            return hours
    raise AssertionError("a window has at least one day, which the loader promised")


def _at(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    """A local time in UTC; a time that a DST night leaves out is the one an hour later."""
    whole, rest = divmod(minutes, 24 * 60)
    local = datetime.combine(day + timedelta(days=whole), time(rest // 60, rest % 60), zone)
    return local.astimezone(UTC)


@lru_cache(maxsize=1024)
def _holiday(day: date) -> bool:
    return holiday(day)[0] != ""
