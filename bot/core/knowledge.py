"""What a checked district, source, contact, offer and article is, and how contacts are found for a district."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from bot.core.events import DistrictId


@dataclass(frozen=True, slots=True)
class Agency:
    """A part of a kommune's administration that has its own way of doing some things."""

    id: str
    name: str
    aliases: tuple[str, ...]
    """What else it is called, and the places of work in it: who names one of those has said which agency it is."""


@dataclass(frozen=True, slots=True)
class District:
    """A bydel, a kommune or the country; `parent` leads upwards. `code` is SSB Klass 103, empty while unchecked."""

    id: DistrictId
    name: str
    aliases: tuple[str, ...]
    parent: DistrictId | None
    code: str
    agencies: tuple[Agency, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """Where a sentence comes from. `checked` is None while nobody has opened it: then no more than a copy was seen.

    Not `confirmed`: told from memory, proposed by the editors, or perhaps out of date; somebody must look it up.
    """

    id: str
    title: str
    url: str
    kind: str
    checked: date | None
    confirmed: bool
    note: str
    health_only: bool = False
    """An act that binds only health personnel."""


class ContactKind(StrEnum):
    """National numbers are shown as they are, roles are asked for at work, offers are looked up by district."""

    NATIONAL = "nasjonal"
    ROLE = "rolle"
    OFFER = "tilbud"


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody whom an outcome tells staff to reach."""

    id: str
    name: str
    kind: ContactKind
    service: str
    number: str
    note: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """One way to reach an offer: telefon, sms, epost, nettside, skjema or oppmøte."""

    way: str
    value: str
    note: str


@dataclass(frozen=True, slots=True)
class Opening:
    """Weekly hours: `days` are 0 (Monday) to 6, times are minutes after midnight, local time."""

    days: tuple[int, ...]
    start: int
    end: int
    drop_in: bool
    note: str


@dataclass(frozen=True, slots=True)
class ContactPerson:
    """A person whom a source publishes as the contact; shown only when asked for, with the date."""

    name: str
    role: str
    phone: str
    email: str
    note: str


@dataclass(frozen=True, slots=True)
class Checked:
    """Who last held an entry against its source, when, and for how many days that is good (0: no limit)."""

    on: date
    by: str
    good_for_days: int


@dataclass(frozen=True, slots=True)
class Offer:
    """One offer in one district, as its source describes it; what the source does not say is empty."""

    id: str
    name: str
    aliases: tuple[str, ...]
    service: str
    short: str
    status: str
    district: DistrictId
    text: str
    points: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    """Labelled facts in reading order (text id of the label, value): age, referral, consent, message, professions …"""
    age_from: int | None
    age_to: int | None
    situations: tuple[str, ...]
    reaches: tuple[Reach, ...]
    address: str
    openings: tuple[Opening, ...]
    closed: tuple[tuple[date, date, str], ...]
    people: tuple[ContactPerson, ...]
    sources: tuple[str, ...]
    checked: Checked
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Article:
    """A curated answer; a redirect (`avvis`) says what Varde does not answer and where to turn."""

    id: str
    redirect: bool
    title: str
    aliases: tuple[str, ...]
    text: str
    points: tuple[str, ...]
    offers: tuple[str, ...]
    flow: str
    contacts: tuple[str, ...]
    district: DistrictId | None
    sources: tuple[str, ...]
    checked: Checked | None
    """None: nobody has held it against anything."""
    topic: str = ""
    """What differs between the agencies of its district; ties together the articles that say how it is in each."""
    agencies: tuple[str, ...] = ()
    """The agencies it says that of."""


KnowledgeEntry = Offer | Article


@dataclass(frozen=True, slots=True)
class Term:
    """Words that mean the same: staff's words, abbreviations, nynorsk and English forms."""

    id: str
    name: str
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Need:
    """What people look for when they tap rather than type, and the services that meet it."""

    id: str
    name: str
    services: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    """What else it is called."""


@dataclass(frozen=True)
class Knowledge:
    """Everything under knowledge/ but the bot's own sentences."""

    districts: Mapping[DistrictId, District] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    contacts: Mapping[str, Contact] = field(default_factory=dict)
    offers: Mapping[str, Offer] = field(default_factory=dict)
    articles: Mapping[str, Article] = field(default_factory=dict)
    terms: tuple[Term, ...] = ()
    needs: tuple[Need, ...] = ()

    def upwards(self, district: DistrictId | None) -> Iterator[DistrictId]:
        """The district itself, then what it lies in, up to the country."""
        while district is not None and district in self.districts:
            yield district
            district = self.districts[district].parent

    @cached_property
    def agencies(self) -> Mapping[str, Agency]:
        """Those of all districts, by id."""
        return {agency.id: agency for district in self.districts.values() for agency in district.agencies}

    @cached_property
    def served(self) -> frozenset[DistrictId]:
        """Districts with an offer of their own: those a person is asked to choose among."""
        return frozenset(offer.district for offer in self.offers.values())

    @cached_property
    def by_service(self) -> Mapping[tuple[str, DistrictId], tuple[Offer, ...]]:
        """(service, district) -> its offers, in the order of the files."""
        found: dict[tuple[str, DistrictId], tuple[Offer, ...]] = {}
        for offer in self.offers.values():
            key = (offer.service, offer.district)
            found[key] = (*found.get(key, ()), offer)
        return found

    def offers_of(self, service: str, district: DistrictId | None) -> tuple[Offer, ...]:
        """A service's offers in the nearest district that has any, climbing from the given one; empty when none has."""
        for nearest in self.upwards(district):
            found = tuple(o for o in self.by_service.get((service, nearest), ()) if o.status != "avviklet")
            if found:
                return found
        return ()
