"""One run of the real program in a directory of its own, with everything that it wrote and said."""

from __future__ import annotations

import os
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from channels.driving import bare_environment
from privacy import searching
from privacy.surfaces import Surface

WRAPPED = Path(__file__).with_name("wrapped.py")
PATIENCE = 120.0
_SMALL_FILES = 160_000
"""Bytes that a file may have when the disk is full: the tables fit, what is written to them later does not."""


@dataclass(frozen=True)
class Left:
    """What was left of a run."""

    words: Mapping[str, str]
    sent: Mapping[str, tuple[str, ...]]
    blobs: Mapping[str, bytes]
    surface: Surface

    def leaks(self) -> list[str]:
        """Every canary that was found, where, and as what."""
        return [f"{kind}: {place}" for kind, word in self.words.items() for place in self._of(kind, word)]

    def _of(self, kind: str, word: str) -> list[str]:
        searched = {n: b for n, b in self.blobs.items() if n != "<stdout>" or kind not in self.surface.echoes}
        return searching.found(word, self.sent.get(kind, ()), searched)

    def strangers(self) -> list[str]:
        """Files that nobody said may be written."""
        names = [Path(name).name for name in self.blobs if not name.startswith("<")]
        return sorted(set(names) - searching.MAY_BE_WRITTEN)


def play(surface: Surface, place: Path, fault: str = "", level: str = "DEBUG", wrap: str = "none") -> Left:
    """Send every kind of input under one fault; look while it runs, and when it has ended."""
    kinds = (*surface.kinds, *surface.raw)
    words = {kind: searching.canary() for kind in kinds}
    data, out, err = place / "data", place.parent / f"{place.name}.out", place.parent / f"{place.name}.err"
    (place / "tmp").mkdir(parents=True)
    with out.open("wb") as stdout, err.open("wb") as stderr:
        child = _start(surface, place, data, (stdout, stderr), level, fault, wrap)
        with _disturbed(fault, data):
            _feed(child, surface, words)
            alive = searching.files(place)
            _end(child, fault)
    blobs = {**{f"{n} (while it ran)": b for n, b in alive.items()}, **searching.files(place)}
    blobs = {n.removesuffix(" (while it ran)") if n not in blobs else n: b for n, b in blobs.items()}
    blobs |= {"<stdout>": out.read_bytes(), "<stderr>": err.read_bytes()}
    sent = {kind: tuple(t.replace("CANARY", words[kind]) for t in texts) for kind, texts in surface.kinds.items()}
    return Left(words, sent, {_named(n): b for n, b in blobs.items()}, surface)


def _named(name: str) -> str:
    return name.replace(" (while it ran)", "")


def _start(
    surface: Surface, place: Path, data: Path, streams: tuple[IO[bytes], IO[bytes]], level: str, fault: str, wrap: str
) -> subprocess.Popen[bytes]:
    command: list[str] = [sys.executable, str(WRAPPED), "raise" if fault == "raise" else wrap, "--", *surface.arguments]
    environment = bare_environment(
        HOME=str(place), TMPDIR=str(place / "tmp"), VARDE_LOG=level, PYTHONDONTWRITEBYTECODE="1", PYTHONASYNCIODEBUG="1"
    )
    before: Callable[[], None] | None = _full_disk if fault == "disk full" else None
    return subprocess.Popen(
        [*command, "--data", str(data)],
        stdin=subprocess.PIPE,
        stdout=streams[0],
        stderr=streams[1],
        cwd=place,
        env=environment,
        preexec_fn=before,
    )


def _full_disk() -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (_SMALL_FILES, _SMALL_FILES))


def _feed(child: subprocess.Popen[bytes], surface: Surface, words: Mapping[str, str]) -> None:
    """Everything at once; a child that has ended takes no more."""
    assert child.stdin is not None
    try:
        child.stdin.write(b"\n".join((*surface.lines(words), b"")))
        child.stdin.flush()
    except BrokenPipeError:
        return
    _until_quiet(child)


def _until_quiet(child: subprocess.Popen[bytes]) -> None:
    """Until it uses no more of the processor, or has ended."""
    began, idle, used = time.monotonic(), 0, -1.0
    while idle < 4 and child.poll() is None and time.monotonic() - began < PATIENCE:
        time.sleep(0.25)
        now = _used(child.pid)
        idle = idle + 1 if now - used < 0.02 else 0
        used = now


def _used(process: int) -> float:
    """Seconds of the processor."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def _disturbed(fault: str, data: Path) -> Iterator[None]:
    if fault != "locked":
        yield
        return
    began = time.monotonic()
    while not (data / "varde.db-wal").exists() and time.monotonic() - began < PATIENCE:
        time.sleep(0.05)
    time.sleep(0.5)
    with closing(sqlite3.connect(data / "varde.db", isolation_level=None, timeout=PATIENCE)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def _end(child: subprocess.Popen[bytes], fault: str) -> None:
    signs = {"SIGTERM": signal.SIGTERM, "SIGKILL": signal.SIGKILL}
    if fault in signs:
        child.send_signal(signs[fault])
    assert child.stdin is not None
    with suppress(BrokenPipeError):
        child.stdin.close()
    child.wait(PATIENCE)
