"""The words of a few facts of an offer: what was asked for, and how to ask for what the entry does not say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.core.effects import Detail
from bot.core.knowledge import Offer
from bot.core.library import World
from bot.core.retrieval.facets import FACTS, WAYS, Facet, stated
from bot.core.words.entries import person_words, provenance, reach_words
from bot.core.words.openings import opening_answer, opening_words


def detail_text(world: World, part: Detail, today: date) -> str:
    """The offer's name, the facts, its source and its date."""
    texts = world.library.texts
    offer = world.library.knowledge.offers.get(part.entry)
    if offer is None:
        return texts["innhold-endret"]
    blocks = [offer.name]
    if offer.status == "midlertidig-stengt":
        blocks.append(texts["midlertidig-stengt"])
    elif part.time is not None:
        blocks.append(opening_answer(world, offer, part.time, today))
    facets = part.facets if all(stated(offer, facet) for facet in part.facets) else (*part.facets, Facet.CONTACT)
    blocks.append("\n".join(dict.fromkeys(row for facet in facets for row in _rows(world, offer, facet))))
    blocks.append(provenance(world, offer.sources, offer.checked, today))
    return "\n\n".join(block for block in blocks if block)


def _rows(world: World, offer: Offer, facet: Facet) -> Iterator[str]:
    texts = world.library.texts
    yield from (f"{texts[name]} {value}" for name, value in offer.facts if name in FACTS.get(facet, ()))
    hours = [each for each in offer.openings if facet is Facet.HOURS or (facet is Facet.ENTRY and each.drop_in)]
    yield from (f"{texts['apningstider']} {opening_words(world, opening)}" for opening in hours)
    ways = [reach for reach in offer.reaches if reach.way in WAYS.get(facet, ())]
    yield from (reach_words(world, reach) for reach in ways)
    if offer.address and facet in (Facet.ADDRESS, Facet.CONTACT):
        yield f"{texts['vei-oppmøte']} {offer.address}"
    if facet is Facet.STAFF or (facet in WAYS and not ways):
        yield from (person_words(world, offer, who) for who in offer.people)
