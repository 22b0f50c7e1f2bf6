"""usage.db itself: opened, made, added to and read; beside the store the only place with SQL."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot.usage.schema import APPLICATION, CODES, PERIODIC, VERSION, for_publishing, period, statements
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
class Published:
    """What was decided on for good: the periods, their rows that are shown, and the shades of the hours of the week."""

    periods: frozenset[int] = frozenset()
    cells: frozenset[Cell] = frozenset()
    levels: Mapping[tuple[int, int], int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Used:
    """All that usage.db holds; as it stands here, nothing."""

    numbers: Mapping[Cell, Number] = field(default_factory=dict)
    codes: Mapping[str, Sequence[str]] = field(default_factory=lambda: dict.fromkeys(CODES, ()))
    """Kind -> every code that a row could ever have."""
    published: Published = Published()
    week: int = 0
    """The latest that was added to: what comes before it is over, and nothing else is."""


@dataclass(frozen=True, slots=True)
class Codes:
    """The codes that the checked content has, by kind, and the flow of each step."""

    codes: Mapping[str, frozenset[str]]
    flows: Mapping[str, str]


def applied(file: Path) -> Applied:
    """Where it stands; as if nothing had been added where the file is not there or empty. Raises UsageError."""
    if _absent(file):
        return Applied()
    with _opened(file) as connection:
        return _applied(connection)


def add(
    file: Path,
    numbers: Mapping[Cell, Number],
    known: Codes,
    before: Applied,
    now: Applied,
    due: Published | None = None,
) -> None:
    """Numbers added, what is due published and `applied` set in one transaction; nothing happens on an error.

    Raises UsageError, also where it does not stand at `before` any more: somebody else is adding.
    """
    _create(file)
    with _opened(file) as connection:
        connection.execute("BEGIN IMMEDIATE")
        _upgrade(connection)
        if _applied(connection) != before:
            raise UsageError("locked")
        if due:
            _publish(connection, due)
        for kind, names in known.codes.items():
            inserted = f"INSERT OR IGNORE INTO code_{kind} VALUES (?)"  # noqa: S608 -- our own names
            connection.executemany(inserted, [(name,) for name in sorted(names)])
        for table in COLUMNS:
            rows = [_row(cell, number, known) for cell, number in numbers.items() if cell[0] == table]
            connection.executemany(_adding(table), rows)
        connection.execute("REPLACE INTO applied VALUES (1, ?, ?, ?)", (now.source, now.batch, now.week))
        connection.execute("COMMIT")


def read(file: Path) -> Used:
    """Everything, as it stood at one moment; nothing where the file is not there or empty. Raises UsageError."""
    if _absent(file):
        return Used()
    with _opened(file, reads=True) as connection:
        connection.execute("BEGIN")
        return Used(_numbers(connection), _codes(connection), _published(connection), _applied(connection).week)


def _numbers(connection: sqlite3.Connection) -> dict[Cell, Number]:
    found: dict[Cell, Number] = {}
    for table, columns in COLUMNS.items():
        key = period(table) or "0"
        wanted = f"SELECT {key}, n, contributors, {', '.join(columns)} FROM {table}"  # noqa: S608 -- our own names
        for when, n, people, *names in connection.execute(wanted):
            found[table, when, tuple(map(str, names))] = Number(n, people)
    return found


def _codes(connection: sqlite3.Connection) -> dict[str, list[str]]:
    return {
        kind: [str(row[0]) for row in connection.execute(f"SELECT code FROM code_{kind} ORDER BY code")]  # noqa: S608 -- our own names
        for kind in CODES
    }


def _published(connection: sqlite3.Connection) -> Published:
    cells: set[Cell] = set()
    if _version(connection) < VERSION:
        return Published()
    periods = frozenset(int(row[0]) for row in connection.execute("SELECT period FROM published"))
    for table in PERIODIC:
        wanted = f"SELECT {period(table)}, {', '.join(COLUMNS[table])} FROM shown_{table}"  # noqa: S608 -- our own names
        cells |= {(table, when, tuple(names)) for when, *names in connection.execute(wanted)}
    levels = {(day, hour): level for day, hour, level in connection.execute("SELECT * FROM hour_level")}
    return Published(periods, frozenset(cells), levels)


def publish(file: Path, now: Published) -> None:
    """Add to what is decided on; the hours are replaced. All or nothing. Raises UsageError."""
    with _opened(file) as connection:
        connection.execute("BEGIN IMMEDIATE")
        _upgrade(connection)
        _publish(connection, now)
        connection.execute("COMMIT")


def _publish(connection: sqlite3.Connection, now: Published) -> None:
    connection.executemany("INSERT OR IGNORE INTO published VALUES (?)", [(each,) for each in now.periods])
    for table in PERIODIC:
        width = ", ".join("?" * (1 + len(COLUMNS[table])))
        rows = [(when, *names) for of, when, names in now.cells if of == table]
        connection.executemany(f"INSERT OR IGNORE INTO shown_{table} VALUES ({width})", rows)  # noqa: S608 -- our own names
    connection.execute("DELETE FROM hour_level")
    levels = [(*at, level) for at, level in now.levels.items()]
    connection.executemany("INSERT INTO hour_level VALUES (?, ?, ?)", levels)


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
    if not _absent(file):
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


def _absent(file: Path) -> bool:
    """An empty file is what a stop leaves while it is made, and what an operator puts there to begin anew."""
    return not file.exists() or not file.stat().st_size


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
    if not ours or not 1 <= _version(connection) <= VERSION:
        raise UsageError("not-ours")


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _upgrade(connection: sqlite3.Connection) -> None:
    """To what this program knows, within the caller's transaction."""
    if _version(connection) < VERSION:
        for statement in for_publishing():
            connection.execute(statement)


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
