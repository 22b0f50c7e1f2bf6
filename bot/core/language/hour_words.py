"""Which time of the day a question names: kl 15, halv fire, åtte om kvelden, før tre, mellom to og fire."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.core.language.hours import DAY, HALF_A_DAY, Clock, Relation
from bot.core.language.numerals import COUNT, WORD, counted
from bot.core.language.remainder import Remainder

_PARTS = {
    "kveld": (17, 24),
    "evening": (17, 24),
    "tonight": (17, 24),
    "ettermiddag": (12, 18),
    "afternoon": (12, 18),
    "formiddag": (9, 12),
    "morg": (6, 10),
    "morning": (6, 12),
    "natt": (0, 6),
    "night": (0, 6),
}
"""Parts of the day and their hours."""
_NAMES = {"evening": "kveld", "tonight": "kveld", "afternoon": "ettermiddag", "morning": "morg", "night": "natt"}
_LATE = frozenset({"kveld", "evening", "tonight", "ettermiddag", "afternoon"})
_PART_WORD = (
    r"(?P<part>(?:kvelds|natt)?(?:kveld|ettermiddag|formiddag|morg[eo]n|natt|evening|afternoon|morning|night|tonight)"
    r"(?:en|a|ane|ene|s)?(?:tid|aapent|ope)?)"
)
_WHICH_PART = rf"(?:(?:om|paa|i|in the|at|this|ut ?paa|utover) )?{_PART_WORD}\b"
_PART = re.compile(rf"\b{_WHICH_PART}")
_PART_SAID = re.compile(
    rf"\b(?:(?:om|paa|in the|at|ut ?paa|this|i) |(?=tonight|kveldstid|kveldsaapent|kveldsope)){_PART_WORD}\b"
)
"""With a word before it that makes it a time whatever the question is about."""
_AFTER_HOUR = (
    r"(?: ?(?P<half{n}>am|pm|a\.m\.|p\.m\.)"
    rf"|(?: o'?clock)?(?: {_WHICH_PART.replace('part>', 'part{n}>')})?)"
)
_UNIT = (
    r"(?! ?(?:dag|day|uk[ea]|vek[ea]|week|time|timar|hour|aar|year|maaned|maanad|month|min|gang|times|barn|child|kids"
    r"|ung|prosent|%|kr|av|til dag|person|samtale|moete))"
)
_TIME = (
    r"(?:(?P<to{n}>halv|half past) |(?P<by{n}>kvart(?:er)?|(?:a )?quarter|fem|ti|tjue|five|ten|twenty)"
    r" (?P<way{n}>over|paa|past|to) (?P<both{n}>halv )?)?"
    rf"(?P<hour{{n}}>\d\d(?=\d\d\b)|\d{{{{1,2}}}}|{WORD})(?:[.:]?(?P<minute{{n}}>\d\d))?(?![\d:/]|[.]\d)(?:\b|(?=[ap]m\b))"
)
_MARK = r"(?:(?:klokka|klokken|klokkan|kl|at)\b\.? ?)"


def _time(n: str) -> str:
    return _TIME.format(n=n) + _AFTER_HOUR.format(n=n)


_BETWEEN = tuple(
    re.compile(pattern + _UNIT)
    for pattern in (
        rf"\b(?:mellom|between) {_MARK}?{_time('1')} (?:og|and) {_MARK}?{_time('2')}",
        rf"\b(?:fra|fraa|from) {_MARK}?{_time('1')} ?(?:til|to|-) ?{_MARK}?{_time('2')}",
        rf"\b{_MARK}{_time('1')} ?(?:til|to|-) ?{_MARK}?{_time('2')}",
        rf"\b(?=\d\d?[.:]?\d\d){_time('1')} ?(?:til|-) ?(?=\d\d?[.:]?\d\d){_time('2')}",
    )
)
_RELATIONS: dict[Relation, str] = {
    "before": "foer|innen|innan|before",
    "after": "etter|after",
    "until": r"(?:helt |heilt |fram |frem )?til(?: og med)?|until|till?",
    "from": "fra|fraa|from",
}
_LIMIT = tuple(
    (relation, re.compile(rf"\b(?:{names}) (?P<mark>{_MARK})?{_time('1')}{_UNIT}"))
    for relation, names in _RELATIONS.items()
)
_AT = tuple(
    re.compile(pattern + _UNIT)
    for pattern in (
        rf"\b{_MARK}{_time('1')}",
        rf"\b(?=(?:halv|half past) |(?:a )?\w+ (?:over|paa|past|to) ){_time('1')}",
        rf"\b(?=\w+(?:[.:]\d\d)? (?:om kveld|om ettermid|om morg|om natt|om formid|paa kveld|paa ettermid|paa morg"
        rf"|paa formid|o'?clock|i kveld|i ettermid|i natt|in the|am\b|pm\b)|\d\d?(?:am|pm)\b){_time('1')}",
        rf"\b(?=\d\d?[.:]\d\d){_time('1')}",
    )
)
_TONIGHT = re.compile(
    r"\bi (?:kveld|(?P<night>natt)|ettermiddag|formiddag)\b|\btonight\b|\bthis (?:evening|afternoon|morning)\b"
)
_DAWN = 6
_NOW = re.compile(r"\b(?:akkurat |right )?(?:naa|now)\b|\bfor oeyeblikket\b|\bat the moment\b")
_NOW_NYNORSK = re.compile(r"\b(?:akkurat )?no\b")
_SOON = re.compile(
    rf"\b(?:om|in) (?:(?P<half>(?:en |ein |half )?(?:halv ?time|halvtime|an hour))"
    rf"|(?P<count>{COUNT}|an|a) (?P<unit>time|timer|timar|minutt|minutter|min|hours?|minutes?))\b"
)
_NOON = re.compile(r"\b(?:klokka |kl\.? ?|at )?(?:noon|midday)\b|\bmidt paa dagen\b")
_DATE_LIKE = frozenset({"05", "10"})
"""Minutes of a bare «14.10» that may as well be a month."""
_ONE = frozenset({"en", "ein", "ei", "et", "one"})
"""Numbers that are mostly articles."""


def take(left: Remainder, *, hours: bool) -> Clock | None:
    """The time of the day, taken out of what is left; without `hours` only what can hardly be anything else."""
    found = (_stretch(left) or _limit(left) or _noon(left)) if hours else None
    found = found or _at(left)
    if found and not any(found.twelve):
        return found
    part = left.take(_PART if hours else _PART_SAID)
    if not part:
        return found
    return _within(found, part["part"]) if found else _part(part["part"])


def take_now(left: Remainder, *, nynorsk: bool) -> bool:
    """Whether it is now that is meant; «no» is now in nynorsk only."""
    return left.take(_NOW) is not None or (nynorsk and left.take(_NOW_NYNORSK) is not None)


def take_soon(left: Remainder) -> timedelta | None:
    """How long from now: «om to timer», «in half an hour»."""
    found = left.take(_SOON)
    if not found:
        return None
    if found["half"]:
        return timedelta(minutes=30)
    unit = "minutes" if found["unit"].startswith("min") else "hours"
    return timedelta(**{unit: counted(found["count"])})


def tonight(left: Remainder, local: datetime) -> date | None:
    """The day of «i kveld»; of «i natt» the day that the night ends on."""
    found = _TONIGHT.search(left.text)
    if not found:
        return None
    return local.date() + timedelta(days=1 if found["night"] and local.hour >= _DAWN else 0)


def _noon(left: Remainder) -> Clock | None:
    return Clock("at", HALF_A_DAY) if left.take(_NOON) else None


def _at(left: Remainder) -> Clock | None:
    for pattern in _AT:
        found = pattern.search(left.text)
        time = _minutes(found, "1") if found else None
        bare = pattern is _AT[-1]
        if found and time and not (bare and found["minute1"] in _DATE_LIKE):
            left.take(pattern)
            return Clock("at", time[0], twelve=(time[1], False))
    return None


def _within(clock: Clock, part: str) -> Clock:
    """«mandag morgen klokka åtte»: the part of the day stands apart from the hour."""
    start = _in_part(clock.start, part) if clock.twelve[0] else clock.start
    end = _in_part(clock.end, part) if clock.twelve[1] else clock.end
    return replace(clock, start=start, end=end, twelve=(False, False))


def _stretch(left: Remainder) -> Clock | None:
    for pattern in _BETWEEN:
        found = pattern.search(left.text)
        first, last = (_minutes(found, "1"), _minutes(found, "2")) if found else (None, None)
        if first and last:
            left.take(pattern)
            end, later = (DAY, False) if last[0] == 0 and not last[1] else last
            return Clock("between", first[0], end, (first[1], later))
    return None


def _limit(left: Remainder) -> Clock | None:
    for relation, pattern in _LIMIT:
        found = pattern.search(left.text)
        time = _minutes(found, "1") if found else None
        if found and time and (found["mark"] or found["hour1"] not in _ONE):
            left.take(pattern)
            midnight = time == (0, False) and relation in ("before", "until")
            return Clock(relation, DAY if midnight else time[0], twelve=(time[1], False))
    return None


def _minutes(found: re.Match[str], n: str) -> tuple[int, bool] | None:
    """Minutes after midnight, and whether twelve hours more may be meant; None: there is no such time."""
    hour, minute = counted(found[f"hour{n}"]), int(found[f"minute{n}"] or 0)
    if hour > 24 or minute > 59:
        return None
    said = found[f"hour{n}"]
    exact = hour > 12 or (said.isdigit() and len(said) == 2)
    total = (hour * 60 + minute + _beside(found, n)) % DAY
    part = (found[f"half{n}"] or found[f"part{n}"] or "").replace(".", "")
    if part:
        return _in_part(total % HALF_A_DAY if not hour > 12 else total, part), False
    return (total, False) if exact else (total % HALF_A_DAY, True)


def _beside(found: re.Match[str], n: str) -> int:
    """What «halv», «kvart på», «fem over halv» add to the hour."""
    half = -30 if found[f"to{n}"] == "halv" or found[f"both{n}"] else 30 if found[f"to{n}"] else 0
    by = found[f"by{n}"]
    if not by:
        return half
    many = 15 if "uart" in by or by.startswith("kvart") else counted("tjue" if by == "twenty" else by)
    return half + (many if found[f"way{n}"] in ("over", "past") else -many)


def _in_part(minutes: int, part: str) -> int:
    """A time in the part of the day that is said with it."""
    if part.startswith(("natt", "night")):
        return minutes + HALF_A_DAY if HALF_A_DAY // 2 <= minutes < HALF_A_DAY else minutes
    late = part == "pm" or any(part.startswith(name) for name in _LATE)
    return minutes + HALF_A_DAY if late and minutes < HALF_A_DAY else minutes


def _part(word: str) -> Clock:
    word = word.removeprefix("kvelds") if word.startswith("kveldskveld") else word
    name = next((name for name in _PARTS if word.startswith(name)), "kveld")
    start, end = _PARTS[name]
    return Clock("part", start * 60, end * 60, part=_NAMES.get(name, name))
