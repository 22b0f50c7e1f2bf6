"""Everything that people have written and configured, checked, in one value that the core may look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from bot.core.flow import Flows
from bot.core.knowledge import Knowledge
from bot.core.listening.guard import Guard
from bot.core.people import Escalation, People
from bot.core.retrieval import needs
from bot.core.retrieval.needs import Needs
from bot.core.retrieval.search import Index


@dataclass(frozen=True)
class Library:
    """The content: flows, knowledge, the bot's own sentences by id, the guard's phrases and the search index."""

    flows: Flows
    knowledge: Knowledge
    texts: Mapping[str, str]
    guard: Guard
    index: Index

    @cached_property
    def needs(self) -> Needs:
        """What people look for, as it is spoken of."""
        return needs.build(self.index.ranker.reader, self.knowledge.needs) if self.index.ranker else needs.NONE


@dataclass(frozen=True, slots=True)
class Retention:
    """How long things are kept (PRIVACY.md, «How long»)."""

    conversation: timedelta = timedelta(hours=12)
    settings: timedelta = timedelta(days=90)
    reminder: timedelta = timedelta(days=14)
    asker: timedelta = timedelta(hours=24)
    ping: timedelta = timedelta(days=90)
    outbox: timedelta = timedelta(days=7)
    seen: timedelta = timedelta(hours=48)


@dataclass(frozen=True, slots=True)
class World:
    """What a decision may depend on beside state, event and time."""

    library: Library
    people: People = field(default_factory=People)
    retention: Retention = field(default_factory=Retention)
    escalation: Escalation = field(default_factory=Escalation)
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Europe/Oslo"))
    afloat: bool = False
    """The disk refuses: what is kept or deleted now is so in memory only."""
