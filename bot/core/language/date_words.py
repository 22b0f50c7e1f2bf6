"""Which dates a question names: 24. desember, 23/12, den 9., December 23rd, and the days that have a name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

from bot.core.language import feasts
from bot.core.language.norwegian import words
from bot.core.language.remainder import Remainder

MONTHS = words("januar februar mars april mai juni juli august september oktober november desember")
_MONTH = (
    "januar|january|jan",
    "februar|february|feb",
    "mars|march",
    "april|apr",
    "mai|may",
    "juni|june|jun",
    "juli|july|jul",
    "august|aug",
    "september|sept|sep",
    "oktober|october|okt|oct",
    "november|nov",
    "desember|december|des|dec",
)
_ANY_MONTH = "|".join(f"(?:{names})" for names in _MONTH)
_NAMED = re.compile(
    rf"\b(?:den )?(?P<day>\d{{1,2}})(?:\.|st|nd|rd|th)? ?(?:of )?(?P<month>{_ANY_MONTH})\b\.?(?: (?P<year>20\d\d))?"
)
_MONTH_FIRST = re.compile(rf"\b(?P<month>{_ANY_MONTH}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)\b(?:,? (?P<year>20\d\d))?")
_ISO = re.compile(r"\b(?P<year>20\d\d)-(?P<month>\d\d)-(?P<day>\d\d)\b")
_CLOCK_BEFORE = r"(?<!kl )(?<!kl\. )(?<!klokka )(?<!klokken )(?<!foer )(?<!etter )(?<!til )(?<!fra )(?<!mellom )(?<!-)"
_NUMERIC = re.compile(
    rf"{_CLOCK_BEFORE}\b(?P<day>\d{{1,2}})(?:/|\.)(?P<month>\d{{1,2}})(?:[./](?P<year>20\d\d|\d\d)\b)?\.?(?![\d:-])"
)
_DAY_OF_MONTH = re.compile(r"\b(?:den|the) (?P<day>\d{1,2})(?:\.|st|nd|rd|th)?(?![\w.:])")


def take(left: Remainder, today: date, *, hours: bool) -> Iterator[date]:
    """Every date, with a number or a name."""
    while (day := _dated(left, today, hours=hours)) is not None:
        yield day


def _dated(left: Remainder, today: date, *, hours: bool) -> date | None:
    feast = feasts.take(left, today)
    if feast is not None:
        return feast
    for pattern in (_ISO, _NAMED, _MONTH_FIRST, _NUMERIC):
        found = pattern.search(left.text)
        day = _date(found, today) if found else None
        if day is not None and not (found and pattern is _NUMERIC and _may_be_a_time(found)):
            left.take(pattern)
            return day
    return _of_month(left, today) if hours else None


def _may_be_a_time(found: re.Match[str]) -> bool:
    """«14.10» without a full stop after it; «29.3» and «10.12» are days."""
    apart = "/" in found[0] or found["year"] or found[0].endswith(".") or len(found["month"]) == 1
    return not apart and int(found["day"]) < 24 and (int(found["month"]) % 5 == 0)


def _date(found: re.Match[str], today: date) -> date | None:
    given = found["month"]
    month = int(given) if given.isdigit() else _month(given)
    year = found["year"]
    if year:
        return _on(int(year) + (2000 if len(year) == 2 else 0), month, int(found["day"]))
    return _next(today, lambda year: _on(year, month, int(found["day"])), (today.year, today.year + 1))


def _month(name: str) -> int:
    return next(number for number, names in enumerate(_MONTH, 1) if name in names.split("|"))


def _of_month(left: Remainder, today: date) -> date | None:
    """«den 9.»: the next day of that number."""
    found = left.take(_DAY_OF_MONTH)
    if not found:
        return None
    months = range(today.month, today.month + 3)
    number = int(found["day"])
    return _next(today, lambda month: _on(today.year + (month - 1) // 12, (month - 1) % 12 + 1, number), months)


def _next(today: date, day_of: Callable[[int], date | None], tried: tuple[int, ...] | range) -> date | None:
    return next((day for each in tried if (day := day_of(each)) is not None and day >= today), None)


def _on(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
