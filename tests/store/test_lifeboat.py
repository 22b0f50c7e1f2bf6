"""A disk that refuses while Varde runs: everything goes on in memory, and stands on the disk when it takes it again."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from bot.store import Post, Saved, Store, StoreError, Tally
from store.refusing import at_most_bytes_a_file, reading

Opening = Callable[..., Awaitable[Store]]
NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)


@pytest.fixture
async def floating(opening: Opening) -> Store:
    store = await opening(floats=True)
    await add(store, "before")
    return store


async def add(store: Store, key: str) -> None:
    """One state, one message, and a count."""
    number = await store.next_number()

    async def work() -> None:
        async with store.turn() as turn:
            await turn.save({key: Saved("x" * 5000)})
            await turn.post([Post(number, "jsonlines", f"jsonlines:{key}", "say", "{}", NOW)])
            await turn.count({Tally(2944, key): 1})

    await store.go_on(work)


async def states(store: Store) -> set[str]:
    keys = ["before", *(f"k{n}" for n in range(20))]
    found: set[str] = set()

    async def work() -> None:
        async with store.turn() as turn:
            found.update(await turn.states(keys))

    await store.go_on(work)
    return found


def on_disk(data: Path) -> set[str]:
    with reading(data / "varde.db") as other:
        return {key for (key,) in other.execute("SELECT key FROM states")}


async def test_what_happens_meanwhile_is_there_for_all_and_on_the_disk_after_it(floating: Store, data: Path) -> None:
    with at_most_bytes_a_file(1):
        await add(floating, "k0")
        assert floating.afloat
        await add(floating, "k1")
        rows = await floating.unsent("jsonlines", NOW, 9)
        assert [row.address for row in rows] == ["jsonlines:before", "jsonlines:k0", "jsonlines:k1"]
        await floating.sent([rows[0].id, rows[1].id])
        await floating.retry(rows[2].id, NOW + timedelta(hours=1), "status-503")
        await floating.land()
        assert floating.afloat
        assert on_disk(data) == {"before"}
    await floating.land()
    assert not floating.afloat
    assert on_disk(data) == {"before", "k0", "k1"}
    assert await floating.unsent("jsonlines", NOW, 9) == []
    assert sum(n for _, n in await floating.waiting_counts(0, 99)) == 3
    await add(floating, "k2")
    assert on_disk(data) == {"before", "k0", "k1", "k2"}


async def test_turns_at_once_are_each_done_once(floating: Store) -> None:
    with at_most_bytes_a_file(1):
        numbers = iter(range(100, 120))

        async def one(key: str) -> None:
            number = next(numbers)

            async def work() -> None:
                async with floating.turn() as turn:
                    await turn.post([Post(number, "jsonlines", f"jsonlines:{key}", "say", "{}", NOW)])

            await floating.go_on(work)

        looks = [floating.unsent("jsonlines", NOW, 99) for _ in range(20)]
        await asyncio.gather(*(one(f"k{n}") for n in range(20)), *looks)
        assert len(await floating.unsent("jsonlines", NOW, 99)) == 21


async def test_it_is_swept_and_moved_meanwhile_as_ever(floating: Store) -> None:
    with at_most_bytes_a_file(1):
        await add(floating, "k0")
        await floating.sent([row.id for row in await floating.unsent("jsonlines", NOW, 9)])
        day = timedelta(days=1)
        whole = await floating.sweep(NOW + 2 * day, outbox_kept=day, seen_kept=day)
        assert not whole, "what was deleted still stands on the disk"
        assert (await floating.stored())["outbox"] == 0
        closed = await floating.close_counts()
        await floating.counts_moved(closed, 0)
        assert await floating.waiting_counts(0, 99) == []
    await floating.land()
    assert (await floating.stored())["outbox"] == 0


async def test_another_programs_lock_is_no_reason_to_stop(opening: Opening, data: Path) -> None:
    store = await opening(url=f"sqlite:///{data}/varde.db?timeout=0.01", floats=True)
    with reading(data / "varde.db") as other:
        other.execute("BEGIN IMMEDIATE")
        await add(store, "k0")
        await store.land()
        assert store.afloat
    await store.land()
    assert on_disk(data) == {"k0"}


async def test_closing_brings_it_to_the_disk_or_says_that_it_could_not(opening: Opening, data: Path) -> None:
    store = await opening(floats=True)
    with at_most_bytes_a_file(1):
        await add(store, "k0")
    await store.close()
    assert on_disk(data) == {"k0"}
    store = await opening(floats=True)
    with at_most_bytes_a_file(1):
        await add(store, "k1")
        with pytest.raises(StoreError, match="disk that holds"):
            await store.close()
    assert on_disk(data) == {"k0"}
    assert await states(await opening()) == {"k0"}, "the directory was let go of"


async def test_a_store_that_was_not_told_to_does_not_float(opening: Opening) -> None:
    store = await opening()
    with at_most_bytes_a_file(1), pytest.raises(StoreError, match="disk that holds"):
        await add(store, "k0")
    assert not store.afloat


async def test_a_mistake_of_ours_is_not_made_twice(floating: Store) -> None:
    tries = []

    async def work() -> None:
        async with floating.turn() as turn:
            tries.append(turn)
            await turn.post([Post(1, "jsonlines", "jsonlines:kari", "say", "{}", NOW)] * 2)

    with pytest.raises(IntegrityError):
        await floating.go_on(work)
    assert len(tries) == 1
    assert not floating.afloat
