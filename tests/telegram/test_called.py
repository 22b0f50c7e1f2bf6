"""Who takes the webhook away, or keeps Telegram from calling, is noticed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest
from faults import Fault
from standin import TOKEN, Standin

from bot.channels.telegram.account import Webhook
from bot.channels.telegram.polling import Polling
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
    assert "has changed the webhook" in line
    assert HERE.secret not in line


async def test_one_that_telegram_cannot_call_is_told_until_it_gets_through(own: Standin, called: Opened) -> None:
    webhook, told = called
    own.uncalled = int(own.now)
    await until(lambda: not webhook.connected)
    assert "channels.telegram.webhook.url" in told[0]
    own.uncalled = 0
    await until(lambda: webhook.connected)


async def test_one_that_still_cannot_be_called_stays_in_trouble_also_when_telegram_has_stopped_trying(
    own: Standin, called: Opened
) -> None:
    webhook, told = called
    own.uncalled = int(own.now)
    await until(lambda: not webhook.connected)
    looks = len(own.called("getWebhookInfo"))
    await until(lambda: len(own.called("getWebhookInfo")) >= looks + 3)
    assert not webhook.connected
    assert len(told) == 1


@pytest.mark.parametrize(
    "changed", [{"allowed_updates": ["poll"]}, {"secret_token": "another"}], ids=["the kinds", "the secret"]
)
async def test_what_somebody_changed_under_our_own_address_is_set_back(
    own: Standin, called: Opened, changed: dict[str, object]
) -> None:
    webhook, _ = called
    ours = own.webhook
    own.webhook = {**ours, **changed}
    own.uncalled = int(own.now) if "secret_token" in changed else 0
    await until(lambda: own.webhook == ours)
    own.uncalled = 0
    await until(lambda: webhook.connected)


async def test_a_webhook_that_somebody_set_while_varde_asks_is_taken_away_and_told(own: Standin) -> None:
    wire, told = Wire(WITHIN), list[str]()
    bot = Bot(TOKEN, f"{own.url}/bot", request=wire, get_updates_request=wire)
    polling = Polling(bot, Trouble(told.append))
    own.webhook = {"url": "https://evil.example.com/", "secret_token": "x"}
    coming = asyncio.ensure_future(anext(polling.updates()))
    await until(lambda: not own.webhook)
    own.writes(42, "hei")
    (update,) = await asyncio.wait_for(coming, WITHIN)
    assert update["message"]["text"] == "hei"
    assert polling.connected
    (line,) = told
    assert "webhook" in line
    await polling.close()
    await wire.shutdown()


async def test_a_question_that_fails_is_trouble_and_no_end_of_the_watch(own: Standin, called: Opened) -> None:
    webhook, _ = called
    own.faults["getWebhookInfo"].append(Fault(502))
    await until(lambda: not webhook.connected)
    await until(lambda: webhook.connected)
