"""A real `varde` in which one thing goes wrong on purpose: `wrapped.py WHAT -- ARGUMENTS`.

`raise` makes the core fail with the typed text in the exception; each `leak-…` writes it down where it must not be, one
for every path that the canary suite watches. The program itself has no such switch.
"""

from __future__ import annotations

import asyncio
import base64
import gzip
import hashlib
import logging
import sys
import tempfile
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from bot import cli, deciding, saved
from bot.core import engine
from bot.core.events import MessageReceived
from bot.store import Saved, Tally, Turn
from bot.usage import file as usage_file

heard: list[str] = []
_advance = engine.advance
_save, _count = Turn.save, Turn.count


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


def _plainly(level: int = logging.DEBUG) -> None:
    """A handler without the formatter: what a library that configures logging itself would do."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(message)s"))
    logging.getLogger("nio").addHandler(handler)


def _leak_log() -> None:
    _plainly()
    _wrap_save(lambda text: logging.getLogger("nio").warning("malformed: %s", text))


def _leak_traceback() -> None:
    _wrap_save(lambda text: print(f"RuntimeError: {text}", file=sys.stderr))


def _leak_warning() -> None:
    def warn(text: str) -> None:
        logging.captureWarnings(False)
        warnings.warn_explicit(text, UserWarning, "x.py", 1, registry={})

    _wrap_save(warn)


def _leak_stdout() -> None:
    _wrap_save(lambda text: print(f'{{"to":"x","text":"{text}"}}', flush=True))


def _leak_tempfile() -> None:
    _wrap_save(lambda text: Path(tempfile.mkstemp()[1]).write_text(text, "utf-8"))


def _leak_gzip() -> None:
    _wrap_save(lambda text: Path(tempfile.mkstemp()[1]).write_bytes(gzip.compress(text.encode())))


def _leak_base64() -> None:
    _wrap_save(lambda text: Path(tempfile.mkstemp()[1]).write_bytes(b"{" + base64.b64encode(b"x" + text.encode())))


def _leak_hash() -> None:
    _wrap_save(lambda text: Path(tempfile.mkstemp()[1]).write_text(hashlib.sha256(text.encode()).hexdigest()))


def _wrap_save(leak: Callable[[str], object]) -> None:
    async def save(self: Turn, changes: Mapping[str, Saved | None]) -> None:
        for text in _sendable():
            leak(text)
        await _save(self, changes)

    Turn.save = save  # type: ignore[method-assign]


def _leak_state() -> None:
    async def save(self: Turn, changes: Mapping[str, Saved | None]) -> None:
        await _save(self, changes)
        await _save(self, {f"samtale:{n}": Saved(text) for n, text in enumerate(_sendable())})

    Turn.save = save  # type: ignore[method-assign]


def _leak_count() -> None:
    async def count(self: Turn, counts: Mapping[Tally, int]) -> None:
        week = next((tally.week for tally in counts), 0)
        await _count(self, {**counts, **{Tally(week, "hjelp", text): 1 for text in _sendable()}})

    Turn.count = count  # type: ignore[method-assign]


def _leak_usage() -> None:
    """Even codes that are not held against the content."""
    add = usage_file.add

    def leaking(file: Path, *rest: Any) -> None:
        add(file, *rest)
        with file.open("ab") as end:
            end.write("\n".join(_sendable()).encode())

    usage_file.add = leaking  # type: ignore[assignment]


def _leak_outbox() -> None:
    """In place of ids, the words."""
    say_json = saved.say_json
    deciding.saved.say_json = lambda say: say_json(say)[:-1] + f',"heard":"{_last()}"}}'  # type: ignore[attr-defined]


def _sendable() -> list[str]:
    return [text for text in heard if text.isprintable()]


def _last() -> str:
    return next((text for text in reversed(_sendable()) if '"' not in text), "")


def main(what: str, arguments: list[str]) -> int:
    engine.advance = _raising if what == "raise" else _listening  # type: ignore[assignment]
    if what.startswith("leak-"):
        globals()[f"_{what.replace('-', '_')}"]()
    sys.argv = ["varde", *arguments]
    return cli.main()


LEAKS = sorted(name[1:].replace("_", "-") for name in globals() if name.startswith("_leak_"))

if __name__ == "__main__":
    assert asyncio.get_event_loop_policy()
    sys.exit(main(sys.argv[1], sys.argv[3:]))
