"""Matrix: one direct chat for each person, encrypted where the room is, on matrix-nio's low layer.

What the server has is taken in rounds. A round is one sync; its events are handed on, and only when they are stored is
its place in the server's stream kept. So after a crash the last round comes again, and the store knows its events.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from bot.channel import ChannelError, ChannelRefused
from bot.channels.matrix.account import Account, Place
from bot.channels.matrix.client import LONGEST_WAIT, Client
from bot.channels.matrix.courtesy import Courtesy
from bot.channels.matrix.erasing import erased
from bot.channels.matrix.identity import Identity
from bot.channels.matrix.login import logged_in
from bot.channels.matrix.reading import room_and_event, user_of
from bot.channels.matrix.rooms import Rooms
from bot.channels.matrix.rounds import Round, Rounds
from bot.channels.matrix.vouching import vouched
from bot.channels.matrix.writing import contents
from bot.core.events import Address, ClockAdvanced, EventId, Incoming
from bot.core.words.wording import Rendered

__all__ = ["Account", "Matrix"]

SIGNED_WITHIN = 5.0
"""Seconds that the start waits for the device to be signed; then it goes on, and so does the signing."""
_ANOTHER = (
    "varde: channels.matrix: {user} has another identity on the server than in the data directory, so the device stays"
    " unsigned, and clients that want signed devices shut it out; put matrix-identity.json back, or take a new user"
)

log = logging.getLogger("varde.matrix")


class Matrix:
    """`directory` is where the device lives, its identity beside it; `texts` gives the bot's own sentences as they are
    now, `tell` prints a line for whoever runs Varde.
    """

    name = "matrix"
    parallel = 8

    def __init__(
        self,
        account: Account,
        directory: Path,
        texts: Callable[[], Mapping[str, str]],
        tell: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._account = account
        self._place = Place(directory)
        self._texts = texts
        self._tell = tell
        self._client: Client | None = None
        self._vouching: asyncio.Task[None] | None = None

    @property
    def connected(self) -> bool:
        return self._client is not None and self._client.connected

    async def connect(self) -> None:
        """Log in and see which rooms there are. Raises ChannelRefused."""
        client = await self._device()
        self._client = client
        self._rooms = Rooms(client, self._account.allow, self._texts)
        self._rounds = Rounds(client, self._rooms)
        self._courtesy = Courtesy(client)
        identity = self._place.identity(client.user_id)
        # What a person compares who wants to know that it is Varde.
        log.info("device-key %s %s", client.device_id, client.olm.account.identity_keys["ed25519"])
        log.info("identity-key %s", identity.public("master"))
        self._vouching = asyncio.create_task(self._vouch(client, identity))
        done, _ = await asyncio.wait([self._vouching], timeout=SIGNED_WITHIN)
        for task in done:
            task.result()
        self._first = await self._rounds.first(self._place.since())
        client.ready()

    async def events(self) -> AsyncIterator[Sequence[Incoming | ClockAdvanced]]:
        """Round after round, for ever."""
        current: Round = self._first
        while True:
            events = await self._rounds.heard(current)
            if events:
                self._courtesy.taken([event.id for event in events])
                yield events
            invited = await self._rooms.answer_invites(current.responses)
            await self._rooms.leave_shared(current.rooms)
            # Rounds in which nobody did anything may come again; an invite that waits or a message held back must.
            if (
                (events or invited or not current.since)
                and not self._rounds.holding
                and self._rooms.next_invite is None
            ):
                self._place.keep_since(current.token)
            current = await self._rounds.after(current.token)

    async def send(self, message: Rendered, at: datetime, part: int) -> bool:
        """Into the person's own room. A message that was sent before a crash is not shown twice."""
        client = self._on()
        try:
            room = await self._rooms.reach(user_of(message.to))
            *before, last = contents(message, self._texts()["terminal-valg"])
            content = before[part] if part < len(before) else last
            await client.say(room, content, f"varde-{message.number}-{int(at.timestamp())}-{part}")
        except (ChannelError, ChannelRefused):
            raise
        except Exception as error:
            # Whatever nio trips over: this chat waits, the others go on.
            log.error("not-sent %s", type(error).__name__)
            raise ChannelError("not-sent", 0.0) from None
        return part < len(before)

    async def delete(self, sender: Address, event: EventId) -> bool:
        """Redact a message with all its edits; False where the person has to do it herself."""
        room, name = room_and_event(event)
        return await erased(self._on(), room, name, user_of(sender))

    async def settled(self, events: Sequence[EventId]) -> None:
        """They may be marked as read."""
        self._courtesy.settled(events)

    async def close(self) -> None:
        if self._client is not None:
            self._courtesy.close()
            if self._vouching is not None:
                self._vouching.cancel()
                await asyncio.gather(self._vouching, return_exceptions=True)
            self._client.store.land()
            await self._client.close()

    def _on(self) -> Client:
        assert self._client is not None, "nothing is sent before the channel is connected"
        return self._client

    async def _vouch(self, client: Client, identity: Identity) -> None:
        """Have the device signed, however often it takes."""
        tries = 0
        while True:
            try:
                if not await vouched(client, identity, self._account.password):
                    self._tell(_ANOTHER.format(user=client.user_id))
                return
            except ChannelError as error:
                log.warning("not-signed %s", error.code)
                if error.retry_in is None:
                    return
                wait = max(error.retry_in, min(2.0**tries, LONGEST_WAIT))
            tries += 1
            await asyncio.sleep(wait)

    async def _device(self) -> Client:
        """The device, once the server answers."""
        tries = 0
        while True:
            try:
                return await logged_in(self._account, self._place)
            except ChannelError as error:
                wait = min(2.0**tries, LONGEST_WAIT)
                log.warning("not-connected %s", error.code)
            tries += 1
            await asyncio.sleep(wait)
