"""Messages whose keys may still come: their rooms are held back for a moment, and all other rooms go on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from nio import RoomInfo, SyncResponse, Timeline


@dataclass(slots=True)
class _Room:
    events: list[Any]
    until: float


class HeldBack:
    """`locked` says whether an event of a room cannot be read yet, `unlocked` tries to read it.

    It is true while anything is held back: then the place in the stream must not be kept, or a crash would lose it.
    """

    def __init__(self, locked: Callable[[str, Any], bool], unlocked: Callable[[dict[str, Any], str], Any]) -> None:
        self._locked = locked
        self._unlocked = unlocked
        self._rooms: dict[str, _Room] = {}

    def __bool__(self) -> bool:
        return bool(self._rooms)

    def patience(self, now: float) -> float | None:
        """Seconds until the first of them is let go."""
        return max(min(room.until for room in self._rooms.values()) - now, 0.0) if self._rooms else None

    def sift(self, response: SyncResponse, now: float, until: float) -> Sequence[SyncResponse]:
        """Take rooms with locked messages out, no timeline of which is cut off; give back those whose time has come."""
        for name, info in response.rooms.join.items():
            timeline = info.timeline
            if name in self._rooms:
                self._rooms[name].events += timeline.events
                timeline.events = []
            elif any(self._locked(name, event) for event in timeline.events):
                self._rooms[name] = _Room(timeline.events, until)
                timeline.events = []
        return [*self._let_go([name for name in self._rooms if self._over(name, now)]), response]

    def let_go(self) -> Sequence[SyncResponse]:
        """All of them, to be handed on before anything that comes later."""
        return self._let_go(list(self._rooms))

    def _over(self, name: str, now: float) -> bool:
        room = self._rooms[name]
        for place, event in enumerate(room.events):
            if self._locked(name, event):
                room.events[place] = self._unlocked(event.source, name) or event
        return now >= room.until or not any(self._locked(name, event) for event in room.events)

    def _let_go(self, names: Iterable[str]) -> Sequence[SyncResponse]:
        rooms = {name: self._rooms.pop(name) for name in names}
        if not rooms:
            return []
        earlier = SyncResponse.from_dict({"next_batch": "", "rooms": {}, "to_device": {}})
        earlier.invites = {}
        for name, room in rooms.items():
            earlier.rooms.join[name] = RoomInfo(Timeline(room.events, False, None), [], [], [])
        return [earlier]
