"""Lets Telegram call: a small server that says yes to an update when it is stored, and not before."""

from __future__ import annotations

import asyncio
import hmac
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web
from telegram.error import BadRequest

from bot.channel import ChannelError, ChannelRefused
from bot.channels.telegram.account import Webhook
from bot.channels.telegram.trouble import Trouble
from bot.channels.telegram.updates import WANTED
from bot.channels.telegram.wire import blaming
from telegram import Bot

_LARGEST = 1 << 20
"""Bytes of an update."""
_AT_ONCE = 64
_LOOK = 300.0
"""Seconds between looks at where Telegram calls: nobody else would say that it calls somewhere else."""
_SECRET = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 -- the name of a header

_URL_REFUSED = (
    "channels.telegram.webhook.url: Telegram does not take this address; it has to be https, on port 443, 80, 88 or"
    " 8443, with a name that the internet knows"
)


@dataclass
class _Waiting:
    update: Mapping[str, Any]
    stored: asyncio.Future[None]


class Called:
    """The server; an update whose caller has gone away comes again."""

    def __init__(self, bot: Bot, at: Webhook, trouble: Trouble, look: float = _LOOK) -> None:
        self._bot = bot
        self._at = at
        self._trouble = trouble
        self._look = look
        self._watching: asyncio.Task[None] | None = None
        self._called_since = False
        """Whether Telegram got through since the last look."""
        self._queue: asyncio.Queue[_Waiting] = asyncio.Queue()
        self._server: web.AppRunner | None = None

    async def open(self) -> None:
        """Listen, and then say where. Raises ChannelError and ChannelRefused."""
        if self._server is None:
            await self._listen()
        await self._ask_to_be_called()
        self._trouble.ends()
        if self._watching is None:
            self._watching = asyncio.create_task(self._watch())

    @property
    def connected(self) -> bool:
        return self._trouble.over

    async def updates(self) -> AsyncIterator[Sequence[Mapping[str, Any]]]:
        """Those that came together, in Telegram's order; going on to the next is what answers the callers."""
        while True:
            came = [await self._queue.get()]
            while not self._queue.empty() and len(came) < _AT_ONCE:
                came.append(self._queue.get_nowait())
            came.sort(key=lambda each: int(each.update["update_id"]))
            yield [each.update for each in came]
            for each in came:
                if not each.stored.done():
                    each.stored.set_result(None)

    async def close(self) -> None:
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.gather(self._watching, return_exceptions=True)
        if self._server is not None:
            await self._server.cleanup()

    async def _ask_to_be_called(self) -> None:
        with blaming():
            try:
                await self._bot.set_webhook(
                    self._at.url, secret_token=self._at.secret, allowed_updates=WANTED, drop_pending_updates=False
                )
            except BadRequest:
                raise ChannelRefused(_URL_REFUSED) from None

    async def _watch(self) -> None:
        last_error = 0
        while True:
            await asyncio.sleep(self._look)
            try:
                last_error = await self._looked(last_error)
            except ChannelError as error:
                self._trouble.begins(error.code)
            except ChannelRefused:
                self._trouble.begins("telegram-refused")

    async def _looked(self, last_error: int) -> int:
        """See that Telegram calls us, and that it gets through; when it last did not."""
        with blaming():
            found = await self._bot.get_webhook_info()
        failed = int(found.last_error_date.timestamp()) if found.last_error_date else 0
        called, self._called_since = self._called_since, False
        if found.url != self._at.url or set(found.allowed_updates or WANTED) != set(WANTED):
            self._trouble.begins("telegram-webhook")
            await self._ask_to_be_called()
        elif found.pending_update_count and failed and (failed > last_error or not called):
            self._trouble.begins("telegram-uncalled")
            # It may be another secret that somebody has set under our own address.
            await self._ask_to_be_called()
        else:
            self._trouble.ends()
        return failed

    async def _listen(self) -> None:
        app = web.Application(client_max_size=_LARGEST)
        app.router.add_post(urlsplit(self._at.url).path or "/", self._called)
        server = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=1.0)
        await server.setup()
        try:
            await web.TCPSite(server, self._at.host, self._at.port).start()
        except OSError as error:
            await server.cleanup()
            listen = f"{self._at.host}:{self._at.port}"
            raise ChannelRefused(
                f"channels.telegram.webhook.listen: {listen} cannot be used ({error.strerror})"
            ) from None
        self._server = server

    async def _called(self, request: web.Request) -> web.Response:
        shown = request.headers.get(_SECRET, "")
        if not hmac.compare_digest(shown.encode("utf-8", "replace"), self._at.secret.encode()):
            raise web.HTTPForbidden
        if request.content_type != "application/json":
            raise web.HTTPUnsupportedMediaType
        try:
            update = json.loads(await request.read())
        except (ValueError, RecursionError):
            raise web.HTTPBadRequest from None
        if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
            raise web.HTTPBadRequest
        waiting = _Waiting(update, asyncio.get_running_loop().create_future())
        self._called_since = True
        await self._queue.put(waiting)
        await waiting.stored
        return web.Response()
