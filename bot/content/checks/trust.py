"""Trust: sources that nobody confirmed, checks that rest on nothing, flows that nobody approved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from bot.content.gathering import Gathered
from bot.content.knowledge_file import ArticleWritten
from bot.content.offer_file import OfferWritten
from bot.content.problems import Problem, Spot, problem

NOBODY, CONFIRMED, DOUBTFUL = "ingen", "bekreftet", "må-kontrolleres"
MEMORY, LOOK_UP = "hukommelsen", "(kontroller"
"""By these a text or a note says that it was written without looking it up."""


def unconfirmed(found: Gathered) -> Iterator[Problem]:
    """One warning for each source that must be checked, with the number of places that rest on it."""
    rests = _rests_on(found)
    for source in found.sources:
        places = rests[source.value.id]
        if source.value.status == DOUBTFUL and places:
            yield problem("kilde-ikke-bekreftet", source.spot("status"), id=source.value.id, antall=places)


def unfounded(found: Gathered) -> Iterator[Problem]:
    """Entries that say they were checked although nobody has confirmed anything that they rest on."""
    doubtful = _with_status(found, DOUBTFUL)
    for offer in found.offers:
        if doubtful.issuperset(offer.value.sources):
            yield problem("tilbud-uten-kilde", offer.spot("kontrollert"), id=offer.value.id)
    for article in found.articles:
        if article.value.checked is not None and doubtful.issuperset(article.value.sources):
            yield problem("svar-uten-kilde", article.spot("kontrollert"), id=article.value.id)


def remembered(found: Gathered) -> Iterator[Problem]:
    """What is told from memory and looks as if it were not: a confirmed source, or an entry without a marked one."""
    for source in found.sources:
        if source.value.status == CONFIRMED and MEMORY in (source.value.note or ""):
            yield problem("hukommelse-bekreftet", source.spot("status"), id=source.value.id)
    doubtful = _with_status(found, DOUBTFUL)
    for entry, spot in _entries(found):
        told = " ".join((entry.text or "", *entry.points))
        if doubtful.isdisjoint(entry.sources) and (MEMORY in told or LOOK_UP in told):
            yield problem("hukommelse-uten-merke", spot, id=entry.id)


def unapproved(found: Gathered) -> Iterator[Problem]:
    """Flows that no expert stands for yet."""
    for flow in found.flows:
        if flow.value.approved_by.casefold() == NOBODY:
            yield problem("ikke-godkjent", flow.spot("godkjent_av"), id=flow.value.id)


def _with_status(found: Gathered, status: str) -> frozenset[str]:
    return frozenset(source.value.id for source in found.sources if source.value.status == status)


def _entries(found: Gathered) -> Iterator[tuple[OfferWritten | ArticleWritten, Spot]]:
    """Each with the place of its sources."""
    yield from ((offer.value, offer.spot("kilde")) for offer in found.offers)
    yield from ((article.value, article.spot("kilde")) for article in found.articles)


def _rests_on(found: Gathered) -> Counter[str]:
    rests: Counter[str] = Counter()
    for flow in found.flows:
        for step in flow.value.steps:
            rests.update(set(step.sources))
        for outcome in flow.value.outcomes:
            rests.update(set(outcome.sources))
    for article in found.articles:
        rests.update(set(article.value.sources))
    return rests
