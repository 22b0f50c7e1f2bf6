"""The single door to the core: which machine an event belongs to, and under which key its state lives."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.core import reminder
from bot.core.calls import (
    AbsenceShared,
    CallPrepared,
    ContactSought,
    ConversationEvent,
    Event,
    PingDue,
    PingTold,
    ReminderAnswered,
    ReminderCancelled,
    ReminderDue,
    ReminderSet,
    ReminderTold,
)
from bot.core.colleagues import escalation
from bot.core.colleagues.ping import Ping
from bot.core.conversation import Conversation, Settings
from bot.core.effects import Transition
from bot.core.events import Address, ConversationDue, Incoming, MessageNumber, PingNumber, ReminderNumber
from bot.core.library import World
from bot.core.reminder import Reminder
from bot.core.talking import dialogue

State = Conversation | Ping | Reminder
"""What the machines keep, each thing under exactly one key."""
CONVERSATION, PING, REMINDER = "samtale", "ping", "paminnelse"
AGAIN = timedelta(minutes=1)
"""After so long a timer is tried again at which we made a mistake."""


def key(event: Event) -> str:
    """Where the state that the event belongs to is stored."""
    match event:
        case ReminderSet() | ReminderDue() | ReminderAnswered() | ReminderCancelled():
            return f"{REMINDER}:{event.reminder}"
        case PingTold() | ReminderTold() | AbsenceShared() | ContactSought() | CallPrepared():
            return f"{CONVERSATION}:{event.to}"
        case ConversationDue():
            return f"{CONVERSATION}:{event.address}"
        case _ if isinstance(event, Incoming):
            return f"{CONVERSATION}:{event.sender}"
        case _:
            return f"{PING}:{event.ping}"


def due_event(stored_under: str, delivered: datetime | None = None) -> Event:
    """What a machine is told when the time came that the state under this key had set for itself."""
    machine, _, whose = stored_under.partition(":")
    if machine == PING:
        return PingDue(PingNumber(int(whose)), delivered)
    if machine == REMINDER:
        return ReminderDue(ReminderNumber(int(whose)))
    return ConversationDue(Address(whose))


def unchanged(state: State, now: datetime, world: World) -> Transition[State]:
    """A state that a mistake of ours left as it was; it is never woken at once, or it would never sleep again."""
    if isinstance(state, Ping):
        due, tag = state.due(world.retention), state.tag
    elif isinstance(state, Reminder):
        due, tag = state.due(world), ""
    else:
        due, tag = state.due(world.retention, now), ""
    return Transition(state, (), max(due, now + AGAIN) if due is not None else None, tag)


def sender(event: Event) -> Address | None:
    """Who is told when something went wrong with what she did."""
    return event.sender if isinstance(event, Incoming) else None


def whose(event: Event, state: State | None) -> tuple[Address, Settings]:
    """By whom something is counted, and what is known of her work."""
    if isinstance(state, Ping):
        return state.asker or Address(""), Settings(state.call.district, state.call.unit)
    if isinstance(state, Reminder):
        return state.address, Settings()
    return Address(key(event).partition(":")[2]), state.settings if state else Settings()


def advance(state: State | None, event: Event, now: datetime, world: World, number: MessageNumber) -> Transition[State]:
    """One event in its machine. `now` is aware; `number` is the first free message number."""
    if isinstance(event, ConversationEvent):
        assert state is None or isinstance(state, Conversation)
        return dialogue.advance(state, event, now, world, number)
    if isinstance(event, ReminderSet | ReminderDue | ReminderAnswered | ReminderCancelled):
        assert state is None or isinstance(state, Reminder)
        return reminder.advance(state, event, now, world)
    assert state is None or isinstance(state, Ping)
    return escalation.advance(state, event, now, world)
