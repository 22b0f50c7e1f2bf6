"""The content that is live while Varde runs: read again when a file changes, kept when the new one is wrong."""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from bot.content import Loaded, load
from bot.core.library import Retention, World
from bot.core.texts import TEXTS

LOOK_EVERY = 1.0
"""Seconds between looks at the files."""

log = logging.getLogger("varde.content")


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where the content stands."""

    knowledge: Path
    flows: Path
    people: Path | None

    def read(self, today: date) -> Loaded:
        """Everything, checked as far as running needs it."""
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
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(1, mp_context=context) as other:
            loaded = await asyncio.get_running_loop().run_in_executor(other, self._shelf.read, self._today())
        if loaded.library is None:
            for problem in loaded.problems:
                self._tell(problem.line_text())
            self._tell("varde: the content was not taken over; the last good content stays live")
            return
        self._world = replace(self._world, library=loaded.library, people=loaded.people)
        log.info("content-reloaded")


def world_of(loaded: Loaded, retention: Retention) -> World | None:
    """The world that was read; None when there is a FEIL in it."""
    if loaded.library is None:
        return None
    return World(loaded.library, loaded.people, retention)
