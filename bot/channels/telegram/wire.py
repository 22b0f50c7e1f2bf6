"""How requests reach the Bot API: one aiohttp session under `telegram.Bot`, and its errors in our terms.

python-telegram-bot's own transport (httpx) writes each URL to the log, and the token is part of every URL. Here no
address, no answer and no exception of the transport is ever put into words.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

import aiohttp
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.channel import ChannelError
from bot.channels.telegram.pace import FLOOD

_TOO_MANY = 429
_LADDER = 0.0
"""As `retry_in`: the network says nothing about when, so delivery chooses."""
_TOKEN_AGAIN = 300.0
_OF_A_MESSAGE = ("message_id", "date", "chat")
_PAUSES = (1.0, 5.0, 30.0)
_LARGEST = 16 << 20
"""Bytes of an answer; a batch of updates is far below it."""
_LONGEST_FLOOD = 3600.0
UNREADABLE = (AttributeError, KeyError, TypeError, ValueError)
"""What python-telegram-bot raises for an answer of another shape than Telegram promises."""

for _name in ("telegram", "httpx", "httpcore"):
    # They log whole updates and the token; at no level are they wanted.
    logging.getLogger(_name).setLevel(logging.CRITICAL + 1)


class FloodError(TelegramError):
    """Too many requests; `seconds` is how long the network wants to be left alone."""

    def __init__(self, seconds: float) -> None:
        super().__init__("too many requests")
        self.seconds = seconds


class Wire(BaseRequest):
    """One connection pool to the Bot API. `timeout` is seconds for a whole request."""

    def __init__(self, timeout: float) -> None:
        self._timeout: Final = timeout
        self._session: aiohttp.ClientSession | None = None
        self.fields: dict[str, str] = {}
        """What goes with a request that brings nothing itself."""

    @property
    def read_timeout(self) -> float:
        return self._timeout

    async def initialize(self) -> None:
        """Nothing: the session is opened by the first request."""

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Status and body. Raises TelegramError without a word of the transport's."""
        session = self._opened()
        seconds = self._timeout if read_timeout is BaseRequest.DEFAULT_NONE else read_timeout
        form = request_data.json_parameters if request_data else self.fields
        try:
            async with session.request(
                method, url, data=form, timeout=aiohttp.ClientTimeout(total=seconds), allow_redirects=False
            ) as answer:
                status, body = answer.status, await _whole(answer)
        except TimeoutError:
            raise TimedOut from None
        except (aiohttp.ClientError, OSError, ValueError):
            raise NetworkError("the network did not answer") from None
        if status == _TOO_MANY:
            raise FloodError(_retry_after(body))
        if not _of_the_bot_api(status, body):
            raise NetworkError("something else answered in its place")
        return status, body

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """What was answered, and is known to be an object."""
        given: dict[str, Any] = json.loads(payload.decode("utf-8", "replace"))
        result = given.get("result")
        if isinstance(result, dict) and "message_id" in result:
            # Our own message back, with a person's name: python-telegram-bot would build all of it anew for one number.
            given["result"] = {key: result[key] for key in _OF_A_MESSAGE if key in result}
        return given

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=0), cookie_jar=aiohttp.DummyCookieJar()
            )
        return self._session


def _of_the_bot_api(status: int, body: bytes) -> bool:
    """Telegram says in each answer whether it did what it was asked; a filter or a proxy in between does not."""
    try:
        given = json.loads(body.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return False
    return isinstance(given, dict) and given.get("ok") is (200 <= status < 300)


async def _whole(answer: aiohttp.ClientResponse) -> bytes:
    body = bytearray()
    async for chunk in answer.content.iter_any():
        body += chunk
        if len(body) > _LARGEST:
            raise ValueError
    return bytes(body)


async def unhurried(request: Callable[[], Awaitable[object]]) -> bool:
    """A request that no delivery stands behind, tried a few times; False: Telegram will not, or nobody is there."""
    for pause in (*_PAUSES, None):
        try:
            await request()
        except FloodError as flood:
            wait = flood.seconds
        except (BadRequest, Forbidden, InvalidToken):
            return False
        except TelegramError:
            wait = 0.0
        except UNREADABLE:
            return False
        else:
            return True
        if pause is not None:
            await asyncio.sleep(max(wait, pause))
    return False


@contextmanager
def blaming() -> Iterator[None]:
    """Turn what Telegram or the way to it refused into a ChannelError: a code, and when to try again."""
    try:
        yield
    except TelegramError as error:
        raise ChannelError(*_blame(error)) from None
    except UNREADABLE:
        raise ChannelError("telegram-network", _LADDER) from None


def _blame(error: TelegramError) -> tuple[str, float | None]:
    match error:
        case FloodError():
            return FLOOD, error.seconds
        case Forbidden():
            return "telegram-blocked", None
        case InvalidToken():
            return "telegram-token", _TOKEN_AGAIN
        case Conflict():
            return "telegram-conflict", _LADDER
        case TimedOut():
            return "telegram-timeout", _LADDER
        case BadRequest():
            return "telegram-refused", None
        case NetworkError():
            return "telegram-network", _LADDER
        case _:
            return "telegram-refused", None


def _retry_after(body: bytes) -> float:
    """Seconds, from one to an hour; where they are missing or nonsense, five."""
    try:
        seconds = json.loads(body)["parameters"]["retry_after"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return 5.0
    return min(max(1.0, seconds), _LONGEST_FLOOD) if isinstance(seconds, int | float) else 5.0
