"""What happened in a room earlier, page by page; what was said before Varde was invited was said to others."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from bot.channel import ChannelError
from bot.channels.matrix.client import Client, path

MOST_PAGES = 20
"""Pages of a hundred events that are fetched at most of one room."""
MOST_FAILURES = 4
"""So many times is one page asked for while the homeserver answers other things."""

log = logging.getLogger("varde.matrix")


class Past:
    """Of all rooms."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def before(self, room: str, place: str, until: str = "") -> list[Any] | None:
        """What lies before a place in the stream, as far back as another one or as Varde is in there; oldest first.

        None where the room cannot be read, though the homeserver answers otherwise: others are not kept waiting.
        """
        found: list[dict[str, Any]] = []
        for _ in range(MOST_PAGES):
            page = await self._page(room, place, until)
            if page is None and not found:
                return None
            chunk = page.get("chunk") if page else None
            events = [event for event in chunk if isinstance(event, dict)] if isinstance(chunk, list) else []
            ours = next((back for back, event in enumerate(events) if self._outside(event)), None)
            found += events[:ours]
            end = page.get("end") if page else None
            if ours is not None or not events or not isinstance(end, str) or end == place:
                break
            place = end
        else:
            log.error("events-left-out %d", len(found))
        read = [self._client.unlocked(event, room) for event in reversed(found)]
        return [event for event in read if event is not None]

    def since_invited(self, events: Sequence[Any]) -> Sequence[Any] | None:
        """Those that came after Varde was invited; None: it was before all of them."""
        last = next((place for place in reversed(range(len(events))) if self._outside(events[place].source)), None)
        return None if last is None else events[last + 1 :]

    def _outside(self, event: Mapping[str, Any]) -> bool:
        """Whether it left Varde outside of the room: invited, gone or sent away."""
        if event.get("type") != "m.room.member" or event.get("state_key") != self._client.user_id:
            return False
        content = event.get("content")
        return isinstance(content, dict) and content.get("membership") != "join"

    async def _page(self, room: str, place: str, until: str) -> dict[str, Any] | None:
        """None where the homeserver refuses it, or fails at nothing else again and again."""
        where = f"{path('rooms', room, 'messages')}?dir=b&limit=100&from={quote(place)}"
        where += f"&to={quote(until)}" if until else ""
        failed = 0
        while True:
            try:
                return await self._client.call("GET", where)
            except ChannelError as error:
                # Who asks for patience has not failed.
                failed += error.code != "too-many" and await self._answered()
                if error.retry_in is None or failed == MOST_FAILURES:
                    log.error("page-left-out %s", error.code)
                    return None
                log.warning("no-page %s", error.code)
                await asyncio.sleep(error.retry_in)

    async def _answered(self) -> bool:
        """Whether the homeserver answers other things."""
        try:
            await self._client.call("GET", path("account", "whoami"))
        except ChannelError as error:
            return error.code == "too-many"
        return True
