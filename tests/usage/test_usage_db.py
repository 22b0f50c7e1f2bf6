"""usage.db as a file: who may read it, and what is left in it of what was deleted."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.usage import file

KNOWN = file.Codes({}, {})


class Keeping(sqlite3.Connection):
    """Of an SQLite that leaves what is deleted where it was; the one of some systems wipes it unasked."""

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.execute("PRAGMA secure_delete = OFF")


@pytest.fixture
def open_mask() -> Iterator[None]:
    """What this program makes, everybody may read unless it says otherwise."""
    before = os.umask(0)
    yield
    os.umask(before)


def page_of(place: Path, table: str) -> bytes:
    """The page that a small table is kept in, but for its head."""
    with closing(sqlite3.connect(place)) as connection:
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        wanted = "SELECT rootpage FROM sqlite_master WHERE type = 'table' AND name = ?"
        (page,) = connection.execute(wanted, (table,)).fetchone()
    return place.read_bytes()[(page - 1) * size : page * size][8:]


@pytest.mark.usefixtures("open_mask")
def test_nobody_else_may_read_it(tmp_path: Path) -> None:
    file.add(tmp_path / file.NAME, {}, KNOWN, file.Applied(), file.Applied(1, 1, 202603))
    assert stat.S_IMODE((tmp_path / file.NAME).stat().st_mode) == 0o600


def test_what_is_deleted_is_overwritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where SQLite does not do it by itself."""
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *given, **options: connect(*given, factory=Keeping, **options))
    place = tmp_path / file.NAME
    file.add(place, {}, KNOWN, file.Applied(), file.Applied(1, 1, 202603))
    file.publish(place, file.Published(levels={(day, hour): 3 for day in range(7) for hour in range(24)}))
    assert page_of(place, "hour_level").strip(b"\0"), "there is something to delete"
    file.publish(place, file.Published())
    assert page_of(place, "hour_level").strip(b"\0") == b""
