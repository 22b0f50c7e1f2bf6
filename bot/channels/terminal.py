"""One person at a terminal: plain text, choices as numbers, colours only where they are wanted."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
import textwrap
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime

from bot.channels.lines import TOO_LONG, Lines
from bot.core.effects import Kind
from bot.core.events import Address, ChatOpened, ClockAdvanced, EventId, Incoming, MessageReceived
from bot.core.library import World
from bot.core.typed import Typed
from bot.core.words.wording import Rendered

WIDEST = 88
"""Characters a line; longer ones are hard to read."""
_BOLD, _DIM, _RED, _YELLOW, _GREEN, _PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[1;31m", "\x1b[1;33m", "\x1b[32m", "\x1b[0m"
_SEVERITY = {"akutt": _RED, "meldeplikt": _RED, "droft": _YELLOW, "oppfolging": _GREEN, "ingen-plikt-na": _GREEN}
_KIND = {Kind.URGENT: _RED, Kind.PRIVACY: _YELLOW, Kind.QUESTION: _BOLD}


def coloured(environment: dict[str, str]) -> bool:
    """Colours are for a terminal that knows them, and for nobody who has said NO_COLOR (no-color.org)."""
    return sys.stdout.isatty() and environment.get("TERM", "dumb") != "dumb" and not environment.get("NO_COLOR")


class Terminal:
    """`session` keeps the ids of what is typed now apart from those of earlier conversations."""

    name = "terminal"
    parallel = 1
    connected = True

    def __init__(self, lines: Lines, user: str, world: Callable[[], World], session: str) -> None:
        self._lines = lines
        self._user = Address(f"{self.name}:{user}")
        self._world = world
        self._session = session
        self._typed = 0
        self._colours = coloured(dict(os.environ))
        self._answered = asyncio.Event()

    async def connect(self) -> None:
        """The input is there from the start."""

    async def events(self) -> AsyncIterator[Sequence[Incoming | ClockAdvanced]]:
        """That the chat was opened, then one line after the other; the end of the input ends it."""
        yield (ChatOpened(self._id(), self._user),)
        async for lines in self._lines.arriving():
            for line in lines:
                await self._answered.wait()
                self._answered.clear()
                text = "" if line is TOO_LONG else line.decode("utf-8", "replace")
                yield (MessageReceived(self._id(), self._user, Typed(text)),)

    async def send(self, message: Rendered, at: datetime, part: int) -> bool:
        """Print one message; what belongs to somebody else is not shown."""
        if message.to != self._user:
            return False
        colour = _SEVERITY.get(message.severity) or _KIND.get(message.kind, "")
        head, _, rest = message.text.partition("\n\n")
        blocks = [self._in(colour, _wrap(head)), *([_wrap(rest)] if rest else [])]
        if message.choices:
            marks = (f"{n:>3}" if message.numbered else "  •" for n in range(1, len(message.choices) + 1))
            listed = (f"{mark}  {choice.label}" for mark, choice in zip(marks, message.choices, strict=True))
            blocks.append("\n".join(_wrap(line, hanging=5) for line in listed))
        self._print("\n" + "\n\n".join(blocks) + "\n")
        return False

    async def delete(self, sender: Address, event: EventId) -> bool:
        """What stands on a screen cannot be taken back from here."""
        return False

    async def settled(self, events: Sequence[EventId]) -> None:
        """Everything is said: the person's turn."""
        texts = self._world().library.texts
        self._print(self._in(_DIM, _wrap(f"{texts['terminal-valg']} {texts['terminal-ikke-skriv']}")) + "\n")
        self._print("> ")
        self._answered.set()

    async def close(self) -> None:
        self._lines.close()
        self._print("\n")

    def _id(self) -> EventId:
        self._typed += 1
        return EventId(f"{self.name}:{self._session}-{self._typed}")

    def _in(self, colour: str, text: str) -> str:
        return f"{colour}{text}{_PLAIN}" if self._colours and colour else text

    def _print(self, text: str) -> None:
        encoding = sys.stdout.encoding or "utf-8"
        sys.stdout.write(text.encode(encoding, "replace").decode(encoding))
        sys.stdout.flush()


def _wrap(text: str, hanging: int = 0) -> str:
    width = max(20, min(WIDEST, shutil.get_terminal_size().columns - 1))
    return "\n".join(
        textwrap.fill(
            line, width, subsequent_indent=" " * (hanging or _indent(line)), break_on_hyphens=False
        )
        for line in text.split("\n")
    )


def _indent(line: str) -> int:
    """Continued lines of a list stand under its text, not under its number."""
    mark = line.split(" ", 1)[0]
    return len(mark) + 1 if mark == "•" or mark.removesuffix(".").isdigit() else 0
