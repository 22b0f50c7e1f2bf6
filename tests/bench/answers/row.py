"""Measures one search on one set of questions: python -m tests.bench.answers.row NAME SIZE QUESTIONS prints JSON.

Times are of the process, not of the clock on the wall, so that a busy machine does not spoil them.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import psutil

from bot.core.events import DistrictId
from bot.core.knowledge import Knowledge, KnowledgeEntry, Offer
from bot.core.language.norwegian import LanguageTables
from bot.core.retrieval.places import build as places_of
from bot.core.retrieval.search import Index
from tests.bench.answers import rivals
from tests.bench.answers.generated import country
from tests.bench.answers.knowledge import entries, shipped, whole_text
from tests.bench.answers.questions import KINDS, Question, holds, load

NOW = datetime(2026, 1, 7, 10, 0, tzinfo=ZoneInfo("Europe/Oslo"))
Found = tuple[list[str], bool]
"""Entries best first, and whether it says that it does not know."""
Ask = Callable[[Question], Found]


def main() -> None:
    name, size, questions = sys.argv[1], int(sys.argv[2]), load(sys.argv[3])
    knowledge, tables = shipped()
    if size:
        knowledge = country(knowledge, size)
    gc.collect()
    before = psutil.Process().memory_info().rss
    begin = time.process_time()
    ask = _ours(knowledge, tables) if name == "varde" else _rival(name, knowledge, tables, questions)
    built = time.process_time() - begin
    gc.collect()
    memory = (psutil.Process().memory_info().rss - before) / 1e6
    measured = _quality(ask, knowledge, questions) | _times(ask, questions)
    print(json.dumps(measured | {"build s": built, "MB": memory}))


def _ours(knowledge: Knowledge, tables: LanguageTables) -> Ask:
    index = Index.build(knowledge, tables)

    def ask(question: Question) -> Found:
        district = DistrictId(question.district) if question.district else None
        found = index.find(question.text, district, NOW)
        redirect = bool(found.hits) and _redirects(knowledge, found.hits[0].entry)
        return [hit.entry for hit in found.hits], found.kind == "none" or redirect

    return ask


def _redirects(knowledge: Knowledge, entry: str) -> bool:
    return entry in knowledge.articles and knowledge.articles[entry].redirect


def _rival(name: str, knowledge: Knowledge, tables: LanguageTables, questions: Sequence[Question]) -> Ask:
    """A rival with the same district facet; it does not know below the score that is best for it on these questions."""
    known = entries(knowledge)
    names = {entry: [_title(value), *value.aliases] for entry, value in known.items()}
    bodies = {entry: " \n".join((*names[entry], whole_text(value, knowledge))) for entry, value in known.items()}
    if name.startswith("rapidfuzz"):
        search = rivals.fuzzy("WRatio" if name.endswith("wratio") else "token_set_ratio")(names)
    elif name.startswith("fts5"):
        search = rivals.fts5(name.removeprefix("fts5-"))(bodies)
    else:
        search = {"bm25s-snowball": rivals.bm25s_snowball, "tantivy-nb": rivals.tantivy_norwegian}[name](bodies)
    places = places_of(knowledge.districts, tables)
    district = {entry: value.district for entry, value in known.items()}

    def ranked(question: Question) -> list[tuple[str, float]]:
        named = places.find(question.text, frozenset()).places
        here = named or ((DistrictId(question.district),) if question.district else ())
        wanted = {up for place in here for up in places.upwards(place)}
        return [hit for hit in search(question.text) if not here or district[hit[0]] in (*wanted, None)]

    best = _threshold(
        [(ranked(question), question.kind == "none") for question in questions if question.kind != "clarify"]
    )

    def ask(question: Question) -> Found:
        found = ranked(question)
        unknown = not found or found[0][1] < best or _redirects(knowledge, found[0][0])
        return [entry for entry, _ in found[:3]], unknown

    return ask


def _title(entry: KnowledgeEntry) -> str:
    return entry.name if isinstance(entry, Offer) else entry.title


def _threshold(scored: Sequence[tuple[list[tuple[str, float]], bool]]) -> float:
    """The score below which saying nothing gives the best F1: more than a rival could know in advance."""
    tops = [(found[0][1] if found else 0.0, none) for found, none in scored]
    return max((top for top, _ in tops), key=lambda cut: _f1([(top < cut, none) for top, none in tops]), default=0.0)


def _f1(pairs: Sequence[tuple[bool, bool]]) -> float:
    both = sum(said and true for said, true in pairs)
    return 2 * both / max(1, sum(said for said, _ in pairs) + sum(true for _, true in pairs))


def _quality(ask: Ask, knowledge: Knowledge, questions: Sequence[Question]) -> dict[str, float | None]:
    """Shares; None where the set has no such question."""
    texts = {name: whole_text(entry, knowledge) for name, entry in entries(knowledge).items()}
    first: dict[str, list[bool]] = {"R@1": [], "R@3": [], **{kind: [] for kind in KINDS}}
    unknown: list[tuple[bool, bool]] = []
    for question in questions:
        found, silent = ask(question)
        if question.kind != "clarify":
            unknown.append((silent, question.kind == "none"))
        if question.kind != "answer":
            continue
        right = [holds(texts[entry], question) for entry in found[:3]]
        first["R@1"].append(right[:1] == [True])
        first["R@3"].append(any(right))
        if question.written in KINDS:
            first[question.written].append(right[:1] == [True])
    shares = {name: sum(each) / len(each) if each else None for name, each in first.items()}
    return shares | {"none-F1": _f1(unknown) if any(none for _, none in unknown) else None}


def _times(ask: Ask, questions: Sequence[Question]) -> dict[str, float]:
    taken = []
    for question in questions:
        begin = time.process_time()
        ask(question)
        taken.append((time.process_time() - begin) * 1000)
    taken.sort()
    return {"p50 ms": taken[len(taken) // 2], "p99 ms": taken[int(len(taken) * 0.99)]}


if __name__ == "__main__":
    main()
