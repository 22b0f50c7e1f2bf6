"""Reads when a question is about: the day, the time, whether it asks for yes or no, and whether all of it was read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

from bot.core.language import day_words, hour_words
from bot.core.language.day_words import Named
from bot.core.language.hours import Asks, Clock, TimeQuestion
from bot.core.language.norwegian import fold, language, words
from bot.core.language.numerals import WORD
from bot.core.language.remainder import Remainder

_OPE = re.compile(r"\bope\b")
_ABOUT_HOURS = re.compile(
    r"aa?pen|aapning|aapent|\bope\b|\bopen|opning|opni|steng|lukk|close|hours|bemann|betjen|drop.?in|\bnaar\b|\bwhen\b"
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

_STANDS_OPEN = re.compile(
    r"\b(?:aa?p[en]{1,3}t?|aapne|ope|ope[nt]|opne|open|bemann\w*|betjen\w*|kveldsaapent|kveldsope|staffed)\b"
)
_STANDS_SHUT = re.compile(r"\b(?:steng[td]e?|lukk[ae]t?|lukka|closed|shut)\b")
_OPENS = re.compile(r"\b(?:aapner|opnar|opens)\b")
_CLOSES = re.compile(r"\b(?:stenger|stengjer|lukker|lukkar|closes|close|stenge|stengje)\b")
_NAMES_HOURS = re.compile(
    r"aapn|\baa?p[en]{1,3}t?\b|\bop(?:e|en|ent|ne|na|nar|ens)\b|opning|steng|lukk|\bclose|\bshut\b|hours"
    r"|bemann|betjen|staffed|drop.?in|telefontid|kontortid|kveldsope"
)
_FROM_TO = r"\d{1,2}(?: ?(?:til|og|to|and|-) ?\d{1,2})?"
_AGE = re.compile(
    rf"(?:\b(?:fra|fraa|mellom|over|under|from|between) )?\b{_FROM_TO}[ -]?(?:aar\w*|years?)\b"
    rf"|\b(?:(?:ungdom|barn|ung|alder|gutt|jent|aldersgruppe)\w*|children|young people|youth|aged)"
    rf" (?:(?:fra|fraa|mellom|paa|over|under|from|between) )?{_FROM_TO}\b(?![.:]\d)"
)
"""Ages, whose numbers are no hours."""
_HIDDEN = "\x01"
"""Stands where an age is, so that nobody takes it for a time."""
_CONTROL = re.compile(r"[\x00-\x1f]")
_FINE = re.compile(r"\bgod ?(?:dag|morgen|morgon|kveld|ettermiddag|morning|evening)\b")
_ASKS_MORE = r"""
    naar naer hva kva ka hvilke[nt]? hvor\w* kor\w* hvem kven kem kvifor when what which how who where why eller or
    ikke ikkje not isn'?t bare berre kun only alltid always hele heile heilt all alle doegn\w* hver kvar every uten
    utan without gratis free igjen again
"""
_LIMITS = r"""
    kl klokka klokken klokkan halv kvart kvarter foer etter innen innan senest seinast tidligst tidlegast tidlig
    tidleg tidligere sent seint senere seinere lenge lenger lengre mellom fra fraa til frem fram rundt omkring ca
    cirka ved snart siden sidan before after until till? between from about around by early late past soon
"""
_TIMES = r"""
    lunsj lunch jobb jobben skolen skulen noon midnatt midnight hverdag\w* kvardag\w* vekedag\w* ukedag\w* weekdays?
    daglig dagleg daily uke\w* uka veke\w* weeks? maaned\w* maanad\w* months? time[nr]? timar minutt\w* hours? aar
    aaret years? annenhver annankvar andre annen anna par\w*uke\w* oddetall\w* forrige siste sist last dager dagar
    days? \w+dag(?:en|er|ar)? sommer\w* vinter\w* hoest\w* haust\w* vaar\w*
"""
_NOT_PLAIN = re.compile(
    rf"\b(?:{'|'.join(f'{_ASKS_MORE} {_LIMITS} {_TIMES}'.split())})\b"
    r"|\bfor (?!ungdom|unge\b|barn|oss\b|meg\b|young|youth|the\b|children)\w"
    r"|(?<!\d)\d{1,2}(?!\d)|\b(?:19|20)\d\d\b|\b\d\d[.:]?\d\d\b(?! ?\d)"
    rf"|\b(?!(?:en|ein|ei|et|ett|to|one)\b)(?:{WORD})\b"
)
"""What asks for more than yes or no, or tells of a time, a limit or a number, and is left when all else was read."""


class Taken(NamedTuple):
    """The question without its words of time, and what they said."""

    rest: str
    asked: TimeQuestion | None
    about_hours: bool
    """Whether the question is about when something is open, with or without a time."""


def take(question: str, local: datetime) -> Taken:
    """Read and remove the time expressions of a question; `local` is the asker's time."""
    plain = _CONTROL.sub(" ", fold(question))
    about = bool(_ABOUT_HOURS.search(plain))
    short = len(plain.split()) <= SHORT
    left = Remainder(_AGE.sub(_HIDDEN, plain))
    hours = left.has(_NAMES_HOURS)
    left.take(_FINE)
    soon = hour_words.take_soon(left) if hours else None
    named = day_words.take(left, local.date(), hours=hours)
    tonight = hour_words.tonight(left, local)
    clock = hour_words.take(left, hours=hours)
    if hour_words.take_now(left, nynorsk=_is_nynorsk(question)) and not (named.days or clock):
        soon = soon or timedelta()
    if not (named.days or named.season or named.unclear or clock or soon is not None):
        return Taken(question, None, about)
    asks = _asks(plain)
    asked = _at_once(local + soon) if soon is not None else _asked(named, clock, local, tonight, asks)
    read = replace(asked, asks=asks, plain=_plain(plain, left.text, asked))
    ages = iter(_AGE.findall(plain))
    rest = re.sub(_HIDDEN, lambda _: next(ages), left.text)
    return Taken(rest, read if about or short else None, about)


def only_hours(said: Sequence[str]) -> bool:
    """Whether a question's telling words ask when something is open, and none says what."""
    telling = {word for word in said if not word.startswith(_ASKING_SIGN)}
    return not telling.isdisjoint(_OPEN) and telling <= _OPEN | _BESIDE_OPEN


def _is_nynorsk(question: str) -> bool:
    """Whether «no» means now. «Ope» is written in nynorsk only."""
    return language(question) == "nn" or bool(_OPE.search(question.lower()))


def _at_once(then: datetime) -> TimeQuestion:
    return TimeQuestion((then.date(),), Clock("at", then.hour * 60 + then.minute))


def _asked(named: Named, clock: Clock | None, local: datetime, tonight: date | None, asks: Asks) -> TimeQuestion:
    today = local.date()
    week = tuple(today + timedelta(days=n) for n in range(7))
    if named.days and named.days[0] < today:
        return TimeQuestion()
    if named.days and tonight and tonight not in named.days:
        # «i kveld eller i morgen»: the part of the day is not that of the other day.
        return TimeQuestion(tuple(sorted({tonight, *named.days})))
    if named.days or named.season or named.unclear:
        if named.today and clock is None:
            clock = Clock("rest", local.hour * 60 + local.minute)
        return TimeQuestion(named.days, clock, weekday=named.weekday, some=named.stretch, season=named.season)
    if tonight or clock is None:
        return TimeQuestion((tonight or today,), clock)
    if clock.relation == "at":
        # «Er det åpent klokka tre» asks about today, «åpner dere klokka tre» about what is usual.
        return TimeQuestion((today,), clock) if asks in ("open", "shut") else TimeQuestion(week, clock, each=True)
    # «på kvelden», «etter fire»: any day of the week will do.
    return TimeQuestion(week, clock, some=True)


def _asks(plain: str) -> Asks:
    """Whether it asks if it stands open or shut, or if it opens or closes then."""
    if _STANDS_SHUT.search(plain):
        return "shut"
    if _OPENS.search(plain):
        return "opens"
    return "closes" if _CLOSES.search(plain) else "open"


def _plain(plain: str, rest: str, asked: TimeQuestion) -> bool:
    """Whether it may be answered with yes or no: it asks if something is open or shut, and all of it was read."""
    kinds = sum(bool(pattern.search(plain)) for pattern in (_STANDS_OPEN, _STANDS_SHUT, _OPENS, _CLOSES))
    if kinds != 1 or asked.weekday is not None:
        return False
    return _HIDDEN not in rest and not _NOT_PLAIN.search(rest)
