"""Runs `varde` and kills it, like a power cut, the n-th time that it comes to a labelled point; it leaves the label."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot.channels.jsonlines import JsonLines
from bot.cli import main
from bot.store import Store
from bot.store.turn import Turn
from bot.store.wire import Wire

POINTS = {
    "before the states": (Turn, "save", False, (5, 6)),
    "before the withdrawal": (Turn, "withdraw", False, (5, 6)),
    "before the messages": (Turn, "post", False, (5, 6)),
    "before the counts": (Turn, "count", False, (8, 9)),
    "before the commit": (Wire, "commit", False, (24, 24)),
    "after the commit": (Wire, "commit", True, (24, 24)),
    "before the claim": (Store, "claim", False, (3, 4)),
    "after the claim": (Store, "claim", True, (3, 4)),
    "after the network took it": (JsonLines, "send", True, (10, 12)),
    "before the mark": (Turn, "sent", False, (3, 4)),
    "after the mark": (Store, "sent", True, (3, 4)),
}
"""Label -> where it is, before or after it, and the how manieth time kills a first and a second run: about a third and
two thirds of the way."""


def die_at(label: str, time: int, died: Path) -> None:
    owner, name, afterwards, _ = POINTS[label]
    whole: Callable[..., Any] = getattr(owner, name)
    times = 0

    async def once_more(*given: Any, **named: Any) -> Any:
        nonlocal times
        times += 1
        if not afterwards and times == time:
            _die(label, died)
        done = await whole(*given, **named)
        if afterwards and times == time:
            _die(label, died)
        return done

    setattr(owner, name, once_more)


def _die(label: str, died: Path) -> None:
    with died.open("a", encoding="utf-8") as note:
        note.write(f"{label}\n")
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    die_at(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
    sys.exit(main(sys.argv[4:]))
