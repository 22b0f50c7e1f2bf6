"""What other machines have to say to a person: said in her conversation, or answered for her."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from bot.core.calls import AbsenceShared, CallPrepared, ContactResolved, ContactSought, PingTold, ReminderTold, Told
from bot.core.conversation import Conversation, Telling
from bot.core.effects import Raise, Transition
from bot.core.events import Address, MessageNumber
from bot.core.library import World
from bot.core.talking import calling, leave, reminding, visits
from bot.core.words.news import CALLS, TO_ASKER, tell


def deliver(
    state: Conversation | None, event: Told, now: datetime, world: World, number: MessageNumber
) -> Transition[Conversation]:
    """Another machine has something to say; it does not count as something that the person did."""
    state = of_now(state, event.to, world)
    known = state.at(now, world.retention) if state else None
    lapsed = visits.given_up(state, known, world)
    if isinstance(event, ContactSought):
        passed = Raise(calling.seek(event, world, known))
        return Transition(known, (*lapsed, passed), known.due(world.retention, now) if known else None)
    told = _taken(known, event, now, world, number)
    if told is not None:
        return replace(told, counts=(*lapsed, *told.counts)).end(now, world.retention)
    asks = isinstance(event, PingTold) and event.news in CALLS
    unmet = (Raise(ContactResolved(event.ping, event.to, False)),) if isinstance(event, PingTold) and asks else ()
    return Transition(known, (*lapsed, *unmet), known.due(world.retention, now) if known else None)


def of_now(state: Conversation | None, whose: Address, world: World) -> Conversation | None:
    """Whether she is called is looked up each time: the people file changes without a word."""
    return replace(state, colleague=whose in world.people.by_address) if state else None


def _taken(
    known: Conversation | None,
    event: PingTold | ReminderTold | AbsenceShared | CallPrepared,
    now: datetime,
    world: World,
    number: MessageNumber,
) -> Telling | None:
    """The conversation after it; None: nothing is known of the person, and nothing shall be."""
    told = Telling(event.to, _woken(known or Conversation(seen_at=now)), number)
    match event:
        case PingTold() if event.news in CALLS:
            return _called(told, world, event, known)
        case PingTold():
            return tell(told, world, event) if known or event.news in TO_ASKER else None
        case ReminderTold():
            return reminding.tell(told, event)
        case AbsenceShared():
            return leave.share(told, event) if known else None
        case CallPrepared():
            return calling.preview(told.with_(known), world, event, now) if known else None
        case _:
            assert_never(event)


def _called(told: Telling, world: World, event: PingTold, known: Conversation | None) -> Telling | None:
    """Only who has met Varde and is not away is asked; the ping hears at once."""
    if known is None:
        return None
    if known.away is not None:
        return told.raising(ContactResolved(event.ping, event.to, False, known.away.stand_in))
    return tell(told, world, event).raising(ContactResolved(event.ping, event.to, True))


def _woken(conversation: Conversation) -> Conversation:
    """A message of ours came in between: the person's own newest one can no longer be changed by editing it."""
    return replace(conversation, latest=None, latest_step=None)
