"""Where a line leads that only tells of a family: to what is done first, and to the guide."""

from __future__ import annotations

from dataclasses import replace

from bot.core.effects import Pick
from bot.core.events import ChoiceId
from bot.core.library import World
from bot.core.talking.answering import Answered, answered_with

WAY = Pick(ChoiceId("start-veiviser"), "text", "knapp-veiviser")
ENTRY = "barnet-hva-gjor-jeg"
"""The first steps with any patient who has children."""


def led(world: World, text: str, said: Answered) -> Answered:
    """The first steps and the way through the guide, where nothing is asked and nothing surer was found."""
    finding = said.finding
    surer = finding.kind == "answer" and not finding.little
    other = finding.splits_on not in ("", "entry") or finding.lacks or finding.unserved
    if surer or other or ENTRY not in world.library.knowledge.articles or not world.library.guard.tells_of_family(text):
        return said
    said = answered_with(world, ENTRY, finding)
    return replace(said, picks=(WAY, *(pick for pick in said.picks if pick.id != WAY.id)))
