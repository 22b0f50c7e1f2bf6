"""What people send on Matrix, as events of the core; whatever has another shape is nobody's message."""

from __future__ import annotations

import html
import re
from collections import deque
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from nio import MegolmEvent

from bot.core.events import Address, EventId, Incoming, MessageEdited, MessageReceived, MessageUnreadable
from bot.core.typed import Typed

_WRITTEN = {"m.text", "m.emote"}
_OTHER_TYPES = {"m.sticker", "m.poll.start", "org.matrix.msc3381.poll.start"}
_NEVER_ANSWERED = {"m.notice", "m.key.verification.request"}
"""What bots say to each other, and what a client does without its person."""
_TAG = re.compile(r"<[^<>]*>")
_MOST_VALUES = 5000
_MOST_LETTERS = 200_000
"""Of a content, for the guard; an event of Matrix has at most 64 kB."""
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
        return MessageUnreadable(id_, sender, "uten-tekst", _beside(content))
    return MessageEdited(id_, sender, Typed(body), edits, _beside(content))


def _beside(content: Mapping[str, Any]) -> Typed | None:
    """All text that stands anywhere in a message: quotes, HTML with its links, captions, polls. For the guard alone."""
    told = dict.fromkeys(shown for text in _strings(content) for shown in _readings(text))
    return Typed("\n\n".join(told)[:_MOST_LETTERS]) if told else None


def _strings(content: Mapping[str, Any]) -> Iterator[str]:
    """In whatever they are nested, the outermost first."""
    left: deque[Any] = deque([content])
    for _ in range(_MOST_VALUES):
        if not left:
            return
        value = left.popleft()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict | list):
            inner = value.values() if isinstance(value, dict) else value
            left.extend(islice(inner, _MOST_VALUES))


def _readings(text: str) -> Iterator[str]:
    """As it stands, and as a client shows it if it is HTML."""
    if not text:
        return
    yield text
    if "<" in text or "&" in text:
        yield html.unescape(text)
        yield html.unescape(_TAG.sub("", text))


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
