"""Reads a day out of a line that holds nothing else: «fredag», «15. mars», «12.01.2026», «om tre uker»."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from bot.core.language import clock_words
from bot.core.language.norwegian import fold, words

_MONTHS = words("januar februar mars april mai juni juli august september oktober november desember")
_NUMERIC = re.compile(r"(?:den )?(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_NAMED = re.compile(rf"(?:den )?(\d{{1,2}})\.? ({'|'.join(_MONTHS)}) (\d{{4}})")
_FROM_NOW = re.compile(r"^(?:fra (?:og med )?(?:i dag|naa|no) )?(?:frem |fram )?(?:til )?(?:og med )?")
_NUMBERS = ("en|ein|ett|eitt|et|ei", "to", "tre", "fire", "fem", "seks", "sju|syv", "aatte", "ni", "ti")
_SPAN = re.compile(rf"(?:om |i )?(\d{{1,3}}|{'|'.join(_NUMBERS)}) (dag|uke|veke|maaned)\w{{0,3}}")
_DAYS_IN = {"dag": 1, "uke": 7, "veke": 7, "maaned": 30}
_REST_OF_WEEK = re.compile(r"(?:ut|resten av|hele|heile) (?:uken|uka|veka)|denne (?:uken|uka|veka)")
_REST_OF_DAY = re.compile(r"(?:ut|resten av) (?:dagen|arbeidsdagen)")


def named(text: str, local: datetime) -> date | None:
    """The day that the line names; `local` is the time where the person is."""
    line = _line(text)
    today = local.date()
    if _REST_OF_DAY.fullmatch(line):
        return today
    if _REST_OF_WEEK.fullmatch(line):
        return today + timedelta(days=6 - today.weekday())
    return _whole_date(line) or _by_words(line, local)


def span(text: str) -> timedelta | None:
    """How long the line says: «to uker», «i 10 dager», «om en måned» (thirty days)."""
    found = _SPAN.fullmatch(_line(text))
    if found is None:
        return None
    count = int(found[1]) if found[1].isdigit() else _counted(found[1])
    return timedelta(days=count * _DAYS_IN[found[2]])


def _line(text: str) -> str:
    return _FROM_NOW.sub("", " ".join(fold(text).split()).rstrip(" .!"))


def _counted(word: str) -> int:
    return next(count for count, names in enumerate(_NUMBERS, 1) if word in names.split("|"))


def _whole_date(line: str) -> date | None:
    numeric, iso, named_ = _NUMERIC.fullmatch(line), _ISO.fullmatch(line), _NAMED.fullmatch(line)
    if numeric:
        return _date(int(numeric[3]) + (2000 if len(numeric[3]) == 2 else 0), int(numeric[2]), int(numeric[1]))
    if iso:
        return _date(*map(int, iso.groups()))
    if named_:
        return _date(int(named_[3]), _MONTHS.index(named_[2]) + 1, int(named_[1]))
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _by_words(line: str, local: datetime) -> date | None:
    """As in a question about opening hours, where nothing but the day may be left."""
    line = f"{line}." if line[-1:].isdigit() and "." in line else line
    found = clock_words.take(line, local)
    if found.asked is None or any(character.isalnum() for character in found.rest):
        return None
    days = found.asked.days
    return days[-1] if days and not found.asked.some else None
