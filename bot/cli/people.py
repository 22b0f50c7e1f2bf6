"""`varde people check`: every problem in the people file."""

from __future__ import annotations

import argparse

from bot.cli import check, setting
from bot.config import ConfigError


def run(given: argparse.Namespace) -> int:
    shelf = setting.shelf(given, setting.config(given))
    if shelf.people is None:
        raise ConfigError("people: no people file is named; use --people F or the key people in the configuration")
    given.paths = [shelf.people]
    return check.run(given)
