"""The words of an entry of the knowledge base: its text, its facts, how to reach it, its source and its date."""

from __future__ import annotations

from datetime import date

from bot.core.effects import Reply
from bot.core.knowledge import Article, Checked, ContactPerson, Offer, Reach, Source
from bot.core.library import World
from bot.core.words.cards import day, known_sources, overdue, titles
from bot.core.words.openings import opening_answer, opening_words


def entry_text(world: World, part: Reply, today: date) -> str:
    """An entry as an answer; a redirect has no more than its own text.

    A contact person is named when she was asked for, and where there is no other way to reach the offer.
    """
    offer = world.library.knowledge.offers.get(part.entry)
    if offer is not None:
        return _offer(world, offer, part, today)
    article = world.library.knowledge.articles.get(part.entry)
    return _article(world, article, today) if article else world.library.texts["innhold-endret"]


def sources_of(world: World, entry: str) -> tuple[str, ...]:
    """The source ids of an entry."""
    knowledge = world.library.knowledge
    found = knowledge.offers.get(entry) or knowledge.articles.get(entry)
    return found.sources if found else ()


def _article(world: World, article: Article, today: date) -> str:
    body = "\n".join((article.text, *(f"• {point}" for point in article.points)))
    blocks = [] if article.redirect else [f"{article.title}"]
    blocks.append(body)
    blocks += [] if article.redirect else [provenance(world, article.sources, article.checked, today)]
    return "\n\n".join(blocks)


def _offer(world: World, offer: Offer, part: Reply, today: date) -> str:
    texts = world.library.texts
    blocks = [offer.name]
    if offer.status == "midlertidig-stengt":
        blocks.append(texts["midlertidig-stengt"])
    elif part.time is not None:
        blocks.append(opening_answer(world, offer, part.time, today))
    blocks.append("\n".join((offer.text or offer.short, *(f"• {point}" for point in offer.points))))
    rows = [f"{texts[name]} {value}" for name, value in offer.facts]
    rows += [f"{texts['apningstider']} {opening_words(world, opening)}" for opening in offer.openings]
    rows += [reach_words(world, reach) for reach in offer.reaches]
    rows += [f"{texts['vei-oppmøte']} {offer.address}"] if offer.address else []
    blocks.append("\n".join(rows))
    if part.people or not offer.reaches:
        blocks.append("\n".join(person_words(world, offer, who) for who in offer.people))
    blocks.append(provenance(world, offer.sources, offer.checked, today))
    return "\n\n".join(block for block in blocks if block)


def provenance(world: World, sources: tuple[str, ...], checked: Checked | None, today: date) -> str:
    """Where an entry comes from and what it was held against; no date where nothing it rests on is confirmed."""
    known = known_sources(world, sources)
    return f"{titles(world, known)} {_control(world, known, checked, today)}.".strip()


def _control(world: World, known: tuple[Source, ...], checked: Checked | None, today: date) -> str:
    texts = world.library.texts
    doubtful = sum(not source.confirmed for source in known)
    if checked is None or (known and doubtful == len(known)):
        return texts["ikke-kontrollert"]
    if overdue(checked, today):
        text = "ring-forst-unntatt" if doubtful else "ring-forst"
    elif doubtful:
        text = "sist-kontrollert-unntatt"
    else:
        opened = all(source.checked for source in known)
        text = "sist-kontrollert" if opened else "sist-kontrollert-kopi"
    return texts[text].format(dato=day(checked.on))


def reach_words(world: World, reach: Reach) -> str:
    """«Telefon: 95 43 43 34 (psykolog)»."""
    return f"{world.library.texts[f'vei-{reach.way}']} {reach.value}" + (f" ({reach.note})" if reach.note else "")


def person_words(world: World, offer: Offer, who: ContactPerson) -> str:
    """A published contact person, with the day on which the source was read."""
    details = ", ".join(part for part in (who.role, who.phone, who.email, who.note) if part)
    return world.library.texts["kontaktperson"].format(navn=who.name, detaljer=details, dato=day(offer.checked.on))
