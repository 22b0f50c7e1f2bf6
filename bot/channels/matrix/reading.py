"""What people send on Matrix, as events of the core; whatever has another shape is nobody's message."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from nio import MegolmEvent

from bot.core.events import Address, EventId, Incoming, MessageEdited, MessageReceived, MessageUnreadable
from bot.core.typed import Typed

_WRITTEN = {"m.text", "m.emote"}
_OTHER_TYPES = {"m.sticker", "m.poll.start", "org.matrix.msc3381.poll.start"}
_NEVER_ANSWERED = {"m.notice", "m.key.verification.request"}
"""What bots say to each other, and what a client does without its person."""
_TAG = re.compile(r"<[^<>]*>")
_QUOTED = re.compile(r"\A(?:>[^\n]*(?:\n|\Z))+\n?")
"""The text that a reply repeats, as clients put it in front for those that do not know replies."""


def address(user: str) -> Address:
    return Address(f"matrix:{user}")


def user_of(to: Address) -> str:
    return to.removeprefix("matrix:")


def event_id(room: str, event: str) -> EventId:
    """The room stands in it, because an event can be fetched and redacted only in its room."""
    return EventId(f"matrix:{room}/{event}")


def room_and_event(id_: EventId) -> tuple[str, str]:
    room, _, event = id_.removeprefix("matrix:").rpartition("/")
    return room, event


def heard(event: Any, room: str, sender: str) -> Incoming | None:
    """What a person did, if this is something that a person did. `event` is nio's, `sender` its checked sender."""
    source = event.source
    id_ = event_id(room, str(source.get("event_id", "")))
    if isinstance(event, MegolmEvent):
        return MessageUnreadable(id_, address(sender), "kryptert")
    content = source.get("content")
    if not isinstance(content, dict) or not content or "state_key" in source:
        return None
    if source.get("type") in _OTHER_TYPES:
        return MessageUnreadable(id_, address(sender), "uten-tekst", _beside(content))
    if source.get("type") != "m.room.message" or content.get("msgtype") in _NEVER_ANSWERED:
        return None
    return _message(id_, address(sender), room, content)


def _message(id_: EventId, sender: Address, room: str, content: Mapping[str, Any]) -> Incoming | None:
    body = content.get("body")
    relation = _object(content.get("m.relates_to"))
    if relation.get("rel_type") == "m.replace":
        return _edit(id_, sender, event_id(room, str(relation.get("event_id", ""))), content)
    if content.get("msgtype") not in _WRITTEN:
        return MessageUnreadable(id_, sender, "uten-tekst", _beside(content))
    if not isinstance(body, str):
        return None
    text = _QUOTED.sub("", body) if "m.in_reply_to" in relation else body
    return MessageReceived(id_, sender, Typed(text), _beside(content))


def _edit(id_: EventId, sender: Address, edits: EventId, content: Mapping[str, Any]) -> Incoming | None:
    new = _object(content.get("m.new_content"))
    body = new.get("body")
    if not isinstance(body, str):
        return None
    if new.get("msgtype") not in _WRITTEN:
        return MessageUnreadable(id_, sender, "uten-tekst", _beside(content, new))
    return MessageEdited(id_, sender, Typed(body), edits, _beside(content, new))


def _beside(*contents: Mapping[str, Any]) -> Typed | None:
    """All other text that stands in a message: quotes, HTML, captions, file names. For the guard alone."""
    found = []
    for content in contents:
        found += [content.get(key) for key in ("body", "filename")]
        html = content.get("formatted_body")
        found.append(_TAG.sub("", html) if isinstance(html, str) else None)
    told = dict.fromkeys(text for text in found if isinstance(text, str) and text)
    return Typed("\n\n".join(told)) if told else None


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
