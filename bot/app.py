"""Events in, one transaction, then sending and waking; knows no network by name."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from bot import saved
from bot.channel import Channel, ChannelError
from bot.core import engine
from bot.core.conversation import Conversation
from bot.core.effects import Count, Kind, Line, Say, Transition
from bot.core.events import ClockAdvanced, Event, EventId, Incoming, MessageNumber
from bot.core.library import World
from bot.core.wording import render
from bot.store import Post, Row, Saved, Store, Turn

BATCH = 64
"""So many events at most share a commit."""
WAKE_EVERY = 30.0
"""Seconds between looks at what is due."""
SWEEP_EVERY = timedelta(hours=1)
RETRIES = (15.0, 60.0, 300.0)
"""Seconds after which a message is tried again where the network does not say."""

log = logging.getLogger("varde.app")


class Clock(Protocol):
    """Where the time comes from; the only one who asks is the app, once for each batch."""

    def now(self) -> datetime:
        """Aware."""
        ...


@dataclass
class VirtualClock:
    """A clock that stands still until it is moved."""

    stands: datetime

    def now(self) -> datetime:
        return self.stands


class Content(Protocol):
    """The content that is live at the moment."""

    @property
    def world(self) -> World: ...


@dataclass
class _Waiting:
    """Events of one channel that wait for the next commit."""

    channel: Channel
    events: Sequence[Incoming | ClockAdvanced]
    stored: asyncio.Future[None]


@dataclass
class _Desk:
    """What the app keeps for one channel while it runs."""

    channel: Channel
    posted: asyncio.Event = field(default_factory=asyncio.Event)
    unsettled: deque[tuple[EventId, MessageNumber]] = field(default_factory=deque)
    """Stored events in order, each with the last message number that belongs to it or to one before it."""
    listening: bool = True


class App:
    """One running Varde."""

    def __init__(self, store: Store, channels: Iterable[Channel], content: Content, clock: Clock) -> None:
        self._store = store
        self._content = content
        self._clock = clock
        self._desks: Mapping[str, _Desk] = {channel.name: _Desk(channel) for channel in channels}
        self._queue: asyncio.Queue[_Waiting] = asyncio.Queue()
        self._number = MessageNumber(0)
        self._swept_at: datetime | None = None

    async def run(self) -> None:
        """Until every channel has ended and everything that can be sent is sent; cancel it to stop earlier."""
        self._number = MessageNumber(await self._store.next_number())
        async with asyncio.TaskGroup() as tasks:
            background = [tasks.create_task(self._commit_forever())]
            if not isinstance(self._clock, VirtualClock):
                background.append(tasks.create_task(self._wake_forever()))
            channels = [tasks.create_task(self._serve(desk)) for desk in self._desks.values()]
            await asyncio.gather(*channels)
            for task in background:
                task.cancel()

    async def _serve(self, desk: _Desk) -> None:
        """Listen to one channel and deliver to it; what an earlier run left unsent goes first."""
        await self._deliver(desk)
        delivering = asyncio.create_task(self._deliver_forever(desk))
        try:
            async for batch in desk.channel.events():
                waiting = _Waiting(desk.channel, batch, asyncio.get_running_loop().create_future())
                await self._queue.put(waiting)
                await waiting.stored
            desk.listening = False
            desk.posted.set()
            await delivering
        finally:
            delivering.cancel()
            with suppress(asyncio.CancelledError):
                await delivering
            await desk.channel.close()

    # --- storing ---

    async def _commit_forever(self) -> None:
        while True:
            batch = [await self._queue.get()]
            while not self._queue.empty() and sum(len(waiting.events) for waiting in batch) < BATCH:
                batch.append(self._queue.get_nowait())
            await self._commit(batch)

    async def _commit(self, batch: Sequence[_Waiting]) -> None:
        """One transaction for everything that waits; then it is acknowledged and delivered."""
        events = [event for waiting in batch for event in waiting.events]
        try:
            moves = [event for event in events if isinstance(event, ClockAdvanced)]
            done = await self._decide([event for event in events if not isinstance(event, ClockAdvanced)])
            for move in moves:
                await self._advance(move.by)
        except BaseException as error:
            for waiting in batch:
                if not waiting.stored.done():
                    waiting.stored.set_exception(error)
            raise
        for waiting in batch:
            desk = self._desks[waiting.channel.name]
            last = MessageNumber(self._number - 1)
            desk.unsettled.extend((event.id, done.get(event.id, last)) for event in waiting.events)
            waiting.stored.set_result(None)
        for desk in self._desks.values():
            desk.posted.set()

    async def _decide(self, events: Sequence[Incoming]) -> dict[EventId, MessageNumber]:
        """The last message number after each event."""
        if not events:
            return {}
        now, world = self._clock.now(), self._content.world
        last: dict[EventId, MessageNumber] = {}
        async with self._store.turn() as turn:
            new = set(await turn.unseen([event.id for event in events], now))
            states = await self._states(turn, events)
            outcome = _Outcome(now)
            for event in events:
                if event.id in new:
                    new.discard(event.id)
                    self._step(states, event, world, outcome)
                last[event.id] = MessageNumber(self._number - 1)
            await _write(turn, outcome)
        return last

    async def _states(self, turn: Turn, events: Sequence[Event]) -> dict[str, Conversation | None]:
        keys = {engine.key(event) for event in events}
        found = await turn.states(sorted(keys))
        return {key: saved.conversation(found[key]) if key in found else None for key in keys}

    def _step(
        self, states: dict[str, Conversation | None], event: Event, world: World, outcome: _Outcome
    ) -> None:
        """One event through the core; a mistake of ours is answered, logged by its kind and changes nothing."""
        key = engine.key(event)
        try:
            transition = engine.advance(states.get(key), event, outcome.now, world, self._number)
        except Exception as error:
            log.error("event-failed %s", type(error).__name__)
            transition = self._excuse(states.get(key), event, outcome.now, world)
        states[key] = transition.state
        outcome.take(key, transition)
        says = [effect for effect in transition.effects if isinstance(effect, Say)]
        self._number = MessageNumber(self._number + len(says))

    def _excuse(
        self, state: Conversation | None, event: Event, now: datetime, world: World
    ) -> Transition[Conversation]:
        address = engine.address(event)
        says = (Say(address, self._number, Kind.NOTICE, (Line("feil-hos-oss"),)),)
        return Transition(state, says, state.due(world.retention) if state else now)

    # --- time ---

    async def _advance(self, by: timedelta) -> None:
        """Move a virtual clock; everything due on the way happens first, each at its own time."""
        clock = self._clock
        assert isinstance(clock, VirtualClock)
        target = clock.stands + by
        while (due := await self._store.next_due()) is not None and due <= target:
            clock.stands = max(due, clock.stands)
            await self._wake()
        clock.stands = target
        async with self._store.turn() as turn:
            await turn.set_clock(target)
        await self._sweep()

    async def _wake_forever(self) -> None:
        while True:
            await self._wake()
            if self._swept_at is None or self._clock.now() - self._swept_at >= SWEEP_EVERY:
                await self._sweep()
            await asyncio.sleep(WAKE_EVERY)

    async def _wake(self) -> None:
        """Tell every state that is due now, a batch at a time."""
        while True:
            now, world = self._clock.now(), self._content.world
            async with self._store.turn() as turn:
                keys = [key for key, _ in await turn.due(now, BATCH)]
                events = [engine.due_event(key) for key in keys]
                states = await self._states(turn, events)
                outcome = _Outcome(now)
                for event in events:
                    self._step(states, event, world, outcome)
                await _write(turn, outcome)
            if len(keys) < BATCH:
                return

    async def _sweep(self) -> None:
        kept = self._content.world.retention
        self._swept_at = self._clock.now()
        await self._store.sweep(self._swept_at, outbox_kept=kept.outbox, seen_kept=kept.seen)

    # --- sending ---

    async def _deliver_forever(self, desk: _Desk) -> None:
        while True:
            wait = await self._until_retry(desk)
            with suppress(TimeoutError):
                await asyncio.wait_for(desk.posted.wait(), wait)
            desk.posted.clear()
            await self._deliver(desk)
            if not desk.listening and not desk.posted.is_set():
                return

    async def _until_retry(self, desk: _Desk) -> float | None:
        """Seconds until the network may be tried again; None: nothing waits for that."""
        now = self._clock.now()
        retry = await self._store.next_retry(desk.channel.name, now)
        return (retry - now).total_seconds() if retry else None

    async def _deliver(self, desk: _Desk) -> None:
        """Hand over everything that waits, in order; a chat whose network refuses holds up only itself."""
        while rows := await self._store.unsent(desk.channel.name, self._clock.now(), BATCH):
            sent: list[int] = []
            refused: set[str] = set()
            for row in rows:
                if row.address in refused:
                    continue
                await self._settle(desk, before=row.number)
                if await self._send(desk.channel, row):
                    sent.append(row.id)
                else:
                    refused.add(row.address)
            await self._store.sent(sent)
        await self._settle(desk)

    async def _send(self, channel: Channel, row: Row) -> bool:
        world = self._content.world
        say = saved.say(row.body)
        today = self._clock.now().astimezone(world.zone).date()
        try:
            deleted = await channel.delete(say.to, say.deletes) if say.deletes else None
            await channel.send(render(world, say, today, deleted), row.at.astimezone(world.zone))
        except ChannelError as error:
            await self._refused(row, error)
            return False
        return True

    async def _refused(self, row: Row, error: ChannelError) -> None:
        log.warning("not-delivered %s", error.code)
        if error.retry_in is None:
            await self._store.failed(row.id, error.code)
            return
        wait = error.retry_in or RETRIES[min(row.tries, len(RETRIES) - 1)]
        await self._store.retry(row.id, self._clock.now() + timedelta(seconds=wait), error.code)

    async def _settle(self, desk: _Desk, before: int | None = None) -> None:
        """Tell the channel which events are answered in full; `before` is the next message that goes out."""
        settled = []
        while desk.unsettled and (before is None or desk.unsettled[0][1] < before):
            settled.append(desk.unsettled.popleft()[0])
        if settled:
            await desk.channel.settled(settled)


@dataclass
class _Outcome:
    """What a batch of events led to, before it is written."""

    now: datetime
    states: dict[str, Saved | None] = field(default_factory=dict)
    posts: list[Post] = field(default_factory=list)
    counts: dict[tuple[str, str], int] = field(default_factory=dict)

    def take(self, key: str, transition: Transition[Conversation]) -> None:
        state = transition.state
        self.states[key] = Saved(saved.conversation_json(state), transition.due) if state else None
        for effect in transition.effects:
            if isinstance(effect, Say):
                self.posts.append(_post(effect, self.now))
            if isinstance(effect, Count):
                counted = (effect.what, effect.subject)
                self.counts[counted] = self.counts.get(counted, 0) + 1


def _post(say: Say, now: datetime) -> Post:
    channel, _, _ = say.to.partition(":")
    return Post(say.number, channel, say.to, "say", saved.say_json(say), now)


async def _write(turn: Turn, outcome: _Outcome) -> None:
    await turn.save(outcome.states)
    await turn.post(outcome.posts)
    await turn.count(outcome.counts, outcome.now.date())

