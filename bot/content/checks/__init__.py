"""What must hold between the files: one module for each thing that is checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from bot.content.checks import (
    agencies,
    chats,
    coverage,
    findable,
    graph,
    names,
    people,
    privacy,
    promises,
    reaching,
    readability,
    references,
    review,
    texts,
    trust,
)
from bot.content.checks.chats import Known
from bot.content.checks.ids import ids_of, repeated
from bot.content.flow_building import flows_of
from bot.content.gathering import FLOW, Gathered
from bot.content.problems import Problem, Severity
from bot.core.library import Library


def always(found: Gathered, today: date, required: Mapping[str, frozenset[str]] | None) -> Iterator[Problem]:
    """What is checked on every load; `required` is which sentences the code uses, with their placeholders."""
    ids = ids_of(found)
    yield from repeated(ids)
    yield from references.missing(found, ids)
    yield from agencies.strangers(found)
    yield from agencies.unanswered(found)
    yield from texts.sentences(found, required)
    yield from reaching.details(found)
    yield from privacy.identity_numbers(found)
    yield from review.expired(found, today)
    yield from trust.unapproved(found)
    yield from _of_the_graph(found)


def _of_the_graph(found: Gathered) -> Iterator[Problem]:
    yield from graph.offered(found)
    yield from graph.shared_words(found)
    yield from graph.circles(found)


def of_the_paths(found: Gathered, so_far: list[Problem]) -> Iterator[Problem]:
    """What is said about paths; nothing is while the flows have a mistake that would hide what is on them."""
    files = {page.file for kind, page in found.pages if kind == FLOW}
    if not found.flows or any(p.file in files and p.severity is Severity.ERROR for p in so_far):
        return
    flows = flows_of(flow.value for flow in found.flows)
    yield from graph.unreachable(found, flows)
    yield from promises.broken(found, flows)


def thorough_checks(found: Gathered, library: Library | None, today: date, known: Known | None) -> Iterator[Problem]:
    """What only `varde check` has time for, or what only concerns those who look after the content."""
    yield from people.units(found, today, known)
    yield from chats.addresses(found, known)
    yield from review.reviews(found, today)
    yield from review.in_the_future(found, today)
    yield from trust.unconfirmed(found)
    yield from trust.unfounded(found)
    yield from trust.remembered(found)
    yield from coverage.ages(found)
    yield from coverage.duplicates(found)
    yield from names.shared(found)
    yield from privacy.private_contacts(found)
    yield from readability.hard(found)
    if library is not None:
        yield from coverage.needs(found, library.knowledge)
        yield from findable.unfound(found, library, today)
