"""Trust: sources that nobody confirmed, flows that nobody approved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from bot.content.gathering import Gathered
from bot.content.problems import Problem, problem

NOBODY = "ingen"


def unconfirmed(found: Gathered) -> Iterator[Problem]:
    """One warning for each source that must be checked, with the number of places that rest on it."""
    rests = _rests_on(found)
    for source in found.sources:
        places = rests[source.value.id]
        if source.value.status != "bekreftet" and places:
            yield problem("kilde-ikke-bekreftet", source.spot("status"), id=source.value.id, antall=places)


def unapproved(found: Gathered) -> Iterator[Problem]:
    """Flows that no expert stands for yet."""
    for flow in found.flows:
        if flow.value.approved_by.casefold() == NOBODY:
            yield problem("ikke-godkjent", flow.spot("godkjent_av"), id=flow.value.id)


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
