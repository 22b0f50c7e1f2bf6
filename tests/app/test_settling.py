"""When a channel that serves several chats at a time is told that an event is answered."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from bot import saved
from bot.app import VirtualClock
from bot.core.effects import Kind, Say
from bot.core.events import Address, EventId, Incoming, MessageNumber
from bot.core.library import World
from bot.core.words.wording import Rendered
from bot.delivery import Delivery
from bot.store import Post, Store

NOW = datetime(2026, 1, 5, 10, 0, tzinfo=UTC)


@dataclass
class Content:
    world: World


@dataclass
class Slow:
    """A message is taken when its chat is let go."""

    name: str = "jsonlines"
    parallel: int = 2
    connected: bool = True
    begun: dict[str, asyncio.Event] = field(default_factory=lambda: defaultdict(asyncio.Event))
    let_go: dict[str, asyncio.Event] = field(default_factory=lambda: defaultdict(asyncio.Event))
    answered: asyncio.Queue[EventId] = field(default_factory=asyncio.Queue)

    async def connect(self) -> None:
        """Nothing has to be reached."""

    async def events(self) -> AsyncIterator[Sequence[Incoming]]:
        return
        yield

    async def send(self, message: Rendered, at: datetime) -> None:
        self.begun[message.to].set()
        await self.let_go[message.to].wait()

    async def delete(self, sender: Address, event: EventId) -> bool:
        return True

    async def settled(self, events: Sequence[EventId]) -> None:
        for event in events:
            self.answered.put_nowait(event)

    async def close(self) -> None:
        """Nothing is open."""


async def test_an_answer_counts_as_given_while_others_are_still_being_answered(tmp_path: Path, world: World) -> None:
    """When somebody writes all the time, there is always one at work: nothing may wait for a moment without."""
    channel = Slow()
    store = await Store.open(tmp_path / "data")
    delivery = Delivery(store, Content(world), VirtualClock(NOW, NOW), channel)
    delivering = asyncio.create_task(delivery.run())

    async def asked(number: int, who: str) -> None:
        to = Address(f"jsonlines:{who}")
        body = saved.say_json(Say(to, MessageNumber(number), Kind.NOTICE, ()))
        async with store.turn() as turn:
            await turn.post([Post(number, "jsonlines", to, "say", body, NOW)])
        delivery.expect([(EventId(f"event:{who}"), MessageNumber(number))])
        delivery.wake()
        await channel.begun[to].wait()

    try:
        async with asyncio.timeout(20):
            await asked(1, "kari")
            await asked(2, "ola")
            channel.let_go["jsonlines:kari"].set()
            assert await channel.answered.get() == "event:kari"
            await asked(3, "per")
            channel.let_go["jsonlines:per"].set()
            await asked(4, "mona")
            assert channel.answered.empty()
            channel.let_go["jsonlines:mona"].set()
            channel.let_go["jsonlines:ola"].set()
            assert [await channel.answered.get() for _ in range(3)] == ["event:ola", "event:per", "event:mona"]
    finally:
        delivering.cancel()
        await store.close()
