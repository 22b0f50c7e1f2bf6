"""The content that is live while Varde runs: read again when a file changes, kept when the new one is wrong."""

from __future__ import annotations

import asyncio
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

from bot.content import Loaded, Severity, load
from bot.core.library import Retention, World
from bot.core.texts import TEXTS

LOOK_EVERY = 0.5
"""Seconds between looks at the files."""
_TURNS_GO_FIRST = 0.001
"""Seconds that unpacking new content holds up everything else at a time."""

log = logging.getLogger("varde.content")


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where the content stands."""

    knowledge: Path
    flows: Path
    people: Path | None

    def read(self, today: date) -> Loaded:
        """Everything, checked as far as running needs it."""
        with _uncollected():
            return load(self.knowledge, self.flows, self.people, today, texts=TEXTS)

    def signature(self) -> tuple[tuple[str, int, int], ...]:
        """Changes when a file is added, taken away or written."""
        return tuple(sorted(self._stamps()))

    def _stamps(self) -> Iterator[tuple[str, int, int]]:
        files = [*self.knowledge.rglob("*"), *self.flows.rglob("*"), *((self.people,) if self.people else ())]
        for file in files:
            try:
                found = file.stat()
            except OSError:
                continue
            yield str(file), found.st_mtime_ns, found.st_size


class LiveContent:
    """Holds the world that is live; `watch` replaces it whole."""

    def __init__(self, shelf: Shelf, world: World, today: Callable[[], date], tell: Callable[[str], None]) -> None:
        self._shelf = shelf
        self._world = world
        self._today = today
        self._tell = tell
        self._seen = shelf.signature()

    @property
    def world(self) -> World:
        return self._world

    async def watch(self) -> None:
        """Look at the files now and then, for ever. Reading them happens in another process: no reply waits for it."""
        while True:
            await asyncio.sleep(LOOK_EVERY)
            signature = await asyncio.to_thread(self._shelf.signature)
            if signature != self._seen:
                self._seen = signature
                await self._reload()

    async def _reload(self) -> None:
        try:
            loaded = await asyncio.to_thread(_read_elsewhere, self._shelf, self._today())
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            log.error("content-not-read %s", type(error).__name__)
            self._tell("varde: the content could not be read again; the last good content stays live")
            return
        if loaded.library is None:
            for problem in loaded.problems:
                if problem.severity is Severity.ERROR:
                    self._tell(problem.line_text())
            self._tell("varde: the content was not taken over; the last good content stays live")
            return
        self._world = replace(self._world, library=loaded.library, people=loaded.people)
        log.info("content-reloaded")


def _read_elsewhere(shelf: Shelf, today: date) -> Loaded:
    """Read in another process, so that turns go on meanwhile; what is left to do here is to unpack the result.

    It has a session of its own: Ctrl-C is meant for us, and we end it by closing its output.
    """
    command = [sys.executable, "-P", "-c", "from bot.live import hand_over; hand_over()"]
    packed = pickle.dumps((shelf, today))
    done = subprocess.run(command, input=packed, stdout=subprocess.PIPE, start_new_session=True, check=False)  # noqa: S603 -- ourselves
    patience = sys.getswitchinterval()
    sys.setswitchinterval(_TURNS_GO_FIRST)
    try:
        with _uncollected():
            loaded = pickle.loads(done.stdout)  # noqa: S301 -- written by our own child
    finally:
        sys.setswitchinterval(patience)
    assert isinstance(loaded, Loaded)
    return loaded


def hand_over() -> None:
    """The other side of `_read_elsewhere`: a shelf comes in on standard input, what is on it goes out."""
    shelf, today = pickle.load(sys.stdin.buffer)  # noqa: S301 -- written by our own parent
    pickle.dump(shelf.read(today), sys.stdout.buffer, pickle.HIGHEST_PROTOCOL)


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


def world_of(loaded: Loaded, retention: Retention) -> World | None:
    """The world that was read; None when there is a FEIL in it."""
    if loaded.library is None:
        return None
    return World(loaded.library, loaded.people, retention)
