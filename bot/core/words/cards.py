"""The words of an outcome: what to do, whom to ring in the asker's district, what to write down, and its sources."""

from __future__ import annotations

from datetime import date, timedelta

from bot.core.effects import Card
from bot.core.events import DistrictId, UnitId
from bot.core.flow import Outcome, OutcomeId
from bot.core.knowledge import Checked, Contact, ContactKind, Offer, Source
from bot.core.library import World

MOST_OFFERS = 2
"""So many offers of one kind are named in a list of contacts; the rest are found by asking."""
FIRST_ACTIONS = 3
"""So many actions are said again to somebody who has just been shown all of them."""
_CALLED = ("telefon", "sms")
_BARNEANSVARLIG = "barneansvarlig"


def card(world: World, part: Card, today: date) -> str:
    """The whole outcome as plain text."""
    outcome = world.library.flows.outcomes.get(part.outcome)
    texts = world.library.texts
    if outcome is None:
        return texts["innhold-endret"]
    actions = outcome.actions[:FIRST_ACTIONS] if part.short else outcome.actions
    blocks = [
        severity_line(world, outcome),
        "\n".join(f"{place}. {action}" for place, action in enumerate(actions, start=1)),
        texts["overskrift-kontakter"] + "\n" + reaching(world, outcome.contacts, part.district, part.unit, today),
    ]
    if part.short:
        return "\n\n".join(blocks)
    blocks += [
        texts["overskrift-journal"] + " " + outcome.journal,
        cited(world, sources_for(world, outcome, part.health)),
        texts["ansvar"],
    ]
    return "\n\n".join(block for block in blocks if block)


def severity_line(world: World, outcome: Outcome) -> str:
    """The heading with its severity in a word, so that colour is never needed."""
    word = world.library.texts[f"alvor-{outcome.severity.value}"]
    if outcome.heading.casefold().startswith(word.casefold()):
        return word + outcome.heading[len(word) :]
    return f"{word}: {outcome.heading}"


def sources_for(world: World, outcome: Outcome, health: bool) -> tuple[str, ...]:
    """An outcome's sources; to somebody who is not health personnel without the acts that bind only those."""
    known = world.library.knowledge.sources
    return tuple(s for s in outcome.sources if s in known and (health or not known[s].health_only))


def cited(world: World, sources: tuple[str, ...]) -> str:
    """Source titles, what the mark on some of them means, and the oldest date they were checked on."""
    known = known_sources(world, sources)
    if not known:
        return ""
    texts = world.library.texts
    sentences = [titles(world, known)]
    if not all(source.confirmed for source in known):
        sentences.append(texts["ukontrollert"])
    checked = [source.checked for source in known if source.checked]
    if len(checked) == len(known):
        sentences.append(texts["kilde-dato"].format(dato=day(min(checked))))
    return " ".join(sentences)


def known_sources(world: World, sources: tuple[str, ...]) -> tuple[Source, ...]:
    """Those that the content still has."""
    known = world.library.knowledge.sources
    return tuple(known[source] for source in sources if source in known)


def titles(world: World, sources: tuple[Source, ...]) -> str:
    """Source titles, with a mark on those that nobody has confirmed yet."""
    texts = world.library.texts
    marked = "; ".join(source.title + ("" if source.confirmed else texts["ukontrollert-merke"]) for source in sources)
    return f"{texts['overskrift-kilder']} {marked}." if marked else ""


def reaching(
    world: World, contacts: tuple[str, ...], district: DistrictId | None, unit: UnitId | None, today: date
) -> str:
    """Contacts one a line, numbers looked up for the district; never blank: national numbers stand in."""
    known = [world.library.knowledge.contacts[c] for c in contacts if c in world.library.knowledge.contacts]
    rows = [_contact(world, contact, district, unit, today) for contact in known]
    missing = any(c.kind is ContactKind.OFFER and not _offers(world, c, district) for c in known)
    if missing or not rows:
        rows.append(world.library.texts["mangler-kontakt" if district else "mangler-distrikt"])
    return "\n".join(rows)


def journal_note(world: World, outcome_id: OutcomeId) -> str:
    """The headings of a note with blanks to fill in in the journal system."""
    outcome = world.library.flows.outcomes.get(outcome_id)
    if outcome is None:
        return world.library.texts["innhold-endret"]
    blank = world.library.texts["journal-blank"]
    return "\n".join(f"{heading}: {blank}" for heading in outcome.journal_headings)


def wording(world: World, outcome_id: OutcomeId) -> str:
    """Examples of an electronic message, each with its title."""
    flows = world.library.flows
    outcome = flows.outcomes.get(outcome_id)
    shown = [flows.examples[e] for e in (outcome.examples if outcome else ()) if e in flows.examples]
    return "\n\n".join(f"{example.title}:\n«{example.text}»" for example in shown)


def overdue(checked: Checked, today: date) -> bool:
    """Nobody has held the entry against its source for longer than it is good for."""
    return bool(checked.good_for_days) and checked.on + timedelta(days=checked.good_for_days) < today


def day(on: date) -> str:
    """«4.1.2022»."""
    return f"{on.day}.{on.month}.{on.year}"


def numbers(offer: Offer) -> str:
    """The numbers an offer can be rung at."""
    called = (f"{r.value} ({r.note})" if r.note else r.value for r in offer.reaches if r.way in _CALLED)
    return ", ".join(dict.fromkeys(called))


def _contact(world: World, contact: Contact, district: DistrictId | None, unit: UnitId | None, today: date) -> str:
    if contact.kind is ContactKind.NATIONAL:
        return f"• {contact.name}: {contact.number}" + (f" ({contact.note})" if contact.note else "")
    if contact.id == _BARNEANSVARLIG:
        return _barneansvarlig(world, contact, unit)
    offers = _offers(world, contact, district)
    if not offers:
        return f"• {contact.name}" + (f". {contact.note}" if contact.note else "")
    found = (_offer(world, offer, today) for offer in offers[:MOST_OFFERS])
    return "\n".join(f"• {row}" for row in found)


def _offers(world: World, contact: Contact, district: DistrictId | None) -> tuple[Offer, ...]:
    if contact.kind is not ContactKind.OFFER:
        return ()
    offers = world.library.knowledge.offers_of(contact.service, district)
    return tuple(sorted(offers, key=lambda offer: not numbers(offer)))


def _offer(world: World, offer: Offer, today: date) -> str:
    number = numbers(offer)
    ring_first = world.library.texts["ring-forst"].format(dato=day(offer.checked.on))
    old = f" ({ring_first})" if overdue(offer.checked, today) else ""
    return f"{offer.name}: {number}{old}" if number else f"{offer.name}{old}"


def _barneansvarlig(world: World, contact: Contact, unit_id: UnitId | None) -> str:
    """The unit's own people; without any, the leader is asked."""
    unit = world.people.units.get(unit_id) if unit_id else None
    if unit is None or not unit.barneansvarlige:
        return f"• {contact.name}: {world.library.texts['spor-lederen']}"
    people = (", ".join(p for p in (who.name, who.title, who.phone) if p) for who in unit.barneansvarlige)
    return f"• {contact.name} ({unit.name}): {'; '.join(people)}"
