"""One line from nobody in particular: stopped, answered with an emergency card, or looked up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.core.effects import Card, Kind, Line, Part, Pick
from bot.core.events import ChoiceId, DistrictId, UnitId
from bot.core.flow import OutcomeId
from bot.core.library import World
from bot.core.listening.identity import find_identity
from bot.core.retrieval.search import Finding
from bot.core.talking import family, worry
from bot.core.talking.answering import Answered, answer

LIKELY = 0.5
"""Probability from which an entry may stand as a button under an emergency card."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is said to the line; `finding` is None where nothing was looked up."""

    kind: Kind
    parts: tuple[Part, ...]
    picks: tuple[Pick, ...]
    about: str
    finding: Finding | None


def told(world: World, text: str, district: DistrictId | None, now: datetime) -> Told:
    """The guard first, then the knowledge base, as in a conversation."""
    found = find_identity(text)
    if found is not None:
        return Told(Kind.PRIVACY, (Line(privacy_text(found.kind, found.certain)),), (), "personvern", None)
    dangers = world.library.guard.dangers(text)
    writer = writer_text(world, text)
    if dangers:
        card = Card(OutcomeId(dangers[0].outcome), world.library.index.place(text) or district, None)
        calm = unhurried(world, text, district, None, now)
        below = (Line("ikke-akutt-svar"), *calm.parts) if calm else ()
        parts = (Line("nodlinje"), *writer, card, *below)
        return Told(Kind.URGENT, parts, (), f"kort:{dangers[0].outcome}", calm.finding if calm else None)
    if writer:
        return Told(Kind.NONE, writer, (), "avsender", None)
    said = family.led(world, text, answer(world, text, district, None, now))
    said = worry.led(world, text, said) if world.library.guard.concern(text) else said
    return Told(said.kind, said.parts, said.picks, said.about, said.finding)


def unhurried(
    world: World, text: str, district: DistrictId | None, unit: UnitId | None, now: datetime
) -> Answered | None:
    """The answer to what rang but reads like a question of every day, for the person to take or leave."""
    said = answer(world, text, district, unit, now) if world.library.guard.is_ordinary(text) else None
    return said if said and said.kind is not Kind.NONE else None


def unhurried_picks(world: World, calm: Answered | None) -> tuple[Pick, ...]:
    """What of it can be chosen under an emergency card: the entry that likely answers, and no guess."""
    if calm is None:
        return ()
    articles = world.library.knowledge.articles
    likely = [hit.entry for hit in calm.finding.hits[:1] if hit.score >= LIKELY]
    told = [entry for entry in likely if entry not in articles or not articles[entry].redirect]
    return tuple(Pick(ChoiceId(entry), "entry", entry) for entry in told)


def writer_text(world: World, text: str) -> tuple[Line, ...]:
    """What is said first to a child, a patient or a relative who writes; nothing to staff."""
    writer = world.library.guard.audience(text)
    return (Line(f"avsender-{writer}"),) if writer else ()


def privacy_text(kind: str, certain: bool) -> str:
    """The text id for what was stopped."""
    if kind == "adresse":
        return "persondata-adresse"
    return "persondata" if certain else "persondata-kanskje"
