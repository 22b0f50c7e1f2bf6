"""Logs that cannot say what anybody wrote: an event code, numbers and known ids, whoever logs."""

from __future__ import annotations

import logging
import re
import sys
import threading
import traceback
from enum import Enum
from pathlib import Path
from types import TracebackType

LEVELS = {"DEBUG": logging.DEBUG, "INFO": logging.INFO, "WARNING": logging.WARNING}
OURS = "varde."
"""Loggers whose lines are formed as below; every other's text is dropped, its arguments too."""
_EVENT = re.compile(r"([a-z]+(?:-[a-z]+)+)((?: %[sdf])*)")
"""What one of our own lines looks like before its arguments are put in: the code is written in the program."""
_NO_MODULES = frozenset({"root", "py.warnings"})
"""Loggers of Python itself that are named after no module."""
_HERE = Path(__file__).parent
_DEEPEST = 4

CODES = frozenset(
    """clock clock-ahead missing damaged not-ours disk-full locked cannot-write unreachable too-many room-not-here
    keys-not-kept not-encrypted key-not-shared not-allowed not-sent no-matrix no-trust telegram-address telegram-pace
    telegram-network telegram-conflict telegram-flood telegram-blocked telegram-token telegram-timeout telegram-refused
    telegram-webhook telegram-uncalled
    unreadable""".split()
)
"""Words that may stand as an argument (a test holds them against the codes of ChannelError and UsageError)."""
OWN_IDS = frozenset({"device-key", "identity-key"})
"""Events whose arguments are ids of the bot itself, which an operator compares with what a screen shows."""
_PLAIN = re.compile(r"[A-Za-z0-9_+/=-]{1,60}")
_NETWORK_CODE = re.compile(r"M_[A-Z_]{3,40}|(?:server|status|telegram)-[1-5][0-9]{2}")
"""Codes that the networks define: Matrix's errcode, an HTTP status."""


class Formatter(logging.Formatter):
    """Takes nothing on trust: a line that is not made like ours is said to have happened, and no more."""

    def format(self, record: logging.LogRecord) -> str:
        line = f"{record.levelname} {_logger(record.name)} {_said(record)}"
        if record.exc_info and record.exc_info[0]:
            line += f" {kind(record.exc_info[0])} at {places(record.exc_info[2])}"
        return line


def _logger(name: str) -> str:
    """As far as it is named after a part of a program, and not after whom or what a program was busy with."""
    if name.startswith(OURS) or name in _NO_MODULES:
        return name
    parts = name.split(".")
    heads = (".".join(parts[:many]) for many in range(len(parts), 0, -1))
    return next((head for head in heads if head in sys.modules), "-")


def _said(record: logging.LogRecord) -> str:
    if not record.name.startswith(OURS):
        return f"line {record.lineno}"
    found = _EVENT.fullmatch(record.msg) if isinstance(record.msg, str) else None
    if found is None:
        return f"unformed line {record.lineno}"
    given = record.args if isinstance(record.args, tuple) else ()
    told = _own if found[1] in OWN_IDS else _argument
    return " ".join((found[1], *map(told, given)))


def _own(given: object) -> str:
    return str(given) if _PLAIN.fullmatch(str(given)) else "-"


def _argument(given: object) -> str:
    """A number, a kind of exception, a member of a closed list; anything else is not said."""
    if isinstance(given, bool | int | float):
        return str(given)
    if isinstance(given, type):
        return kind(given)
    if isinstance(given, Enum):
        return str(given.value) if str(given.value) in CODES else f"{type(given).__name__}.{given.name}"
    text = given if isinstance(given, str) else ""
    known = text in CODES or _NETWORK_CODE.fullmatch(text) or text in _exceptions()
    return text if known else "-"


def _exceptions() -> set[str]:
    """The names of all kinds of exception that are loaded."""
    found: set[type] = set()
    todo: list[type] = [BaseException]
    while todo:
        one = todo.pop()
        # By class and not by name: somebody else's LookupError must not hide what the real one has below it.
        if one not in found:
            found.add(one)
            todo += one.__subclasses__()
    return {one.__name__ for one in found}


def kind(error: type) -> str:
    return error.__name__ if issubclass(error, BaseException) else "-"


def places(at: TracebackType | None) -> str:
    """Where in our own program an exception passed: file and line, no source, no values."""
    frames = traceback.StackSummary.extract(traceback.walk_tb(at), lookup_lines=False) if at else []
    ours = [f for f in frames if Path(f.filename).is_relative_to(_HERE)] or list(frames)
    return " < ".join(f"{Path(f.filename).name}:{f.lineno}" for f in reversed(ours[-_DEEPEST:]))


def install(level: str) -> None:
    """From here on nothing that this process says of itself holds a text: logs, warnings, tracebacks, core dumps."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Formatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    wanted = LEVELS.get(level.upper(), logging.WARNING)
    logging.getLogger(OURS.rstrip(".")).setLevel(wanted)
    # Of other people's programs the place is all that is said, so only what went wrong is worth a line.
    root.setLevel(wanted if wanted == logging.DEBUG else logging.WARNING)
    # What goes wrong while a line is written would be printed with the line's arguments.
    logging.raiseExceptions = False
    logging.captureWarnings(True)
    sys.excepthook = _uncaught
    threading.excepthook = lambda told: _uncaught(told.exc_type, told.exc_value, told.exc_traceback)
    sys.unraisablehook = lambda told: _uncaught(told.exc_type, told.exc_value, told.exc_traceback)
    _no_core_dumps()


def crashed(error: BaseException) -> None:
    """Our own mistake, by its kind and place; of several the first."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    logging.getLogger(f"{OURS}crash").critical("crashed-by", exc_info=error)


def _uncaught(_: type[BaseException], error: BaseException | None, __: TracebackType | None = None) -> None:
    """In place of a traceback, whose last line is the text of the exception."""
    if error is not None:
        crashed(error)


def _no_core_dumps() -> None:
    try:
        import resource
    except ImportError:  # not on Windows, which writes none of its own accord
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
