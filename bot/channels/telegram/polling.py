"""Asks Telegram for updates and waits; asking for the next ones is what acknowledges the last."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from bot.channel import ChannelError
from bot.channels.telegram.trouble import Trouble
from bot.channels.telegram.updates import WANTED
from bot.channels.telegram.wire import Wire, blaming
from telegram import Bot

_WAIT = 25
"""Seconds that Telegram holds a request when there is nothing."""
_MARGIN = 10.0
_BREATH = 0.05
_AT_ONCE = 64
_PAUSES = (1.0, 2.0, 5.0, 15.0)
_CONFLICT = "telegram-conflict"


class Polling:
    """Holds a request open, over and over."""

    def __init__(self, bot: Bot, trouble: Trouble) -> None:
        self._bot = bot
        self._wire = Wire(_WAIT + _MARGIN)
        self._wire.fields = {
            "timeout": str(_WAIT),
            "limit": str(_AT_ONCE),
            "allowed_updates": json.dumps(WANTED),
        }
        self._trouble = trouble
        self._offset = 0

    @property
    def connected(self) -> bool:
        return self._trouble.over

    async def open(self) -> None:
        """Telegram gives nothing to those who ask while a webhook is set. Raises ChannelError."""
        await self._take_webhook_away()
        self._trouble.ends()

    async def updates(self) -> AsyncIterator[Sequence[Mapping[str, Any]]]:
        """As Telegram sent them. python-telegram-bot's own method would log what it cannot read, and stop there."""
        failures = 0
        while True:
            try:
                came = await self._ask()
                failures = 0
            except ChannelError as error:
                self._trouble.begins(await self._looked_into(error.code))
                pause = _PAUSES[min(failures, len(_PAUSES) - 1)]
                failures += 1
                await asyncio.sleep(max(pause, error.retry_in or 0.0))
                continue
            self._trouble.ends()
            if came:
                yield came
                self._offset = max(each["update_id"] for each in came) + 1
            else:
                # Telegram has held the request for long; a server that does not is not asked without end.
                await asyncio.sleep(_BREATH)

    async def close(self) -> None:
        await self._wire.shutdown()

    async def _take_webhook_away(self) -> None:
        with blaming():
            await self._bot.delete_webhook(drop_pending_updates=False)

    async def _looked_into(self, code: str) -> str:
        """A conflict is another program that asks, or a webhook that somebody has set: that one is taken away."""
        if code != _CONFLICT:
            return code
        try:
            with blaming():
                found = await self._bot.get_webhook_info()
            if not found.url:
                return code
            await self._take_webhook_away()
        except ChannelError as error:
            return error.code
        return "telegram-webhook"

    async def _ask(self) -> Sequence[Mapping[str, Any]]:
        if self._offset:
            self._wire.fields["offset"] = str(self._offset)
        with blaming():
            came = await self._wire.post(f"{self._bot.base_url}/getUpdates")
        if not isinstance(came, list):
            raise ChannelError("telegram-network", 0.0)
        return [each for each in came if isinstance(each, dict) and isinstance(each.get("update_id"), int)]
