"""`varde run`: the service, with every channel that the configuration turns on."""

from __future__ import annotations

import argparse
import asyncio
import sys

from bot.app import App
from bot.channel import Channel
from bot.channels.lines import Lines
from bot.cli import setting
from bot.cli.joining import opened, put_line, serve, tell
from bot.config import Config, ConfigError
from bot.live import LiveContent


def run(given: argparse.Namespace) -> int:
    return asyncio.run(_serve(given, setting.config(given)))


async def _serve(given: argparse.Namespace, settings: Config) -> int:
    shelf = setting.shelf(given, settings)
    world = setting.world(given, settings)
    live = LiveContent(shelf, world, lambda: setting.today(given, settings), tell)
    channels = _channels(settings, live)
    async with opened(given, settings) as store:
        tell("varde: ready")
        await serve(App(store, channels, live, setting.RealClock()), live)
    return 0


def _channels(settings: Config, live: LiveContent) -> list[Channel]:
    wanted = settings.file.channels
    for name, section in (("matrix", wanted.matrix), ("telegram", wanted.telegram)):
        if section is not None:
            raise ConfigError(f"channels.{name}: this version does not have the channel yet; leave it out")
    if wanted.jsonlines is None:
        raise ConfigError("channels: no channel is turned on; see config.example.yaml")
    from bot.channels.jsonlines import JsonLines

    return [JsonLines(Lines(sys.stdin.fileno()), put_line, lambda: live.world, setting.session(), virtual=False)]
