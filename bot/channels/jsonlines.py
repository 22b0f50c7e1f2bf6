"""One JSON object a line, in and out: for scripts, tests and bridges to other chat systems (CONTRACT.md)."""

from __future__ import annotations

import asyncio
import json
import unicodedata
from collections import deque
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NoReturn

from bot.channels.lines import TOO_LONG, Lines
from bot.core.events import (
    UNCHANGED,
    Address,
    ChoiceId,
    ChoicePressed,
    ClockAdvanced,
    EventId,
    Incoming,
    MessageNumber,
    MessageReceived,
    SettingsChanged,
    Unchanged,
)
from bot.core.knowledge import Source
from bot.core.library import World
from bot.core.talking.settings import LANGUAGES
from bot.core.typed import Typed
from bot.core.words.wording import Rendered

MOST_AT_ONCE = 64
"""Lines that wait in the pipe and may share a commit."""
LONGEST_ID = 200
"""Characters of a user's name, a choice or an event id."""
LONGEST_NUMBER = 19
"""Characters of a message id; a longer one is the id of no message."""
FURTHEST = 10 * 366 * 24 * 3600
"""Seconds that a virtual clock is moved at most by one line."""


class LineError(ValueError):
    """The other program's fault: a line that cannot be used. The message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class _Read:
    """One line of input, by its number: an event, what is wrong with it, or nothing at all."""

    number: int
    event: Incoming | ClockAdvanced | None = None
    error: str = ""


class JsonLines:
    """`session` keeps the ids of lines without an own event id apart from those of earlier runs."""

    name = "jsonlines"
    parallel = 1
    connected = True

    def __init__(
        self, lines: Lines, write: Callable[[str], None], world: Callable[[], World], session: str, virtual: bool
    ) -> None:
        self._lines = lines
        self._write = write
        self._world = world
        self._session = session
        self._virtual = virtual
        self._number = 0
        self._open: dict[EventId, deque[int]] = {}
        self._quiet = asyncio.Event()
        self._quiet.set()

    async def connect(self) -> None:
        """The input is there from the start."""

    async def events(self) -> AsyncIterator[Sequence[Incoming | ClockAdvanced]]:
        """Lines that arrived together, in order; whatever is not an event waits until the ones before are answered."""
        async for lines in self._lines.arriving():
            batch: list[Incoming | ClockAdvanced] = []
            for line in lines:
                read = self._read(line)
                if batch and (len(batch) == MOST_AT_ONCE or not _joins(read.event)):
                    yield self._expecting(batch)
                    batch = []
                if read.event is None:
                    await self._quiet.wait()
                    self._refuse(read)
                    continue
                self._open.setdefault(read.event.id, deque()).append(read.number)
                batch.append(read.event)
                if isinstance(read.event, ClockAdvanced):
                    yield self._expecting(batch)
                    batch = []
            if batch:
                yield self._expecting(batch)

    async def send(self, message: Rendered, at: datetime, part: int) -> bool:
        """Print one message."""
        self._print(
            {
                "to": message.to.removeprefix(f"{self.name}:"),
                "id": f"m{message.number}",
                "kind": message.kind.value,
                "text": message.text,
                "choices": [{"id": choice.id, "label": choice.label} for choice in message.choices],
                "ref": message.ref or None,
                "severity": message.severity or None,
                "sources": [_cited(source) for source in message.sources],
                "at": at.isoformat(),
            }
        )
        return False

    async def delete(self, sender: Address, event: EventId) -> bool:
        """Ask the program at the other end to remove the message; it is taken at its word that it does."""
        self._print({"deleted": self._own(event), "user": sender.removeprefix(f"{self.name}:")})
        return True

    async def settled(self, events: Sequence[EventId]) -> None:
        """Say of each line that all its replies are out."""
        for event in events:
            numbers = self._open[event]
            self._print({"idle": numbers.popleft()})
            if not numbers:
                del self._open[event]
        if not self._open:
            self._quiet.set()

    async def close(self) -> None:
        self._lines.close()

    def _expecting(self, batch: list[Incoming | ClockAdvanced]) -> Sequence[Incoming | ClockAdvanced]:
        self._quiet.clear()
        return tuple(batch)

    def _refuse(self, read: _Read) -> None:
        if read.error:
            self._print({"error": read.error, "line": read.number})
        self._print({"idle": read.number})

    def _read(self, line: bytes) -> _Read:
        self._number += 1
        if not line.strip():
            return _Read(self._number)
        try:
            return _Read(self._number, self._event(_object(line)))
        except LineError as error:
            return _Read(self._number, error=str(error))

    def _event(self, given: dict[str, Any]) -> Incoming | ClockAdvanced:
        """The event that a line stands for. Raises LineError."""
        own = f"{self._session}-{self._number}" if "event" not in given else _name(given, "event")
        id_ = EventId(f"{self.name}:{own}")
        if "advance" in given:
            return ClockAdvanced(id_, self._span(given["advance"]))
        kinds = [key for key in ("text", "choice", "profile") if key in given]
        if len(kinds) != 1:
            raise LineError("a line has user and exactly one of text, choice or profile, or it has advance")
        sender = Address(f"{self.name}:{_name(given, 'user')}")
        if kinds == ["text"]:
            return MessageReceived(id_, sender, Typed(_text(given["text"])))
        if kinds == ["choice"]:
            return ChoicePressed(id_, sender, ChoiceId(_name(given, "choice")), _message(given.get("message")))
        return self._profile(id_, sender, given["profile"])

    def _span(self, seconds: object) -> timedelta:
        if not self._virtual:
            raise LineError("advance needs --virtual-clock")
        if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 <= seconds <= FURTHEST:
            raise LineError(f"advance is a number of seconds from 0 to {FURTHEST}")
        return timedelta(seconds=seconds)

    def _profile(self, id_: EventId, sender: Address, profile: object) -> SettingsChanged:
        known = ("district", "unit", "health_personnel", "lang")
        if not isinstance(profile, dict) or not set(profile) <= set(known):
            raise LineError("profile is an object with any of district, unit, health_personnel and lang")
        world = self._world()
        district = _one_of(profile, "district", world.library.knowledge.districts)
        unit = _one_of(profile, "unit", world.people.units)
        health = profile.get("health_personnel", UNCHANGED)
        if not isinstance(health, bool | None | Unchanged):
            raise LineError("health_personnel is true, false or null")
        lang = profile.get("lang", UNCHANGED)
        if not isinstance(lang, Unchanged) and lang not in LANGUAGES:
            raise LineError("lang is nb, nn or en")
        return SettingsChanged(id_, sender, district, unit, health, lang)

    def _own(self, event: EventId) -> str:
        return event.removeprefix(f"{self.name}:")

    def _print(self, line: dict[str, Any]) -> None:
        self._write(json.dumps(line, ensure_ascii=False))


def _cited(source: Source) -> dict[str, str | None]:
    checked = source.checked.isoformat() if source.checked else None
    return {"id": source.id, "title": source.title, "url": source.url, "checked": checked}


def _joins(event: Incoming | ClockAdvanced | None) -> bool:
    """Whether a line may share a commit with the lines before it."""
    return event is not None and not isinstance(event, ClockAdvanced)


def _object(line: bytes) -> dict[str, Any]:
    if line is TOO_LONG:
        raise LineError("the line is too long")
    try:
        given = json.loads(line.decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise LineError("the line is no JSON in UTF-8") from None
    if not isinstance(given, dict):
        raise LineError("a line is one JSON object")
    return given


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _text(text: object) -> str:
    if not isinstance(text, str):
        raise LineError("text is a string")
    return text


def _name(given: dict[str, Any], key: str) -> str:
    """A short string without control characters, safe to be stored and printed."""
    name = given.get(key)
    if not isinstance(name, str) or not 1 <= len(name) <= LONGEST_ID:
        raise LineError(f"{key} is a string of 1 to {LONGEST_ID} characters")
    if any(unicodedata.category(character) in ("Cc", "Cs", "Co", "Cn") for character in name):
        raise LineError(f"{key} has a character that cannot be used in a name")
    return name


def _message(message: object) -> MessageNumber | None:
    if message is None:
        return None
    if not isinstance(message, str) or not message[1:].isascii() or not message[1:].isdigit() or message[0] != "m":
        raise LineError("message is the id of a message, such as m12")
    return MessageNumber(int(message[1:]) if len(message) <= LONGEST_NUMBER else 0)


def _one_of(profile: dict[str, Any], key: str, known: Any) -> Any:
    value = profile.get(key, UNCHANGED)
    if value is None or isinstance(value, Unchanged):
        return value
    if not isinstance(value, str) or value not in known:
        raise LineError(f"{key} is not known here")
    return value
