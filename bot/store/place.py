"""Where the store lies on disk: a directory and files that only we may read, held by one process at a time."""

from __future__ import annotations

import fcntl
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.store.error import StoreError

DATABASE = "varde.db"
LOCK = "varde.lock"

_OURS_ONLY = 0o600


@contextmanager
def held(directory: Path) -> Iterator[None]:
    """Make the directory where it is missing and hold its lock until the end, or until the process dies."""
    with _blaming(directory):
        _prepare(directory)
        descriptor = os.open(directory / LOCK, os.O_RDWR | os.O_CREAT, _OURS_ONLY)
    try:
        _lock(descriptor, directory)
        yield
    finally:
        os.close(descriptor)


def private(file: Path) -> None:
    """Create the database file, or take it away from others; SQLite gives -wal and -shm the same permissions."""
    with _blaming(file):
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, _OURS_ONLY))
        for each in (file, file.with_name(f"{file.name}-wal"), file.with_name(f"{file.name}-shm")):
            if each.exists():
                each.chmod(_OURS_ONLY)


@contextmanager
def _blaming(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreError(f"{path} cannot be written ({error.strerror}); check the path, its owner and disk") from error


def _prepare(directory: Path) -> None:
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    status = directory.stat()
    ours = status.st_uid == os.geteuid() and not status.st_mode & stat.S_ISVTX
    # A directory shared with other things (a home, /tmp) is left as it is: our files are 0600 either way.
    if ours and (not any(directory.iterdir()) or (directory / LOCK).exists()):
        directory.chmod(0o700)


def _lock(descriptor: int, directory: Path) -> None:
    """flock goes with the process, however it dies, so no lock is ever stale; the number inside is for people."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        holder = os.pread(descriptor, 32, 0).decode("ascii", "replace").strip() or "unknown"
        raise StoreError(
            f"{directory} is in use by another Varde (process {holder}); stop that one or choose another directory"
        ) from error
    with _blaming(directory):
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
