"""The direct chats: which room is a person's, who is let in, and what is left when it is direct no more.

A person's room is the one that she used last. The server keeps that in the account data `m.direct`, newest first, so
it outlives this program; a room counts only while exactly she and Varde are in it, or invited to it. Where there is
none, Varde makes one, encrypted, and has the power in it to redact.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from nio import SyncResponse

from bot.channel import ChannelError
from bot.channels.matrix.client import NO_SUCH_PATH, Client, path
from bot.channels.matrix.writing import notice

JOIN_TRIES = 20

Event = dict[str, Any]

log = logging.getLogger("varde.matrix")


@dataclass(slots=True)
class _Invite:
    """As the server tells of it, how often we tried to join, and from when on the server lets us."""

    info: Any
    tries: int = 0
    after: float = 0.0


class Rooms:
    """`texts` gives the bot's own sentences as they are now."""

    def __init__(self, client: Client, allow: tuple[str, ...], texts: Callable[[], Mapping[str, str]]) -> None:
        self._client = client
        self._allow = allow
        self._texts = texts
        self._direct: dict[str, list[str]] = {}
        self._locks: dict[str, asyncio.Lock] = {}
        self._making = 0
        self._invites: dict[str, _Invite] = {}
        self._new: set[str] = set()

    def allowed(self, user: str) -> bool:
        """Whether a user stands on the allow list; case counts, as it does in user ids."""
        return user != self._client.user_id and any(fnmatchcase(user, pattern) for pattern in self._allow)

    async def load(self) -> None:
        """Which rooms were used before. Raises ChannelError."""
        try:
            found = await self._client.call("GET", self._direct_path())
        except ChannelError as error:
            if error.code != "M_NOT_FOUND":
                raise
            found = {}
        self._direct = {
            user: [room for room in rooms if isinstance(room, str)]
            for user, rooms in found.items()
            if isinstance(rooms, list) and rooms
        }

    def person(self, room: str) -> str | None:
        """Whose direct chat a room is; None: nobody's."""
        others = self._others(room)
        return others[0] if len(others) == 1 else None

    def of(self, user: str) -> str | None:
        """The room of a person, if she has one."""
        mine = [room for room in self._direct.get(user, ()) if self.person(room) == user]
        return next(iter(mine or (room for room in self._client.rooms if self.person(room) == user)), None)

    async def used(self, user: str, room: str) -> None:
        """The person is here now: this is where she is answered."""
        if self._direct.get(user, [""])[0] == room:
            return
        known = [room, *(other for other in self._direct.get(user, ()) if other != room and self._others(other))]
        self._direct[user] = known
        try:
            await self._client.call("PUT", self._direct_path(), self._direct)
        except ChannelError as error:
            # It is only needed after a restart, and then only by somebody with two rooms.
            log.warning("direct-not-kept %s", error.code)

    async def reach(self, user: str) -> str:
        """The room of a person, made where there is none. Raises ChannelError."""
        if not self.allowed(user):
            raise ChannelError("not-allowed", None)
        async with self._locks.setdefault(user, asyncio.Lock()):
            room = self.of(user)
            if room is not None:
                return room
            self._making += 1
            try:
                return await self._make(user)
            finally:
                self._making -= 1

    async def answer_invites(self, responses: Sequence[SyncResponse]) -> bool:
        """Join the direct chats of those on the allow list; decline all others, and say why. False: there were none.

        What the server does not let us join yet waits, and holds up nobody.
        """
        new = {room: _Invite(info) for response in responses for room, info in response.invites.items()}
        self._invites |= new
        now = asyncio.get_running_loop().time()
        for room, invite in [found for found in self._invites.items() if found[1].after <= now]:
            if await self._answered(room, invite):
                del self._invites[room]
        return bool(new)

    @property
    def next_invite(self) -> float | None:
        """Seconds until an invite that waits can be answered; None: none waits."""
        now = asyncio.get_running_loop().time()
        return min((max(invite.after - now, 0.0) for invite in self._invites.values()), default=None)

    def arrived(self, room: str) -> bool:
        """Whether a room that a sync tells of is one that we have just joined; true once."""
        new = room in self._new
        self._new.discard(room)
        return new

    async def leave_shared(self, rooms: Iterable[str]) -> None:
        """Rooms with several people in them are told so and left, those with nobody else just left."""
        for room in [room for room in rooms if room in self._client.rooms]:
            others = self._others(room)
            if len(others) > 1:
                text = notice(self._texts()["rom-delt"])
                await self._try(self._client.say(room, text, f"varde-leave-{room}"))
            # A room that is just being made may be in the sync before the invite to it.
            if len(others) > 1 or (not others and not self._making):
                await self._leave(room)

    def forget(self, rooms: Iterable[str]) -> None:
        """We are no longer there."""
        for room in rooms:
            self._client.rooms.pop(room, None)
            self._invites.pop(room, None)
            self._new.discard(room)

    async def _leave(self, room: str) -> None:
        await self._try(self._client.call("POST", path("rooms", room, "leave"), {}))
        await self._try(self._client.call("POST", path("rooms", room, "forget"), {}))
        self.forget([room])

    async def _answered(self, room: str, invite: _Invite) -> bool:
        state = _events(invite.info)
        mine = next((event for event in state if _invites(event, self._client.user_id)), None)
        if mine is None:
            return True
        try:
            reason = await self._objection(room, mine, state)
            if reason:
                log.info("invite-declined")
                await self._try(self._client.call("POST", path("rooms", room, "leave"), {"reason": reason}))
                return True
            await self._client.call("POST", path("rooms", room, "join"), {})
        except ChannelError as error:
            return self._given_up(invite, error)
        self._new.add(room)
        await self.used(str(mine["sender"]), room)
        return True

    def _given_up(self, invite: _Invite, error: ChannelError) -> bool:
        log.warning("not-joined %s", error.code)
        invite.tries += 1
        if error.retry_in is None or invite.tries == JOIN_TRIES:
            return True
        invite.after = asyncio.get_running_loop().time() + error.retry_in
        return False

    async def _objection(self, room: str, invite: Event, state: list[Event]) -> str:
        """Why an invite is declined; empty: it is not."""
        if not self.allowed(str(invite.get("sender"))):
            return self._texts()["rom-avslag-ukjent"]
        rules = [event["content"].get("join_rule") for event in state if event.get("type") == "m.room.join_rules"]
        # Whoever invites may call any room a direct one.
        if "public" in rules or await self._members(room) > 1:
            return self._texts()["rom-avslag-delt"]
        return ""

    async def _members(self, room: str) -> int:
        """How many are in a room that we are only invited to; 0 where the server does not tell. Raises ChannelError."""
        try:
            found = await self._client.call("GET", path("room_summary", room).replace("/v3/", "/v1/", 1))
        except ChannelError as error:
            if error.retry_in is not None and error.code != NO_SUCH_PATH:
                raise
            return 0
        count = found.get("num_joined_members")
        return count if isinstance(count, int) else 0

    async def _make(self, user: str) -> str:
        content = {
            "preset": "private_chat",
            "is_direct": True,
            "invite": [user],
            "power_level_content_override": {"invite": 100},
            "initial_state": [
                {"type": "m.room.encryption", "state_key": "", "content": {"algorithm": "m.megolm.v1.aes-sha2"}},
                {"type": "org.matrix.room.preview_urls", "state_key": "", "content": {"disable": True}},
            ],
        }
        answer = await self._client.call("POST", path("createRoom"), content)
        room = str(answer.get("room_id", ""))
        self._client.enter(room, user)
        await self.used(user, room)
        return room

    def _others(self, room: str) -> list[str]:
        """Who else is in a room or invited to it; nobody where we are not in it."""
        known = self._client.rooms.get(room)
        return [user for user in known.users if user != self._client.user_id] if known else []

    def _direct_path(self) -> str:
        return path("user", self._client.user_id, "account_data", "m.direct")

    async def _try(self, doing: Any) -> None:
        """What is only courtesy may fail."""
        try:
            await doing
        except ChannelError as error:
            log.warning("not-done %s", error.code)


def _events(info: Any) -> list[Event]:
    """The stripped state that comes with an invite, as far as it has the shape of events."""
    state = info.get("invite_state") if isinstance(info, dict) else None
    events = state.get("events") if isinstance(state, dict) else None
    found = events if isinstance(events, list) else []
    return [event for event in found if isinstance(event, dict) and isinstance(event.get("content"), dict)]


def _invites(event: Event, user: str) -> bool:
    mine = event.get("type") == "m.room.member" and event.get("state_key") == user
    return mine and event["content"].get("membership") == "invite"
