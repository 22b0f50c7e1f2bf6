"""The single door to the core: which machine an event belongs to, and under which key its state lives."""

from __future__ import annotations

from datetime import datetime

from bot.core import dialogue
from bot.core.conversation import Conversation
from bot.core.effects import Transition
from bot.core.events import Address, ConversationDue, Event, MessageNumber
from bot.core.library import World

State = Conversation
"""What the machines keep, each thing under exactly one key."""


def key(event: Event) -> str:
    """Where the state that the event belongs to is stored."""
    return f"samtale:{address(event)}"


def due_event(stored_under: str) -> Event:
    """What a machine is told when the time came that the state under this key had set for itself."""
    _, _, whose = stored_under.partition(":")
    return ConversationDue(Address(whose))


def due(state: State | None, world: World) -> datetime | None:
    """When a state that was left as it is wants to be woken."""
    return state.due(world.retention) if state else None


def address(event: Event) -> Address:
    """Who is told when something went wrong with the event."""
    return event.address if isinstance(event, ConversationDue) else event.sender


def advance(
    state: State | None, event: Event, now: datetime, world: World, number: MessageNumber
) -> Transition[State]:
    """One event in its machine. `now` is aware; `number` is the first free message number."""
    return dialogue.advance(state, event, now, world, number)
