"""Redacts a person's message with everything that she made of it by editing."""

from __future__ import annotations

from typing import Any

from bot.channel import ChannelError
from bot.channels.matrix.client import NO_SUCH_PATH, Client, path

_MOST_PAGES = 20


async def erased(client: Client, room: str, event: str, sender: str) -> bool:
    """Whether all of it is gone. An edit takes its original along, and that all its other edits. Raises ChannelError.

    Works from the event's id alone, so that it can be done again after a restart.
    """
    original = await _original(client, room, event, sender)
    edits = await _edits(client, room, original, sender) if original else []
    # The event that we were given goes last: until then it tells what else belongs to it.
    others = [each for each in dict.fromkeys([original or event, *edits]) if each != event]
    gone = [await _redacted(client, room, each) for each in (*others, event)]
    return original is not None and all(gone)


async def _original(client: Client, room: str, event: str, sender: str) -> str | None:
    """The event that an edit replaces, else the event itself; None where nobody can tell."""
    found = await _get(client, path("rooms", room, "event", event))
    if found is None or found.get("sender") != sender:
        return None
    relation = _object(_object(found.get("content")).get("m.relates_to"))
    replaced = relation.get("event_id")
    if relation.get("rel_type") != "m.replace" or not isinstance(replaced, str):
        return event
    whole = await _get(client, path("rooms", room, "event", replaced))
    # A forged relation: redact what was sent, and nothing of somebody else's.
    return replaced if whole and whole.get("sender") == sender else event


async def _edits(client: Client, room: str, original: str, sender: str) -> list[str]:
    found: list[str] = []
    base = path("rooms", room, "relations", original, "m.replace").replace("/v3/", "/v1/", 1)
    page = ""
    for _ in range(_MOST_PAGES):
        answer = await _get(client, f"{base}?limit=100" + (f"&from={page}" if page else ""))
        chunk = answer.get("chunk") if answer else None
        events = [_object(e) for e in chunk] if isinstance(chunk, list) else []
        found += [str(e.get("event_id")) for e in events if e.get("sender") == sender]
        page = str((answer or {}).get("next_batch") or "")
        if not page:
            break
    return found


async def _redacted(client: Client, room: str, event: str) -> bool:
    """The event's own id makes the transaction: asked for again after a crash it is the same redaction."""
    try:
        await client.call("PUT", path("rooms", room, "redact", event, f"varde-redact-{event}"), {})
    except ChannelError as error:
        if error.retry_in is not None:
            raise
        return False
    return True


async def _get(client: Client, where: str) -> dict[str, Any] | None:
    try:
        return await client.call("GET", where)
    except ChannelError as error:
        if error.retry_in is not None and error.code != NO_SUCH_PATH:
            raise
        return None


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
