"""A pseudo-terminal with `varde chat` in it, and what a person sees on it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pexpect

from channels.driving import PATIENCE, VARDE, bare_environment


class Screen:
    """One terminal."""

    def __init__(self, child: pexpect.spawn) -> None:
        self.child = child

    def shows(self) -> str:
        """What was printed until it is our turn."""
        self.child.expect(r"\n> $")
        return str(self.child.before)

    def types(self, text: str) -> str:
        self.child.sendline(text)
        return self.shows()

    def ends(self) -> tuple[str, int | None]:
        """What came last, and the exit status."""
        self.child.expect(pexpect.EOF)
        self.child.close()
        return str(self.child.before), self.child.exitstatus


def opened(data: Path, *arguments: str | Path, columns: int = 80, **environment: str) -> Screen:
    """A new terminal; whoever opens it closes its child."""
    child = pexpect.spawn(
        str(VARDE),
        ["chat", "--data", str(data), *map(str, arguments)],
        env=bare_environment(**{"TERM": "xterm-256color", **environment}),
        dimensions=(24, columns),
        encoding="utf-8",
        timeout=PATIENCE,
        echo=False,
    )
    return Screen(child)


@contextmanager
def screen(data: Path, columns: int = 80, **environment: str) -> Iterator[Screen]:
    going = opened(data, columns=columns, **environment)
    try:
        yield going
    finally:
        going.child.close(force=True)


def plain(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)
