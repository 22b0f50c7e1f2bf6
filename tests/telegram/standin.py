"""A stand-in for Telegram's Bot API: what people do is called from the test, what the bot asks comes over HTTP."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, Self

import aiohttp
from aiohttp import web
from chats import Call
from faults import Fault, Json, RefusedError
from methods import Methods

TOKEN = "123456:stand-in_TOKEN-that-no-log-may-hold"
_TEXTS = {"text", "callback_query_id", "url", "secret_token", "language_code"}


@dataclass
class Standin(Methods):
    """`delay` is seconds for each request but getUpdates; `checked` looks at requests and results."""

    delay: float = 0.0
    checked: Callable[[str, Json, Any], None] | None = None
    faults: dict[str, deque[Fault]] = field(default_factory=lambda: defaultdict(deque))
    _calling: asyncio.Task[None] | None = None

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
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

    def _on_loop(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(30)

    async def _start(self) -> None:
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

    def _arrives(self, update: Json) -> None:
        self._loop.call_soon_threadsafe(self._arrived, update)

    def _arrived(self, update: Json) -> None:
        if not self._wanted or set(update) & set(self._wanted):
            self._waiting.append(update)
            self._news.set()

    async def _asked(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        if request.match_info["token"] != TOKEN:
            return web.json_response({"ok": False, "error_code": 401, "description": "Unauthorized"}, status=401)
        fields = {key: _parsed(key, str(value)) for key, value in (await request.post()).items()}
        self.calls.append(Call(method, fields, time.monotonic()))
        fault = self._fault(method, fields)
        self._tell()
        if self.delay and method != "getUpdates":
            await asyncio.sleep(self.delay)
        if fault and not fault.done:
            return await self._broken(request, fault)
        try:
            result = await self._result(method, fields)
        except RefusedError as refused:
            return web.json_response(refused.body, status=refused.status)
        finally:
            self._tell()
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
        if fault.then:
            fault.then()
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

    async def _do_setWebhook(self, url: str, **more: Any) -> bool:  # noqa: N802 -- Telegram's name
        done = await super()._do_setWebhook(url, **more)
        if self._calling is None:
            self._calling = asyncio.create_task(self._call())
        return done

    async def _call(self) -> None:
        """An update is called out until somebody says yes to it, in order."""
        async with aiohttp.ClientSession() as session:
            while True:
                self._news.clear()
                while self._waiting and self.webhook:
                    if await self._taken(session, self._waiting[0]):
                        self._waiting.pop(0)
                        self._tell()
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


def _parsed(key: str, value: str) -> Any:
    """Form fields are text; numbers, truth and structures are written as JSON in them."""
    return value if key in _TEXTS else json.loads(value)
