"""usage.db itself: opened, made, added to and read; beside the store the only place with SQL."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.usage.schema import APPLICATION, CODES, VERSION, period, statements
from bot.usage.tables import COLUMNS, UNKNOWN, Cell

NAME = "usage.db"
_PATIENCE = 2.0
"""Seconds to wait for another program that reads the file."""
_OURS_ONLY = 0o600


class UsageError(Exception):
    """The operator's fault or the machine's: the file cannot be used. One word for the health page, no more."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Applied:
    """Which batch of which varde.db was the last to be added, and the latest week that was added to."""

    source: int = 0
    batch: int = 0
    week: int = 0


@dataclass(frozen=True, slots=True)
class Number:
    """What stands in one row: how many, and at least how many different people (at most 5)."""

    n: int
    contributors: int


@dataclass(frozen=True, slots=True)
class Codes:
    """The codes that the checked content has, by kind, and the flow of each step."""

    codes: Mapping[str, frozenset[str]]
    flows: Mapping[str, str]


def applied(file: Path) -> Applied:
    """Where it stands; as if nothing had been added where the file is not there. Raises UsageError."""
    if not file.exists():
        return Applied()
    with _opened(file) as connection:
        return _applied(connection)


def add(file: Path, numbers: Mapping[Cell, Number], known: Codes, now: Applied) -> None:
    """Numbers added and `applied` set in one transaction; nothing happens on an error. Raises UsageError."""
    _create(file)
    with _opened(file) as connection:
        connection.execute("BEGIN IMMEDIATE")
        for kind, names in known.codes.items():
            inserted = f"INSERT OR IGNORE INTO code_{kind} VALUES (?)"  # noqa: S608 -- our own names
            connection.executemany(inserted, [(name,) for name in sorted(names)])
        for table in COLUMNS:
            rows = [_row(cell, number, known) for cell, number in numbers.items() if cell[0] == table]
            connection.executemany(_adding(table), rows)
        connection.execute("REPLACE INTO applied VALUES (1, ?, ?, ?)", (now.source, now.batch, now.week))
        connection.execute("COMMIT")


def read(file: Path) -> dict[Cell, Number]:
    """Every row of every table. Raises UsageError."""
    found: dict[Cell, Number] = {}
    with _opened(file, reads=True) as connection:
        for table, columns in COLUMNS.items():
            key = period(table) or "0"
            wanted = f"SELECT {key}, n, contributors, {', '.join(columns)} FROM {table}"  # noqa: S608 -- our own names
            for when, n, people, *names in connection.execute(wanted):
                found[table, when, tuple(map(str, names))] = Number(n, people)
    return found


def codes(file: Path) -> dict[str, list[str]]:
    """Every code that a row could ever have, by kind. Raises UsageError."""
    with _opened(file, reads=True) as connection:
        return {
            kind: [str(row[0]) for row in connection.execute(f"SELECT code FROM code_{kind} ORDER BY code")]  # noqa: S608 -- our own names
            for kind in CODES
        }


def _row(cell: Cell, number: Number, known: Codes) -> tuple[object, ...]:
    """An id that the content does not have (any more) counts as unknown: nothing but its codes gets in."""
    table, when, names = cell
    columns = zip(COLUMNS[table], names, strict=True)
    checked = [name if name in known.codes.get(column, (name,)) else UNKNOWN for column, name in columns]
    extra = [known.flows.get(checked[0], UNKNOWN)] if table == "quarter_step" else []
    return (*([when] if period(table) else []), *checked, *extra, number.n, number.contributors)


def _adding(table: str) -> str:
    keys = [*([period(table)] if period(table) else []), *COLUMNS[table]]
    width = len(keys) + 2 + (table == "quarter_step")
    return (
        f"INSERT INTO {table} VALUES ({', '.join('?' * width)}) ON CONFLICT ({', '.join(keys)}) DO UPDATE SET "  # noqa: S608 -- our own names
        "n = n + excluded.n, contributors = max(contributors, excluded.contributors)"
    )


def _applied(connection: sqlite3.Connection) -> Applied:
    row = connection.execute("SELECT source, batch, week FROM applied").fetchone()
    return Applied(*row) if row else Applied()


def _create(file: Path) -> None:
    """An empty usage.db where there is none; whole or not at all, whenever the machine stops."""
    if file.exists() and file.stat().st_size:
        return
    try:
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, _OURS_ONLY))
    except OSError as error:
        raise UsageError("cannot-write") from error
    with _blaming(), closing(_connection(file)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("BEGIN IMMEDIATE")
        for statement in statements():
            connection.execute(statement)
        connection.execute("COMMIT")


@contextmanager
def _opened(file: Path, *, reads: bool = False) -> Iterator[sqlite3.Connection]:
    with _blaming(), closing(_connection(file, reads=reads)) as connection:
        _check(connection)
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("PRAGMA synchronous = FULL")
        yield connection


def _connection(file: Path, *, reads: bool = False) -> sqlite3.Connection:
    url = f"{file.absolute().as_uri()}?mode={'ro' if reads else 'rw'}"
    return sqlite3.connect(url, uri=True, isolation_level=None, timeout=_PATIENCE)


def _check(connection: sqlite3.Connection) -> None:
    ours = connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION
    if not ours or connection.execute("PRAGMA user_version").fetchone()[0] != VERSION:
        raise UsageError("not-ours")


_SIGNS: Iterable[tuple[str, str]] = (
    ("not a database", "damaged"),
    ("malformed", "damaged"),
    ("full", "disk-full"),
    ("locked", "locked"),
    ("unable to open", "missing"),
)


@contextmanager
def _blaming() -> Iterator[None]:
    try:
        yield
    except sqlite3.IntegrityError:
        raise
    except sqlite3.Error as error:
        said = str(error).lower()
        raise UsageError(next((code for sign, code in _SIGNS if sign in said), "cannot-write")) from None
