"""Drives a real `varde chat --jsonl` as a child process: a line in, everything out until its `idle`."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

VARDE = Path(sys.executable).with_name("varde")
PATIENCE = 30.0
"""Seconds until a child that says nothing is given up."""
Line = dict[str, Any]


class Child:
    """One running `varde`, its standard streams in our hands."""

    def __init__(self, *arguments: str | Path, errors: Path, cwd: Path | None = None) -> None:
        self.errors = errors
        with errors.open("ab") as stderr:
            self.process = subprocess.Popen(
                [VARDE, *arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=stderr,
                cwd=cwd,
                env=bare_environment(),
                bufsize=0,
            )
        self._came: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._listening = threading.Thread(target=self._listen, daemon=True)
        self._listening.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.kill()

    def write(self, data: bytes) -> None:
        """All of it, however small the pipe is. What is read meanwhile waits in the queue."""
        stdin = self.process.stdin
        assert stdin is not None
        view = memoryview(data)
        while view:
            view = view[stdin.write(view) :]

    def hang_up(self) -> None:
        """Close the child's standard input."""
        assert self.process.stdin is not None
        self.process.stdin.close()

    def line_out(self) -> bytes | None:
        """The next line of output as it stands; None: the output has ended."""
        return self._came.get(timeout=PATIENCE)

    def next(self) -> Line | None:
        """The next line of output, read as JSON."""
        line = self.line_out()
        return None if line is None else json.loads(line)

    def rest(self) -> list[Line]:
        """Everything until the output ends."""
        found = []
        while (line := self.next()) is not None:
            found.append(line)
        return found

    def whole_rest(self) -> list[Line]:
        """The same after a kill: a last line that is not whole is left out."""
        found = []
        while (line := self.line_out()) is not None:
            if line.endswith(b"}"):
                found.append(json.loads(line))
        return found

    def ended(self) -> int:
        """The exit status, once the child has ended by itself."""
        return self.process.wait(PATIENCE)

    def tell(self, sign: signal.Signals) -> None:
        self.process.send_signal(sign)

    def kill(self) -> None:
        """Like a power cut; also lets go of everything that we hold."""
        self.process.kill()
        self.process.wait(PATIENCE)
        self._listening.join(PATIENCE)
        for stream in (self.process.stdin, self.process.stdout):
            assert stream is not None
            stream.close()

    def complaints(self) -> str:
        """What stands on its standard error."""
        return self.errors.read_text(encoding="utf-8")

    def _listen(self) -> None:
        assert self.process.stdout is not None
        start = b""
        while chunk := os.read(self.process.stdout.fileno(), 1 << 16):
            *whole, start = (start + chunk).split(b"\n")
            for line in whole:
                self._came.put(line)
        if start:
            self._came.put(start)
        self._came.put(None)


class Talk(Child):
    """The JSON lines channel, with the virtual clock; counts its lines, so that it knows each one's idle."""

    def __init__(self, data: Path, *arguments: str | Path, errors: Path) -> None:
        super().__init__("chat", "--jsonl", "--virtual-clock", "--data", data, *arguments, errors=errors)
        self.lines = 0

    def types(self, user: str, text: str, **more: Any) -> list[Line]:
        return self.line({"user": user, "text": text, **more})

    def presses(self, user: str, *choices: str, **more: Any) -> list[Line]:
        """Several choices one after the other; what the last one led to."""
        said: list[Line] = []
        for choice in choices:
            said = self.line({"user": user, "choice": choice, **more})
        return said

    def sets(self, user: str, **profile: Any) -> list[Line]:
        return self.line({"user": user, "profile": profile})

    def waits(self, seconds: float) -> list[Line]:
        return self.line({"advance": seconds})

    def line(self, line: Line) -> list[Line]:
        """What came out for one line, without its idle."""
        return self.raw(json.dumps(line).encode())

    def raw(self, line: bytes) -> list[Line]:
        """The same for bytes that may be no JSON at all."""
        self.post([line])
        return self.answer(self.lines)

    def post(self, lines: Iterable[bytes]) -> None:
        """Write lines without waiting for anything."""
        whole = list(lines)
        self.lines += len(whole)
        self.write(b"".join(line + b"\n" for line in whole))

    def answer(self, number: int) -> list[Line]:
        """Everything until the idle of this line; it is the next idle that comes."""
        said: list[Line] = []
        while (line := self.next()) is not None:
            if "idle" in line:
                assert line == {"idle": number}, f"line {number}: {line} after {said}"
                return said
            said.append(line)
        raise AssertionError(f"the channel ended at line {number}, after {said}:\n{self.complaints()}")

    def quits(self) -> None:
        """Hang up, and see that it ends well."""
        self.hang_up()
        assert self.rest() == []
        assert self.ended() == 0
        assert "Traceback" not in self.complaints()


def bare_environment(**more: str) -> dict[str, str]:
    """What a child needs to know of ours; warnings are shown, so that a test can see them."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "LC_ALL", "PYTHONPATH") if name in os.environ}
    return {"LANG": "C.UTF-8", **kept, "PYTHONWARNINGS": "default", **more}


def kinds(said: Sequence[Line]) -> list[str]:
    return [line["kind"] for line in said]


def offered(line: Line) -> list[str]:
    return [choice["id"] for choice in line["choices"]]
