"""The port that every channel fits: events in, messages out, one error."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.core.effects import Kind
from bot.core.events import Address, ChoiceId, ClockAdvanced, EventId, Incoming, MessageNumber

MOST_CHOICES = 8
"""A numbered list longer than this is not read on a phone."""


class ChannelError(Exception):
    """The world's fault: the network did not take what it was given. `retry_in` is seconds; None: never try again."""

    def __init__(self, code: str, retry_in: float | None) -> None:
        super().__init__(code)
        self.code = code
        self.retry_in = retry_in


@dataclass(frozen=True, slots=True)
class Choice:
    """A button, or a line in a numbered list."""

    id: ChoiceId
    label: str


@dataclass(frozen=True, slots=True)
class Cited:
    """A source as it is shown: `checked` is an ISO date, empty while nobody has checked it."""

    id: str
    title: str
    url: str
    checked: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message as a person sees it: plain text, choices apart from it."""

    to: Address
    number: MessageNumber
    kind: Kind
    text: str
    choices: tuple[Choice, ...] = ()
    ref: str = ""
    severity: str = ""
    sources: tuple[Cited, ...] = field(default=())


class Channel(Protocol):
    """One network. Whatever is not stored yet is not acknowledged to it."""

    name: str

    def events(self) -> AsyncIterator[Sequence[Incoming | ClockAdvanced]]:
        """Batches of what happened, each event at most once; going on to the next acknowledges the last."""
        ...

    async def send(self, message: Rendered, at: datetime) -> None:
        """Hand one message to the network. Raises ChannelError."""
        ...

    async def delete(self, sender: Address, event: EventId) -> bool:
        """Remove a person's message; False when the network does not let us. Raises ChannelError."""
        ...

    async def settled(self, events: Sequence[EventId]) -> None:
        """Everything that these events led to at once has been handed over."""
        ...

    async def close(self) -> None:
        """Let go of the network; nothing is lost by it."""
        ...
