"""Somebody with a Matrix client that knows nothing but HTTP: for rooms without encryption."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from itertools import count
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

import aiohttp

PATIENCE = 30.0
"""Seconds until an answer that does not come is given up."""
Event = dict[str, Any]


class RefusedError(Exception):
    """The server said no."""

    def __init__(self, status: int, body: Any) -> None:
        super().__init__(f"{status}: {body}")
        self.status = status
        self.code = body.get("errcode", "") if isinstance(body, dict) else ""


class Person:
    """Logs in on entering. `heard` is every event of every room since, in order."""

    def __init__(self, url: str, user: str, password: str = "secret") -> None:
        self.url = url
        self.user = user
        self.heard: list[Event] = []
        self.invites: dict[str, list[Event]] = {}
        self._password = password
        self._since = ""
        self._rooms: set[str] = set()
        self.token = ""
        self._numbers = count(1)

    async def __aenter__(self) -> Self:
        self._http = aiohttp.ClientSession()
        login = {
            "type": "m.login.password",
            "identifier": {"type": "m.id.user", "user": self.user},
            "password": self._password,
        }
        try:
            self.token = (await self.call("POST", "login", content=login))["access_token"]
            await self.sync(0)
        except BaseException:
            await self._http.close()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        await self._http.close()

    async def call(self, method: str, *parts: str, content: Any = None, version: str = "v3", **query: str) -> Any:
        """One request to the client-server API. Raises RefusedError."""
        where = f"{self.url}/_matrix/client/{version}/" + "/".join(quote(part, safe="") for part in parts)
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        async with self._http.request(method, where, json=content, headers=headers, params=query) as answer:
            body = await answer.json(content_type=None)
            if answer.status != 200:
                raise RefusedError(answer.status, body)
            return body

    async def sync(self, wait: int = 1000) -> None:
        query = {"timeout": str(wait), "filter": '{"room":{"timeline":{"limit":100}}}'}
        if self._since:
            query["since"] = self._since
        found = await self.call("GET", "sync", **query)
        self._since = found["next_batch"]
        for room, info in found.get("rooms", {}).get("join", {}).items():
            timeline = info.get("timeline", {})
            assert not timeline.get("limited") or room not in self._rooms, "a gap: sync more often"
            self._rooms.add(room)
            self.heard += [{**event, "room": room} for event in timeline.get("events", [])]
            passing = info.get("ephemeral", {}).get("events", [])
            self.heard += [{**event, "room": room, "sender": ""} for event in passing]
        for room, info in found.get("rooms", {}).get("leave", {}).items():
            self.heard += [{**event, "room": room} for event in info.get("timeline", {}).get("events", [])]
        for room, info in found.get("rooms", {}).get("invite", {}).items():
            self.invites[room] = info["invite_state"]["events"]

    async def chat_with(self, *others: str, direct: bool = True, version: str = "", **more: Any) -> str:
        """A new room with these invited, as clients make a direct chat."""
        preset = "trusted_private_chat" if direct else "private_chat"
        content = {"preset": preset, "is_direct": direct, "invite": list(others), **more}
        if version:
            content["room_version"] = version
        return str((await self.call("POST", "createRoom", content=content))["room_id"])

    async def say(self, room: str, text: str) -> str:
        """The id of the event."""
        return await self.post(room, {"msgtype": "m.text", "body": text})

    async def edit(self, room: str, event: str, text: str) -> str:
        return await self.post(
            room,
            {
                "msgtype": "m.text",
                "body": f"* {text}",
                "m.new_content": {"msgtype": "m.text", "body": text},
                "m.relates_to": {"rel_type": "m.replace", "event_id": event},
            },
        )

    async def post(self, room: str, content: Any, kind: str = "m.room.message") -> str:
        transaction = f"t{next(self._numbers)}"
        answer = await self.call("PUT", "rooms", room, "send", kind, transaction, content=content)
        return str(answer["event_id"])

    async def until(self, seen: Callable[[list[Event]], bool], within: float = PATIENCE) -> list[Event]:
        """Sync until what was heard satisfies this."""
        loop = asyncio.get_running_loop()
        end = loop.time() + within
        while not seen(self.heard):
            assert loop.time() < end, f"did not come; heard: {[e.get('content') for e in self.heard[-5:]]}"
            try:
                await self.sync()
            except (aiohttp.ClientError, RefusedError):
                await asyncio.sleep(0.2)
        return self.heard

    async def answers(self, room: str, from_: str, many: int = 1, after: int = 0) -> list[Event]:
        """At least so many messages of somebody in a room, counted from a place in `heard`."""

        def said(heard: list[Event]) -> list[Event]:
            return [e for e in heard[after:] if is_message(e) and e["room"] == room and e["sender"] == from_]

        return said(await self.until(lambda heard: len(said(heard)) >= many))

    async def asks(self, room: str, bot: str, text: str, many: int = 1) -> list[Event]:
        """Say something, and what is answered to it."""
        place = len(self.heard)
        await self.say(room, text)
        return await self.answers(room, bot, many, place)

    async def quiet(self, seconds: float = 1.0) -> list[Event]:
        """What is heard while nothing is said."""
        place = len(self.heard)
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while loop.time() < end:
            await self.sync(int(max(0.0, end - loop.time()) * 1000))
        return self.heard[place:]

    async def state(self, room: str, kind: str, key: str = "") -> Any:
        return await self.call("GET", "rooms", room, "state", kind, key)


def is_message(event: Event) -> bool:
    return event["type"] == "m.room.message" and bool(event.get("content"))


def text(event: Event) -> str:
    return str(event["content"]["body"])
