"""A connection on which whatever is begun is finished, even when the one who asked for it is cancelled."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection, CursorResult, Executable
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.thread import unhurried

T = TypeVar("T")
Values = Mapping[str, Any] | Sequence[Mapping[str, Any]]


class Wire:
    """The few things we ask of a connection.

    A call that is given up half-way leaves its thread at work and may leave its transaction open: in a trial
    fewer than a hundred cancelled turns were enough to leave the database locked by ourselves.
    """

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self.dialect = connection.dialect.name

    async def execute(self, statement: Executable, values: Values | None = None) -> CursorResult[Any]:
        return await _finished(self._connection.execute(statement, values))

    async def later(self, statement: Executable, values: Values) -> None:
        """What nobody waits for: it goes along with the next statement or the commit, and fails there if it does."""
        connection = self._connection.sync_connection
        assert connection is not None
        with unhurried(connection):
            await _finished(self._connection.execute(statement, values))

    async def scalar(self, statement: Executable, values: Values | None = None) -> Any:
        return (await self.execute(statement, values)).scalar()

    async def call(self, function: Callable[[Connection], T]) -> T:
        return await _finished(self._connection.run_sync(function))

    async def begin(self) -> None:
        await _finished(self._connection.begin())

    async def commit(self) -> None:
        await _finished(self._connection.commit())

    async def rollback(self) -> None:
        """Without a transaction this does nothing."""
        await _finished(self._connection.rollback())


async def _finished(work: Awaitable[T]) -> T:
    """Wait to the end; a cancellation that came meanwhile is passed on then."""
    task = asyncio.ensure_future(work)
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is None:
        return task.result()
    task.exception()  # looked at, so that asyncio does not report it as forgotten
    raise cancelled
