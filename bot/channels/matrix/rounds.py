"""What happened on the server, a sync at a time: nothing left out, nothing old taken for new."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from nio import MegolmEvent, SyncResponse

from bot.channel import ChannelError
from bot.channels.matrix.client import LONGEST_WAIT, POLL, Client
from bot.channels.matrix.locked import HeldBack
from bot.channels.matrix.past import Past
from bot.channels.matrix.reading import heard
from bot.channels.matrix.rooms import Rooms
from bot.core.events import Incoming, MessageUnreadable

KEY_WAITS = (1000, 2000)
"""Milliseconds of further syncs in which the key of a message may still come, before it counts as unreadable."""
NEW_FOR = timedelta(hours=1)
"""Without a place in the stream, older messages than this are history. Shorter than seen events are remembered."""
PLACE_UNKNOWN = {"M_UNKNOWN", "M_UNKNOWN_POS", "M_INVALID_PARAM"}
"""How homeservers say that a place in their stream is none, as after they were put back from a backup."""

log = logging.getLogger("varde.matrix")


@dataclass(frozen=True, slots=True)
class Round:
    """One sync, and before it what was held back of earlier ones; at the start a few, until keys have come."""

    since: str
    """Where it began; empty: nowhere, everything may be old."""
    responses: Sequence[SyncResponse]

    @property
    def token(self) -> str:
        """Where the next begins."""
        return str(self.responses[-1].next_batch)

    @property
    def rooms(self) -> list[str]:
        """Those in which something happened."""
        return list(dict.fromkeys(room for response in self.responses for room in response.rooms.join))


class Rounds:
    """Fetches rounds and reads them."""

    def __init__(self, client: Client, rooms: Rooms) -> None:
        self._client = client
        self._rooms = rooms
        self._past = Past(client)
        self._held = HeldBack(self._is_locked, client.unlocked)

    @property
    def holding(self) -> bool:
        """Whether messages before the last round's token are still to be handed on."""
        return bool(self._held)

    async def first(self, since: str) -> Round:
        """The one that also tells which rooms there are; a place that the server does not know is given up."""
        while True:
            try:
                await self._rooms.load()
                response = await self._sync(since, full_state=True)
                return await self._whole(since, response)
            except ChannelError as error:
                log.warning("not-connected %s", error.code)
                if since and error.code in PLACE_UNKNOWN:
                    log.error("place-unknown %s", error.code)
                    since = ""
                else:
                    await asyncio.sleep(error.retry_in or LONGEST_WAIT)

    async def after(self, token: str) -> Round:
        """The next in which anything happened, or an empty one after half a minute."""
        while True:
            keeping_up = asyncio.create_task(self._client.keep_up())
            now = asyncio.get_running_loop().time
            waiting = [each for each in (self._rooms.next_invite, self._held.patience(now())) if each is not None]
            timeout = min(int(1000 * min(waiting)) + 1, POLL) if waiting else POLL
            try:
                response = await self._sync(token, timeout)
                if self._cut_off(response):
                    return await self._whole(token, response, self._held.let_go())
                return Round(token, self._held.sift(response, now(), now() + sum(KEY_WAITS) / 1000))
            except ChannelError as error:
                log.warning("no-sync %s", error.code)
                if error.code in PLACE_UNKNOWN:
                    return await self.first(token)
                await asyncio.sleep(error.retry_in or LONGEST_WAIT)
            finally:
                await keeping_up

    async def heard(self, current: Round) -> list[Incoming]:
        """What people did, in order in each room: those on the allow list, in their own direct chats."""
        oldest = _server_time(current.responses[0]) - NEW_FOR if not current.since else None
        found: list[Incoming] = []
        for response in current.responses:
            self._rooms.forget(response.rooms.leave)
            for room, info in response.rooms.join.items():
                person = self._rooms.person(room)
                if person is None or not self._rooms.allowed(person):
                    continue
                missing = await self._missing(room, info.timeline, current.since)
                events = [event for event in (*missing, *info.timeline.events) if _is_new(event, person, oldest)]
                read = [self._client.fenced(heard, event, room, person) for event in events]
                said: list[Incoming] = [event for event in read if event is not None]
                if said:
                    await self._rooms.used(person, room)
                found += _refused_once(said)
        return found

    async def _sync(self, since: str, timeout: int = 0, *, full_state: bool = False) -> SyncResponse:
        """One, without what was said in its rooms before Varde was invited there. Raises ChannelError."""
        response = await self._client.next_sync(since, timeout=timeout, full_state=full_state)
        for room, info in response.rooms.join.items():
            timeline = info.timeline
            if self._rooms.arrived(room):
                # The timeline of a room that is new to us begins anywhere, and our own doings are not in it.
                ours: Sequence[Any] | None = await self._past.before(room, str(response.next_batch))
                ours = self._past.since_invited(timeline.events) if ours is None else ours
            else:
                ours = self._past.since_invited(timeline.events)
            if ours is not None:
                timeline.events, timeline.limited = list(ours), False
        return response

    async def _whole(self, since: str, response: SyncResponse, earlier: Sequence[SyncResponse] = ()) -> Round:
        """Wait a little, with all rooms, for the keys of messages that cannot be read yet."""
        responses = [response]
        for wait in KEY_WAITS:
            if not any(self._locked(responses)):
                break
            await self._client.keep_up()
            try:
                responses.append(await self._sync(str(responses[-1].next_batch), wait))
            except ChannelError:
                break
            for room, events, place in list(self._locked(responses)):
                events[place] = self._client.unlocked(events[place].source, room) or events[place]
        return Round(since, [*earlier, *responses])

    def _cut_off(self, response: SyncResponse) -> bool:
        """Whether a room with more events than the sync brought has, or had before, one that cannot be read."""
        cut = [(room, info) for room, info in response.rooms.join.items() if info.timeline.limited]
        return any(self._is_locked(room, event) for room, info in cut for event in info.timeline.events) or (
            bool(cut) and self.holding
        )

    def _is_locked(self, room: str, event: Any) -> bool:
        return isinstance(event, MegolmEvent) and event.sender == self._rooms.person(room)

    def _locked(self, responses: Sequence[SyncResponse]) -> Iterator[tuple[str, list[Any], int]]:
        for response in responses:
            for room, info in response.rooms.join.items():
                for place, event in enumerate(info.timeline.events):
                    if self._is_locked(room, event):
                        yield room, info.timeline.events, place

    async def _missing(self, room: str, timeline: Any, since: str) -> list[Any]:
        """What lies between the last round and the beginning of a timeline that was cut off."""
        if not timeline.limited or not timeline.prev_batch or not since:
            return []
        return await self._past.before(room, str(timeline.prev_batch), since) or []


def _is_new(event: Any, person: str, oldest: datetime | None) -> bool:
    source = event.source
    if source.get("sender") != person:
        return False
    if oldest is None:
        return True
    sent = source.get("origin_server_ts")
    return isinstance(sent, int) and sent / 1000 >= oldest.timestamp()


def _server_time(response: SyncResponse) -> datetime:
    """The server's own clock, by which its events are dated."""
    try:
        return parsedate_to_datetime(response.transport_response.headers["Date"])
    except (AttributeError, KeyError, ValueError):
        return datetime.fromtimestamp(0, UTC)


def _refused_once(said: Sequence[Incoming]) -> list[Incoming]:
    """Of several messages in a row that cannot be used the first is answered for all; the guard judges each."""
    return [_after(before, one) for before, one in zip((None, *said), said, strict=False)]


def _after(before: Incoming | None, one: Incoming) -> Incoming:
    if isinstance(before, MessageUnreadable) and isinstance(one, MessageUnreadable) and before.why == one.why:
        return replace(one, quiet=True)
    return one
