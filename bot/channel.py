"""The port that every channel fits: events in, messages out, one error."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Protocol, runtime_checkable

from bot.core.events import Address, ClockAdvanced, EventId, Incoming, MessageNumber
from bot.core.words.wording import Rendered


class ChannelError(Exception):
    """The world's fault: the network did not take what it was given. `retry_in` is seconds; None: never try again."""

    def __init__(self, code: str, retry_in: float | None) -> None:
        super().__init__(code)
        self.code = code
        self.retry_in = retry_in


class ChannelRefused(Exception):  # noqa: N818 -- refused for good, where ChannelError may pass
    """The operator's to mend: the network knows us no more, or our files are broken. One line that says what to do."""


class Channel(Protocol):
    """One network. Whatever is not stored yet is not acknowledged to it."""

    name: str
    parallel: int
    """How many chats are served at the same time; 1 where the order over all chats matters."""

    @property
    def connected(self) -> bool:
        """Whether the network was there when it was last needed."""
        ...

    async def connect(self) -> None:
        """Reach the network and wait for it as long as it takes. Raises ChannelRefused."""
        ...

    def events(self) -> AsyncIterator[Sequence[Incoming | ClockAdvanced]]:
        """Batches of what happened, each event at most once; going on to the next acknowledges the last."""
        ...

    async def send(self, message: Rendered, at: datetime, part: int) -> bool:
        """Hand one part of a message to the network, the first is 0; whether another follows. Raises ChannelError."""
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


@runtime_checkable
class Remembering(Protocol):
    """A channel that has to know after a restart what it had put on people's screens."""

    def mark(self, number: MessageNumber) -> str:
        """What is to be remembered of a message that was just sent: the network's own number of it; often nothing."""
        ...

    def recall(self, marks: Sequence[tuple[Address, str]]) -> None:
        """The marks of earlier runs, oldest first; other words may stand among them."""
        ...
