"""Takes old keyboards off the screens, when nobody waits for a message."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from bot.channels.telegram.pace import Pace
from bot.channels.telegram.wire import unhurried
from telegram import Bot

_CALM = 0.1
"""Seconds without a message to anybody; Telegram counts an edit like a message, and messages go first."""
_NO_LONGER = 5
"""So many times that long is it waited for at most, for each keyboard."""
_HANDS = 4
_MOST = 1000
"""Keyboards that wait; a button of one that is left out says that it is old when it is pressed."""
_PATIENCE = 5.0
"""Seconds for a request."""


class Tidying:
    """Courtesy only: what a button may still do is the core's to decide, whether it is on the screen or not."""

    def __init__(self, bot: Bot, pace: Pace) -> None:
        self._bot = bot
        self._pace = pace
        self._old: OrderedDict[tuple[int, int], None] = OrderedDict()
        self._hands: set[asyncio.Task[None]] = set()
        self._writing = 0
        self._written_at = 0.0

    @contextmanager
    def afterwards(self) -> Iterator[None]:
        """While a message is on its way, the screens stay as they are."""
        self._writing += 1
        try:
            yield
        finally:
            self._writing -= 1
            self._written_at = asyncio.get_running_loop().time()

    def soon(self, chat: int, message: int) -> None:
        """This message's keyboard has been used, or an answer under it would not count any more."""
        self._old[chat, message] = None
        if len(self._old) > _MOST:
            self._old.popitem(last=False)
        if len(self._hands) < _HANDS:
            hand = asyncio.create_task(self._work())
            self._hands.add(hand)
            hand.add_done_callback(self._hands.discard)

    async def close(self) -> None:
        for hand in self._hands:
            hand.cancel()
        await asyncio.gather(*self._hands, return_exceptions=True)

    async def _work(self) -> None:
        edit = self._bot.edit_message_reply_markup
        while self._old:
            await self._calm()
            if self._old:
                (chat, message), _ = self._old.popitem(last=False)
                await self._pace.place()
                await unhurried(partial(edit, chat, message, reply_markup=None, read_timeout=_PATIENCE))

    async def _calm(self) -> None:
        now = asyncio.get_running_loop().time
        for _ in range(_NO_LONGER):
            if not self._writing and now() - self._written_at >= _CALM:
                return
            await asyncio.sleep(_CALM)
