"""Brings a database's tables to what this program knows."""

from __future__ import annotations

import secrets
from pathlib import Path

from sqlalchemy import Connection, insert, inspect, select

from bot.store.error import StoreError
from bot.store.schema import HEAD, meta, metadata, version

_SEEN_KEY = "seen_key"
_SCRIPTS = Path(__file__).parent / "migrations"


def migrate(connection: Connection, place: str) -> None:
    """Inside the caller's transaction, so that a kill half-way leaves the tables as they were."""
    tables = inspect(connection).get_table_names()
    if version.name not in tables:
        if tables:
            raise StoreError(f"{place} belongs to another program; give Varde a database of its own")
        _create(connection)
    elif (found := connection.scalar(select(version.c.version_num))) != HEAD:
        _upgrade(connection, found, place)


def seen_key(connection: Connection) -> bytes:
    """What event ids are hashed with: random, made once for each database, so that a hash says nothing elsewhere."""
    found = connection.scalar(select(meta.c.value).where(meta.c.name == _SEEN_KEY))
    if found is None:
        found = secrets.token_hex(32)
        connection.execute(insert(meta).values(name=_SEEN_KEY, value=found))
    return bytes.fromhex(found)


def _create(connection: Connection) -> None:
    """What all migrations together make (a test compares them), without the 0.4 s that importing Alembic takes."""
    metadata.create_all(connection)
    version.create(connection)
    connection.execute(insert(version).values(version_num=HEAD))


def _upgrade(connection: Connection, found: str | None, place: str) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if found is not None and found not in known:
        raise StoreError(f"{place} was written by a newer Varde (tables {found}, here {HEAD}); install that version")
    command.upgrade(config, "head")
