"""What leads the reply to a line that tells of a worry about a child, and what is said when nothing else is known."""

from __future__ import annotations

from dataclasses import replace

from bot.core.effects import Line, Pick
from bot.core.events import ChoiceId
from bot.core.language.inquiry import asks_somewhere
from bot.core.library import World
from bot.core.talking.answering import Answered, answered_with

BANNER = Line("bekymring-banner")
WAY = Pick(ChoiceId("bk-type"), "step", "bk-type")
ENTRY = "bek-anonym-drofting"
"""With whom a worry can be discussed without a name."""


def led(world: World, text: str, said: Answered) -> Answered:
    """The reply with the banner before it and the way to assess the worry first among its choices.

    Where the knowledge base has nothing sure beside the worry, the worry is the point: whom to discuss it with.
    """
    finding = said.finding
    unknown = finding.kind == "none" and not finding.lacks and not finding.unserved
    guessed = finding.splits_on == "entry" and not asks_somewhere(text)
    if (unknown or guessed) and ENTRY in world.library.knowledge.articles:
        said = answered_with(world, ENTRY, finding)
    others = tuple(pick for pick in said.picks if pick.ref != WAY.ref)
    return replace(said, parts=(BANNER, *said.parts), picks=(WAY, *others))
