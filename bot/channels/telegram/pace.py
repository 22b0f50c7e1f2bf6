"""How fast Varde may talk: over all chats, and in each of them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bot.channel import ChannelError

_MOST_CHATS = 10_000
_SHORTEST, _LONGEST = 1.0, 60.0
_TOGETHER = 5.0
"""Seconds in which two chats that are refused show that it is not they who have had too much, but all."""
FLOOD = "telegram-flood"


@dataclass(frozen=True, slots=True)
class Limits:
    """Messages a second, over all chats and in one (core.telegram.org/bots/faq); `burst`: so many at once in a chat."""

    overall: float = 30.0
    in_chat: float = 1.0
    burst: int = 10


class Outage:
    """How long nothing has got through: after that time it is worth another try."""

    def __init__(self) -> None:
        self._since: float | None = None

    @contextmanager
    def patient(self) -> Iterator[None]:
        """Say when to try again where the network did not."""
        now = asyncio.get_running_loop().time()
        try:
            yield
        except ChannelError as error:
            if error.retry_in != 0.0:
                raise
            self._since = now if self._since is None else self._since
            raise ChannelError(error.code, min(max(_SHORTEST, now - self._since), _LONGEST)) from None
        self._since = None


class Pace:
    """Without limits the network alone says when it is too much."""

    def __init__(self, limits: Limits | None) -> None:
        self._limits = limits
        self._next = 0.0
        self._full_at: dict[int, float] = {}
        """For each chat, when its bucket is full again."""
        self._flooded: tuple[int, float] | None = None
        """The chat that Telegram last had too much of, and when."""
        self._held_until = 0.0

    @contextmanager
    def heeding(self, chat: int) -> Iterator[None]:
        """Where Telegram has had too much (429): of this chat, or of several, which is of all."""
        try:
            yield
        except ChannelError as error:
            if error.code == FLOOD and error.retry_in is not None:
                now = asyncio.get_running_loop().time()
                other, at = self._flooded or (chat, now)
                if other != chat and now - at < _TOGETHER:
                    self._held_until = max(self._held_until, now + error.retry_in)
                self._flooded = chat, now
            raise

    async def turn(self, chat: int) -> None:
        """Wait for a place over all chats. Raises ChannelError where this chat, or all, have had too much."""
        now = asyncio.get_running_loop().time()
        if now < self._held_until:
            raise ChannelError(FLOOD, self._held_until - now)
        if self._limits is not None:
            self._take(chat, now, self._limits)
            await self.place()

    async def place(self) -> None:
        """Wait for a place over all chats; what Telegram counts like a message needs one."""
        if self._limits is None:
            return
        now = asyncio.get_running_loop().time()
        start = max(self._next, now)
        self._next = start + 1 / self._limits.overall
        await asyncio.sleep(start - now)

    def _take(self, chat: int, now: float, limits: Limits) -> None:
        full_at = max(self._full_at.get(chat, now), now) + 1 / limits.in_chat
        wait = full_at - now - limits.burst / limits.in_chat
        if wait > 0:
            raise ChannelError("telegram-pace", wait)
        self._full_at[chat] = full_at
        if len(self._full_at) > _MOST_CHATS:
            self._full_at = {each: at for each, at in self._full_at.items() if at > now}
