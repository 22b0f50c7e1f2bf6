"""Where a line leads that only tells of a family: to what is done first, and to the guide."""

from __future__ import annotations

from dataclasses import replace

from bot.core.effects import Pick
from bot.core.events import ChoiceId
from bot.core.library import World
from bot.core.retrieval.finding import Finding, Hit
from bot.core.talking.answering import Answered, answered_with

WAY = Pick(ChoiceId("start-veiviser"), "text", "knapp-veiviser")
ENTRY = "barnet-hva-gjor-jeg"
"""The first steps with any patient who has children."""


def led(world: World, text: str, said: Answered) -> Answered:
    """The first steps, where a line only tells of a family and nothing surer was found; what was found stays in reach.

    Beside what comes near a question about a family stands the way through the guide.
    """
    finding, guard = said.finding, world.library.guard
    surer = finding.kind == "answer" and not finding.little
    other = finding.splits_on not in ("", "entry") or finding.lacks or finding.unserved
    if surer or other or ENTRY not in world.library.knowledge.articles or not guard.speaks_of_family(text):
        return said
    if guard.tells_of_family(text):
        near = tuple(Pick(ChoiceId(hit.entry), "entry", hit.entry, leads=hit.entry) for hit in _near(finding))
        told = answered_with(world, ENTRY, finding)
        return replace(told, picks=(WAY, *near, *(pick for pick in told.picks if pick.id != WAY.id)))
    beside = finding.splits_on == "entry" and all(pick.id != WAY.id for pick in said.picks)
    return replace(said, picks=(*said.picks, WAY)) if beside else said


def _near(finding: Finding) -> tuple[Hit, ...]:
    """What else may be meant by a line that says enough to be looked up by."""
    return () if finding.kind == "none" or finding.little else tuple(h for h in finding.hits if h.entry != ENTRY)
