"""What networks took, until a transaction has written it down: the next turn takes the note along."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.store.rows import Tally

if TYPE_CHECKING:
    from bot.store.turn import Turn


@dataclass(frozen=True, slots=True, eq=False)
class Note:
    """Rows that a network took, what is counted with them, and what is remembered of some of them."""

    rows: Sequence[int]
    counted: Mapping[Tally, int]
    marks: Mapping[int, str]
    written: asyncio.Future[None]

    async def within(self, seconds: float) -> bool:
        """Whether somebody writes it so soon."""
        await asyncio.wait([self.written], timeout=seconds)
        return self.written.done()


class Notes:
    """A transaction of their own costs a write to the disk, and keeps the next turn waiting for it."""

    def __init__(self) -> None:
        self._waiting: list[Note] = []

    def add(self, rows: Sequence[int], counted: Mapping[Tally, int], marks: Mapping[int, str]) -> Note:
        note = Note(rows, counted, marks, asyncio.get_running_loop().create_future())
        self._waiting.append(note)
        return note

    async def write(self, turn: Turn) -> Sequence[Note]:
        """All that wait, in this transaction; give them back where it fails."""
        taken, self._waiting = self._waiting, []
        try:
            if taken:
                await turn.sent([row for note in taken for row in note.rows])
            for note in taken:
                await turn.mark(note.marks)
                await turn.count(note.counted)
        except BaseException:
            self.back(taken)
            raise
        return taken

    def back(self, notes: Sequence[Note]) -> None:
        self._waiting = [*notes, *self._waiting]


def written(notes: Sequence[Note]) -> None:
    """They are committed."""
    for note in notes:
        if not note.written.done():
            note.written.set_result(None)
