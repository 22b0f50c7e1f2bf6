"""Reads all content into one library, or says everything that is wrong with it at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.content.checks import always, of_the_paths, thorough_checks
from bot.content.checks.chats import Known
from bot.content.checks.guard import compiled, samples
from bot.content.flow_building import flows_of
from bot.content.gathering import Gathered, gather
from bot.content.knowledge_building import knowledge_of, people_of
from bot.content.problems import Problem, Severity, in_order
from bot.core.language.norwegian import tables
from bot.core.library import Library
from bot.core.listening.guard import Guard
from bot.core.people import People
from bot.core.retrieval.search import Index

LANGUAGE = ("ordliste.tsv", "ordfrekvens.tsv", "ordfrekvens-en.tsv")
"""The files of knowledge/sprak that searching needs, as `tables` takes them."""


@dataclass(frozen=True)
class Loaded:
    """What came of it. `library` is None as soon as there is one FEIL; `people` has the units that can be used."""

    library: Library | None
    people: People
    problems: tuple[Problem, ...]


def load(
    knowledge: Path,
    flows: Path,
    people: Path | None,
    today: date,
    *,
    thorough: bool = False,
    texts: Mapping[str, frozenset[str]] | None = None,
    known: Known | None = None,
) -> Loaded:
    """Read and check everything.

    `texts` is which sentences the code uses and which placeholders it fills in them. `thorough` adds what only
    `varde check` has time for: how hard texts are to read, whether entries are found by their titles, and the like.
    `known` is what it knows of the place where Varde runs.
    """
    found = gather(knowledge, flows, people)
    guard, unread = compiled(found)
    problems = [*found.problems, *unread, *always(found, today, texts)]
    problems += of_the_paths(found, problems)
    library = None if guard is None or _broken(problems) else _library(found, guard, today)
    if thorough:
        problems += thorough_checks(found, library, today, known)
        problems += samples(found.guard, guard) if found.guard and guard else ()
    return Loaded(None if _broken(problems) else library, people_of(found), in_order(problems))


def _broken(problems: Iterable[Problem]) -> bool:
    return any(problem.severity is Severity.ERROR for problem in problems)


def _library(found: Gathered, guard: Guard, today: date) -> Library:
    known = knowledge_of(found, today)
    language = tables(*(found.language.get(name, "") for name in LANGUAGE))
    return Library(
        flows=flows_of(flow.value for flow in found.flows),
        knowledge=known,
        texts={name: text for name, (text, _) in found.texts.items()},
        guard=guard,
        index=Index.build(known, language),
    )
