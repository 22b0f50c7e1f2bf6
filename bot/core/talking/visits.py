"""Counts where a conversation came to in one turn: the step that is open now, and what became of the one before."""

from __future__ import annotations

from bot.core.conversation import Conversation, Telling
from bot.core.counts import What, topic
from bot.core.effects import Count
from bot.core.flow import Outcome, Step, replay
from bot.core.library import World
from bot.core.retrieval.search import Finding

_MOVES = (What.FLOW_STARTED, What.STEP_ANSWERED, What.BACK)


def visited(before: Conversation | None, told: Telling, world: World) -> tuple[Count, ...]:
    """Every step is shown once for each visit, and each visit ends in one answer, in *forlatt* or in *gitt opp*."""
    moved = any(count.what in _MOVES for count in told.counts)
    if not moved and (before.run if before else None) is told.conversation.run:
        return ()
    left, at = _at(before, world), _at(told.conversation, world)
    if not moved and (left.id if left else None) == (at.id if at else None):
        return ()
    return (*_left(left, told), *_reached(at))


def given_up(before: Conversation | None, after: Conversation | None, world: World) -> tuple[Count, ...]:
    """The open step of a conversation whose answers were forgotten meanwhile."""
    if after is not None and after.run is not None:
        return ()
    left = _at(before, world)
    return () if not isinstance(left, Step) else (Count(What.GIVEN_UP, left.id),)


def looked_up(told: Telling, world: World, finding: Finding) -> Telling:
    """A question, by the entry that answered it, or by where it was asked when none did."""
    match finding.kind:
        case "answer":
            return told.count(What.ANSWER_GIVEN, finding.hits[0].entry)
        case "clarify":
            return told.count(What.ASKED_BACK, _asked_from(told.conversation, world))
        case "none":
            return told.count(What.NOT_KNOWN, _asked_from(told.conversation, world))


def _asked_from(conversation: Conversation, world: World) -> str:
    at = _at(conversation, world)
    newest = conversation.open
    return str(at.flow) if isinstance(at, Step) else topic(newest.about if newest else "")


def _at(conversation: Conversation | None, world: World) -> Step | Outcome | None:
    run = conversation.run if conversation else None
    return replay(world.library.flows, run).at if run else None


def _left(left: Step | Outcome | None, told: Telling) -> tuple[Count, ...]:
    if not isinstance(left, Step):
        return ()
    if any(count.what is What.STEP_ANSWERED and count.subject == left.id for count in told.counts):
        return ()
    return (Count(What.STEP_LEFT if told.conversation.run else What.GIVEN_UP, left.id),)


def _reached(at: Step | Outcome | None) -> tuple[Count, ...]:
    if at is None:
        return ()
    return (Count(What.STEP_SHOWN if isinstance(at, Step) else What.FLOW_ENDED, at.id),)
