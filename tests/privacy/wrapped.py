"""A real `varde` in which something goes wrong on purpose: `wrapped.py WHAT -- ARGUMENTS`.

`raise` makes the core fail with the typed text in the exception. `leaks` opens every way out that the canary suite
watches: a text that names a leak is written down there, and nowhere else. The program itself has no such switch.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import logging
import sys
import tempfile
import threading
import traceback
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot import cli
from bot.core import engine
from bot.core.events import MessageReceived
from bot.store import Post, Saved, Tally, Turn

heard: list[str] = []
_advance = engine.advance
_save, _count, _post = Turn.save, Turn.count, Turn.post


def _listening(state: Any, event: Any, *rest: Any) -> Any:
    """What the core is given is remembered here, in a place the program does not know."""
    if isinstance(event, MessageReceived):
        heard.append(event.text.reveal())
    return _advance(state, event, *rest)


def _raising(state: Any, event: Any, *rest: Any) -> Any:
    if isinstance(event, MessageReceived):
        text = event.text.reveal()
        raise RuntimeError(f"cannot think about {text}")
    return _advance(state, event, *rest)


def _naming(leak: str) -> list[str]:
    """What was heard that asks for this leak."""
    return [text for text in heard if text.startswith(f"{leak} ")]


def _loudly(text: str) -> None:
    """A handler without the formatter: what a library that configures logging itself would do."""
    logger = logging.getLogger("nio")
    if not any(isinstance(each, logging.FileHandler) for each in logger.handlers):
        handler = logging.FileHandler(_place("nio.log"))
        handler.setFormatter(logging.Formatter("%(message)s"))
        logger.addHandler(handler)
    logger.warning("malformed: %s", text)


def _traceback(text: str) -> None:
    try:
        raise RuntimeError(text)
    except RuntimeError:
        traceback.print_exc()


def _thread(text: str) -> None:
    def fail() -> None:
        raise RuntimeError(text)

    before, threading.excepthook = threading.excepthook, threading.__excepthook__
    running = threading.Thread(target=fail)
    running.start()
    running.join()
    threading.excepthook = before


def _warning(text: str) -> None:
    with warnings.catch_warnings():
        warnings.showwarning = lambda message, *_: print(message, file=sys.stderr)
        warnings.simplefilter("always")
        warnings.warn_explicit(text, UserWarning, "x.py", 1, registry={})


def _place(name: str) -> Path:
    return Path(tempfile.gettempdir()) / name


def _appended(name: str, data: bytes) -> None:
    with _place(name).open("ab") as end:
        end.write(data)


def _in_data(name: str) -> Callable[[str], None]:
    """Written at the end of a file that the program keeps itself."""

    def append(text: str) -> None:
        place = Path(sys.argv[sys.argv.index("--data") + 1]) / name
        if place.parent.is_dir():
            with place.open("ab") as end:
                end.write(text.encode())

    return append


SAID: Mapping[str, Callable[[str], object]] = {
    "log": _loudly,
    "traceback": _traceback,
    "thread": _thread,
    "warning": _warning,
    "stdout": lambda text: print(f'{{"to":"x","text":"{text}"}}', flush=True),
    "tempfile": lambda text: _appended("plain", text.encode()),
    "file-name": lambda text: _place(text.replace("/", "")).touch(),
    "gzip": lambda text: _appended("zipped", gzip.compress(text.encode())),
    "base64": lambda text: _appended("armoured", b"{" + base64.b64encode(b"x" + text.encode())),
    "utf-16": lambda text: _appended("wide", text.encode("utf-16")),
    "hash": lambda text: _appended("hashed", hashlib.sha256(text.encode()).hexdigest().encode()),
    "usage": _in_data("usage.db"),
}
"""What happens with a text at once."""
STORED = ("state", "count", "outbox")
"""What goes into varde.db with it."""
LEAKS = (*SAID, *STORED)
MATRIX = {"keys": _in_data("matrix/keys.db"), "device": _in_data("matrix/device.json")}
"""What only a run on Matrix has."""


async def _leaking_save(self: Turn, changes: Mapping[str, Saved | None]) -> None:
    for name, leak in {**SAID, **MATRIX}.items():
        for text in _naming(name):
            leak(text)
    for text in (text for name in (*SAID, *MATRIX) for text in _naming(name)):
        heard.remove(text)
    await _save(self, changes)
    await _save(self, {f"samtale:{number}": Saved(text) for number, text in enumerate(_naming("state"))})


async def _leaking_count(self: Turn, counts: Mapping[Tally, int]) -> None:
    week = next((tally.week for tally in counts), 0)
    await _count(self, {**counts, **{Tally(week, "hjelp", text): 1 for text in _naming("count")}})


async def _leaking_post(self: Turn, posts: Sequence[Post]) -> None:
    """The owner of a message stays in its row when its body is cleared."""
    await _post(self, [replace(post, owner=(_naming("outbox") or [post.owner])[-1]) for post in posts])


def main(what: str, arguments: list[str]) -> int:
    engine.advance = _raising if what == "raise" else _listening  # type: ignore[assignment]
    if what == "leaks":
        Turn.save, Turn.count, Turn.post = _leaking_save, _leaking_count, _leaking_post  # type: ignore[method-assign]
    sys.argv = ["varde", *arguments]
    return cli.main()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[3:]))
