"""Read receipts and «is writing»: only what is still of use, and never in the way of an answer."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from typing import Any

from bot.channel import ChannelError, ChannelRefused
from bot.channels.matrix.client import Client, path
from bot.channels.matrix.reading import room_and_event
from bot.core.events import EventId

SLOW = 0.7
"""Seconds after which somebody who waits is told that an answer is coming."""
CALM = 0.5
"""Seconds after an answer until its question is marked as read; another answer starts them again."""
_WRITING_FOR = 20_000


class Courtesy:
    """Every failure is passed over: nobody misses these."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._waiting: dict[str, list[str]] = {}
        self._writing: set[str] = set()
        self._read: dict[str, str] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._timers: dict[str, asyncio.TimerHandle] = {}

    def taken(self, events: Sequence[EventId]) -> None:
        """These are stored, and somebody waits for what they lead to."""
        loop = asyncio.get_running_loop()
        for room, event in map(room_and_event, events):
            self._waiting.setdefault(room, []).append(event)
            loop.call_later(SLOW, self._slow, room, event)

    def settled(self, events: Sequence[EventId]) -> None:
        """These are answered."""
        loop = asyncio.get_running_loop()
        for room, event in map(room_and_event, events):
            self._waiting[room] = [other for other in self._waiting.get(room, ()) if other != event]
            if not self._waiting[room]:
                del self._waiting[room]
            self._read[room] = event
            if room in self._timers:
                self._timers[room].cancel()
            self._timers[room] = loop.call_later(CALM, self._calm, room)

    def close(self) -> None:
        self._waiting.clear()
        for timer in self._timers.values():
            timer.cancel()
        for task in self._tasks:
            task.cancel()

    def _slow(self, room: str, event: str) -> None:
        if event in self._waiting.get(room, ()) and room not in self._writing:
            self._writing.add(room)
            self._do(self._write(room, {"typing": True, "timeout": _WRITING_FOR}))

    def _calm(self, room: str) -> None:
        del self._timers[room]
        event = self._read.pop(room)
        self._do(self._client.call("POST", path("rooms", room, "receipt", "m.read", event), {}))
        if room in self._writing and room not in self._waiting:
            self._writing.discard(room)
            self._do(self._write(room, {"typing": False}))

    def _write(self, room: str, content: dict[str, Any]) -> Coroutine[Any, Any, Any]:
        where = path("rooms", room, "typing", self._client.user_id)
        return self._client.call("PUT", where, content)

    def _do(self, call: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.get_running_loop().create_task(_passed_over(call))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def _passed_over(call: Coroutine[Any, Any, Any]) -> None:
    try:
        await call
    except (ChannelError, ChannelRefused):
        return
