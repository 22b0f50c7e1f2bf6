"""What a sync is asked for, and how its answer is read: whatever cannot be read costs only itself."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from nio import Event, SyncResponse

_NO_TYPES = {"types": [], "limit": 0}

log = logging.getLogger("varde.matrix")


def wanted(user: str) -> dict[str, Any]:
    """The filter. Without what `user`, that is we ourselves, did: each answer would be one more sync, read for nothing.

    So a room that we make is in no sync before somebody else does something in it.
    """
    timeline = {"limit": 100, "not_senders": [user]}
    room = {"timeline": timeline, "ephemeral": _NO_TYPES, "account_data": _NO_TYPES}
    return {"presence": _NO_TYPES, "account_data": _NO_TYPES, "room": room}


def read(body: dict[str, Any], fenced: Callable[..., Any]) -> SyncResponse:
    """With `invites` as they came: nio takes them apart, and they are answered elsewhere."""
    invites = _dict(_dict(body.get("rooms")).pop("invite", None))
    response = _read(body, fenced)
    response.invites = invites
    return response


def _read(body: dict[str, Any], fenced: Callable[..., Any]) -> SyncResponse:
    """The response; where something in it cannot be read, without the events that cannot."""
    response = fenced(SyncResponse.from_dict, body)
    if isinstance(response, SyncResponse):
        return response
    for rooms in _objects(body.get("rooms")):
        for part in _objects(rooms):
            for holder in ("timeline", "state", "invite_state"):
                events = _dict(part.get(holder)).get("events")
                if isinstance(events, list):
                    part[holder]["events"] = [event for event in events if fenced(Event.parse_event, event)]
    response = fenced(SyncResponse.from_dict, body)
    if isinstance(response, SyncResponse):
        return response
    log.error("sync-unreadable")
    return SyncResponse.from_dict({"next_batch": str(body.get("next_batch", "")), "rooms": {}, "to_device": {}})


def _objects(of: Any) -> list[dict[str, Any]]:
    return [value for value in _dict(of).values() if isinstance(value, dict)]


def _dict(of: Any) -> dict[str, Any]:
    return of if isinstance(of, dict) else {}
