"""The content that is live while Varde runs: read again when a file changes, kept when the new one is wrong."""

from __future__ import annotations

import asyncio
import ctypes
import gc
import logging
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from bot.core.library import Library, World
    from bot.core.people import People

LOOK_EVERY = 0.5
"""Seconds between looks at the files."""
_TURNS_GO_FIRST = 0.001
"""Seconds that unpacking new content holds up everything else at a time."""

log = logging.getLogger("varde.content")


class ContentError(Exception):
    """The author's fault: content that cannot be used. The message says in which file, on which line and what to do."""


@dataclass(frozen=True)
class Reading:
    """What came of reading the shelf: a library, or what is wrong with it, a line for each FEIL."""

    library: Library | None
    people: People
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where the content stands."""

    knowledge: Path
    flows: Path
    people: Path | None

    def read(self, today: date) -> Reading:
        """Everything, checked as far as running needs it."""
        # Only the process that reads needs the models of the files: 24 MB that the others do without.
        from bot.content import Severity, load
        from bot.core.texts import TEXTS

        with _uncollected():
            loaded = load(self.knowledge, self.flows, self.people, today, texts=TEXTS)
        wrong = tuple(p.line_text() for p in loaded.problems if p.severity is Severity.ERROR)
        return Reading(loaded.library, loaded.people, wrong)

    def signature(self) -> tuple[tuple[str, int, int], ...]:
        """Changes when a file is added, taken away or written; empty while folders come and go under our eyes."""
        try:
            return tuple(sorted(self._stamps()))
        except OSError:
            return ()

    def _stamps(self) -> Iterator[tuple[str, int, int]]:
        files = [*self.knowledge.rglob("*"), *self.flows.rglob("*"), *((self.people,) if self.people else ())]
        for file in files:
            try:
                found = file.stat()
            except OSError:
                continue
            yield str(file), found.st_mtime_ns, found.st_size


class Reader:
    """Another process that reads the shelf while this one goes on.

    It has a session of its own: Ctrl-C is meant for us, and it ends when nobody takes what it read.
    """

    def __init__(self, shelf: Shelf, today: date) -> None:
        self.signature = shelf.signature()
        """The files as they were when the reading began."""
        command = [sys.executable, "-P", "-c", "from bot.live import hand_over; hand_over()"]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, start_new_session=True)  # noqa: S603 -- ourselves
        assert self._process.stdin is not None
        with self._process.stdin as to:
            pickle.dump((shelf, today), to)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Whatever became of this process, the other one does not outlive it."""
        assert self._process.stdout is not None
        self._process.stdout.close()
        self._process.kill()
        self._process.wait()

    def result(self) -> Reading:
        """Wait for it and unpack what it read. Raises ContentError when it died."""
        assert self._process.stdout is not None
        packed = self._process.stdout.read()
        try:
            with _turns_first(), _uncollected():
                reading = pickle.loads(packed)  # noqa: S301 -- written by our own child
        except Exception:
            # A child that died, or files of the program that are being replaced: whatever it is, the old content stays.
            raise ContentError("the content could not be read: the process that reads it ended too early") from None
        assert isinstance(reading, Reading)
        return reading


def hand_over() -> None:
    """The other side of `Reader`: a shelf comes in on standard input, what is on it goes out."""
    shelf, today = pickle.load(sys.stdin.buffer)  # noqa: S301 -- written by our own parent
    reading = shelf.read(today)
    try:
        pickle.dump(reading, sys.stdout.buffer, pickle.HIGHEST_PROTOCOL)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        sys.stderr.close()  # nobody waits any more, and nobody wants to hear of it


class LiveContent:
    """Holds the world that is live; `watch` replaces it whole. `seen` are the files that the world was read from."""

    def __init__(
        self,
        shelf: Shelf,
        world: World,
        seen: tuple[tuple[str, int, int], ...],
        today: Callable[[], date],
        tell: Callable[[str], None],
    ) -> None:
        self._shelf = shelf
        self._world = world
        self._seen = seen
        self._today = today
        self._tell = tell

    @property
    def world(self) -> World:
        return self._world

    async def watch(self) -> None:
        """Look at the files now and then, for ever."""
        while True:
            await asyncio.sleep(LOOK_EVERY)
            if await asyncio.to_thread(self._shelf.signature) != self._seen:
                await self._reload()

    async def _reload(self) -> None:
        try:
            reading = await asyncio.to_thread(self._read)
        except ContentError:
            log.error("content-not-read")
            self._tell("varde: the content could not be read again; the last good content stays live")
            return
        if reading.library is None:
            for line in reading.wrong:
                self._tell(line)
            self._tell("varde: the content was not taken over; the last good content stays live")
            return
        self._world = replace(self._world, library=reading.library, people=reading.people)
        log.info("content-reloaded")
        del reading
        await asyncio.to_thread(_give_back)

    def _read(self) -> Reading:
        with Reader(self._shelf, self._today()) as reader:
            self._seen = reader.signature
            return reader.result()


def _give_back() -> None:
    """Let the system have the memory of the content before: glibc would keep it, 30 MB after five times."""
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # musl has none, and keeps nothing
        if trim is not None:
            trim(0)


@contextmanager
def _turns_first() -> Iterator[None]:
    """Let the thread that answers people have the interpreter more often than usual."""
    patience = sys.getswitchinterval()
    sys.setswitchinterval(_TURNS_GO_FIRST)
    try:
        yield
    finally:
        sys.setswitchinterval(patience)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Content is made of some 250,000 objects that stay: looking through them for garbage would find none, and
    would hold up every turn for 0.2 s each time, now and later. So it is neither done now nor with these later."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
