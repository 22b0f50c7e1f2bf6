"""What sort of thing a question asks for, a number to ring, a name, a price …, and whether an entry has one.

Theory. A question out of reach often has every word of an entry («hvor mange er ansatt i Oslohjelpa»): what tells it
apart is that the entry has no number of anybody. So the sort of answer is read out of the question, and looked for in
what the entry shows. Both are lists of patterns, on purpose wide for what an entry has and narrow for what a question
wants: to miss a want costs little, to deny what stands there costs trust.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.core.knowledge import Article, KnowledgeEntry, Offer
from bot.core.language.hours import TimeQuestion
from bot.core.language.norwegian import fold


class Want(StrEnum):
    """A sort of answer; the text `har-ikke-…` says that there is none."""

    PHONE = "telefon"
    EMAIL = "epost"
    ADDRESS = "adresse"
    NAME = "navn"
    PRICE = "pris"
    AMOUNT = "antall"
    SHARE = "andel"
    DATE = "dato"
    LENGTH = "varighet"
    LAST_YEAR = "fjor"
    NEXT = "neste"
    WAIT = "ventetid"
    ROOM = "rom"
    PRIVATE = "privat"


def _any(*beginnings: str) -> re.Pattern[str]:
    """Matches where a word begins like one of these."""
    return re.compile("|".join(rf"\b(?:{beginning})" for beginning in beginnings))


_WHO = (
    r"(?:(?:de|den|dei|the|nye|noverande|naavaerende) )*[\w-]*"
    "(?:leder|leiar|direktoer|direktor|sjef|psykolog|lege|sykepleier|sjukepleiar|jordmor|koordinator|kontaktperson"
    "|barneansvarlig|barneansvarleg|raadgiv|saksbehandl|terapeut|laerer|laerar|rektor|ansatt|tilsett|styrer"
    "|head|director|leader|manager|psychologist|nurse|midwife|coordinator|doctor)"
)
_CALLED = re.compile(r"\b(?:hva|kva|ka) hei?te?r? (\w{4,})")
_ROLES = tuple("lederen legen psykologen jordmoren helsesykepleieren sykepleieren koordinatoren raadgiveren".split())
"""Whom a misspelt word after «hva heter» is held against."""
_NUMBERS = (
    "ein to tre fire fem seks sju syv aatte ni ti elleve tolv begge ingen inga halvparten halvdelen flertallet mange"
    " hver hvert alle enkelte minst flere"
)
_GATHERING = "(?:tref|moete|moetet|samling|kurs|seminar|fagdag|gruppe|konferanse|utgave|meeting|course|group|seminar)"
_MONTHS = "januar februar mars april mai juni juli august september oktober november desember"
_ASKED = {
    Want.PHONE: _any(
        *("telefonnumm?er", r"tele?fon(?:en)? til\b", r"te?lf\b", r"mob(?:il)?\.? ?(?:nr|numm)"),
        *(r"nummeret til\b", "phone number"),
    ),
    Want.EMAIL: _any("(?:e-?post|e-?mail|mail)[ -]?adr", r"(?:e-?posten|mailen) til\b", "email address"),
    Want.ADDRESS: _any("(?:besoeks|gate|post|kontor)?adresse(?!r)", "(?:hvor|kor) ligg", "where is .* located"),
    Want.NAME: _any(
        f"(?:hva|kva|ka) hei?te?r? {_WHO}",
        f"na[vm]n(?:et|a|ene)? (?:paa|til) {_WHO}",
        f"names? of {_WHO}",
        "(?:hvem|kven|kem) (?:er|e) (?:sjef|leder|leiar|direktoer|rektor|styrer|avdelingsleder|enhetsleder)",
        "who is the (?:head|director|leader|manager)",
    ),
    Want.PRICE: _any(
        *(r"kost(?:er|a|et|ar)\b", r"prise?n?\b", "egenandel", r"gratis\b", r"costs?\b", r"prices?\b", "gebyr"),
        *(r"(?:hva|kva|ka|hvor mye|kor mykje) (?:\w+ )?betal", r"(?:hvor|kor) m(?:an)?ge kron", "how much .*pay"),
    ),
    Want.AMOUNT: _any(
        r"(?:hvor|kor) mange\b", r"how many\b", r"anta(?:ll)?\b", r"ant\b", r"tallet paa\b", r"number of\b"
    ),
    Want.SHARE: _any("prosent", "per ?cent", "andel", r"share of\b"),
    Want.DATE: _any(
        "dato", r"hvilken uke\b", r"kva veke\b", r"what date\b", r"which week\b", r"naar (?:er|starter) neste\b",
        r"(?:hvilken|hvilke|hva for en|kva) (?:uke)?dag(?:er|ar)?\b", r"(?:which|what) (?:week ?)?days?\b"
    ),
    Want.LENGTH: _any(
        *(r"(?:hvor|kor) (?:lenge|lang tid)\b(?! (?:maa|skal) \w+ vente)", r"how long\b", r"varighet(?:en)?\b"),
        *("minutt", r"minutes\b"),
    ),
    Want.LAST_YEAR: _any(r"i fjor\b", r"last year\b", r"siste? aar(?:et)?\b"),
    Want.NEXT: _any(
        r"naar (?:er|blir|starter|startar|begynner) (?:det |den )?neste\b",
        rf"(?:naar|dato\w*|tid) .{{0,40}}\bneste (?:gang|\w*{_GATHERING})",
        rf"neste \w*{_GATHERING}\w*,? (?:naar|dato)",
        rf"when .*\bnext (?:\w+ )?{_GATHERING}",
    ),
    Want.WAIT: _any(
        *("ventetid", "ventelist", "waiting (?:time|list)", r"(?:hvor|kor) lenge (?:maa|skal|maatte) \w+ vente"),
        r"(?:hvor|kor) lang(?: er)? (?:vente|koe)",
        r"how long is the (?:wait|queue)",
    ),
    Want.ROOM: _any(r"(?:hvilke[nt]|kva|ka|which|what) (?:rom|etasje|room|floor)\b", "romnumm", "room number"),
    Want.PRIVATE: _any(
        r"(?:privat|hjemme|heime)adress",
        r"private? (?:mobil|telefon|numm|adresse|e-?post|address|phone)",
        rf"(?:hvem|kven|kem) er (?:sammen|saman|kjaereste|kjaerast|gift) med {_WHO}",
        rf"er {_WHO}\w* (?:.{{0,40}} )?(?:gift|singel|samboer|skilt)\b",
    ),
}
_HOW_MANY = re.compile(r"\b(hvor|kor) (m\w{2,5})\b")
_NEVER = re.compile(r"(?!)")
_HELD = {
    Want.PHONE: _any(r"\d(?: ?\d){7}\b", r"116 ?\d{3}\b", r"11[023]\b", r"0\d{4}\b"),
    Want.EMAIL: re.compile("@"),
    Want.ADDRESS: re.compile(
        r"(?:veien|vegen|veg|vei|gata|gaten|gate|plass|torg|alle) \d|\b\d{4} [a-z]{3}|https?:|\w\.no\b"
    ),
    Want.PRICE: _any("gratis", "kroner", r"kr\b", "kost", "pris", "egenandel", "betal", r"free\b", "gebyr", "dekke"),
    Want.AMOUNT: _any(r"\d", *(rf"{number}\b" for number in _NUMBERS.split())),
    Want.SHARE: _any(r"\d", "prosent", "tredel", "firedel", r"del\b", *(rf"{number}\b" for number in _NUMBERS.split())),
    Want.DATE: _any(
        *(r"\d{1,2}\.\d", r"uke \d", r"20\d\d\b", r"(?:man|tirs|ons|tors|fre|loer|soen)dag"),
        *(rf"{month}\b" for month in _MONTHS.split()),
    ),
    Want.LENGTH: _any(
        "minutt", "time", "doegn", "dag", "uke", "maaned", r"aar\b", "halvannen", "varig", "frist", "straks"
    ),
    Want.LAST_YEAR: _any(r"i fjor\b", "siste aar", "(?:hvert|per|i) aar", "aarlig"),
    Want.NEXT: _any(r"neste\b"),
    Want.WAIT: _any("ventetid", "ventelist", r"vente\b", r"innen \w+ (?:dag|uke|time|virkedag)"),
    Want.ROOM: _any(r"rom(?:met)? \d", "etasje"),
    Want.PRIVATE: _NEVER,
}


_SOMEBODY = re.compile(
    r"kontakt ?person|\bna[vm]net? (?:paa|til)\b|contact person|name of the|who is the contact"
    r"|\bhvem (?:er|leder|sitter)\b|\bkven (?:er|leier)\b|\bnavn og (?:tlf|telefon|nummer|mobil)"
    r"|\b(?:enhets|seksjons|avdelings)leder|\b(?:einings|seksjons|avdelings)leiar|\b(?:unit|section) manager"
)
_MAIL = ("epost", "eposten", "epostadresse", "epostadressen")
_GOSSIP = re.compile(r"\b(?:gift|kjaereste|sammen med|skilt|married|dating)\b")


def somebody(question: str) -> bool:
    """Whether it asks whom to contact; never for what is that person's own business."""
    plain = fold(question)
    return (bool(_SOMEBODY.search(plain)) or _writes(plain)) and not _GOSSIP.search(plain)


def _writes(plain: str) -> bool:
    """Whether it asks for an e-mail address, misspelt or not."""
    return any(OSA.distance(word, mail, score_cutoff=1) <= 1 for word in plain.split() for mail in _MAIL)


def counting(plain: str) -> str:
    """A folded question, «hvor mnge» put right: it is what says that a number is asked for."""
    return _HOW_MANY.sub(lambda found: _mended(found[1], found[2]), plain)


def _mended(how: str, word: str) -> str:
    return f"{how} mange" if OSA.distance(word, "mange", score_cutoff=1) <= 1 else f"{how} {word}"


def wanted(question: str) -> tuple[Want, ...]:
    """The sorts of answer that a question asks for; mostly none that can be told."""
    plain = counting(fold(question))
    called = _CALLED.search(plain)
    if called and process.extractOne(called[1], _ROLES, scorer=OSA.distance, score_cutoff=1):
        plain = f"{plain} hva heter lederen"
    return tuple(want for want, pattern in _ASKED.items() if pattern.search(plain))


def lacking(entry: KnowledgeEntry, wants: tuple[Want, ...]) -> Want | None:
    """The first of some sorts of answer that an entry does not have; a redirect says itself what Varde lacks."""
    if not wants or (isinstance(entry, Article) and entry.redirect):
        return None
    plain = fold(" \n".join(shown(entry)))
    return next((want for want in wants if not _has(entry, want, plain)), None)


def _has(entry: KnowledgeEntry, want: Want, plain: str) -> bool:
    """People are named as contacts of an offer and nowhere else."""
    if want is Want.NAME:
        return isinstance(entry, Offer) and bool(entry.people)
    if want is Want.ADDRESS and isinstance(entry, Offer) and entry.address:
        return True
    if want is Want.DATE and isinstance(entry, Offer) and entry.openings:
        return True
    return bool(_HELD[want].search(plain))


def shown(entry: KnowledgeEntry) -> Iterator[str]:
    """What a reply with the entry shows, but for its name: that a title has a number in it answers nothing."""
    yield entry.text
    yield from entry.points
    if isinstance(entry, Offer):
        yield entry.short
        yield from (value for _, value in entry.facts)
        yield from (f"{reach.value} {reach.note}" for reach in entry.reaches)
        yield from (f"{person.phone} {person.email}" for person in entry.people)


@dataclass(frozen=True, slots=True)
class Sought:
    """What is asked about an entry, whichever entry it is."""

    people: bool = False
    """Whom to contact, by name."""
    time: TimeQuestion | None = None
    """Whether it is open then."""
    wants: tuple[Want, ...] = ()


NOTHING_SOUGHT = Sought()
