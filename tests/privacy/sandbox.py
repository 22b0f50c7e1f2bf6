"""One directory in which the real program runs, with everything that it wrote and said there."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from types import TracebackType
from typing import Self

from channels.driving import bare_environment
from privacy import searching
from privacy.surfaces import Surface

WRAPPED = Path(__file__).with_name("wrapped.py")
PATIENCE = 120.0
SIGNS: Mapping[str, signal.Signals] = {"SIGTERM": signal.SIGTERM, "SIGKILL": signal.SIGKILL}
"""Faults that end the child; they are sent while it has canaries to answer."""
_HOLDING = """
import sqlite3, sys
holder = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=float(sys.argv[2]))
holder.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""
_SMALL_FILES = 160_000
"""Bytes that a file may have when the disk is full: the tables fit, what is written to them later does not."""


@dataclass(frozen=True)
class Left:
    """What was left of a run: which canaries were sent, in which texts, and everything that was written."""

    words: Mapping[str, str]
    sent: Mapping[str, tuple[str, ...]]
    blobs: Mapping[str, bytes]
    may_be_written: frozenset[str] = searching.MAY_BE_WRITTEN
    echoes: frozenset[str] = frozenset()
    """Kinds that come back on standard output by contract."""

    def leaks(self) -> list[str]:
        """Every canary that was found, where, and as what."""
        return [f"{kind}: {place}" for kind, word in self.words.items() for place in self._of(kind, word)]

    def _of(self, kind: str, word: str) -> list[str]:
        searched = {n: b for n, b in self.blobs.items() if n != "<stdout>" or kind not in self.echoes}
        return searching.found(word, self.sent.get(kind, ()), searched)

    def strangers(self) -> list[str]:
        """Files that nobody said may be written."""
        names = {Path(name).name for name in self.blobs if not name.startswith("<")}
        return sorted(name for name in names if not any(fnmatchcase(name, known) for known in self.may_be_written))


@dataclass
class Sandbox:
    """`place` is the home, the working directory and the temporary directory of what is started in it."""

    place: Path
    _seen: dict[str, bytes] = field(default_factory=dict)
    _started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def __post_init__(self) -> None:
        (self.place / "tmp").mkdir(parents=True)
        self._out, self._err = (self.place.parent / f"{self.place.name}.{name}" for name in ("out", "err"))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Nothing goes on running, whatever became of the test."""
        for child in self._started:
            child.kill()
            child.communicate()

    @property
    def data(self) -> Path:
        return self.place / "data"

    def start(
        self, *arguments: str, level: str = "DEBUG", fault: str = "", wrap: str = "none"
    ) -> subprocess.Popen[bytes]:
        """`varde` with these arguments; what it says is kept, behind what was said before."""
        what = "raise" if fault == "raise" else wrap
        environment = bare_environment(
            HOME=str(self.place),
            TMPDIR=str(self.place / "tmp"),
            VARDE_LOG=level,
            PYTHONDONTWRITEBYTECODE="1",
            PYTHONASYNCIODEBUG="1",
        )
        before: Callable[[], None] | None = _full_disk if fault == "disk full" else None
        with self._out.open("ab") as out, self._err.open("ab") as err:
            child = subprocess.Popen(
                [sys.executable, str(WRAPPED), what, "--", *arguments, "--data", str(self.data)],
                stdin=subprocess.PIPE,
                stdout=out,
                stderr=err,
                cwd=self.place,
                env=environment,
                preexec_fn=before,
            )
        self._started.append(child)
        return child

    def complaints(self) -> str:
        return self._err.read_text(encoding="utf-8", errors="replace")

    def until_complained(self, sign: str) -> None:
        """Until standard error has it: a program that pauses before it tries again is quiet, too."""
        end = time.monotonic() + PATIENCE
        while sign not in self.complaints():
            assert time.monotonic() < end, f"nothing said of {sign}: {self.complaints()[-2000:]}"
            time.sleep(0.05)

    def until_ready(self) -> None:
        """Until the service last started has said so, or has ended."""
        began = time.monotonic()
        while self._started[-1].poll() is None and "varde: ready" not in self.complaints():
            assert time.monotonic() - began < PATIENCE, self.complaints()
            time.sleep(0.05)

    def until_said(self) -> None:
        """Until the first answer has come out, or it has ended."""
        began = time.monotonic()
        while self._started[-1].poll() is None and not self._out.stat().st_size:
            assert time.monotonic() - began < PATIENCE, self.complaints()
            time.sleep(0.01)

    def fill(self, child: subprocess.Popen[bytes]) -> None:
        """From now on no file of the child grows beyond what the longest in its data directory has."""
        longest = max(file.stat().st_size for file in self.data.iterdir() if file.is_file())
        resource.prlimit(child.pid, resource.RLIMIT_FSIZE, (longest, longest))

    def look(self) -> None:
        """Remember the files as they are now: a run that ends well leaves less than one that goes on."""
        self._seen |= {f"while it ran/{name}": blob for name, blob in searching.files(self.place).items()}

    def blobs(self) -> dict[str, bytes]:
        """Everything that was ever seen, and what is there now."""
        said = {"<stdout>": self._out.read_bytes(), "<stderr>": self._err.read_bytes()}
        return {**self._seen, **searching.files(self.place), **said}

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Another program holds varde.db for as long as this lasts.

        A process of its own: whoever closes a file loses every lock that it has on it, and we read them all.
        """
        began = time.monotonic()
        while not (self.data / "varde.db-wal").exists() and time.monotonic() - began < PATIENCE:
            time.sleep(0.05)
        time.sleep(0.5)
        command = [sys.executable, "-c", _HOLDING, str(self.data / "varde.db"), str(PATIENCE)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
            assert other.stdin is not None
            assert other.stdout is not None
            assert other.stdout.readline() == b"held\n"
            yield
            other.stdin.close()


def play(surface: Surface, place: Path, fault: str = "", level: str = "DEBUG", wrap: str = "none") -> Left:
    """Send every kind of input; one fault begins when half of it is answered. Look while it runs, and at its end."""
    words = {kind: searching.canary() for kind in (*surface.kinds, *surface.raw)}
    with Sandbox(place) as sandbox:
        child = sandbox.start(*surface.arguments, level=level, fault="raise" if fault == "raise" else "", wrap=wrap)
        lines = list(surface.lines(words))
        half = len(lines) // 2
        _feed(child, lines[:half])
        sandbox.until_said()
        if fault not in SIGNS:
            until_quiet(child)
        with sandbox.locked() if fault == "locked" else nullcontext():
            if fault == "disk full":
                sandbox.fill(child)
            _feed(child, lines[half:])
            if fault not in SIGNS:
                until_quiet(child)
                sandbox.look()
            ended(child, fault)
    sent = {kind: tuple(t.replace("CANARY", words[kind]) for t in texts) for kind, texts in surface.kinds.items()}
    return Left(words, sent, sandbox.blobs(), echoes=surface.echoes)


def _full_disk() -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (_SMALL_FILES, _SMALL_FILES))


def _feed(child: subprocess.Popen[bytes], lines: Sequence[bytes]) -> None:
    """All at once; a child that has ended takes no more."""
    assert child.stdin is not None
    with suppress(BrokenPipeError):
        child.stdin.write(b"\n".join((*lines, b"")))
        child.stdin.flush()


def until_quiet(child: subprocess.Popen[bytes]) -> None:
    """Until it neither uses the processor nor waits for it, or has ended."""
    began, idle, used = time.monotonic(), 0, -1.0
    while idle < 4 and child.poll() is None and time.monotonic() - began < PATIENCE:
        time.sleep(0.25)
        now, runs = _busy(child.pid)
        idle = idle + 1 if now - used < 0.02 and not runs else 0
        used = now


def _busy(process: int) -> tuple[float, bool]:
    """Seconds of the processor, and whether it would use more of it if it had it."""
    threads = list(Path(f"/proc/{process}/task").glob("*/stat"))
    fields = [_fields(thread) for thread in threads]
    ticks = sum(int(each[11]) + int(each[12]) for each in fields if each)
    return ticks / os.sysconf("SC_CLK_TCK"), any(each[0] == "R" for each in fields if each)


def _fields(stat: Path) -> list[str]:
    try:
        return stat.read_text().rpartition(")")[2].split()
    except OSError:
        return []


def ended(child: subprocess.Popen[bytes], fault: str) -> None:
    """By the signal that the fault is named after, else because its input has ended."""
    if fault in SIGNS:
        child.send_signal(SIGNS[fault])
    assert child.stdin is not None
    with suppress(BrokenPipeError):
        child.stdin.close()
    child.wait(PATIENCE)
