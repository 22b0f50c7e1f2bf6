"""What those get who may not come in: one sentence with their number, now and then; and groups are left."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable, Mapping

from telegram.error import BadRequest, Forbidden, TelegramError

from bot.channel import ChannelError
from bot.channels.telegram.pace import Pace
from bot.channels.telegram.wire import unhurried
from telegram import Bot

_AGAIN = 3600.0
"""Seconds after which the same stranger, or the same group, is spoken to again."""
_SOON = 5.0
"""Seconds for a request."""
_MOST_IN_A_MINUTE = 20
_MOST_REMEMBERED = 10_000
_GONE = ("chat not found", "not a member", "upgraded to a supergroup", "group is deactivated")
"""What Telegram says of a chat in which the bot is no more."""

log = logging.getLogger("varde.telegram")


class Door:
    """Nothing about a stranger is stored; a restart forgets whom it has spoken to."""

    def __init__(self, bot: Bot, pace: Pace, texts: Callable[[], Mapping[str, str]]) -> None:
        self._bot = bot
        self._pace = pace
        self._texts = texts
        self._spoken: OrderedDict[int, float] = OrderedDict()
        self._leaving: set[int] = set()
        self._minute = 0
        self._in_minute = 0

    async def turn_away(self, person: int) -> None:
        """Say how to be let in, unless that was just said."""
        if self._may_speak(person):
            text = self._texts()["telegram-ukjent"].format(nummer=person)
            await self._say(person, text)

    async def leave(self, chat: int, *, speak: bool) -> None:
        """Out of a group or a channel, each time; why is said where somebody can hear it."""
        if chat in self._leaving:
            return
        self._leaving.add(chat)
        try:
            if speak and self._may_speak(chat):
                await self._say(chat, self._texts()["rom-delt"])
            if not await unhurried(lambda: self._left(chat)):
                log.warning("group-not-left")
        finally:
            self._leaving.discard(chat)

    async def _left(self, chat: int) -> None:
        """Whoever is in there no more has left, too."""
        await self._pace.place()
        try:
            await self._bot.leave_chat(chat, read_timeout=_SOON)
        except Forbidden:
            return
        except BadRequest as error:
            if not any(sign in error.message.lower() for sign in _GONE):
                raise

    async def _say(self, chat: int, text: str) -> None:
        """Nobody is owed this message; where it did not go out, the next occasion is as good."""
        try:
            await self._pace.turn(chat)
            await self._bot.send_message(chat, text, read_timeout=_SOON)
        except (TelegramError, ChannelError):
            self._spoken.pop(chat, None)

    def _may_speak(self, chat: int) -> bool:
        now = asyncio.get_running_loop().time()
        if now - self._spoken.get(chat, -_AGAIN) < _AGAIN:
            return False
        if int(now // 60) != self._minute:
            self._minute, self._in_minute = int(now // 60), 0
        self._in_minute += 1
        if self._in_minute > _MOST_IN_A_MINUTE:
            return False
        self._spoken[chat] = now
        if len(self._spoken) > _MOST_REMEMBERED:
            self._spoken.popitem(last=False)
        return True
