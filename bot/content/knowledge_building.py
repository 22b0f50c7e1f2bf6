"""Makes the core's knowledge and people out of what was written; whatever could be wrong has been said before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from bot.content.fields import WEEKDAYS
from bot.content.gathering import Gathered
from bot.content.knowledge_file import ArticleWritten, ContactWritten, DistrictWritten, SourceWritten
from bot.content.offer_file import AgesWritten, CheckedWritten, ContactPersonWritten, OfferWritten
from bot.content.people_file import AwayWritten, BarneansvarligWritten, UnitWritten
from bot.content.problems import wording
from bot.core.events import Address, DistrictId, UnitId
from bot.core.knowledge import (
    Agency,
    Article,
    Checked,
    Contact,
    ContactKind,
    ContactPerson,
    District,
    Knowledge,
    Need,
    Offer,
    Opening,
    Reach,
    Source,
    Term,
)
from bot.core.people import RESERVE, Away, Barneansvarlig, People, Unit
from bot.core.windows import Window


def knowledge_of(found: Gathered, today: date) -> Knowledge:
    """Everything but what has expired."""
    return Knowledge(
        districts={DistrictId(d.value.id): _district(d.value) for d in found.districts},
        sources={s.value.id: _source(s.value) for s in found.sources},
        contacts={c.value.id: _contact(c.value) for c in found.contacts},
        offers={o.value.id: _offer(o.value) for o in found.offers if _good(o.value.valid_to, today)},
        articles={a.value.id: _article(a.value) for a in found.articles if _good(a.value.valid_to, today)},
        needs=tuple(Need(n.value.id, n.value.name, n.value.services, n.value.aliases) for n in found.needs),
        terms=tuple(Term(t.value.id, t.value.name, t.value.forms) for t in found.terms),
    )


def people_of(found: Gathered) -> People:
    away = absences(u.value for u in found.units)
    return People({UnitId(u.value.id): _unit(u.value, away) for u in found.units})


def absences(units: Iterable[UnitWritten]) -> Mapping[str, tuple[AwayWritten, ...]]:
    """Person -> when she is away: who is written in two units is away from both."""
    everybody = [one for unit in units for one in unit.barneansvarlige]
    return {
        person: tuple(dict.fromkeys(away for one in everybody if one.id == person for away in one.away))
        for person in {one.id for one in everybody}
    }


def duty(unit: UnitWritten) -> Window | None:
    """When it may be called; None: as everywhere."""
    hours = unit.duty_hours
    return Window(tuple(sorted(WEEKDAYS.index(d) for d in hours.days)), hours.start, hours.end) if hours else None


def _good(until: date | None, today: date) -> bool:
    return until is None or until >= today


def _district(written: DistrictWritten) -> District:
    parent = DistrictId(written.parent) if written.parent else None
    agencies = tuple(Agency(each.id, each.name, each.aliases) for each in written.agencies)
    return District(DistrictId(written.id), written.name, written.aliases, parent, written.code or "", agencies)


def _source(written: SourceWritten) -> Source:
    return Source(
        written.id,
        written.title,
        written.url or "",
        written.kind,
        written.checked,
        written.status == "bekreftet",
        written.note or "",
        written.health_only,
    )


def _contact(written: ContactWritten) -> Contact:
    return Contact(
        written.id,
        written.name,
        ContactKind(written.kind),
        written.service or "",
        written.number or "",
        written.note or "",
        written.sources,
    )


def _checked(written: CheckedWritten, good_for_days: int) -> Checked:
    return Checked(written.on, written.by or "", good_for_days)


def _article(written: ArticleWritten) -> Article:
    return Article(
        id=written.id,
        redirect=written.kind == "avvis",
        title=written.title,
        aliases=written.aliases,
        text=written.text,
        points=written.points,
        offers=written.offers,
        flow=written.flow or "",
        contacts=written.contacts,
        district=DistrictId(written.district) if written.district else None,
        sources=written.sources,
        checked=_checked(written.checked, written.review_every) if written.checked else None,
        topic=written.per_agency.topic if written.per_agency else "",
        agencies=written.per_agency.agencies if written.per_agency else (),
    )


def _offer(written: OfferWritten) -> Offer:
    ages = written.meant_for.ages if written.meant_for else None
    people = (written.person, *written.people) if written.person else written.people
    return Offer(
        id=written.id,
        name=written.name,
        aliases=written.aliases,
        service=written.service or "",
        short=written.short,
        status=written.status,
        district=DistrictId(written.district),
        text=written.text or "",
        points=written.points,
        facts=tuple(_facts(written)),
        age_from=ages.start if ages else None,
        age_to=ages.end if ages else None,
        situations=written.meant_for.situations if written.meant_for else (),
        reaches=tuple(Reach(r.way, r.value, r.note or "") for r in written.reaches),
        address=_address(written),
        openings=tuple(_openings(written)),
        closed=tuple((c.start, c.end, c.reason or "") for c in written.closed),
        people=tuple(_person(person) for person in people),
        sources=written.sources,
        checked=_checked(written.checked, written.review_every),
        valid_to=written.valid_to,
    )


def _address(written: OfferWritten) -> str:
    place = written.place
    if place is None:
        return ""
    town = " ".join(part for part in (place.postcode, place.town) if part)
    return ", ".join(part for part in (place.address, town) if part)


def _openings(written: OfferWritten) -> Iterator[Opening]:
    for opening in written.openings:
        days = tuple(sorted(WEEKDAYS.index(day) for day in opening.days))
        yield Opening(days, opening.start, opening.end, opening.drop_in, opening.note or "")


def _person(written: ContactPersonWritten) -> ContactPerson:
    return ContactPerson(written.name, written.role or "", written.phone or "", written.email or "", written.note or "")


def _facts(written: OfferWritten) -> Iterator[tuple[str, str]]:
    """Labelled facts in the order in which a person wants them."""
    meant, way_in, consent = written.meant_for, written.way_in, written.consent
    message, languages = written.message, written.languages
    rows = (
        ("fakta-hvem", _joined(meant.who) if meant else ""),
        ("fakta-alder", _ages(meant.ages) if meant and meant.ages else ""),
        ("fakta-ikke-for", meant.not_for if meant else ""),
        ("fakta-henvisning", way_in.referral if way_in else ""),
        ("fakta-timebestilling", way_in.appointment if way_in else ""),
        ("fakta-kostnad", way_in.cost if way_in else ""),
        ("fakta-samtykke", _joined((consent.needed, _joined(consent.by), consent.basis)) if consent else ""),
        ("fakta-melding", _joined((message.receiver, message.how, message.handled), "; ") if message else ""),
        ("fakta-fagpersoner", _joined(written.professions)),
        ("fakta-språk", _joined(languages.spoken) if languages else ""),
        ("fakta-tolk", languages.interpreter if languages else ""),
    )
    yield from ((label, value) for label, value in rows if value)


def _joined(parts: Iterable[str | None], by: str = ", ") -> str:
    return by.join(part for part in parts if part)


def _ages(ages: AgesWritten) -> str:
    if ages.start is not None and ages.end is not None:
        return wording("alder-mellom", fra=ages.start, til=ages.end)
    if ages.start is not None:
        return wording("alder-fra", fra=ages.start)
    return wording("alder-til", til=ages.end) if ages.end is not None else ""


def _unit(written: UnitWritten, away: Mapping[str, tuple[AwayWritten, ...]]) -> Unit:
    alert, leader = written.alert, written.reserve
    return Unit(
        id=UnitId(written.id),
        name=written.name,
        district=DistrictId(written.district) if written.district else None,
        service=written.service or "",
        barneansvarlige=tuple(_barneansvarlig(one, away[one.id]) for one in written.barneansvarlige),
        reserve=Barneansvarlig(RESERVE, leader.name, "", _chats(leader.chat), leader.phone or "") if leader else None,
        wait=timedelta(minutes=alert.wait) if alert and alert.wait is not None else None,
        rounds=alert.rounds if alert else None,
        window=duty(written),
    )


def _barneansvarlig(written: BarneansvarligWritten, absent: Iterable[AwayWritten]) -> Barneansvarlig:
    away = tuple(Away(each.start, each.end, each.stand_in or "") for each in absent)
    return Barneansvarlig(
        written.id, written.name, written.title or "", _chats(written.chat), written.phone or "", away
    )


def _chats(chats: Iterable[str]) -> tuple[Address, ...]:
    """Each once: a person is not asked twice in one place."""
    return tuple(dict.fromkeys(Address(chat) for chat in chats))
