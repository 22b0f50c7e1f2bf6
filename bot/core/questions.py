"""One line from nobody in particular: stopped, answered with an emergency card, or looked up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.core.answering import answer
from bot.core.effects import Card, Kind, Line, Part, Pick
from bot.core.events import DistrictId
from bot.core.flow import OutcomeId
from bot.core.identity import find_identity
from bot.core.library import World
from bot.core.search import Finding


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
    if dangers:
        card = Card(OutcomeId(dangers[0].outcome), district, None)
        return Told(Kind.URGENT, (Line("nodlinje"), card), (), f"kort:{dangers[0].outcome}", None)
    said = answer(world, text, district, None, now)
    return Told(said.kind, said.parts, said.picks, said.about, said.finding)


def privacy_text(kind: str, certain: bool) -> str:
    """The text id for what was stopped."""
    if kind == "adresse":
        return "persondata-adresse"
    return "persondata" if certain else "persondata-kanskje"
