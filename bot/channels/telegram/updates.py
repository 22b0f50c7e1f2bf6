"""Reads Telegram's updates as events; what a person wrote is wrapped at once, what nobody knows is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.channels.telegram.keyboards import Carried, carried
from bot.core.events import (
    Address,
    ChatOpened,
    ChoicePressed,
    EventId,
    Incoming,
    MessageEdited,
    MessageReceived,
    MessageUnreadable,
)
from bot.core.typed import Typed

NAME = "telegram"
WANTED = ("message", "edited_message", "channel_post", "callback_query", "my_chat_member")
"""The kinds of updates that Telegram is asked for."""
_UNREADABLE = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What becomes of an update that is too deep, endless, or made of something else than Telegram promises."""
_ALBUM = re.compile(r"[0-9]{1,32}")
_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@[A-Za-z0-9_]*)?(?:\s+(.*))?", re.DOTALL)
_FRAME = frozenset(
    """message_id message_thread_id direct_messages_topic from sender_chat sender_boost_count sender_business_bot
    sender_tag date business_connection_id chat forward_origin is_topic_message is_automatic_forward reply_to_message
    external_reply quote reply_to_story reply_to_checklist_task_id reply_to_poll_option_id via_bot edit_date
    has_protected_content is_from_offline is_paid_post media_group_id author_signature paid_star_count text entities
    link_preview_options suggested_post_info effect_id caption caption_entities show_caption_above_media
    has_media_spoiler reply_markup""".split()
)
"""What stands around a message, not in it."""
_SERVICE = frozenset(
    """new_chat_members left_chat_member new_chat_title new_chat_photo delete_chat_photo group_chat_created
    supergroup_chat_created channel_chat_created message_auto_delete_timer_changed migrate_to_chat_id
    migrate_from_chat_id pinned_message write_access_allowed connected_website proximity_alert_triggered boost_added
    chat_background_set chat_owner_left chat_owner_changed video_chat_scheduled video_chat_started video_chat_ended
    video_chat_participants_invited""".split()
)
"""What Telegram says by itself; nobody waits for an answer to it."""
_NO_WORDS = frozenset(
    "file_id file_unique_id mime_type thumbnail type emoji set_name origin chat from".split()
)
"""Keys whose values nobody wrote into the message."""


@dataclass(frozen=True, slots=True)
class Press:
    """A pressed button, to be answered at once; `message` is Telegram's number of the message it stands under."""

    query: str
    chat: int
    message: int | None
    says: Carried


@dataclass
class Read:
    """What a batch of updates says."""

    events: list[Incoming] = field(default_factory=list)
    presses: list[Press] = field(default_factory=list)
    strangers: list[int] = field(default_factory=list)
    shared: list[tuple[int, bool]] = field(default_factory=list)
    """Groups and channels that Varde was put into, each with whether it may say why it leaves."""
    unknown: int = 0


def message_of(event: EventId) -> int | None:
    """Telegram's number of the message that an event is about."""
    kind, *numbers = event.removeprefix(f"{NAME}:").split(":")
    known = kind in ("message", "edit", "album") and len(numbers) >= 2 and numbers[1].isdigit()
    return int(numbers[1]) if known else None


class Reader:
    """Remembers nothing: that ten pictures of an album are refused once is in the id of the refusal."""

    def __init__(self, allow: Sequence[str], me: int) -> None:
        """`me` is the bot's own number."""
        self._allow = frozenset(allow)
        self._me = me

    def read(self, updates: Sequence[Mapping[str, Any]]) -> Read:
        """In the order given; an update that is not as Telegram promises is counted and skipped."""
        found = Read()
        for update in updates:
            try:
                self._update(found, update)
            except _UNREADABLE:
                found.unknown += 1
        return found

    def _update(self, found: Read, update: Mapping[str, Any]) -> None:
        if "callback_query" in update:
            self._press(found, int(update["update_id"]), update["callback_query"])
            return
        for kind in ("message", "edited_message", "channel_post", "my_chat_member"):
            if kind in update:
                self._from_chat(found, int(update["update_id"]), kind, update[kind])

    def _from_chat(self, found: Read, update: int, kind: str, given: Mapping[str, Any]) -> None:
        chat = int(given["chat"]["id"])
        if given["chat"]["type"] != "private":
            if not self._gone(kind, given):
                found.shared.append((chat, given["chat"]["type"] != "channel"))
            return
        if kind == "my_chat_member":
            return
        if not self._known(chat):
            found.strangers.append(chat)
            return
        if kind == "edited_message":
            found.events.extend(_edited(chat, update, given))
        else:
            found.events.extend(_message(chat, given))

    def _known(self, person: int) -> bool:
        return "*" in self._allow or str(person) in self._allow

    def _gone(self, kind: str, given: Mapping[str, Any]) -> bool:
        """Whether it says that Varde is in there no more."""
        if kind == "my_chat_member":
            return given["new_chat_member"]["status"] in ("left", "kicked")
        return "left_chat_member" in given and int(given["left_chat_member"]["id"]) == self._me

    def _press(self, found: Read, update: int, given: Mapping[str, Any]) -> None:
        person = int(given["from"]["id"])
        under = given.get("message") or {}
        says = carried(str(given.get("data", "")))
        number = int(under["message_id"]) if under else None
        found.presses.append(Press(str(given["id"]), person, number, says))
        if under and under["chat"]["type"] != "private":
            return
        if not self._known(person):
            found.strangers.append(person)
            return
        event = EventId(f"{NAME}:press:{person}:{update}")
        found.events.append(ChoicePressed(event, _address(person), says.choice, says.number))


def _message(chat: int, given: Mapping[str, Any]) -> Iterator[Incoming]:
    number = int(given["message_id"])
    event = _event("message", chat, number)
    beside = _beside(given)
    text, album = given.get("text"), given.get("media_group_id")
    if text is not None:
        yield from _written(chat, number, event, str(text), beside)
    elif not _has_content(given):
        return
    elif isinstance(album, str) and _ALBUM.fullmatch(album):
        # Each picture is judged; they share one refusal, which counts once however often Varde starts again.
        if beside is not None:
            yield MessageUnreadable(_event("album", chat, number), _address(chat), "uten-tekst", beside, quiet=True)
        yield MessageUnreadable(EventId(f"{NAME}:refusal:{chat}:{album}"), _address(chat), "uten-tekst")
    else:
        yield MessageUnreadable(event, _address(chat), "uten-tekst", beside)


def _written(chat: int, number: int, event: EventId, text: str, beside: Typed | None) -> Iterator[Incoming]:
    """A line, or a command of the menu: `/snakk_med_noen` is «snakk med noen»."""
    command = _COMMAND.fullmatch(text.strip())
    if command is None:
        yield MessageReceived(event, _address(chat), Typed(text), beside)
        return
    rest = command[2] or ""
    if command[1].lower() != "start":
        line = f"{command[1].replace('_', ' ')} {rest}".strip()
        yield MessageReceived(event, _address(chat), Typed(line), beside)
        return
    if rest or beside is not None:
        # What stands behind /start came with a link; the guard judges it, nobody else looks at it.
        yield MessageEdited(event, _address(chat), Typed(rest), event, beside)
    yield ChatOpened(_event("opened", chat, number), _address(chat))


def _edited(chat: int, update: int, given: Mapping[str, Any]) -> Iterator[Incoming]:
    """A caption is judged like a text: it may have been one before a picture was put beside it."""
    number = int(given["message_id"])
    text, beside = given.get("text", given.get("caption")), _beside(given)
    if text is None and beside is None:
        return
    event = EventId(f"{NAME}:edit:{chat}:{number}:{update}")
    was = _event("message", chat, number)
    yield MessageEdited(event, _address(chat), Typed(str(text or "")), was, beside)


def _address(person: int) -> Address:
    return Address(f"{NAME}:{person}")


def _event(kind: str, chat: int, number: int) -> EventId:
    return EventId(f"{NAME}:{kind}:{chat}:{number}")


def _has_content(given: Mapping[str, Any]) -> bool:
    return bool(given.keys() - _FRAME - _SERVICE)


def _beside(given: Mapping[str, Any]) -> Typed | None:
    """Everything written that is not the text: a caption, file names, a contact, a place, a quote, links."""
    content = {key: value for key, value in given.items() if key not in _FRAME}
    around = [given.get(key) for key in ("caption", "caption_entities", "entities", "external_reply")]
    answered = given.get("reply_to_message") or {}
    if not answered.get("from", {}).get("is_bot"):
        around += [given.get("quote"), *(answered.get(key) for key in answered.keys() - (_FRAME - {"text", "caption"}))]
    words = [word for part in (*around, content) for word in _words(part)]
    return Typed("\n".join(words)) if words else None


def _words(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case list():
            for each in value:
                yield from _words(each)
        case dict():
            for key, each in value.items():
                if key not in _NO_WORDS:
                    yield from _words(each)
