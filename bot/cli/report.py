"""`varde report`: how Varde is used, without anybody in it."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import timedelta
from pathlib import Path

from bot.cli import setting
from bot.config import Config, ConfigError
from bot.core.library import World
from bot.usage import file
from bot.usage.file import UsageError
from bot.usage.periods import monday, read, week_of
from bot.usage.report import Data, report

_WEEKS = 52
"""So many weeks back without --from."""


def run(given: argparse.Namespace) -> int:
    settings = setting.config(given)
    world = setting.world(given, settings)
    if given.demo:
        from bot.usage.demo import pretended

        with pretended(world, setting.today(given, settings)) as directory:
            found = _read(given, settings, world, directory) | {"made_up": True}
    else:
        found = _read(given, settings, world, setting.data(given, settings)) | {"made_up": False}
    sys.stdout.buffer.write(_written(found, given.format).encode())
    return 0


def _read(given: argparse.Namespace, settings: Config, world: World, directory: Path) -> Data:
    place = directory / file.NAME
    try:
        used = file.read(place)
    except UsageError as error:
        raise setting.unreadable(place, error) from None
    # A week that can still be added to would be printed, and then once more with other numbers.
    today = week_of(setting.today(given, settings))
    now = min(today, used.week or today)
    counted = [cell[1] for cell in used.numbers if cell[0] == "week_use"]
    earliest = week_of(monday(now) - timedelta(weeks=_WEEKS))
    first = _week(given.first) or max(min(counted, default=now), earliest)
    return report(used, world, (first, _week(given.last) or now), now)


def _week(text: str | None) -> int | None:
    try:
        return read(text) if text else None
    except ValueError as error:
        raise ConfigError(f"report: {error}") from None


def _written(found: Data, form: str) -> str:
    if form == "json":
        return json.dumps(found, ensure_ascii=False, indent=1) + "\n"
    if form == "html":
        from bot.usage.page import page

        return page(found)
    from bot.usage.plain import plain

    return plain(found)
