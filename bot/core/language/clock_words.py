"""Reads expressions of time in a question: now, tomorrow, onsdag kl 15, i helga, 24. desember."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from bot.core.language.hours import TimeQuestion
from bot.core.language.norwegian import fold, language, words

_WEEKDAYS = (
    "mandag|mandagar|manda|monday",
    "tirsdag|tysdag|tirsda|tuesday",
    "onsdag|onsda|wednesday",
    "torsdag|torsda|thursday",
    "fredag|freda|friday",
    "loerdag|laurdag|loerda|saturday",
    "soendag|sundag|soenda|sunday",
)
_MONTHS = words("januar februar mars april mai juni juli august september oktober november desember")
_DAY = tuple(
    re.compile(rf"\b(?:paa |om |til |on |neste |next )?(?:{names})(?:er|ar|ene|ane|en|s|'s)?\b") for names in _WEEKDAYS
)
_NAMED_DATES = {
    "julaften": (12, 24),
    "julaftan": (12, 24),
    "nyttaarsaften": (12, 31),
    "nyttaarsaftan": (12, 31),
    "julekvelden": (12, 24),
}
_TODAY = re.compile(r"\bi ?dag\b|\btoday\b")
_TOMORROW = re.compile(r"\bi ?morg[eo]n\b|\bi ?morra\b|\btomorrow\b")
_DAY_AFTER = re.compile(r"\bi ?overmorg[eo]n\b")
_TONIGHT = re.compile(r"\bi (kveld|natt|ettermiddag)\b|\btonight\b|\bthis (evening)\b")
_WEEKEND = re.compile(r"\b(?:i |paa |neste )?helg(?:a|en|ene|er|ane)?\b|\b(?:at |on |in |this |the )*weekends?\b")
_NOW = re.compile(r"\b(?:akkurat |right )?(?:naa|now)\b")
_NOW_NYNORSK = re.compile(r"\b(?:akkurat )?no\b")
_OPE = re.compile(r"\bope\b")
_PART = re.compile(
    r"\b(?:paa|om|in the|at|ut ?paa) ?(kveldstid|kvelden|kveldane|kveldene|ettermiddagen|ettermiddagene|formiddagen"
    r"|morgenen|morgonen|natten|natta|evenings?|afternoons?|mornings?|night)\b|\b(kveldstid|kveldsaapent|kveldsope)\b"
)
_CLOCK = re.compile(
    r"\b(?:kl\.?|klokka|klokken) ?(\d{1,2})(?:[.:](\d{2}))?()\b|\b(?:at )?(\d{1,2})(?:[.:](\d{2}))? ?(am|pm)\b"
    r"|\b(\d{1,2})[.:](\d{2})()\b"
)
_DATE = re.compile(
    rf"\b(?:den )?(\d{{1,2}})\. ?({'|'.join(_MONTHS)})\b|\b(\d{{1,2}})/(\d{{1,2}})\b|\b(\d{{1,2}})\.(\d{{1,2}})\.(?!\d)"
)
_ABOUT_HOURS = re.compile(
    r"aapen|aapning|aapent|\bope\b|\bopen|opning|opni|steng|lukk|close|hours|bemann|betjen|drop.?in|\bnaar\b|\bwhen\b"
    r"|klokk|treff|\bkl\b|komm?e? innom|kom(me)? dit|ringe?\b|\bcall\b|tider?\b|dager\b|dagar\b"
)
_OPEN = frozenset(
    words(
        """åpen åpent åpne åpner åpningstid åpningstider åpningstida åpningstidene stengt stenger stenge lukket open ope
        opna opne opnar opningstid opningstider opningstida opningstidene stengd stengjer opening hours hour close
        closes closed"""
    )
)
_BESIDE_OPEN = frozenset(words("tid tider tidene tidspunkt klokka klokken dere lenge"))
"""Words that do not say either what shall be open."""
_ASKING_SIGN = "?"
SHORT = 6
"""Words: in a question no longer than this a time is taken to be about opening hours."""
_PARTS = {
    "kveld": (17, 23),
    "evening": (17, 23),
    "ettermiddag": (15, 18),
    "afternoon": (12, 17),
    "formiddag": (9, 12),
    "morg": (6, 10),
    "morning": (6, 12),
    "natt": (0, 6),
    "night": (0, 6),
}
"""Parts of the day and their hours."""


class Taken(NamedTuple):
    """The question without its words of time, and what they said."""

    rest: str
    asked: TimeQuestion | None
    about_hours: bool
    """Whether the question is about when something is open, with or without a time."""


@dataclass
class _Reading:
    """A folded question while words are taken out of it."""

    text: str

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.search(self.text)
        if found:
            self.text = f"{self.text[: found.start()]} {self.text[found.end() :]}"
        return found


def take(question: str, local: datetime) -> Taken:
    """Read and remove the time expressions of a question; `local` is the asker's time."""
    reading = _Reading(fold(question))
    about = bool(_ABOUT_HOURS.search(reading.text))
    short = len(reading.text.split()) <= SHORT
    days = _days(reading, local.date())
    minutes = _minutes(reading, local, dated=days is not None, nynorsk=_is_nynorsk(question))
    if days is None and minutes is None:
        return Taken(question, None, about)
    first, last = days or (local.date(), local.date())
    start, end = minutes or (None, None)
    asked = TimeQuestion(first, start, end, last if last != first else None) if about or short else None
    return Taken(reading.text, asked, about)


def only_hours(said: Sequence[str]) -> bool:
    """Whether a question's telling words ask when something is open, and none says what."""
    telling = {word for word in said if not word.startswith(_ASKING_SIGN)}
    return not telling.isdisjoint(_OPEN) and telling <= _OPEN | _BESIDE_OPEN


def _is_nynorsk(question: str) -> bool:
    """Whether «no» means now. «Ope» is written in nynorsk only."""
    return language(question) == "nn" or bool(_OPE.search(question.lower()))


def _days(reading: _Reading, today: date) -> tuple[date, date] | None:
    for pattern, ahead in ((_TODAY, 0), (_DAY_AFTER, 2), (_TOMORROW, 1)):
        if reading.take(pattern):
            return today + timedelta(days=ahead), today + timedelta(days=ahead)
    if reading.take(_WEEKEND):
        saturday = today + timedelta(days=(5 - today.weekday()) % 7 if today.weekday() != 6 else 0)
        return saturday, saturday + timedelta(days=1 if saturday.weekday() == 5 else 0)
    for number, pattern in enumerate(_DAY):
        if reading.take(pattern):
            day = today + timedelta(days=(number - today.weekday()) % 7)
            return day, day
    return _dated(reading, today)


def _dated(reading: _Reading, today: date) -> tuple[date, date] | None:
    for name, (month, number) in _NAMED_DATES.items():
        if reading.take(re.compile(rf"\b{name}\b")):
            return _next(today, month, number)
    found = _DATE.search(reading.text)
    if not found:
        return None
    month = _MONTHS.index(found[2]) + 1 if found[2] else int(found[4] or found[6])
    day = _next(today, month, int(found[1] or found[3] or found[5]))
    if day is not None:
        reading.take(_DATE)
    return day


def _next(today: date, month: int, number: int) -> tuple[date, date] | None:
    """The next such day of the year; None when there is none (31.02)."""
    for year in (today.year, today.year + 1):
        try:
            day = date(year, month, number)
        except ValueError:
            return None
        if day >= today:
            return day, day
    return None


def _minutes(reading: _Reading, local: datetime, *, dated: bool, nynorsk: bool) -> tuple[int, int | None] | None:
    clock = _CLOCK.search(reading.text)
    if clock and (minute := _clock(clock)) is not None:
        reading.take(_CLOCK)
        return minute, None
    found = reading.take(_TONIGHT) or reading.take(_PART)
    if found:
        part = next((word for word in found.groups() if word), "kveld")
        start, end = next((span for name, span in _PARTS.items() if part.startswith(name)), _PARTS["kveld"])
        return start * 60, end * 60
    if reading.take(_NOW) or (nynorsk and reading.take(_NOW_NYNORSK)):
        return None if dated else (local.hour * 60 + local.minute, None)
    return None


def _clock(found: re.Match[str]) -> int | None:
    hour, minute, half = next(found.groups()[at : at + 3] for at in (0, 3, 6) if found.groups()[at])
    whole = int(hour) + (12 if half == "pm" and int(hour) < 12 else 0)
    part = int(minute or 0)
    return whole * 60 + part if whole < 24 and part < 60 else None
