"""One conversation from the command line: its clock, its channel, its store."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.app import App, VirtualClock
from bot.channel import Channel
from bot.channels.lines import Lines
from bot.cli import setting
from bot.cli.joining import opened, put_line, serve, tell
from bot.config import Config
from bot.deciding import Clock
from bot.live import LiveContent, Reader
from bot.store import Store

VIRTUAL_START = datetime(2026, 1, 5, 10, 0, tzinfo=ZoneInfo("Europe/Oslo")).astimezone(UTC)
"""Where a virtual clock starts in a new data directory (CONTRACT.md); in UTC, where an hour is always an hour."""


async def talk(given: argparse.Namespace, settings: Config, reader: Reader) -> int:
    """Until the input ends."""
    async with opened(given, settings) as store:
        live = setting.live(given, settings, reader, tell)
        await serve(App(store, [_channel(given, live)], live, await _clock(given, store)), live)
    return 0


async def _clock(given: argparse.Namespace, store: Store) -> Clock:
    if not given.virtual_clock:
        return setting.RealClock()
    stands, goal = await store.clock() or (VIRTUAL_START, VIRTUAL_START)
    clock = VirtualClock(stands.astimezone(UTC), goal.astimezone(UTC))
    async with store.turn() as turn:
        await turn.set_clock(clock.stands, clock.goal)
    return clock


def _channel(given: argparse.Namespace, live: LiveContent) -> Channel:
    lines = Lines(sys.stdin.fileno())
    if given.jsonl:
        from bot.channels.jsonlines import JsonLines

        return JsonLines(lines, put_line, lambda: live.world, setting.session(), given.virtual_clock)
    from bot.channels.terminal import Terminal

    return Terminal(lines, given.user, lambda: live.world, setting.session())
