"""Reaching Telegram at the start: it knows us, it sends us updates, and the menu of commands is up to date."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Mapping
from typing import Protocol

from telegram.error import InvalidToken

from bot.channel import ChannelError, ChannelRefused
from bot.channels.telegram.wire import blaming
from telegram import Bot, BotCommand

_MENUS = {None: "telegram-meny-nb", "nb": "telegram-meny-nb", "nn": "telegram-meny-nn", "en": "telegram-meny-en"}
"""By the language that a person's Telegram speaks; None: any other."""
_ENTRY = re.compile(r"([a-z0-9_]{1,32}): *(\S.{2,255})")
_MOST_COMMANDS = 100
_LONGEST_WAIT = 60.0
_DOUBLED = 6

log = logging.getLogger("varde.telegram")


class Source(Protocol):
    """Where updates come from."""

    async def open(self) -> None:
        """Arrange for them to come. Raises ChannelError and ChannelRefused."""
        ...


async def arrived(bot: Bot, source: Source, texts: Mapping[str, str]) -> None:
    """Wait for Telegram as long as it takes. Raises ChannelRefused."""
    tries = 0
    while True:
        try:
            await _greeted(bot)
            await source.open()
            await _menus(bot, texts)
            return
        except ChannelError as error:
            log.warning("not-connected %s", error.code)
            wait = error.retry_in or min(2.0 ** min(tries, _DOUBLED), _LONGEST_WAIT)
        tries += 1
        await asyncio.sleep(wait)


async def _greeted(bot: Bot) -> None:
    with blaming():
        try:
            await bot.get_me()
        except InvalidToken:
            raise ChannelRefused(
                "channels.telegram.token_file: Telegram does not know this token; ask BotFather for a new one"
            ) from None


async def _menus(bot: Bot, texts: Mapping[str, str]) -> None:
    """The commands in each language; each is a word that Varde understands, with _ for a space."""
    for language, text in _MENUS.items():
        lines = (_ENTRY.fullmatch(line.strip()) for line in texts[text].splitlines())
        commands = [BotCommand(*line.groups()) for line in lines if line][:_MOST_COMMANDS]
        try:
            with blaming():
                await bot.set_my_commands(commands, language_code=language)
        except ChannelError as error:
            if error.retry_in is not None:
                raise
            # A word in a text that Telegram does not like is no reason to leave everybody without an answer.
            log.warning("menu-refused")
