"""Hands one channel's messages over, in order in each chat, and tries again when the network will not."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from bot import saved
from bot.channel import Channel, ChannelError, Remembering
from bot.core.counts import What
from bot.core.effects import Say
from bot.core.events import Address, EventId, MessageNumber
from bot.core.words.wording import Rendered, render
from bot.deciding import BATCH, Clock, Content
from bot.store import Row, Store, Tally
from bot.usage.periods import week_of

LEASE = timedelta(seconds=30)
"""So long a row that is on its way to the network is left alone."""
RETRIES = (15.0, 60.0, 300.0)
"""Seconds after which a message is tried again where the network does not say."""
ERASING_TRIES = 3
"""So many times more is the removal of a message tried, before the person is told that she has to do it."""
LONGEST_SOON = 60.0
"""Seconds to which the wait of a message grows that is refused again and again."""
LOOK = 1.0
"""Seconds after which new work is looked for, however slow the chats are that are at work."""
PATIENCE = 0.02
"""Seconds that it may take until a message is marked as sent, so that the next turn does that on its way."""
RECALLED = 10_000
"""So many messages of earlier runs at most are recalled."""
LAST_WORDS = 3.0
"""Seconds that a message on its way is waited for at the end."""

log = logging.getLogger("varde.delivery")


class Expected(NamedTuple):
    """A stored event, and the last message number that belongs to it or to one before it."""

    event: EventId
    sender: Address
    last: MessageNumber


@dataclass(frozen=True, slots=True)
class _AtWork:
    """One chat that is handed its messages, beginning with this one."""

    task: asyncio.Task[None]
    first: int


class Delivery:
    """The way out of one channel; a network that is down holds up only itself."""

    def __init__(self, store: Store, content: Content, clock: Clock, channel: Channel) -> None:
        self._store = store
        self._content = content
        self._clock = clock
        self._channel = channel
        self._posted = asyncio.Event()
        self._unsettled: deque[Expected] = deque()
        self._retried: dict[str, int] = {}
        """Chats that the network will not take a message for just now, each with the number of that message."""
        self._closing = False
        self._deleted: dict[Tally, int] = {}
        self._delivering = asyncio.Lock()

    def expect(self, stored: Sequence[Expected]) -> None:
        """Stored events, in order."""
        self._unsettled.extend(stored)

    def wake(self) -> None:
        """There may be something to hand over."""
        self._posted.set()

    def finish(self) -> None:
        """Nothing more comes in: end when everything that can be sent is sent."""
        self._closing = True
        self._posted.set()

    async def recall(self) -> None:
        """Tell the channel what earlier runs put on people's screens, if it wants to know."""
        if isinstance(self._channel, Remembering):
            marks = await self._store.marks(self._channel.name, RECALLED)
            self._channel.recall([(Address(address), mark) for address, mark in marks])

    async def run(self) -> None:
        while not self._closing or self._posted.is_set():
            self._posted.clear()
            await self.deliver()
            if not self._closing:
                patience = await self._until_retry()
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._posted.wait(), patience)
                    continue
                self._posted.set()

    async def deliver(self) -> None:
        """Everything that can be handed over now."""
        if self._channel.parallel > 1:
            await self._by_chat()
            return
        async with self._delivering:
            await self._one_by_one()

    async def _one_by_one(self) -> None:
        while True:
            # Only of what was stored before the look is it known that nothing is left to send.
            stored = len(self._unsettled)
            rows = await self._store.unsent(self._channel.name, self._clock.now(), BATCH)
            if not rows:
                await self._settle(most=stored)
                return
            sent: list[int] = []
            refused: set[str] = set()
            for row in rows:
                if row.address in refused:
                    continue
                await self._settle(before=row.number)
                if not await self._ours(row):
                    continue
                if await self._send(row):
                    sent.append(row.id)
                else:
                    refused.add(row.address)
            await self._mark(sent)

    async def _by_chat(self) -> None:
        """Several chats at a time; a slow one holds up only itself."""
        busy: dict[str, _AtWork] = {}
        try:
            while await self._start(busy):
                posted = asyncio.create_task(self._posted.wait())
                at_work = [work.task for work in busy.values()]
                await asyncio.wait((*at_work, posted), timeout=LOOK, return_when=asyncio.FIRST_COMPLETED)
                posted.cancel()
                self._posted.clear()
                for name in [name for name, work in busy.items() if work.task.done()]:
                    busy.pop(name).task.result()
        finally:
            # A message on its way is given the time to arrive: cut off, it would come again after the start.
            if busy:
                await asyncio.wait([work.task for work in busy.values()], timeout=LAST_WORDS)
            for work in busy.values():
                work.task.cancel()

    async def _start(self, busy: dict[str, _AtWork]) -> bool:
        """Set the chats to work that have something and are not at it; whether any is at work."""
        free = self._channel.parallel - len(busy)
        if free > 0:
            stored = len(self._unsettled)
            rows = await self._store.unsent(self._channel.name, self._clock.now(), BATCH, busy.keys())
            chats: dict[str, list[Row]] = {}
            for row in rows:
                chats.setdefault(row.address, []).append(row)
            for chat in list(chats)[:free]:
                busy[chat] = _AtWork(asyncio.create_task(self._one_chat(chats[chat])), chats[chat][0].number or 0)
            # While many write there is always somebody at work: what is answered is settled meanwhile.
            left = [row.number or 0 for row in rows] + [work.first for work in busy.values()]
            await self._settle(before=min(left, default=None), most=stored)
        return bool(busy)

    async def _one_chat(self, rows: Sequence[Row]) -> None:
        """In order, until the network will not; each is marked before the next goes out, so that a crash repeats at
        most one of them. The last one's mark waits a little for the turn that its answer leads to."""
        for row in rows:
            if not await self._ours(row):
                continue
            if not await self._send(row):
                return
            await self._mark([row.id], self._remembered(row), PATIENCE if row is rows[-1] else 0.0)

    async def _mark(self, taken: Sequence[int], marks: Mapping[int, str] | None = None, patience: float = 0.0) -> None:
        """The network took these; what several chats have to mark meanwhile goes into one transaction."""
        counted, self._deleted = self._deleted, {}
        await self._store.sent(taken, counted, marks, patience=patience)

    def _remembered(self, row: Row) -> dict[int, str]:
        """What the channel wants to know of this message after a restart."""
        channel = self._channel
        mark = channel.mark(MessageNumber(row.number)) if isinstance(channel, Remembering) and row.number else ""
        return {row.id: mark} if mark else {}

    async def _ours(self, row: Row) -> bool:
        """A message that can be withdrawn is claimed first; False: it was withdrawn, or its time is over."""
        return not row.tag or await self._store.claim(row.id, self._clock.now() + LEASE)

    async def _send(self, row: Row) -> bool:
        world = self._content.world
        try:
            say = saved.say(row.body)
        except saved.UnreadableError:
            await self._refused(row, ChannelError("unreadable", None))
            return False
        today = self._clock.now().astimezone(world.zone).date()
        try:
            deleted = await self._erased(row, say)
            await self._hand_over(row, render(world, say, today, deleted))
            self._count(What.IDENTITY_DELETED if deleted else None, today)
            self._retried.pop(row.address, None)
        except ChannelError as error:
            await self._refused(row, error)
            return False
        return True

    async def _erased(self, row: Row, say: Say) -> bool | None:
        """Whether the network removed the message that this is about, if there is one.

        Where it fails again and again the truth is told: it would keep an emergency card behind it waiting.
        """
        if say.deletes is None:
            return None
        try:
            return await self._channel.delete(say.to, say.deletes)
        except ChannelError as error:
            if error.retry_in is not None and row.tries < ERASING_TRIES:
                raise
            log.warning("not-erased %s", error.code)
            return False

    async def _hand_over(self, row: Row, message: Rendered) -> None:
        """Each part is written down before the next goes out, so that a crash repeats at most one."""
        at, part = row.at.astimezone(self._content.world.zone), row.parts
        while await self._channel.send(message, at, part):
            part += 1
            await self._store.parts_sent(row.id, part)

    def _count(self, what: What | None, today: date) -> None:
        """Written down together with the row that it belongs to, when the network has taken it."""
        if what is not None:
            tally = Tally(week_of(today), what.value, channel=self._channel.name)
            self._deleted[tally] = self._deleted.get(tally, 0) + 1

    async def _refused(self, row: Row, error: ChannelError) -> None:
        log.warning("not-delivered %s", error.code)
        if error.retry_in is None:
            self._retried.pop(row.address, None)
            await self._store.failed(row.id, error.code)
            return
        self._retried.setdefault(row.address, row.number or 0)
        # A channel whose network answers everything else may say «soon» for ever.
        wait = max(error.retry_in or RETRIES[min(row.tries, len(RETRIES) - 1)], min(row.tries, LONGEST_SOON))
        await self._store.retry(row.id, self._clock.now() + timedelta(seconds=wait), error.code)

    async def _until_retry(self) -> float | None:
        """Seconds until the network may be tried again; None: nothing waits for that."""
        now = self._clock.now()
        retry = await self._store.next_retry(self._channel.name, now)
        return (retry - now).total_seconds() if retry else None

    async def _settle(self, before: int | None = None, most: int | None = None) -> None:
        """Tell the channel which events are answered in full: those before the next message, or of the first so many.

        What is to be tried again in a chat holds up the events of that chat, and nobody else's.
        """
        looked: list[Expected] = []
        while self._unsettled and (before is None or self._unsettled[0].last < before) and len(looked) != most:
            looked.append(self._unsettled.popleft())
        held: list[Expected] = []
        settled: list[EventId] = []
        for each in looked:
            if each.last >= self._retried.get(each.sender, each.last + 1):
                held.append(each)
            else:
                settled.append(each.event)
        self._unsettled.extendleft(reversed(held))
        if settled:
            await self._channel.settled(settled)
