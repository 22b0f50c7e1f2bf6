"""The single door to the core: which machine an event belongs to, and under which key its state lives."""

from __future__ import annotations

from datetime import datetime

from bot.core import dialogue
from bot.core.conversation import Conversation
from bot.core.effects import Transition
from bot.core.events import Address, ConversationDue, Event, MessageNumber
from bot.core.library import World


def key(event: Event) -> str:
    """Where the state that the event belongs to is stored."""
    return f"samtale:{address(event)}"


def due_event(stored_under: str) -> Event:
    """What a machine is told when the time came that the state under this key had set for itself."""
    _, _, whose = stored_under.partition(":")
    return ConversationDue(Address(whose))


def advance(
    state: Conversation | None, event: Event, now: datetime, world: World, number: MessageNumber
) -> Transition[Conversation]:
    """One event in its machine. `now` is aware; `number` is the first free message number."""
    return dialogue.advance(state, event, now, world, number)


def address(event: Event) -> Address:
    """Who is told what comes of the event."""
    return event.address if isinstance(event, ConversationDue) else event.sender
