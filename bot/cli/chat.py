"""`varde chat`: one person at this terminal, or a program that speaks JSON lines."""

from __future__ import annotations

import argparse
import asyncio

from bot.cli import setting
from bot.config import ConfigError


def run(given: argparse.Namespace) -> int:
    if given.virtual_clock and not given.jsonl:
        raise ConfigError("--virtual-clock goes with --jsonl")
    settings = setting.config(given)
    # The content is read in another process from here on; meanwhile this one imports what a conversation needs.
    with setting.reader(given, settings) as reader:
        from bot.cli.talking import talk

        return asyncio.run(talk(given, settings, reader))
