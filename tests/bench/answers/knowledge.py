"""The shipped content for the bench: knowledge, language tables, and each entry's whole text."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from bot.content.gathering import gather
from bot.content.knowledge_building import knowledge_of
from bot.content.loading import LANGUAGE
from bot.core.knowledge import Knowledge, KnowledgeEntry, Offer
from bot.core.language.norwegian import LanguageTables, tables

ROOT = Path(__file__).resolve().parents[3]
TODAY = date(2026, 11, 21)


def shipped() -> tuple[Knowledge, LanguageTables]:
    """knowledge/ as it stands in the repository, problems or not."""
    found = gather(ROOT / "knowledge", ROOT / "flows", None)
    return knowledge_of(found, TODAY), tables(*(found.language.get(name, "") for name in LANGUAGE))


def entries(knowledge: Knowledge) -> dict[str, KnowledgeEntry]:
    return {**knowledge.offers, **knowledge.articles}


def whole_text(entry: KnowledgeEntry, knowledge: Knowledge) -> str:
    """Everything of an entry that its reply shows, aliases left out."""
    if not isinstance(entry, Offer):
        numbers = (f"{c.name} {c.number}" for c in map(knowledge.contacts.get, entry.contacts) if c)
        sources = (knowledge.sources[s].title for s in entry.sources if s in knowledge.sources)
        return "\n".join((entry.title, entry.text, *entry.points, *numbers, *sources))
    clock = "{:02}:{:02}-{:02}:{:02}".format
    hours = (f"{clock(*divmod(o.start, 60), *divmod(o.end, 60))} {o.note}" for o in entry.openings)
    reaches = (f"{r.way} {r.value} {r.note}" for r in entry.reaches)
    people = (f"{p.name} {p.role} {p.phone} {p.email} {p.note}" for p in entry.people)
    facts = (value for _, value in entry.facts)
    return "\n".join(
        (entry.name, entry.short, entry.text, *entry.points, *facts, entry.address, *hours, *reaches, *people)
    )
