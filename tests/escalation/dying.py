"""Runs `varde` and kills it, like a power cut, the n-th time that it comes to a labelled point."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from bot.cli import main
from bot.store import Store
from bot.store.turn import Turn
from bot.store.wire import Wire

POINTS = {
    "before the states": (Turn, "save", False),
    "before the messages": (Turn, "post", False),
    "before the commit": (Wire, "commit", False),
    "after the commit": (Wire, "commit", True),
    "before the claim": (Store, "claim", False),
    "after the claim": (Store, "claim", True),
    "before the mark": (Turn, "sent", False),
    "after the mark": (Store, "sent", True),
}


def die_at(owner: type, name: str, afterwards: bool, time: int) -> None:
    whole: Callable[..., Any] = getattr(owner, name)
    times = 0

    async def once_more(*given: Any, **named: Any) -> Any:
        nonlocal times
        times += 1
        if not afterwards and times == time:
            os.kill(os.getpid(), signal.SIGKILL)
        done = await whole(*given, **named)
        if afterwards and times == time:
            os.kill(os.getpid(), signal.SIGKILL)
        return done

    setattr(owner, name, once_more)


if __name__ == "__main__":
    die_at(*POINTS[sys.argv[1]], int(sys.argv[2]))
    sys.exit(main(sys.argv[3:]))
