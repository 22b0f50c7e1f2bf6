"""The migrations and the tables in the code are the same thing."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from bot.store import Saved, Store
from bot.store.schema import HEAD, metadata

MIGRATIONS = Path(__file__).parents[2] / "bot" / "store" / "migrations"


@pytest.fixture
def base(data: Path) -> Path:
    """A database on which no migration has run yet."""
    data.mkdir()
    connection = sqlite3.connect(data / "varde.db")
    connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
    connection.close()
    return data / "varde.db"


def schema(file: Path) -> dict[str, list[str]]:
    """What SQLite keeps of each table and index, without spacing; `alembic_version` is Alembic's own.

    In no order: a column that a migration adds stands behind the checks.
    """
    connection = sqlite3.connect(file)
    rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    connection.close()
    pieces = {name: re.split(r",(?![^()]*\))", re.sub(r"\s+", "", sql.rstrip(")"))) for name, sql in rows}
    return {name: sorted(found) for name, found in pieces.items() if name != "alembic_version"}


def test_the_newest_migration_is_the_one_the_code_names() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


async def test_migrating_gives_exactly_our_tables(base: Path, data: Path) -> None:
    await (await Store.open(data)).close()
    engine = create_engine(f"sqlite:///{base}")
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


async def test_a_database_made_new_is_the_same_as_one_that_was_migrated(base: Path, data: Path, tmp_path: Path) -> None:
    await (await Store.open(data)).close()
    await (await Store.open(tmp_path / "new")).close()
    assert schema(base) == schema(tmp_path / "new" / "varde.db")


async def test_a_migrated_store_works_and_is_not_migrated_again(base: Path, data: Path) -> None:
    for expected in ({}, {"samtale:kari": "{}"}):
        store = await Store.open(data)
        async with store.turn() as turn:
            assert await turn.states(["samtale:kari"]) == expected
            await turn.save({"samtale:kari": Saved("{}")})
        await store.close()
