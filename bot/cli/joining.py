"""Joins the app, its store and the live content for as long as they run together."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.app import App
from bot.channel import ChannelRefused
from bot.cli import setting
from bot.config import Config, ConfigError
from bot.core import windows
from bot.live import LiveContent
from bot.store import Store, StoreError


def put_line(line: str) -> None:
    """One line of a channel's output, in UTF-8 whatever the terminal thinks."""
    sys.stdout.buffer.write(line.encode("utf-8", "replace") + b"\n")
    sys.stdout.buffer.flush()


def tell(line: str) -> None:
    """One line for whoever runs Varde."""
    print(line, file=sys.stderr)


@asynccontextmanager
async def opened(given: argparse.Namespace, settings: Config) -> AsyncIterator[Store]:
    """The store of the data directory. Raises ConfigError where the disk or the file will not, in the end too."""
    try:
        data, now = setting.data(given, settings), setting.RealClock().now()
        store = await Store.open(data, url=settings.file.database, floats=True, at=now)
        try:
            yield store
        finally:
            await store.close()
    except StoreError as error:
        raise ConfigError(str(error)) from None


async def serve(app: App, live: LiveContent) -> None:
    """Run until every channel has ended, or until somebody asks to stop. Raises ConfigError when the disk will not."""
    if live.world.people.units:
        windows.prepare()
    running = asyncio.create_task(app.run())
    watching = asyncio.create_task(live.watch())
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(sign, running.cancel)
    try:
        await running
    except asyncio.CancelledError:
        return
    except ExceptionGroup as group:
        raise _whose_fault(group) from None
    finally:
        watching.cancel()


def _whose_fault(group: ExceptionGroup[Exception]) -> Exception:
    """A disk or a database that does not work is the operator's to mend, an output that nobody reads is nobody's;
    anything else is our bug."""
    for kind in (StoreError, ChannelRefused, BrokenPipeError):
        found: BaseException | None = group.subgroup(kind)
        while isinstance(found, BaseExceptionGroup):
            found = found.exceptions[0]
        if isinstance(found, StoreError | ChannelRefused):
            return ConfigError(str(found))
        if isinstance(found, BrokenPipeError):
            return found
    return group
