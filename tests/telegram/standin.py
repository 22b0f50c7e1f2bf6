"""A stand-in for Telegram's Bot API: what people do is called from the test, what the bot asks comes over HTTP."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

import aiohttp
from aiohttp import web

TOKEN = "123456:stand-in_TOKEN-that-no-log-may-hold"
BOT = {"id": 123456, "is_bot": True, "first_name": "Varde", "username": "varde_test_bot"}
LIMIT_48_HOURS = 48 * 3600
Json = dict[str, Any]
_TEXTS = {"text", "callback_query_id", "url", "secret_token", "language_code"}


class RefusedError(Exception):
    """What the Bot API answers in place of a result."""

    def __init__(self, status: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.status = status
        self.body: Json = {"ok": False, "error_code": status, "description": description}
        if parameters:
            self.body["parameters"] = parameters


@dataclass(frozen=True)
class Fault:
    """What goes wrong with one call: `status` is answered; `done`: but first what was asked is done; `cut`: the line
    goes dead in place of an answer; `chat`: only in that chat."""

    status: int = 0
    retry_after: int = 0
    done: bool = False
    cut: bool = False
    body: bytes | None = None
    chat: int | None = None


@dataclass(frozen=True)
class Call:
    """One request of the bot."""

    method: str
    fields: Mapping[str, Any]
    at: float


@dataclass
class Standin:
    """`delay` is seconds for each request but getUpdates; `checked` looks at requests, results and updates."""

    delay: float = 0.0
    checked: Callable[[str, Json, Any], None] | None = None
    checked_update: Callable[[Json], None] | None = None
    now: float = field(default_factory=time.time)
    calls: list[Call] = field(default_factory=list)
    chats: dict[int, dict[int, Json]] = field(default_factory=lambda: defaultdict(dict))
    deleted: list[tuple[int, int]] = field(default_factory=list)
    sent: list[Json] = field(default_factory=list)
    blocked: set[int] = field(default_factory=set)
    slow: set[int] = field(default_factory=set)
    """Chats into which nothing gets through for a while."""
    left: list[int] = field(default_factory=list)
    commands: dict[str, list[Json]] = field(default_factory=dict)
    answered: list[str] = field(default_factory=list)
    webhook: Json = field(default_factory=dict)
    faults: dict[str, deque[Fault]] = field(default_factory=lambda: defaultdict(deque))
    complaints: list[str] = field(default_factory=list)
    """Where the bot or the stand-in itself broke a rule."""
    _waiting: list[Json] = field(default_factory=list)
    _queries: set[str] = field(default_factory=set)
    _update: int = 811
    _message: int = 100
    _polling: int = 0

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._changed = threading.Condition()
        self._on_loop(self._start())
        return self

    def __exit__(self, *_: object) -> None:
        self._on_loop(self._stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    # --- what people do --------------------------------------------------------------------------------------------

    def writes(self, person: int, text: str, **more: Any) -> int:
        """A line; its message number. A command carries the mark that Telegram gives it."""
        command = text.split()[0] if text.startswith("/") else ""
        marks = {"entities": [{"type": "bot_command", "offset": 0, "length": len(command)}]} if command else {}
        return self.puts(person, text=text, **marks, **more)

    def puts(self, person: int, **content: Any) -> int:
        """Any message of hers."""
        message = {**self._head(person), **content}
        self.chats[person][message["message_id"]] = {**message, "mine": False}
        self.update(message=message)
        return int(message["message_id"])

    def edits(self, person: int, number: int, **content: Any) -> None:
        old = {key: value for key, value in self.chats[person][number].items() if key != "mine"}
        message = {**old, **content, "edit_date": int(self.now)}
        self.chats[person][number] = {**message, "mine": False}
        self.update(edited_message=message)

    def presses(self, person: int, data: str, number: int | None = None) -> str:
        """A button, by what it carries, under a message of the bot; the id of the query."""
        under = self.chats[person].get(number or 0)
        query = str(7_000_000_000 + self._update)
        self._queries.add(query)
        shown = {key: value for key, value in under.items() if key != "mine"} if under else None
        gone = {"chat": _chat(person), "message_id": number or 1, "date": 0}
        self.update(
            callback_query={
                "id": query,
                "from": _user(person),
                "message": shown or gone,
                "chat_instance": "-77",
                "data": data,
            }
        )
        return query

    def update(self, **what: Any) -> int:
        """Something happened."""
        self._update += 1
        update = {"update_id": self._update, **what}
        if self.checked_update:
            self.checked_update(update)
        self._loop.call_soon_threadsafe(self._arrived, update)
        return self._update

    # --- what was seen ---------------------------------------------------------------------------------------------

    def said(self, person: int, known: int = 0, *, count: int = 1, within: float = 30.0) -> list[Json]:
        """The bot's messages to a person from the `known`-th on, when there are that many."""
        self.until(lambda: len(self.told(person)) >= known + count, within)
        return self.told(person)[known:]

    def told(self, person: int) -> list[Json]:
        return [message for message in list(self.sent) if message["chat"]["id"] == person]

    def until(self, holds: Callable[[], object], within: float = 30.0) -> None:
        with self._changed:
            if not self._changed.wait_for(holds, within):
                raise AssertionError(f"after {within} s: {[call.method for call in self.calls][-20:]}")

    def called(self, method: str) -> list[Call]:
        return [call for call in list(self.calls) if call.method == method]

    def unacknowledged(self) -> list[int]:
        return [update["update_id"] for update in list(self._waiting)]

    # --- the server ------------------------------------------------------------------------------------------------

    def _on_loop(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(30)

    async def _start(self) -> None:
        self._news = asyncio.Event()
        self._calling: asyncio.Task[None] | None = None
        app = web.Application()
        app.router.add_route("*", "/bot{token}/{method}", self._asked)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.port = int(self._runner.addresses[0][1])

    async def _stop(self) -> None:
        if self._calling:
            self._calling.cancel()
        self._polling += 1
        self._news.set()
        await self._runner.cleanup()
        rest = asyncio.all_tasks() - {asyncio.current_task()}
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)

    def _arrived(self, update: Json) -> None:
        self._waiting.append(update)
        self._news.set()

    async def _asked(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        if request.match_info["token"] != TOKEN:
            return web.json_response({"ok": False, "error_code": 401, "description": "Unauthorized"}, status=401)
        fields = {key: _parsed(key, str(value)) for key, value in (await request.post()).items()}
        self.calls.append(Call(method, fields, time.monotonic()))
        fault = self._fault(method, fields)
        if self.delay and method != "getUpdates":
            await asyncio.sleep(self.delay)
        if fault and not fault.done:
            return await self._broken(request, fault)
        try:
            result = await self._result(method, fields)
        except RefusedError as refused:
            return web.json_response(refused.body, status=refused.status)
        finally:
            with self._changed:
                self._changed.notify_all()
        self._check(method, fields, result)
        if fault:
            return await self._broken(request, fault)
        return web.json_response({"ok": True, "result": result})

    def _check(self, method: str, fields: Json, result: Any) -> None:
        if self.checked:
            try:
                self.checked(method, fields, result)
            except ValueError as error:
                self.complaints.append(f"{method}: {error}")

    def _fault(self, method: str, fields: Json) -> Fault | None:
        planned = self.faults[method]
        if planned and planned[0].chat in (None, fields.get("chat_id")):
            return planned.popleft()
        return None

    async def _broken(self, request: web.Request, fault: Fault) -> web.StreamResponse:
        if fault.cut:
            assert request.transport is not None
            request.transport.close()
            return web.Response()
        if fault.body is not None:
            return web.Response(status=fault.status, body=fault.body)
        parameters = {"retry_after": fault.retry_after} if fault.retry_after else {}
        refused = RefusedError(fault.status, f"Planned: {fault.status}", **parameters)
        return web.json_response(refused.body, status=fault.status)

    async def _result(self, method: str, fields: Json) -> Any:
        known = getattr(self, f"_do_{method}", None)
        if known is None:
            self.complaints.append(f"unknown method {method}")
            raise RefusedError(404, "Not Found")
        return await known(**fields)

    # --- its methods, as core.telegram.org/bots/api has them -------------------------------------------------------

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
        end = time.monotonic() + timeout
        while not self._waiting and time.monotonic() < end:
            self._news.clear()
            try:
                await asyncio.wait_for(self._news.wait(), end - time.monotonic())
            except TimeoutError:
                break
            if mine != self._polling:
                raise RefusedError(409, "Conflict: terminated by other getUpdates request; make sure that only one bot")
        wanted = [u for u in self._waiting if not allowed_updates or set(u) & set(allowed_updates)]
        return wanted[:limit]

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
        self.left.append(chat_id)
        return True

    async def _do_deleteWebhook(self, **_: Any) -> bool:  # noqa: N802
        self.webhook = {}
        return True

    async def _do_setWebhook(self, url: str, **more: Any) -> bool:  # noqa: N802
        self.webhook = {"url": url, **more}
        if self._calling is None:
            self._calling = asyncio.create_task(self._call())
        return True

    async def _call(self) -> None:
        """An update is called out until somebody says yes to it, in order."""
        async with aiohttp.ClientSession() as session:
            while True:
                self._news.clear()
                while self._waiting and self.webhook:
                    if await self._taken(session, self._waiting[0]):
                        self._waiting.pop(0)
                        with self._changed:
                            self._changed.notify_all()
                    else:
                        await asyncio.sleep(0.1)
                await self._news.wait()

    async def _taken(self, session: aiohttp.ClientSession, update: Json) -> bool:
        headers = {"X-Telegram-Bot-Api-Secret-Token": str(self.webhook["secret_token"])}
        try:
            async with session.post(str(self.webhook["url"]), json=update, headers=headers) as answer:
                return answer.ok
        except aiohttp.ClientError:
            return False

    def _head(self, person: int) -> Json:
        self._message += 1
        return {
            "message_id": self._message,
            "from": _user(person),
            "chat": _chat(person),
            "date": int(self.now),
        }


def _user(person: int) -> Json:
    return {"id": person, "is_bot": False, "first_name": f"Person {person}", "language_code": "nb"}


def _chat(person: int) -> Json:
    if person < 0:
        return {"id": person, "type": "supergroup", "title": f"Gruppe {-person}"}
    return {"id": person, "type": "private", "first_name": f"Person {person}"}


def _check_keyboard(markup: Json) -> None:
    for row in markup["inline_keyboard"]:
        for button in row:
            if not 1 <= len(button["callback_data"].encode()) <= 64:
                raise RefusedError(400, "Bad Request: BUTTON_DATA_INVALID")


def _parsed(key: str, value: str) -> Any:
    """Form fields are text; numbers, truth and structures are written as JSON in them."""
    return value if key in _TEXTS else json.loads(value)
