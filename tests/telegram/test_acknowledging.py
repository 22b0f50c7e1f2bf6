"""What Telegram is told at once, and what only when it is stored: the line after the `yield` is that moment."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from standin import TOKEN, Standin

from bot.channels.telegram import Account, Telegram, Webhook
from bot.core.events import Address
from playing import shipped

ROUND_TRIPS = 5
"""After so many, whatever Telegram was told before them has come."""


@pytest.fixture(params=["polling", "webhook"])
def account(request: pytest.FixtureRequest, own: Standin) -> Account:
    if request.param == "polling":
        return Account(own.url, TOKEN, ("*",))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    hook = Webhook("127.0.0.1", port, f"http://127.0.0.1:{port}/telegram", "a-secret-of-the-webhook_1")
    return Account(own.url, TOKEN, ("*",), webhook=hook)


@asynccontextmanager
async def listening(account: Account) -> AsyncIterator[Telegram]:
    telegram = Telegram(account, lambda: shipped().library.texts, print)
    try:
        await telegram.connect()
        yield telegram
    finally:
        await telegram.close()


async def test_an_update_is_telegrams_until_it_is_stored(own: Standin, account: Account) -> None:
    async with listening(account) as telegram, asyncio.timeout(30):
        events = telegram.events()
        own.writes(42, "hei")
        (heard,) = await anext(events)
        assert heard.id.startswith("telegram:message:42:")
        for _ in range(ROUND_TRIPS):
            await telegram.delete(Address("telegram:42"), heard.id)
        assert own.unacknowledged()
        going_on = asyncio.ensure_future(anext(events))
        await asyncio.to_thread(own.until, lambda: not own.unacknowledged())
        going_on.cancel()


async def test_a_press_is_answered_before_it_is_stored(own: Standin, account: Account) -> None:
    async with listening(account) as telegram, asyncio.timeout(30):
        events = telegram.events()
        query = own.presses(42, "1?nei")
        await anext(events)
        assert own.answered == [query]
        assert own.unacknowledged()
