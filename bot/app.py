"""Events in, one transaction, then sending and waking; knows no network by name."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.channel import Channel
from bot.core.events import Address, ClockAdvanced, EventId, Incoming, MessageNumber
from bot.deciding import BATCH, Clock, Content, Deciding
from bot.delivery import Delivery, Expected
from bot.store import Store, StoreError
from bot.upkeep import Upkeep
from bot.usage.contributors import Contributors
from bot.usage.mover import DOUBT, Mover, UsageHealth

WAKE_EVERY = 30.0
"""Seconds between looks at what is due."""
MOVE_EVERY = 60.0
"""Seconds between moves of what was counted to usage.db."""

log = logging.getLogger("varde.app")


@dataclass
class VirtualClock:
    """A clock that stands still until it is moved."""

    stands: datetime
    goal: datetime
    """Where it is being moved to; a run that was killed on the way left it behind."""

    def now(self) -> datetime:
        return self.stands


@dataclass
class _Waiting:
    """Events of one channel that wait for the next commit."""

    delivery: Delivery
    events: Sequence[Incoming | ClockAdvanced]
    stored: asyncio.Future[None]
    expected: int = 0
    """So many of the events the way out knows of already."""


class App:
    """One running Varde."""

    def __init__(
        self,
        store: Store,
        channels: Iterable[Channel],
        content: Content,
        clock: Clock,
        ready: Callable[[], None] = lambda: None,
    ) -> None:
        """`ready` is called once, when every channel is connected."""
        self._store = store
        self._content = content
        self._clock = clock
        self._contributors = Contributors()
        doubt = timedelta(0) if isinstance(clock, VirtualClock) else DOUBT
        self._mover = Mover(store, store.directory, self._contributors, doubt)
        self._deciding = self._deciding_from(MessageNumber(0))
        self._channels = [(channel, Delivery(store, content, clock, channel)) for channel in channels]
        self._queue: asyncio.Queue[_Waiting] = asyncio.Queue()
        self.upkeep = Upkeep(store, content, clock)
        self._ready = ready
        self._refused = False
        self._unconnected = len(self._channels)

    async def run(self) -> None:
        """Until every channel has ended and everything that can be sent is sent; cancel it to stop earlier."""
        await self._store.release()
        first = MessageNumber(await self._store.next_number())
        self._deciding = self._deciding_from(first)
        await self._mover.move(self._content.world, self._clock.now())
        try:
            await self._run()
        finally:
            with suppress(StoreError):
                await self._mover.move(self._content.world, self._clock.now())

    async def _run(self) -> None:
        async with asyncio.TaskGroup() as tasks:
            background = [tasks.create_task(self._commit_forever())]
            if not isinstance(self._clock, VirtualClock):
                background.append(tasks.create_task(self._wake_forever()))
                background.append(tasks.create_task(self._move_forever()))
            serving = [tasks.create_task(self._serve(*channel)) for channel in self._channels]
            await asyncio.gather(*serving)
            for task in background:
                task.cancel()

    @property
    def usage(self) -> UsageHealth:
        """How counting goes, for the health page."""
        return self._mover.health

    @property
    def empty_rungs(self) -> int:
        return self._deciding.empty_rungs

    def _deciding_from(self, first: MessageNumber) -> Deciding:
        return Deciding(self._store, self._content, self._clock, self._contributors, first)

    async def _serve(self, channel: Channel, delivery: Delivery) -> None:
        """Listen to one channel and deliver to it; what an earlier run left unsent goes first."""
        try:
            await delivery.recall()
            await channel.connect()
            self._unconnected -= 1
            if not self._unconnected:
                self._ready()
            if channel.parallel == 1:
                await delivery.deliver()
            if isinstance(self._clock, VirtualClock):
                await self._advance(self._clock)
            async with asyncio.TaskGroup() as both:
                # In a group: whoever cannot deliver any more must not go on listening.
                both.create_task(delivery.run())
                await self._listen(channel, delivery)
                delivery.finish()
        finally:
            await channel.close()

    async def _listen(self, channel: Channel, delivery: Delivery) -> None:
        async for batch in channel.events():
            waiting = _Waiting(delivery, batch, asyncio.get_running_loop().create_future())
            await self._queue.put(waiting)
            await waiting.stored

    async def _commit_forever(self) -> None:
        while True:
            batch = [await self._queue.get()]
            while not self._queue.empty() and sum(len(waiting.events) for waiting in batch) < BATCH:
                batch.append(self._queue.get_nowait())
            try:
                await self._commit(batch)
            except BaseException as error:
                for waiting in batch:
                    if not waiting.stored.done():
                        waiting.stored.set_exception(error)
                raise

    async def _commit(self, batch: Sequence[_Waiting]) -> None:
        """One transaction for everything that waits; then it is acknowledged and delivered."""
        events = [event for waiting in batch for event in waiting.events]
        acts = [event for event in events if not isinstance(event, ClockAdvanced)]
        last = await self._deciding.take(acts)
        while left := [event for event in acts if event.id not in last]:
            # Rare: what was sent to somebody must be out before she can answer it.
            self._expect(batch, last)
            await self._hand_over()
            last |= await self._deciding.take(left)
        for event in events:
            if isinstance(event, ClockAdvanced):
                await self._advanced(event)
                last[event.id] = self._deciding.last_number
        self._expect(batch, last)
        self._deliver()
        if self._store.afloat and not self._refused:
            self._report_disk()
        for waiting in batch:
            # Whoever was stopped while waiting does not acknowledge: the event comes again and is known.
            if not waiting.stored.done():
                waiting.stored.set_result(None)

    def _expect(self, batch: Sequence[_Waiting], last: Mapping[EventId, MessageNumber]) -> None:
        """Tell the ways out which events are stored now; each is told of once."""
        for waiting in batch:
            stored = [event for event in waiting.events[waiting.expected :] if event.id in last]
            waiting.delivery.expect([Expected(event.id, _sender(event), last[event.id]) for event in stored])
            waiting.expected += len(stored)

    async def _hand_over(self) -> None:
        """Where messages go out in order, what is decided on goes out now; elsewhere it is on its way."""
        for channel, delivery in self._channels:
            if channel.parallel == 1:
                await delivery.deliver()
        self._deliver()

    def _deliver(self) -> None:
        """A message may go out on another channel than the one that caused it."""
        for _, delivery in self._channels:
            delivery.wake()

    async def _advanced(self, event: ClockAdvanced) -> None:
        """Once; that it was asked for is stored together with where the clock is to go."""
        clock = self._clock
        assert isinstance(clock, VirtualClock)
        if not await self._store.go_on(lambda: self._asked(event, clock)):
            return
        await self._land()
        await self._mover.move(self._content.world, clock.stands)
        await self._advance(clock)
        await self.upkeep.sweep()

    async def _asked(self, event: ClockAdvanced, clock: VirtualClock) -> bool:
        """Whether it was not asked for before."""
        async with self._store.turn() as turn:
            if not await turn.unseen([event.id], clock.stands):
                return False
            await turn.set_clock(clock.stands, clock.stands + event.by)
        clock.goal = clock.stands + event.by
        return True

    async def _advance(self, clock: VirtualClock) -> None:
        """Move a virtual clock to its goal; everything due on the way happens first, each at its own time.

        Where it stands is stored before anything happens there, so that after a kill the next run goes on at that time.
        """
        while (due := await self._store.next_due()) is not None and due <= clock.goal:
            await self._stand(clock, max(due, clock.stands))
            await self._deciding.wake()
            # What was sent on the way counts as sent on the way.
            await self._hand_over()
        if clock.stands < clock.goal:
            await self._stand(clock, clock.goal)

    async def _stand(self, clock: VirtualClock, at: datetime) -> None:
        await self._store.go_on(lambda: self._stored(at, clock.goal))
        clock.stands = at

    async def _stored(self, stands: datetime, goal: datetime) -> None:
        async with self._store.turn() as turn:
            await turn.set_clock(stands, goal)

    async def _move_forever(self) -> None:
        while True:
            await asyncio.sleep(MOVE_EVERY)
            await self._mover.move(self._content.world, self._clock.now())

    async def _wake_forever(self) -> None:
        while True:
            await self._land()
            await self.upkeep.wake(self._deciding)
            self._deliver()
            await self.upkeep.look(self._deciding)
            await asyncio.sleep(WAKE_EVERY)

    async def _land(self) -> None:
        """Back to the disk, if it refused and takes again what is written."""
        if self._store.afloat:
            await self._store.land()
            self._report_disk()

    def _report_disk(self) -> None:
        """Whoever looks after it is told whether the disk refuses."""
        self._refused = self._store.afloat
        if self._refused:
            log.error("disk-refuses")
        else:
            log.warning("disk-takes-again")


def _sender(event: Incoming | ClockAdvanced) -> Address:
    """Nobody moves the clock."""
    return Address("") if isinstance(event, ClockAdvanced) else event.sender
