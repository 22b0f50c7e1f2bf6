"""When a channel that serves several chats at a time is told that an event is answered."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot import saved
from bot.app import VirtualClock
from bot.channel import ChannelError
from bot.core.effects import Kind, Say
from bot.core.events import Address, EventId, Incoming, MessageNumber
from bot.core.library import World
from bot.core.words.wording import Rendered
from bot.delivery import Delivery, Expected
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

    refused: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    """So many more times it does not take a chat's message."""

    async def send(self, message: Rendered, at: datetime, part: int) -> bool:
        self.begun[message.to].set()
        await self.let_go[message.to].wait()
        if self.refused[message.to]:
            self.refused[message.to] -= 1
            raise ChannelError("too-many", 1.0)
        return False

    async def delete(self, sender: Address, event: EventId) -> bool:
        return True

    async def settled(self, events: Sequence[EventId]) -> None:
        for event in events:
            self.answered.put_nowait(event)

    async def close(self) -> None:
        """Nothing is open."""


async def test_an_answer_that_must_be_sent_again_is_not_given_yet_and_holds_up_nobody_else(
    tmp_path: Path, world: World
) -> None:
    channel, clock = Slow(), VirtualClock(NOW, NOW)
    channel.refused["jsonlines:kari"] = 1
    store = await Store.open(tmp_path / "data")
    delivery = Delivery(store, Content(world), clock, channel)
    try:
        for number, who in enumerate(("kari", "ola"), start=1):
            to = Address(f"jsonlines:{who}")
            channel.let_go[to].set()
            body = saved.say_json(Say(to, MessageNumber(number), Kind.NOTICE, ()))
            async with store.turn() as turn:
                await turn.post([Post(number, "jsonlines", to, "say", body, NOW)])
            delivery.expect([Expected(EventId(f"event:{who}"), to, MessageNumber(number))])
        await delivery.deliver()
        assert channel.answered.get_nowait() == "event:ola"
        assert channel.answered.empty()
        clock.stands = NOW + timedelta(seconds=2)
        await delivery.deliver()
        assert channel.answered.get_nowait() == "event:kari"
    finally:
        await store.close()


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
        delivery.expect([Expected(EventId(f"event:{who}"), to, MessageNumber(number))])
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
