"""The facts of an offer that can be asked for one at a time, and whether an offer has one."""

from __future__ import annotations

import re
from enum import StrEnum

from bot.core.knowledge import Offer
from bot.core.language.norwegian import fold
from bot.core.retrieval.wants import Want, lacking


class Facet(StrEnum):
    """A fact that an offer may have, and that can be asked for alone."""

    HOURS = "tider"
    PHONE = "telefon"
    EMAIL = "epost"
    WEB = "nettside"
    CONTACT = "kontakt"
    ADDRESS = "adresse"
    STAFF = "ansatte"
    PRICE = "pris"
    AUDIENCE = "alder"
    ENTRY = "inngang"
    LANGUAGE = "språk"
    WAIT = "ventetid"
    ALL = "alt"
    """Whatever there is."""


FACTS = {
    Facet.STAFF: ("fakta-fagpersoner",),
    Facet.PRICE: ("fakta-kostnad",),
    Facet.AUDIENCE: ("fakta-hvem", "fakta-alder", "fakta-ikke-for"),
    Facet.ENTRY: ("fakta-henvisning", "fakta-timebestilling"),
    Facet.LANGUAGE: ("fakta-språk", "fakta-tolk"),
}
"""The labelled facts that say it."""
WAYS = {
    Facet.PHONE: ("telefon", "sms"),
    Facet.EMAIL: ("epost",),
    Facet.WEB: ("nettside", "skjema"),
    Facet.CONTACT: ("telefon", "sms", "epost", "nettside", "skjema", "oppmøte"),
}
"""The ways to reach an offer that say it."""
_WANTS = {
    Facet.PHONE: Want.PHONE,
    Facet.EMAIL: Want.EMAIL,
    Facet.PRICE: Want.PRICE,
    Facet.WAIT: Want.WAIT,
}
_PROSE = {
    Facet.HOURS: re.compile(r"\d[.:]\d\d|(?:man|tirs|ons|tors|fre|loer|soen)dag|doegn|dager i uke|drop-in"),
    Facet.ADDRESS: re.compile(r"(?:veien|vegen|vei|veg|gata|gaten|gate|plass|torg) \d|\b\d{4} [a-z]{3}|adresse"),
    Facet.WEB: re.compile(r"\w\.no\b|https?:"),
    Facet.STAFF: re.compile(r"psykolog|lege\b|sykepleier|jordmor|veileder|terapeut|ansatt|jobber"),
    Facet.AUDIENCE: re.compile(r"\d+(?:–\d+)? aar|\balder|barn|ungdom|foreldre|familie|gravid"),
    Facet.ENTRY: re.compile(r"henvis|bestill|drop-in|moete opp|\btime"),
    Facet.LANGUAGE: re.compile(r"spraak|tolk"),
}


def stated(offer: Offer, facet: Facet) -> bool:
    """Whether the offer has it as a fact of its own, which can be shown alone."""
    reached = any(reach.way in WAYS.get(facet, ()) for reach in offer.reaches)
    listed = any(name in FACTS.get(facet, ()) for name, _ in offer.facts)
    match facet:
        case Facet.HOURS:
            return bool(offer.openings)
        case Facet.ADDRESS:
            return bool(offer.address)
        case Facet.STAFF | Facet.CONTACT:
            return reached or listed or bool(offer.people)
        case Facet.PHONE:
            return reached or any(person.phone for person in offer.people)
        case Facet.EMAIL:
            return reached or any(person.email for person in offer.people)
    return reached or listed


def told(offer: Offer, facet: Facet) -> bool:
    """Whether its text seems to say it, so that only the whole answers."""
    if facet is Facet.ALL:
        return True
    if facet in _WANTS:
        return lacking(offer, (_WANTS[facet],)) is None
    prose = fold(" ".join((offer.text, offer.short, *offer.points)))
    return facet in _PROSE and bool(_PROSE[facet].search(prose))
