"""Which days a question names: i morgen, onsdag i neste uke, 24. desember, andre påskedag, om to uker, torsdg."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.core.language import date_words, feasts, weekday_words
from bot.core.language.date_words import MONTHS
from bot.core.language.numerals import COUNT, counted
from bot.core.language.remainder import Remainder

_AHEAD = (
    (re.compile(r"\b(?:senere |seinare |resten av )?(?:i ?dag|today)(?:en)?\b|\bresten av dagen\b"), 0),
    (re.compile(r"\bi ?overmorg[eo]n\b|\bday after tomorrow\b|\bdagen etter i ?morg[eo]n\b"), 2),
    (re.compile(r"\bi ?morg[eo]n\b|\bi ?mo?a?rr?[ao]\b|\bi ?morgn\b|\btomorr?ow\b"), 1),
)
_TO_COME = re.compile(
    rf"\b(?:om|in) (?P<count>{COUNT}|a) (?P<unit>dag|dagar|dager|days?|uke|uker|veke|veker|weeks?)\b"
)
_NEXT_WEEK = re.compile(
    r"\b(?:i |om )?(?:(?:neste|kommende|komande|next) (?:uke|uka|veke|veka|week)|uka etter"
    r"|(?P<this>denne (?:uka|uken|veka)|this week))\b"
)
_WEEK_NUMBER = re.compile(r"\b(?:i )?(?:uke|veke|week) (\d{1,2})\b")
_WEEKEND = re.compile(
    r"\b(?:(?:i|paa|at|on|in|this|the) )*(?P<next>neste |next )?(?:helg(?:a|en|ene|er|ane)?|weekends?)\b"
)
_NOT_COMING = re.compile(
    r"\b(?:foerste|fyrste|siste|sist|forrige|foerre|foerige|last|first|annenhver|annahver|annankvar|hver andre"
    rf"|i gaar|yesterday|maaned\w*|maanad\w*|months?|{'|'.join(MONTHS)})\b"
)
"""Words with which a weekday is not the next one."""
_DAYLIKE = re.compile(r"\b(?!(?:etter|for)?middag)\w+(?:dag|dg|dga|day)(?:en|er|ar|ene|ane|s)?\b")
"""«onnsdg», «planleggingsdag», «virkedager»."""
_BESIDE_A_DATE = re.compile(r"\b(?:dag|uk|vek|helg|day|week)\w* +(?:etter|foer|after|before)\b")
_APART = re.compile(r"\b(?:etter|foer|after|before)\b")


@dataclass(frozen=True, slots=True)
class Named:
    """The days that a question names."""

    days: tuple[date, ...] = ()
    """In order; empty: none, or one that cannot be told."""
    weekday: int | None = None
    """Said beside a date that is another day of the week."""
    season: bool = False
    unclear: bool = False
    """A day is meant that cannot be told from the words («første onsdag i mars»)."""
    today: bool = False
    """It is what is left of today that is meant."""
    stretch: bool = False
    """Some day of them is meant («neste uke»), not each."""


def take(left: Remainder, today: date, *, hours: bool) -> Named:
    """The days that are named, taken out of what is left.

    `hours`: it asks when something is open; else only what can hardly be anything but a time is read.
    """
    dates = set(date_words.take(left, today, hours=hours))
    season = hours and not dates and feasts.take_season(left)
    weekdays, after_next = weekday_words.take(left, hours=hours)
    if season:
        return Named(season=True)
    if dates:
        other = next((day for day in weekdays if day not in {each.weekday() for each in dates}), None)
        if left.has(_BESIDE_A_DATE) or (other is not None and left.has(_APART)):
            # «dagen etter 17. mai», «onsdagen før julaften»
            return Named(unclear=True)
        return Named(tuple(sorted(dates | _ahead(left, today))), weekday=other)
    named = _counted(left, today, weekdays) if hours else None
    if named is None:
        coming = _coming(today, weekdays, after_next) | _ahead(left, today) | _weekend(left, today)
        named = Named(tuple(sorted(coming)), today=coming == {today} and not weekdays)
    if hours and left.has(_NOT_COMING if named.days else _DAYLIKE):
        return replace(named, days=(), unclear=True)
    return named


def _coming(today: date, weekdays: tuple[int, ...], after_next: bool) -> set[date]:
    """The next of each weekday; «neste onsdag» is the one of this week or of the next: nobody agrees which."""
    coming = {today + timedelta(days=(number - today.weekday()) % 7) for number in weekdays}
    if not after_next:
        return coming
    sunday = today + timedelta(days=6 - today.weekday())
    return {day for day in coming | {day + timedelta(days=7) for day in coming if day <= sunday} if day > today}


def _ahead(left: Remainder, today: date) -> set[date]:
    return {today + timedelta(days=days) for pattern, days in _AHEAD if left.take(pattern)}


def _counted(left: Remainder, today: date, weekdays: tuple[int, ...]) -> Named | None:
    """What is counted in days or weeks from today: a weekday of that week, a day, or the week."""
    week, day = _counted_from(left, today)
    if week is None:
        return None
    if weekdays:
        return Named(tuple(sorted(week + timedelta(days=number) for number in weekdays)))
    if day is not None:
        return Named((day,))
    return Named(tuple(each for n in range(7) if (each := week + timedelta(days=n)) >= today), stretch=True)


def _counted_from(left: Remainder, today: date) -> tuple[date | None, date | None]:
    """The Monday of the week that is named, and the day itself where the words say it."""
    monday = today - timedelta(days=today.weekday())
    if found := left.take(_TO_COME):
        count = counted(found["count"])
        day = today + timedelta(days=count * (1 if found["unit"].startswith("da") else 7))
        return day - timedelta(days=day.weekday()), day
    if found := left.take(_NEXT_WEEK):
        return (monday if found["this"] else monday + timedelta(days=7)), None
    if found := left.take(_WEEK_NUMBER):
        return _week(today, int(found[1])), None
    return None, None


def _week(today: date, number: int) -> date | None:
    for year in (today.year, today.year + 1):
        try:
            monday = date.fromisocalendar(year, number, 1)
        except ValueError:
            continue
        if monday + timedelta(days=6) >= today:
            return monday
    return None


def _weekend(left: Remainder, today: date) -> set[date]:
    found = left.take(_WEEKEND)
    if not found:
        return set()
    saturday = today + timedelta(days=5 - today.weekday())
    days = {saturday + timedelta(days=n) for n in ((0, 1, 7, 8) if found["next"] else (0, 1))}
    return {day for day in days if day >= today}
