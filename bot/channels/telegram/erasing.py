"""Deletes a person's message from the chat."""

from __future__ import annotations

from telegram.error import BadRequest

from bot.channels.telegram.updates import message_of
from bot.channels.telegram.wire import blaming
from bot.core.events import EventId
from telegram import Bot

_GONE = "not found"
"""Telegram's words for a message that is deleted already; there is no code for it."""


async def erased(bot: Bot, chat: int, event: EventId) -> bool:
    """Whether it is gone. Telegram deletes what is younger than 48 hours. Raises ChannelError.

    Works from the event's id alone, so that it can be done again after a restart.
    """
    message = message_of(event)
    if message is None:
        return False
    with blaming():
        try:
            return await bot.delete_message(chat, message)
        except BadRequest as error:
            return error.message.lower().endswith(_GONE)
