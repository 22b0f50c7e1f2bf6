"""What may stand in a log: codes, numbers and places in the program, never a word that came from outside."""

from __future__ import annotations

import logging
import re

_SAFE = re.compile(r"[A-Za-z0-9_.:+/=-]{1,60}")
_OURS = "varde"


class CodesOnly(logging.Formatter):
    """Of our own records the code with its arguments; of everybody else's only where in their program it was.

    matrix-nio logs the content of events that it cannot read, asyncio the text of exceptions (PRIVACY.md). Texts of
    exceptions and stacks are dropped from all of them.
    """

    def format(self, record: logging.LogRecord) -> str:
        if record.name.partition(".")[0] != _OURS:
            return f"{record.levelname} {record.name} {record.module}:{record.lineno}"
        given = record.args if isinstance(record.args, tuple) else ()
        told = [str(each) if _SAFE.fullmatch(str(each)) else "?" for each in given]
        code = str(record.msg).split(" ", 1)[0]
        return " ".join([record.levelname, record.name, code, *told])


def start(level: int = logging.INFO) -> None:
    """Everything through one formatter to standard error; of other people's programs warnings and worse."""
    handler = logging.StreamHandler()
    handler.setFormatter(CodesOnly())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(max(level, logging.WARNING))
    logging.getLogger(_OURS).setLevel(level)
    logging.raiseExceptions = False


def crashed(error: BaseException) -> None:
    """Our own mistake, by its kind and place; its text may hold what a person typed."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    at = error.__traceback__
    while at is not None and at.tb_next is not None:
        at = at.tb_next
    where = f"{at.tb_frame.f_globals.get('__name__')}:{at.tb_lineno}" if at else "nowhere"
    logging.getLogger(_OURS).critical("crashed %s %s", type(error).__name__, where)
