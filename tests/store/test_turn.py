"""What a turn keeps, and that a turn which fails keeps nothing."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from bot.core.events import EventId
from bot.store import Post, Saved, Store, StoreError, Tally, Turn
from store.refusing import at_most_bytes_a_file, reading

Opening = Callable[..., Awaitable[Store]]

NOW = datetime(2026, 1, 5, 9, 0, 0, 123456, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def say(number: int, address: str = "jsonlines:kari") -> Post:
    return Post(number, "jsonlines", address, "say", f'{{"number":{number}}}', NOW)


async def test_an_event_is_new_once(store: Store) -> None:
    first, second = EventId("jsonlines:1"), EventId("jsonlines:2")
    async with store.turn() as turn:
        assert await turn.unseen([first, first], NOW) == {first}
    async with store.turn() as turn:
        assert await turn.unseen([first, second], NOW) == {second}
        assert await turn.unseen([], NOW) == frozenset()


async def test_event_ids_are_kept_as_keyed_hashes_that_differ_between_databases(store: Store, tmp_path: Path) -> None:
    other = await Store.open(tmp_path / "other")
    for each in (store, other):
        async with each.turn() as turn:
            await turn.unseen(["matrix:$kari"], NOW)
    await other.close()
    await store.close()

    def hashes(directory: Path) -> set[bytes]:
        with reading(directory / "varde.db") as connection:
            return {row[0] for row in connection.execute("SELECT hash FROM seen")}

    ours, theirs = hashes(tmp_path / "data"), hashes(tmp_path / "other")
    assert len(ours) == len(theirs) == 1
    assert ours.isdisjoint(theirs)


async def test_an_event_id_may_hold_anything(store: Store) -> None:
    odd = ["jsonlines:\ud800", "jsonlines:\x00", "jsonlines:", "jsonlines:" + "x" * 70_000]
    async with store.turn() as turn:
        assert await turn.unseen(odd, NOW) == set(odd)
        assert await turn.unseen(odd, NOW) == frozenset()


async def test_states_are_replaced_and_forgotten(store: Store) -> None:
    async with store.turn() as turn:
        await turn.save({"samtale:kari": Saved("1"), "samtale:ola": Saved("2", NOW)})
    async with store.turn() as turn:
        assert await turn.states(["samtale:kari", "samtale:ola", "samtale:per"]) == {
            "samtale:kari": "1",
            "samtale:ola": "2",
        }
        await turn.save({"samtale:kari": Saved("3", NOW + MINUTE), "samtale:ola": None, "samtale:per": None})
    async with store.turn() as turn:
        assert await turn.states(["samtale:kari", "samtale:ola"]) == {"samtale:kari": "3"}
        assert await turn.states([]) == {}
    assert await store.next_due() == NOW + MINUTE


async def test_what_is_due_comes_earliest_first_and_to_the_microsecond(store: Store) -> None:
    tick = timedelta(microseconds=1)
    dues = {"c": NOW, "b": NOW, "a": NOW + tick, "d": NOW - MINUTE, "e": None}
    async with store.turn() as turn:
        await turn.save({key: Saved("{}", due) for key, due in dues.items()})
        assert await turn.due(NOW, 10) == [("d", NOW - MINUTE), ("b", NOW), ("c", NOW)]
        assert await turn.due(NOW + tick, 2) == [("d", NOW - MINUTE), ("b", NOW)]
    assert await store.next_due() == NOW - MINUTE


async def test_nothing_is_due_in_an_empty_store(store: Store) -> None:
    assert await store.next_due() is None
    assert await store.clock() is None
    assert await store.next_number() == 1


async def test_counts_add_up_over_turns(store: Store, data: Path) -> None:
    for _ in range(2):
        async with store.turn() as turn:
            await turn.count({Tally(202602, "steg-vist", "rolle"): 2, Tally(202602, "flyt-startet"): 1})
            await turn.count({})
    with reading(data / "varde.db") as connection:
        rows = connection.execute("SELECT batch, week, what, subject, n FROM count_pending ORDER BY what").fetchall()
    assert rows == [(1, 202602, "flyt-startet", "", 2), (1, 202602, "steg-vist", "rolle", 4)]


async def test_the_virtual_clock_stands_where_the_last_turn_left_it(store: Store) -> None:
    for moment in (NOW, NOW + MINUTE):
        async with store.turn() as turn:
            await turn.set_clock(moment, NOW + 2 * MINUTE)
    assert await store.clock() == (NOW + MINUTE, NOW + 2 * MINUTE)


async def test_a_turn_that_raises_changes_nothing(store: Store) -> None:
    async def fails() -> None:
        async with store.turn() as turn:
            await everything(turn)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fails()
    await assert_empty(store)


async def test_a_cancelled_turn_changes_nothing_and_the_next_one_works(store: Store) -> None:
    begun = asyncio.Event()

    async def never_ends() -> None:
        async with store.turn() as turn:
            await everything(turn)
            begun.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(never_ends())
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await assert_empty(store)
    async with store.turn() as turn:
        await everything(turn)


async def test_a_turn_cancelled_inside_the_database_is_whole_or_absent(opening: Opening, data: Path) -> None:
    store = await opening(url=f"sqlite:///{data}/varde.db?timeout=0.1")
    chance = random.Random(1)
    for number in range(1, 201):

        async def whole(number: int = number) -> None:
            async with store.turn() as turn:
                await everything(turn, number)

        task = asyncio.create_task(whole())
        for _ in range(chance.randrange(80)):
            await asyncio.sleep(0 if chance.random() < 0.7 else 0.0001)  # gives the database's thread its turn
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        before = await filled(store)
        assert len(set(before.values())) == 1, before
        async with store.turn() as turn:
            await turn.set_clock(NOW, NOW)
        assert await filled(store) == before


async def test_turns_at_once_do_not_mix(store: Store) -> None:
    async def add() -> None:
        async with store.turn() as turn:
            before = int((await turn.states(["n"])).get("n", "0"))
            await turn.save({"n": Saved(str(before + 1))})

    await asyncio.gather(*(add() for _ in range(50)))
    async with store.turn() as turn:
        assert await turn.states(["n"]) == {"n": "50"}


async def test_a_number_posted_twice_is_our_bug_undoes_the_turn_and_holds_up_no_other(store: Store) -> None:
    async def posts_twice() -> None:
        async with store.turn() as turn:
            await turn.save({"samtale:kari": Saved("{}")})
            await turn.post([say(1), say(1)])

    with pytest.raises(IntegrityError):
        await posts_twice()
    await assert_empty(store)
    async with store.turn() as turn:
        await turn.post([say(1)])
    assert [row.number for row in await store.unsent("jsonlines", NOW, 9)] == [1]


async def test_what_a_turn_has_written_it_reads(store: Store) -> None:
    async with store.turn() as turn:
        await turn.save({"samtale:kari": Saved("{}"), "samtale:ola": Saved("{}")})
        await turn.save({"samtale:ola": None})
        assert await turn.states(["samtale:kari", "samtale:ola"]) == {"samtale:kari": "{}"}


async def test_a_disk_that_refuses_is_the_operators_and_nothing_is_half_done(store: Store, data: Path) -> None:
    async def writes_much() -> None:
        async with store.turn() as turn:
            await everything(turn)
            await turn.save({f"samtale:{each}": Saved("x" * 5000) for each in range(100)})

    used = (data / "varde.db-wal").stat().st_size
    with at_most_bytes_a_file(used + 20_000), pytest.raises(StoreError, match="disk that holds"):
        await writes_much()
    await assert_empty(store)
    async with store.turn() as turn:
        await everything(turn)


async def test_a_database_locked_by_another_program_is_named(opening: Opening, data: Path) -> None:
    store = await opening(url=f"sqlite:///{data}/varde.db?timeout=0.01")
    with reading(data / "varde.db") as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match=r"varde\.db locked; close it"):
            async with store.turn() as turn:
                await everything(turn)
        other.rollback()
    async with store.turn() as turn:
        await everything(turn)


async def everything(turn: Turn, number: int = 1) -> None:
    await turn.unseen([f"jsonlines:{number}"], NOW)
    await turn.save({f"samtale:kari-{number}": Saved("{}", NOW)})
    await turn.post([say(number)])
    await turn.count({Tally(202602, "flyt-startet", str(number)): 1})


async def filled(store: Store) -> dict[str, int]:
    return {table: n for table, n in (await store.stored()).items() if table != "meta"}


async def assert_empty(store: Store) -> None:
    assert set((await filled(store)).values()) == {0}
    assert await store.next_number() == 1
