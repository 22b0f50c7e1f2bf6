"""What is deleted is in no file afterwards."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.store import Post, Saved, Store

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
CANARY = "kanarifugl"
KEPT = {"outbox_kept": timedelta(days=7), "seen_kept": timedelta(hours=48)}


def files_with(data: Path, word: str) -> set[str]:
    return {file.name for file in data.rglob("*") if file.is_file() and word.encode() in file.read_bytes()}


async def leave_traces(store: Store) -> None:
    """Rows of many sizes, changed and deleted in turn, so that pages split, merge and are freed."""
    for batch in range(20):
        keys = [f"samtale:{CANARY}-{batch}-{each}" for each in range(20)]
        async with store.turn() as turn:
            await turn.unseen([f"matrix:${CANARY}{batch}"], NOW)
            await turn.save({key: Saved(CANARY * (1 + 40 * n), NOW) for n, key in enumerate(keys)})
            posts = [
                Post(batch * 20 + n, "jsonlines", f"jsonlines:{CANARY}", "say", f'"{CANARY * (1 + 30 * n)}"', NOW)
                for n in range(20)
            ]
            await turn.post(posts)
        async with store.turn() as turn:
            await turn.save({key: Saved(CANARY, None) for key in keys})
        async with store.turn() as turn:
            await turn.save(dict.fromkeys(keys))


async def test_a_sweep_leaves_nothing_of_what_was_sent_and_forgotten(store: Store, data: Path) -> None:
    await leave_traces(store)
    assert files_with(data, CANARY), "the canary must be findable before"
    rows = await store.unsent("jsonlines", NOW, 1000)
    await store.sent([row.id for row in rows[1:]])
    await store.failed(rows[0].id, "M_FORBIDDEN")
    await store.sweep(NOW, **KEPT)
    assert not files_with(data, CANARY * 2), "bodies and states are gone, addresses of sent rows remain"
    assert await store.sweep(NOW + timedelta(days=8), **KEPT)
    assert files_with(data, CANARY) == set()


async def test_event_ids_are_never_written(store: Store, data: Path) -> None:
    async with store.turn() as turn:
        await turn.unseen([f"matrix:${CANARY}"], NOW)
    assert files_with(data, CANARY) == set()


async def test_closing_leaves_no_log_behind(store: Store, data: Path) -> None:
    await leave_traces(store)
    await store.close()
    assert {file.name for file in data.iterdir()} == {"varde.db", "varde.lock"}
    assert files_with(data, CANARY) == {"varde.db"}, "400 rows still wait to be sent"


async def test_a_sweep_says_when_somebody_elses_reader_keeps_the_log(store: Store, data: Path) -> None:
    async with store.turn() as turn:
        await turn.save({"samtale:kari": Saved("1")})
    other = sqlite3.connect(data / "varde.db", isolation_level=None)
    other.execute("BEGIN")
    other.execute("SELECT * FROM states").fetchall()
    async with store.turn() as turn:
        await turn.save({"samtale:kari": None})
    assert not await store.sweep(NOW, **KEPT)
    other.close()
    assert await store.sweep(NOW, **KEPT)
    assert (data / "varde.db-wal").stat().st_size == 0
