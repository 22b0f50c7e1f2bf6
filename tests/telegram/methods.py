"""The Bot API's methods that Varde uses, as core.telegram.org/bots/api has them."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import Any

from chats import Chats
from faults import Json, RefusedError

BOT = {"id": 123456, "is_bot": True, "first_name": "Varde", "username": "varde_test_bot"}
LIMIT_48_HOURS = 48 * 3600


@dataclass
class Methods(Chats):
    """Each `_do_` is a method; a bot that asks for another has made a mistake."""

    blocked: set[int] = field(default_factory=set)
    slow: set[int] = field(default_factory=set)
    """Chats into which nothing gets through for a while."""
    commands: dict[str, list[Json]] = field(default_factory=dict)
    answered: list[str] = field(default_factory=list)
    webhook: Json = field(default_factory=dict)
    uncalled: int = 0
    """When Telegram last could not call the webhook, in seconds since 1970; 0: never."""
    outside: set[int] = field(default_factory=set)
    """Groups and channels that the bot is not in any more."""
    filters: bool = True
    """Whether it gives out only those kinds of update that were asked for; what nobody wants is then forgotten."""
    complaints: list[str] = field(default_factory=list)
    """Where the bot or the stand-in itself broke a rule."""
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    _polling: int = 0
    _wanted: list[str] | None = None

    async def _do_getMe(self) -> Json:  # noqa: N802 -- Telegram's names
        can = ("can_join_groups", "can_read_all_group_messages", "supports_inline_queries")
        return {**BOT, **dict.fromkeys(can, False)}

    async def _do_getUpdates(  # noqa: N802
        self, offset: int = 0, limit: int = 100, timeout: int = 0, allowed_updates: list[str] | None = None
    ) -> list[Json]:
        if self.webhook:
            raise RefusedError(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook")
        self._polling += 1
        mine = self._polling
        self._news.set()
        self._waiting[:] = [update for update in self._waiting if update["update_id"] >= offset]
        self._wanted = allowed_updates if self.filters else None
        self._tell()
        end = time.monotonic() + timeout
        while not self._waiting and time.monotonic() < end:
            self._news.clear()
            try:
                await asyncio.wait_for(self._news.wait(), end - time.monotonic())
            except TimeoutError:
                break
            if mine != self._polling:
                raise RefusedError(409, "Conflict: terminated by other getUpdates request; make sure that only one bot")
        return self._waiting[:limit]

    async def _do_sendMessage(  # noqa: N802
        self, chat_id: int, text: str = "", reply_markup: Json | None = None, **more: Any
    ) -> Json:
        while chat_id in self.slow:
            await asyncio.sleep(0.05)
        if chat_id in self.blocked:
            raise RefusedError(403, "Forbidden: bot was blocked by the user")
        if chat_id not in self.chats:
            raise RefusedError(400, "Bad Request: chat not found")
        if not text.strip():
            raise RefusedError(400, "Bad Request: message text is empty")
        if len(text.encode("utf-16-le")) // 2 > 4096:
            raise RefusedError(400, "Bad Request: message is too long")
        message = {**self._head(chat_id), "from": BOT, "text": text}
        if reply_markup is not None:
            _check_keyboard(reply_markup)
            message["reply_markup"] = reply_markup
        self.chats[chat_id][message["message_id"]] = {**message, "mine": True}
        self.sent.append(message)
        return message

    async def _do_editMessageReplyMarkup(  # noqa: N802
        self, chat_id: int, message_id: int, reply_markup: Json | None = None
    ) -> Json:
        message = self.chats[chat_id].get(message_id)
        if message is None or not message["mine"]:
            raise RefusedError(400, "Bad Request: message to edit not found")
        if message.get("reply_markup") == reply_markup:
            raise RefusedError(400, "Bad Request: message is not modified")
        message.pop("reply_markup", None)
        if reply_markup is not None:
            message["reply_markup"] = reply_markup
        return {key: value for key, value in message.items() if key != "mine"}

    async def _do_deleteMessage(self, chat_id: int, message_id: int) -> bool:  # noqa: N802
        message = self.chats[chat_id].get(message_id)
        if message is None:
            raise RefusedError(400, "Bad Request: message to delete not found")
        if self.now - message["date"] > LIMIT_48_HOURS:
            raise RefusedError(400, "Bad Request: message can't be deleted for everyone")
        del self.chats[chat_id][message_id]
        self.deleted.append((chat_id, message_id))
        return True

    async def _do_answerCallbackQuery(self, callback_query_id: Any, **_: Any) -> bool:  # noqa: N802
        if str(callback_query_id) not in self._queries:
            raise RefusedError(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        self._queries.discard(str(callback_query_id))
        self.answered.append(str(callback_query_id))
        return True

    async def _do_setMyCommands(self, commands: list[Json], language_code: str = "", **_: Any) -> bool:  # noqa: N802
        self.commands[language_code] = commands
        return True

    async def _do_leaveChat(self, chat_id: int) -> bool:  # noqa: N802
        if chat_id in self.outside:
            raise RefusedError(403, "Forbidden: bot is not a member of the supergroup chat")
        self.left.append(chat_id)
        self.outside.add(chat_id)
        return True

    async def _do_getWebhookInfo(self) -> Json:  # noqa: N802
        info: Json = {"url": self.webhook.get("url", ""), "has_custom_certificate": False, "pending_update_count": 0}
        if "allowed_updates" in self.webhook:
            info["allowed_updates"] = self.webhook["allowed_updates"]
        if self.uncalled:
            failed = {"last_error_date": self.uncalled, "last_error_message": "Connection refused"}
            return {**info, **failed, "pending_update_count": 3}
        return info

    async def _do_deleteWebhook(self, **_: Any) -> bool:  # noqa: N802
        self.webhook = {}
        return True

    async def _do_setWebhook(self, url: str, **more: Any) -> bool:  # noqa: N802
        self.webhook = {"url": url, **more}
        self._wanted = more.get("allowed_updates") if self.filters else None
        return True


def _check_keyboard(markup: Json) -> None:
    for row in markup["inline_keyboard"]:
        for button in row:
            if not 1 <= len(button["callback_data"].encode()) <= 64:
                raise RefusedError(400, "Bad Request: BUTTON_DATA_INVALID")
