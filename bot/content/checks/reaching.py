"""Ways to reach somebody: telephone numbers, e-mail and web addresses, postal codes, organisation numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

from bot.content.gathering import Gathered, Placed
from bot.content.offer_file import OfferWritten, persons
from bot.content.problems import Problem, Spot, problem

SHORT_NUMBERS = frozenset(("110", "112", "113", "116111", "116117", "116123", "116006", "1412", "116000"))
"""Numbers that staff ring and that are no subscribers' numbers; five-digit numbers (02800) are let through too."""

_WAYS = {
    "telefon": "ugyldig-telefon",
    "sms": "ugyldig-telefon",
    "epost": "ugyldig-epost",
    "nettside": "ugyldig-nettadresse",
    "skjema": "ugyldig-nettadresse",
}
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
_WEB = re.compile(r"https?://[\w-]+(\.[\w-]+)+(:\d+)?(/\S*)?")
_POSTCODE = re.compile(r"\d{4}")
_CODE = re.compile(r"\d{4}|\d{6}")


def details(found: Gathered) -> Iterator[Problem]:
    """Every value in every file that claims to be one of these."""
    for kind, value, spot in _values(found):
        if not _GOOD[kind](value):
            yield problem(kind, spot, ord=value)


def _values(found: Gathered) -> Iterator[tuple[str, str, Spot]]:
    """(what is said when it is wrong, the value, where it stands)."""
    for offer in found.offers:
        yield from _of_offer(offer)
    named = [("ugyldig-telefon", contact.value.number, contact.spot("nummer")) for contact in found.contacts]
    named += [("ugyldig-nettadresse", source.value.url, source.spot("url")) for source in found.sources]
    named += [("ugyldig-kode", district.value.code, district.spot("kode")) for district in found.districts]
    for unit in found.units:
        for place, one in enumerate(unit.value.barneansvarlige):
            named.append(("ugyldig-telefon", one.phone, unit.spot("barneansvarlige", place, "telefon")))
        reserve = unit.value.reserve
        named.append(("ugyldig-telefon", reserve.phone if reserve else None, unit.spot("reserve", "telefon")))
    yield from ((kind, value, spot) for kind, value, spot in named if value)


def _of_offer(offer: Placed[OfferWritten]) -> Iterator[tuple[str, str, Spot]]:
    written = offer.value
    for place, reach in enumerate(written.reaches):
        if reach.way in _WAYS:
            yield _WAYS[reach.way], reach.value, offer.spot("kontakt", place, "verdi")
    if written.place and written.place.postcode:
        yield "ugyldig-postnummer", written.place.postcode, offer.spot("sted", "postnr")
    if written.organisation:
        yield "ugyldig-orgnummer", written.organisation, offer.spot("orgnr")
    for where, who in persons(written):
        if who.phone:
            yield "ugyldig-telefon", who.phone, offer.spot(*where, "telefon")
        if who.email:
            yield "ugyldig-epost", who.email, offer.spot(*where, "epost")


@cache
def _is_phone(text: str) -> bool:
    digits = re.sub(r"[ .\-()]", "", text)
    if digits in SHORT_NUMBERS or re.fullmatch(r"0\d{4}", digits):
        return True
    if not re.fullmatch(r"\+?\d+", digits):
        return False
    import phonenumbers  # only here: a load with short numbers alone does not need it

    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(digits, "NO"))
    except phonenumbers.NumberParseException:
        return False


def _is_organisation(text: str) -> bool:
    from stdnum.no import orgnr  # as above

    return bool(orgnr.is_valid(text))


_GOOD: dict[str, Callable[[str], bool]] = {
    "ugyldig-telefon": _is_phone,
    "ugyldig-epost": lambda text: bool(_MAIL.fullmatch(text)),
    "ugyldig-nettadresse": lambda text: bool(_WEB.fullmatch(text)),
    "ugyldig-postnummer": lambda text: bool(_POSTCODE.fullmatch(text)),
    "ugyldig-orgnummer": _is_organisation,
    "ugyldig-kode": lambda text: bool(_CODE.fullmatch(text)),
}
