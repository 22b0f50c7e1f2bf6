"""Who may open a data directory, and what is said when it cannot be opened."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.store import Saved, Store, StoreError
from bot.store.database import _check

Opening = Callable[..., Awaitable[Store]]

OPEN = "import asyncio, pathlib, sys; from bot.store import Store; asyncio.run(Store.open(pathlib.Path(sys.argv[1])))"


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def message(error: pytest.ExceptionInfo[StoreError]) -> str:
    text = str(error.value)
    assert "\n" not in text
    return text


async def test_only_we_may_read_what_is_stored(store: Store, data: Path) -> None:
    async with store.turn() as turn:
        await turn.save({"samtale:kari": Saved("{}")})
    assert mode(data) == 0o700
    modes = {file.name: mode(file) for file in data.iterdir()}
    assert modes == dict.fromkeys(["varde.db", "varde.db-wal", "varde.db-shm", "varde.lock"], 0o600)


async def test_permissions_that_others_widened_are_taken_back(opening: Opening, data: Path) -> None:
    store = await opening()
    await store.close()
    data.chmod(0o755)
    (data / "varde.db").chmod(0o644)
    await opening()
    assert mode(data) == 0o700
    assert mode(data / "varde.db") == 0o600


async def test_a_directory_shared_with_other_things_keeps_its_permissions(opening: Opening, data: Path) -> None:
    data.mkdir(mode=0o755)
    data.chmod(0o755)
    (data / "letter.txt").touch()
    await opening()
    assert mode(data) == 0o755
    assert mode(data / "varde.db") == 0o600


async def test_what_was_stored_is_there_after_opening_again(opening: Opening) -> None:
    store = await opening()
    async with store.turn() as turn:
        await turn.save({"samtale:kari": Saved("ærlig")})
    await store.close()
    again = await opening()
    async with again.turn() as turn:
        assert await turn.states(["samtale:kari"]) == {"samtale:kari": "ærlig"}


async def test_a_second_process_is_told_who_holds_the_directory(store: Store, data: Path) -> None:
    second = subprocess.run([sys.executable, "-c", OPEN, str(data)], capture_output=True, text=True, check=False)
    assert second.returncode == 1
    assert f"{data} is in use by another Varde (process {os.getpid()})" in second.stderr.splitlines()[-1]


async def test_the_same_process_cannot_open_it_twice_either(opening: Opening) -> None:
    await opening()
    with pytest.raises(StoreError, match="in use by another Varde"):
        await opening()


async def test_the_directory_is_free_again_after_closing_or_failing(opening: Opening, data: Path) -> None:
    data.mkdir()
    (data / "other.db").write_text("no database", encoding="utf-8")
    with pytest.raises(StoreError, match="is not a Varde database"):
        await opening(url=f"sqlite:///{data}/other.db")
    await (await opening()).close()
    await opening()


async def test_a_file_that_is_no_database(opening: Opening, data: Path) -> None:
    data.mkdir()
    (data / "varde.db").write_text("Kjære dagbok, " * 500, encoding="utf-8")
    with pytest.raises(StoreError) as error:
        await opening()
    assert "is not a Varde database or is damaged" in message(error)


async def test_another_programs_database(opening: Opening, data: Path) -> None:
    data.mkdir()
    other = sqlite3.connect(data / "varde.db")
    other.execute("CREATE TABLE bookmarks (url TEXT)")
    other.close()
    with pytest.raises(StoreError) as error:
        await opening()
    assert "belongs to another program" in message(error)


async def test_tables_of_a_newer_program_are_left_alone(opening: Opening, data: Path) -> None:
    await (await opening()).close()
    newer = sqlite3.connect(data / "varde.db")
    newer.execute("UPDATE alembic_version SET version_num = '9999'")
    newer.commit()
    newer.close()
    with pytest.raises(StoreError) as error:
        await opening()
    assert "was written by a newer Varde (tables 9999" in message(error)


async def test_a_directory_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError) as error:
        await Store.open(tmp_path / "file" / "data")
    assert "cannot be written (Not a directory)" in message(error)


def test_a_directory_that_cannot_be_written(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    as_nobody = OPEN.replace(
        "asyncio.run", "import os; os.geteuid() or os.setuid(65534); asyncio.run"
    )  # root may write
    command = [sys.executable, "-c", as_nobody, str(tmp_path / "data")]
    child = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "cannot be written (Permission denied)" in child.stderr.splitlines()[-1]


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://db/varde", "varde.db", ""])
async def test_a_url_that_names_no_database_we_can_keep_things_in(opening: Opening, url: str) -> None:
    if url:
        with pytest.raises(StoreError, match="`database` must"):
            await opening(url=url)
    else:
        await opening(url=url)


async def test_a_url_puts_the_database_elsewhere_and_locks_both_places(
    opening: Opening, tmp_path: Path, data: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    url = f"sqlite:///{elsewhere}/other.db"
    await opening(url=url)
    assert mode(elsewhere / "other.db") == 0o600
    assert not (data / "varde.db").exists()
    with pytest.raises(StoreError, match="data is in use"):
        await opening()
    with pytest.raises(StoreError, match="elsewhere is in use"):
        await Store.open(tmp_path / "third", url=url)


def test_a_file_system_without_write_ahead_log_is_refused() -> None:
    kept = {"journal_mode": "delete", "synchronous": 2, "secure_delete": 1, "temp_store": 2, "cache_size": -64000}
    with pytest.raises(StoreError, match="journal_mode=delete where Varde needs wal; put it on a local disk"):
        _check(kept, "varde.db")
