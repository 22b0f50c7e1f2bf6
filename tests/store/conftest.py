"""A store in a directory of its own, closed at the end."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.store import Store

Opening = Callable[..., Awaitable[Store]]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
async def opening(data: Path) -> AsyncIterator[Opening]:
    """Opens the store of this test; whatever is still open at its end is closed."""
    async with AsyncExitStack() as stack:

        async def opened(**options: str) -> Store:
            store = await Store.open(data, **options)
            stack.push_async_callback(store.close)
            return store

        yield opened


@pytest.fixture
async def store(opening: Opening) -> Store:
    return await opening()
