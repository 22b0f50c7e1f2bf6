"""Lines of standard input as they arrive, read in a thread, so that files, pipes and terminals all work."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import CancelledError

LONGEST_LINE = 1_000_000
"""Bytes; of a longer line nothing is kept."""
TOO_LONG = b"\x00too long"
"""Stands for a line that was longer; recognised by identity."""
_CHUNK = 65_536
_WAITING_CHUNKS = 16


class Lines:
    """The lines of one file descriptor."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._closed = False
        self.empty = False
        """The input ended before anything came."""

    async def arriving(self) -> AsyncIterator[Sequence[bytes]]:
        """Whole lines without their ends, as many at a time as came together; ends when the input ends."""
        loop = asyncio.get_running_loop()
        queue: asyncio.Queue[Sequence[bytes] | None] = asyncio.Queue(_WAITING_CHUNKS)
        # A daemon thread: it may stand in a read that never returns when the program wants to end.
        threading.Thread(target=self._read, args=(loop, queue), name="lines", daemon=True).start()
        while (lines := await queue.get()) is not None:
            yield lines

    def close(self) -> None:
        """What is read from now on is dropped."""
        self._closed = True

    def _read(self, loop: asyncio.AbstractEventLoop, queue: asyncio.Queue[Sequence[bytes] | None]) -> None:
        buffer = _Buffer()
        something = False
        while not self._closed:
            chunk = os.read(self._descriptor, _CHUNK)
            something = something or bool(chunk)
            lines = buffer.feed(chunk) if chunk else buffer.rest()
            if lines and not _put(loop, queue, lines):
                return
            if not chunk:
                self.empty = not something
                _put(loop, queue, None)
                return


class _Buffer:
    """Cuts bytes into lines; holds at most one line that is not ended yet."""

    def __init__(self) -> None:
        self._start = b""
        self._skipping = False

    def feed(self, chunk: bytes) -> list[bytes]:
        *whole, rest = (self._start + chunk).split(b"\n")
        lines = [self._line(line) for line in whole]
        if len(rest) > LONGEST_LINE:
            rest, self._skipping = b"", True
        self._start = rest
        return lines

    def rest(self) -> list[bytes]:
        """A last line without an end."""
        return [self._line(self._start)] if self._start or self._skipping else []

    def _line(self, line: bytes) -> bytes:
        if self._skipping or len(line) > LONGEST_LINE:
            self._skipping = False
            return TOO_LONG
        return line.removesuffix(b"\r")


def _put(
    loop: asyncio.AbstractEventLoop, queue: asyncio.Queue[Sequence[bytes] | None], lines: Sequence[bytes] | None
) -> bool:
    """Wait for a place in the queue; False when the program has ended meanwhile."""
    try:
        asyncio.run_coroutine_threadsafe(queue.put(lines), loop).result()
    except (RuntimeError, CancelledError):
        return False
    return True
