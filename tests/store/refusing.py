"""A disk that takes nothing more, and another program that holds the file."""

from __future__ import annotations

import resource
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def at_most_bytes_a_file(size: int) -> Iterator[None]:
    """The operating system refuses to let a file of ours grow past this, as a full disk would."""
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))


@contextmanager
def reading(file: Path) -> Iterator[sqlite3.Connection]:
    """The file as another program has it open."""
    connection = sqlite3.connect(file, isolation_level=None)
    try:
        yield connection
    finally:
        connection.close()
