"""Which weekdays a question names: onsdag, på mandager, ons, mandag til fredag, torsdg, next Wednesday."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz.distance import OSA

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
_SHORT_NAMES = ("mandg", "tirs|tues?", "ons|wed", "tors|thu(?:rs?)?", "fre", "loer", "soen")
_ALSO_WORDS = ("man|mon", "tir", "ons", "tor", "fri", "sat", "sun")
"""Short names that are other words too: weekdays only where it is asked when something is open."""
_SHORT = r"(?=\.? ?(?:kl|klokk\w*|at|\d|\?|,|$))"
"""What stands after a short name."""
_NOT_A_WEEKDAY = frozenset({"mandat", "fridag", "fredad"})
"""Words that are one letter from a weekday and mean something else."""
_LONG = 9
"""Letters from which two typing mistakes are let pass: «wensday»."""
_BEFORE = r"\b(?:(?:paa|om|on|hver|kvar|every|den|denne|this|kommende|komande|foerst ?kommende) )*"
_NEXT = r"(?P<next>(?:neste|next) )?"
_ENDING = r"(?:er|ar|ene|ane|en|s|'s)?"
_PART = r"(?=kveld|ettermiddag|formiddag|morg|natt)"
_DAY = tuple(
    re.compile(rf"{_BEFORE}{_NEXT}(?:(?:{names})(?:{_ENDING}\b|s{_PART})|(?:{short})\b{_SHORT}\.?)")
    for names, short in zip(_WEEKDAYS, _SHORT_NAMES, strict=True)
)
_DAY_OF_HOURS = tuple(re.compile(rf"{_BEFORE}{_NEXT}(?:{short})\b{_SHORT}\.?") for short in _ALSO_WORDS)
_RANGE = re.compile(r"(?<=\x00) *(?:til(?: og med)?|t\.?o\.?m\.?|-|to|through) *(?=\x00)")
_MARK = "\x00"
"""Stands where a weekday was taken out, until all are."""


def take(left: Remainder, *, hours: bool) -> tuple[tuple[int, ...], bool]:
    """The weekdays that are named, 0 to 6, and whether it is the next one that is meant.

    `hours`: it asks when something is open, so that misspelt and ambiguous ones are read too.
    """
    found: dict[int, int] = {}
    after_next = False
    while match := next(_first(left.text, hours=hours), None):
        number, place = match
        after_next = after_next or bool(place["next"])
        left.text = f"{left.text[: place.start()]} {_MARK}{left.text[place.end() :]}"
        found.setdefault(place.start(), number)
    if not found and hours:
        found = dict(enumerate(_misspelt(left)))
    ordered = tuple(found[place] for place in sorted(found))
    is_range = len(ordered) == 2 and left.take(_RANGE) is not None
    left.text = left.text.replace(_MARK, "")
    if is_range:
        first, last = ordered
        return tuple(day % 7 for day in range(first, last + (7 if last < first else 0) + 1)), after_next
    return ordered, after_next


def _first(text: str, *, hours: bool) -> Iterator[tuple[int, re.Match[str]]]:
    """The weekdays in a text, the last one first, so that taking it out moves no other."""
    patterns = [*enumerate(_DAY), *(enumerate(_DAY_OF_HOURS) if hours else ())]
    places = [(number, place) for number, pattern in patterns for place in pattern.finditer(text)]
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
