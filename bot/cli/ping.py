"""`varde ping`: what is asked at the moment, in ids and states only; nothing of what it is about."""

from __future__ import annotations

import argparse
import asyncio
import json
from typing import Any

from bot import saved
from bot.cli import setting
from bot.config import ConfigError
from bot.core.colleagues.ping import Ping
from bot.core.engine import PING
from bot.store import StoreError
from bot.store.looking import Seen, look


def run(given: argparse.Namespace) -> int:
    settings = setting.config(given)
    try:
        found = asyncio.run(look(setting.data(given, settings), f"{PING}:", url=settings.file.database))
    except StoreError as error:
        raise ConfigError(str(error)) from None
    rows = sorted((_row(seen) for seen in found), key=lambda row: int(row["ping"]))
    if given.what == "show":
        rows = [row for row in rows if row["ping"] == given.number]
        if not rows:
            raise ConfigError(f"ping show: there is no ping {given.number}")
    if given.json:
        print(json.dumps(rows, ensure_ascii=False))
        return 0
    for row in rows:
        print("  ".join(f"{name}={value}" for name, value in row.items() if value not in (None, "")))
    return 0


def _row(seen: Seen) -> dict[str, Any]:
    """No address, no number, no topic: an operator need not know who asks whom about what."""
    number = seen.key.partition(":")[2]
    due = seen.due.isoformat() if seen.due else None
    try:
        ping = saved.state(seen.key, seen.json)
    except saved.UnreadableError:
        return {"ping": number, "state": seen.tag, "due": due}
    assert isinstance(ping, Ping)
    return {
        "ping": number,
        "state": ping.stage.value,
        "unit": ping.call.unit,
        "round": ping.round,
        "rung": ping.rung,
        "empty_rungs": ping.empty,
        "opened": ping.opened_at.isoformat(),
        "ended": ping.ended_at.isoformat() if ping.ended_at else None,
        "due": due,
        "practice": bool(ping.call.practice),
    }
