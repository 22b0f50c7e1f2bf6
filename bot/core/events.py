"""What can happen, and the types of the ids that everything is known by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, NewType

from bot.core.typed import Typed

Address = NewType("Address", str)
"""Where one person is reached: the channel's name, a colon, the network's own id (`jsonlines:kari`)."""
EventId = NewType("EventId", str)
"""The network's own id of what happened, prefixed with the channel; the same event twice has the same id."""
MessageNumber = NewType("MessageNumber", int)
"""The number of a message that Varde sends; never used twice in one data directory."""
ChoiceId = NewType("ChoiceId", str)
DistrictId = NewType("DistrictId", str)
UnitId = NewType("UnitId", str)
PingNumber = NewType("PingNumber", int)
"""The number of the message that showed what would be sent; short enough to be said aloud."""
ReminderNumber = NewType("ReminderNumber", int)
"""The number of the message that said when the reminder comes."""


@dataclass(frozen=True, slots=True)
class Unchanged:
    """Stands for a setting that an event says nothing about (None would mean: not set)."""


UNCHANGED = Unchanged()


@dataclass(frozen=True, slots=True)
class MessageReceived:
    """A person wrote something."""

    id: EventId
    sender: Address
    text: Typed
    beside: Typed | None = None
    """What the message carried along (a quote, the same as HTML); only the guard looks at it."""


@dataclass(frozen=True, slots=True)
class MessageEdited:
    """A person changed something that she wrote before."""

    id: EventId
    sender: Address
    text: Typed
    edits: EventId
    beside: Typed | None = None


@dataclass(frozen=True, slots=True)
class MessageUnreadable:
    """A person sent something that Varde cannot use: no text, or encrypted for somebody else."""

    id: EventId
    sender: Address
    why: Literal["kryptert", "uten-tekst"]
    beside: Typed | None = None
    """A caption or a file name; only the guard looks at it."""
    quiet: bool = False
    """It came together with others like it, and what they are answered with is said once: to one that is not quiet."""


@dataclass(frozen=True, slots=True)
class ChoicePressed:
    """A person pressed a choice, under a certain message or under the newest one that offered it."""

    id: EventId
    sender: Address
    choice: ChoiceId
    message: MessageNumber | None = None


@dataclass(frozen=True, slots=True)
class SettingsChanged:
    """A program or a bridge set some of a person's settings for her."""

    id: EventId
    sender: Address
    district: DistrictId | Unchanged | None = UNCHANGED
    unit: UnitId | Unchanged | None = UNCHANGED
    health_personnel: bool | Unchanged | None = UNCHANGED
    language: str | Unchanged = UNCHANGED


@dataclass(frozen=True, slots=True)
class ChatOpened:
    """A person came into the chat without writing anything yet."""

    id: EventId
    sender: Address


@dataclass(frozen=True, slots=True)
class ConversationDue:
    """The time came that a conversation had set for itself: something in it is to be forgotten."""

    address: Address


@dataclass(frozen=True, slots=True)
class ClockAdvanced:
    """Whoever owns a virtual clock moves it on; everything due on the way happens first, in order."""

    id: EventId
    by: timedelta


Incoming = MessageReceived | MessageEdited | MessageUnreadable | ChoicePressed | SettingsChanged | ChatOpened
"""What a person did on a channel."""
