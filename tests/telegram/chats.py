"""What stands on everybody's screen, what people do there, and what a test sees of it."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from faults import Json


@dataclass(frozen=True)
class Call:
    """One request of the bot."""

    method: str
    fields: Mapping[str, Any]
    at: float


@dataclass
class Chats:
    """`checked_update` looks at every update before it is given out."""

    checked_update: Callable[[Json], None] | None = None
    now: float = field(default_factory=time.time)
    calls: list[Call] = field(default_factory=list)
    chats: dict[int, dict[int, Json]] = field(default_factory=lambda: defaultdict(dict))
    deleted: list[tuple[int, int]] = field(default_factory=list)
    sent: list[Json] = field(default_factory=list)
    left: list[int] = field(default_factory=list)
    _waiting: list[Json] = field(default_factory=list)
    _queries: set[str] = field(default_factory=set)
    _changed: threading.Condition = field(default_factory=threading.Condition)
    _update: int = 811
    _message: int = 100

    def writes(self, person: int, text: str, **more: Any) -> int:
        """A line; its message number. A command carries the mark that Telegram gives it."""
        command = text.split()[0] if text.startswith("/") else ""
        marks = {"entities": [{"type": "bot_command", "offset": 0, "length": len(command)}]} if command else {}
        return self.puts(person, text=text, **marks, **more)

    def puts(self, person: int, **content: Any) -> int:
        """Any message of hers."""
        message = {**self._head(person), **content}
        self.chats[person][message["message_id"]] = {**message, "mine": False}
        self.update(message=message)
        return int(message["message_id"])

    def edits(self, person: int, number: int, **content: Any) -> None:
        old = {key: value for key, value in self.chats[person][number].items() if key != "mine"}
        message = {**old, **content, "edit_date": int(self.now)}
        self.chats[person][number] = {**message, "mine": False}
        self.update(edited_message=message)

    def presses(self, person: int, data: str, number: int | None = None) -> str:
        """A button, by what it carries, under a message of the bot; the id of the query."""
        under = self.chats[person].get(number or 0)
        query = str(7_000_000_000 + self._update)
        self._queries.add(query)
        shown = {key: value for key, value in under.items() if key != "mine"} if under else None
        gone = {"chat": _chat(person), "message_id": number or 1, "date": 0}
        self.update(
            callback_query={
                "id": query,
                "from": _user(person),
                "message": shown or gone,
                "chat_instance": "-77",
                "data": data,
            }
        )
        return query

    def update(self, **what: Any) -> int:
        """Something happened."""
        self._update += 1
        update = {"update_id": self._update, **what}
        if self.checked_update:
            self.checked_update(update)
        self._arrives(update)
        return self._update

    def _arrives(self, update: Json) -> None:
        """Telegram hears of it."""
        raise NotImplementedError

    def said(self, person: int, known: int = 0, *, count: int = 1, within: float = 30.0) -> list[Json]:
        """The bot's messages to a person from the `known`-th on, when there are that many."""
        self.until(lambda: len(self.told(person)) >= known + count, within)
        return self.told(person)[known:]

    def told(self, person: int) -> list[Json]:
        return [message for message in list(self.sent) if message["chat"]["id"] == person]

    def until(self, holds: Callable[[], object], within: float = 30.0) -> None:
        end = time.monotonic() + within
        with self._changed:
            # In slices, since what is waited for may stand on the program's standard error, which tells nobody.
            while not self._changed.wait_for(holds, 0.2):
                if time.monotonic() < end:
                    continue
                raise AssertionError(f"after {within} s: {[call.method for call in self.calls][-20:]}")

    def _tell(self) -> None:
        """Whoever waits for something looks again."""
        with self._changed:
            self._changed.notify_all()

    def called(self, method: str) -> list[Call]:
        return [call for call in list(self.calls) if call.method == method]

    def unacknowledged(self) -> list[int]:
        return [update["update_id"] for update in list(self._waiting)]

    def _head(self, person: int) -> Json:
        self._message += 1
        return {
            "message_id": self._message,
            "from": _user(person),
            "chat": _chat(person),
            "date": int(self.now),
        }


def _user(person: int) -> Json:
    return {"id": person, "is_bot": False, "first_name": f"Person {person}", "language_code": "nb"}


def _chat(person: int) -> Json:
    if person < 0:
        return {"id": person, "type": "supergroup", "title": f"Gruppe {-person}"}
    return {"id": person, "type": "private", "first_name": f"Person {person}"}
