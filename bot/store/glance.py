"""A look at varde.db from outside, while another Varde may hold it: how many rows each table has, and no more."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from bot.store.error import blaming
from bot.store.schema import metadata

_BY_KIND = "SELECT substr(key, 1, instr(key, ':') - 1) AS kind, count(*) FROM states GROUP BY kind ORDER BY kind"

def glance(file: Path) -> dict[str, int]:
    """Rows by table, those of `states` by the first part of their key too; none where there is no file.

    Raises StoreError.
    """
    if not file.exists():
        return {table.name: 0 for table in metadata.sorted_tables}
    with blaming(str(file)), closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        found = {
            table.name: int(connection.execute(f"SELECT count(*) FROM {table.name}").fetchone()[0])  # noqa: S608 -- our own names
            for table in metadata.sorted_tables
        }
        for kind, rows in connection.execute(_BY_KIND):
            found[f"states/{kind}"] = rows
    return found
