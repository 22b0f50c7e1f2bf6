"""Which days a question names: i morgen, onsdag i neste uke, 24. desember, andre påskedag, om to uker, torsdg."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from rapidfuzz.distance import OSA

from bot.core.language import feasts
from bot.core.language.norwegian import words
from bot.core.language.numerals import COUNT, counted
from bot.core.language.remainder import Remainder

_WEEKDAYS = (
    "mandag|manda|maandag|monday",
    "tirsdag|tysdag|tirsda|tuesday",
    "onsdag|onsda|wednesday",
    "torsdag|torsda|thursday",
    "fredag|freda|friday",
    "loerdag|laurdag|loerda|saturday",
    "soendag|sundag|soenda|sunday",
)
_SHORT_NAMES = ("mon|man", "tirs?|tues?", "ons|wed", "tors?|thu(?:rs?)?", "fre|fri", "loer|sat", "soen|sun")
_SHORT = r"(?=\.? ?(?:kl|klokk\w*|at|\d|\?|,|$))"
"""What stands after a short name, which is another word elsewhere."""
_NOT_A_WEEKDAY = frozenset({"mandat", "fridag", "fredad"})
"""Words that are one letter from a weekday and mean something else."""
_LONG = 9
"""Letters from which two typing mistakes are let pass: «wensday»."""
_MONTHS = words("januar februar mars april mai juni juli august september oktober november desember")
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
_BEFORE = r"\b(?:(?:paa|om|on|hver|kvar|every|den|denne|this|kommende|komande|foerst ?kommende) )*"
_NEXT = r"(?P<next>(?:neste|next) )?"
_ENDING = r"(?:er|ar|ene|ane|en|s|'s)?"
_PART = r"(?=kveld|ettermiddag|formiddag|morg|natt)"
_DAY = tuple(
    re.compile(rf"{_BEFORE}{_NEXT}(?:(?:{names})(?:{_ENDING}\b|s{_PART})|(?:{short})\b{_SHORT}\.?)")
    for names, short in zip(_WEEKDAYS, _SHORT_NAMES, strict=True)
)
_RANGE = re.compile(r"(?<=\x00) *(?:til(?: og med)?|t\.?o\.?m\.?|-|to|through) *(?=\x00)")
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
_NOT_COMING = re.compile(
    r"\b(?:foerste|fyrste|siste|sist|forrige|foerre|foerige|last|first|annenhver|annahver|annankvar|hver andre"
    rf"|i gaar|yesterday|maaned\w*|maanad\w*|months?|{'|'.join(_MONTHS)})\b"
)
"""Words with which a weekday is not the next one."""
_DAYLIKE = re.compile(r"\b(?!(?:etter|for)?middag)\w+(?:dag|dg|dga|day)(?:en|er|ar|ene|ane|s)?\b")
"""«onnsdg», «planleggingsdag», «virkedager»."""
_BESIDE_A_DATE = re.compile(r"\b(?:dag|uk|vek|helg|day|week)\w* +(?:etter|foer|after|before)\b")
_APART = re.compile(r"\b(?:etter|foer|after|before)\b")
_MARK = "\x00"
"""Stands where a weekday was taken out, until all are."""


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
    dates = set(_dates(left, today, hours=hours))
    season = hours and not dates and feasts.take_season(left)
    weekdays, after_next = _weekdays(left, misspelt=hours)
    left.text = left.text.replace(_MARK, "")
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


def _weekdays(left: Remainder, *, misspelt: bool) -> tuple[tuple[int, ...], bool]:
    """The weekdays that are named, 0 to 6, and whether it is the next one that is meant."""
    found: dict[int, int] = {}
    after_next = False
    while match := next(_first(left.text), None):
        number, place = match
        after_next = after_next or bool(place["next"])
        left.text = f"{left.text[: place.start()]} {_MARK}{left.text[place.end() :]}"
        found.setdefault(place.start(), number)
    if not found and misspelt:
        found = dict(enumerate(_misspelt(left)))
    ordered = tuple(found[place] for place in sorted(found))
    if len(ordered) == 2 and left.take(_RANGE):
        first, last = ordered
        return tuple(day % 7 for day in range(first, last + (7 if last < first else 0) + 1)), after_next
    return ordered, after_next


def _first(text: str) -> Iterator[tuple[int, re.Match[str]]]:
    """The weekdays in a text, the last one first, so that taking it out moves no other."""
    places = [(number, place) for number, pattern in enumerate(_DAY) for place in pattern.finditer(text)]
    yield from sorted(places, key=lambda each: -each[1].start())


def _misspelt(left: Remainder) -> list[int]:
    """The weekday that a word is a typing mistake of, where it can be only one."""
    for word in dict.fromkeys(re.findall(r"[a-z]{5,}", left.text)):
        near = {number for number, names in enumerate(_WEEKDAYS) for name in names.split("|") if _close(word, name)}
        if len(near) == 1 and word not in _NOT_A_WEEKDAY:
            left.text = re.sub(rf"\b(?:paa )?{word}\b", f" {_MARK}", left.text)
            return list(near)
    return []


def _close(word: str, name: str) -> bool:
    if len(name) < 6:
        return False
    most = 2 if len(name) >= _LONG else 1
    return OSA.distance(word, name, score_cutoff=most) <= most


def _dates(left: Remainder, today: date, *, hours: bool) -> Iterator[date]:
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
