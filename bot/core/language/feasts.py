"""The days of the Norwegian year that have a name, moving or not, and the weeks in which few keep their usual hours."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from bot.core.language.remainder import Remainder

_FIRST = r"(?:1\.?|foerste|fyrste|fyste|first)"
_SECOND = r"(?:2\.?|andre|annen|anna|second)"
_FIXED = {
    rf"{_SECOND} ?(?:j[ou]le?dag(?:en)?|christmas day|day of christmas)|boxing day": (12, 26),
    rf"(?:{_FIRST} ?)?(?:j[ou]le?dag(?:en)?)|christmas day": (12, 25),
    r"(?:lille|litle|vesle|vetle) ?j[ou]le?aft[ea]n": (12, 23),
    r"j[ou]l(?:e?aften|e?aftan|ekvelden|eftan)|christmas eve": (12, 24),
    r"nyttaars(?:aften|aftan|kvelden)|new year.?s eve": (12, 31),
    rf"(?:{_FIRST} ?)?nyttaarsdag(?:en)?|new year.?s day": (1, 1),
    r"(?:arbeidernes|arbeidarane sin) dag|arbeidardagen|labou?r day": (5, 1),
    r"grunnlovs?dag(?:en)?|nasjonaldag(?:en)?|syttende mai|syttande mai|constitution day": (5, 17),
}
"""Pattern -> month and day. The second day of a feast stands before the first, whose number may be left out."""
_MOVING = {
    r"palmesoendag|palmesundag|palm sunday": -7,
    r"sk(?:j?ae?|je|i)r ?torsdag|maundy thursday": -3,
    r"lang ?fredag|good friday": -2,
    r"paaske?(?:aften|aftan|kvelden|eftan)|holy saturday|easter (?:eve|saturday)": -1,
    rf"{_SECOND} ?paaske?dag(?:en)?|easter monday": 1,
    rf"(?:{_FIRST} ?)?paaske?dag(?:en)?|easter sunday": 0,
    r"(?:kristi ?)?himmel ?fart(?:s?dag(?:en)?)?|ascension(?: day)?": 39,
    r"pinse?(?:aften|aftan|kvelden|eftan)": 48,
    rf"{_SECOND} ?pinse?dag(?:en)?|(?:whit|pentecost) monday": 50,
    rf"(?:{_FIRST} ?)?pinse?dag(?:en)?|whit sunday|pentecost(?: sunday)?": 49,
}
"""Pattern -> days from Easter Sunday."""


def _named(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.])(?:{pattern})\b")


_FIXED_NAMED = tuple((_named(pattern), day) for pattern, day in _FIXED.items())
_MOVING_NAMED = tuple((_named(pattern), days) for pattern, days in _MOVING.items())
_SEASON = re.compile(
    r"\b(?:romj[ou]l\w*|j[ou]le?(?:n|a|helg\w*|ferie\w*)?|paaske?(?:n|a|uk\w*|vek\w*|ferie\w*|helg\w*)?"
    r"|pinse?(?:n|a|helg\w*)?|sommer(?:en|ferie\w*)?|sumar(?:en|ferie\w*)?|(?:felles|hoest|haust|vinter|skole|skule)? ?"
    r"feri(?:e|en|a|ar|er|ene|ane)|nyttaar\w*|hoegtid\w*|hoeytid\w*|h(?:ei|e)l(?:l?i|a)gdag\w*|roede dag\w*|"
    r"(?:public |bank )?holidays?|christmas|easter|summer|vacations?)\b"
)


def take(left: Remainder, today: date) -> date | None:
    """The next day of the one that is named, and taken out of what is left."""
    for pattern, (month, number) in _FIXED_NAMED:
        if left.take(pattern):
            this = date(today.year, month, number)
            return this if this >= today else date(today.year + 1, month, number)
    for pattern, after in _MOVING_NAMED:
        if left.take(pattern):
            this = easter(today.year) + timedelta(days=after)
            return this if this >= today else easter(today.year + 1) + timedelta(days=after)
    return None


def take_season(left: Remainder) -> bool:
    """Whether a stretch of the year is named in which weekly hours say little."""
    return left.take(_SEASON) is not None


def unusual(day: date) -> bool:
    """Whether it lies between Christmas and New Year, or in the week before Easter: few keep their usual hours."""
    return (day.month == 12 and 27 <= day.day <= 30) or -6 <= (day - easter(day.year)).days <= -1


def holiday(day: date) -> tuple[Literal["", "holiday", "eve"], str]:
    """Whether a day is a Norwegian public holiday or one of the two eves that offices keep, and the holiday's name."""
    name = _public(day.year).get(day)
    if name:
        return "holiday", name
    return ("eve", "") if (day.month, day.day) in ((12, 24), (12, 31)) else ("", "")


def easter(year: int) -> date:
    """Easter Sunday."""
    return next(day for day, name in _public(year).items() if "Første påskedag" in name)


@lru_cache(maxsize=8)
def _public(year: int) -> dict[date, str]:
    import holidays  # takes 70 ms, and few questions need it

    return {day: str(name) for day, name in holidays.country_holidays("NO", years=year, language="no").items()}
