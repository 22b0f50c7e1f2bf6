"""Who takes the webhook away, or keeps Telegram from calling, is noticed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest
from faults import Fault
from standin import TOKEN, Standin

from bot.channels.telegram.account import Webhook
from bot.channels.telegram.trouble import Trouble
from bot.channels.telegram.webhook import Called
from bot.channels.telegram.wire import Wire
from telegram import Bot

HERE = Webhook("127.0.0.1", 0, "https://varde.example.no/telegram", "a-secret-of-the-webhook_1")
WITHIN = 10.0
Opened = tuple[Called, list[str]]


@pytest.fixture
async def called(own: Standin) -> AsyncIterator[Opened]:
    """A webhook that is looked at all the time, and the lines that whoever runs it was told."""
    wire, told = Wire(WITHIN), list[str]()
    bot = Bot(TOKEN, f"{own.url}/bot", request=wire, get_updates_request=wire)
    opened = Called(bot, HERE, Trouble(told.append), look=0.02)
    await opened.open()
    yield opened, told
    await opened.close()
    await wire.shutdown()


async def until(holds: Callable[[], object]) -> None:
    async with asyncio.timeout(WITHIN):
        while not holds():
            await asyncio.sleep(0.01)


async def test_a_webhook_that_somebody_moved_is_set_back_and_told_once(own: Standin, called: Opened) -> None:
    webhook, told = called
    assert webhook.connected
    for _ in range(2):
        own.webhook = {"url": "https://evil.example.com/", "secret_token": "x"}
        await until(lambda: own.webhook["url"] == HERE.url)
        await until(lambda: webhook.connected)
    assert own.webhook["secret_token"] == HERE.secret
    (line,) = told
    assert "channels.telegram.webhook" in line
    assert HERE.secret not in line


async def test_one_that_telegram_cannot_call_is_told_until_it_gets_through(own: Standin, called: Opened) -> None:
    webhook, told = called
    own.uncalled = int(own.now)
    await until(lambda: not webhook.connected)
    assert "channels.telegram.webhook.url" in told[0]
    own.uncalled = 0
    await until(lambda: webhook.connected)


async def test_a_question_that_fails_is_trouble_and_no_end_of_the_watch(own: Standin, called: Opened) -> None:
    webhook, _ = called
    own.faults["getWebhookInfo"].append(Fault(502))
    await until(lambda: not webhook.connected)
    await until(lambda: webhook.connected)
