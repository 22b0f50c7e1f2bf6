"""Weeks and quarters as numbers: week 202603 is the third ISO week of 2026, quarter 20261 its weeks 1 to 13."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

_WRITTEN = re.compile(r"([0-9]{4})-?[WwUu]([0-9]{1,2})")


def week_of(day: date) -> int:
    """The ISO week of a local day."""
    year, week, _ = day.isocalendar()
    return year * 100 + week


def quarter_of(week: int) -> int:
    """Thirteen weeks make a quarter, so that weeks add up to it; a week 53 belongs to the fourth."""
    year, number = divmod(week, 100)
    return year * 10 + min(4, (number - 1) // 13 + 1)


def monday(week: int) -> date:
    """The first day of a week. Raises ValueError where the year has no such week."""
    return date.fromisocalendar(week // 100, week % 100, 1)


def after(week: int) -> int:
    return week_of(monday(week) + timedelta(days=7))


def before(week: int) -> int:
    return week_of(monday(week) - timedelta(days=7))


def weeks(first: int, last: int) -> Iterator[int]:
    """Every week from the first to the last, both included."""
    while first <= last:
        yield first
        first = after(first)


def last_week(quarter: int) -> int:
    """The week a quarter ends with: the thirteenth, or the last of the year."""
    year, number = divmod(quarter, 10)
    return year * 100 + 13 * number if number < 4 else week_of(date(year, 12, 28))


def first_week(quarter: int) -> int:
    year, number = divmod(quarter, 10)
    return year * 100 + 13 * (number - 1) + 1


def written(week: int) -> str:
    """«2026-W03»."""
    return f"{week // 100}-W{week % 100:02}"


def read(text: str) -> int:
    """What `written` gives, or the same with a U. Raises ValueError."""
    found = _WRITTEN.fullmatch(text.strip())
    if found is None:
        raise ValueError("a week is written like 2026-W03")
    week = int(found[1]) * 100 + int(found[2])
    monday(week)
    return week
