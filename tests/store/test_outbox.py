"""What is handed out for sending, in which order, and what is left of it afterwards."""

from __future__ import annotations

import asyncio
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.store import Post, Store

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
SOON = NOW + timedelta(seconds=15)
LATER = NOW + timedelta(seconds=60)
KEPT = {"outbox_kept": timedelta(days=7), "seen_kept": timedelta(hours=48)}


async def post(store: Store, *numbered: tuple[int, str], at: datetime = NOW) -> None:
    async with store.turn() as turn:
        await turn.post([say(number, address, at) for number, address in numbered])


def say(number: int, address: str, at: datetime = NOW) -> Post:
    return Post(number, address.split(":")[0], address, "say", f'{{"body":{number}}}', at)


async def waiting(store: Store, now: datetime = NOW, channel: str = "jsonlines", **options: object) -> list[int | None]:
    return [row.number for row in await store.unsent(channel, now, 100, **options)]  # type: ignore[arg-type]


async def test_rows_come_out_as_they_were_posted(store: Store) -> None:
    remove = Post(None, "jsonlines", "jsonlines:kari", "delete", '{"event":"e1"}', NOW)
    async with store.turn() as turn:
        await turn.post([say(2, "jsonlines:kari"), remove, say(1, "jsonlines:ola")])
    rows = await store.unsent("jsonlines", NOW, 100)
    assert [(row.number, row.kind, row.address, row.body, row.at, row.tries) for row in rows] == [
        (2, "say", "jsonlines:kari", '{"body":2}', NOW, 0),
        (None, "delete", "jsonlines:kari", '{"event":"e1"}', NOW, 0),
        (1, "say", "jsonlines:ola", '{"body":1}', NOW, 0),
    ]
    assert [row.id for row in await store.unsent("jsonlines", NOW, 2)] == [row.id for row in rows[:2]]


async def test_channels_and_times_are_kept_apart(store: Store) -> None:
    await post(store, (1, "matrix:kari"), (2, "jsonlines:kari"))
    await post(store, (3, "jsonlines:kari"), at=LATER)
    assert await waiting(store) == [2]
    assert await waiting(store, channel="matrix") == [1]
    assert await waiting(store, LATER) == [2, 3]
    assert await waiting(store, channel="telegram") == []


async def test_an_address_that_waits_for_a_retry_keeps_its_order_and_holds_up_nobody_else(store: Store) -> None:
    await post(store, (1, "jsonlines:kari"), (2, "jsonlines:kari"), (3, "jsonlines:ola"), (4, "jsonlines:kari"))
    first, second, *_ = await store.unsent("jsonlines", NOW, 100)
    await store.sent([first.id])
    await store.retry(second.id, SOON, "M_LIMIT_EXCEEDED")
    assert await waiting(store) == [3]
    assert await store.next_retry("jsonlines", NOW) == SOON
    assert await waiting(store, SOON) == [2, 3, 4]
    assert await store.next_retry("jsonlines", SOON) is None
    assert [row.tries for row in await store.unsent("jsonlines", SOON, 100)] == [1, 0, 0]


async def test_a_row_given_up_lets_those_behind_it_go_on(store: Store) -> None:
    await post(store, (1, "jsonlines:kari"), (2, "jsonlines:kari"))
    [first, _] = await store.unsent("jsonlines", NOW, 100)
    await store.retry(first.id, LATER, "M_UNKNOWN")
    assert await waiting(store) == []
    await store.failed(first.id, "M_FORBIDDEN")
    assert await waiting(store) == [2]


async def test_addresses_under_way_can_be_left_out(store: Store) -> None:
    await post(store, (1, "jsonlines:kari"), (2, "jsonlines:ola"))
    assert await waiting(store, skip_addresses={"jsonlines:kari"}) == [2]
    assert await waiting(store, skip_addresses={"jsonlines:kari", "jsonlines:ola"}) == []


async def test_what_is_sent_is_not_handed_out_again(store: Store) -> None:
    await post(store, *((number, "jsonlines:kari") for number in range(1, 6)))
    rows = await store.unsent("jsonlines", NOW, 100)
    await store.sent([row.id for row in rows[:4]])
    await store.sent([])
    assert await waiting(store) == [5]
    await store.retry(rows[0].id, SOON, "late answer about a row that was sent")
    assert await waiting(store, LATER) == [5]


async def test_the_body_goes_at_once_and_the_row_after_its_time(store: Store, data: Path) -> None:
    await post(store, (1, "jsonlines:kari"), (2, "jsonlines:kari"), (3, "jsonlines:kari"))
    sent, failed, _ = await store.unsent("jsonlines", NOW, 100)
    await store.sent([sent.id])
    await store.failed(failed.id, "M_FORBIDDEN")
    connection = sqlite3.connect(data / "varde.db")
    rows = connection.execute("SELECT status, body, not_before IS NULL, code FROM outbox ORDER BY id").fetchall()
    connection.close()
    assert rows == [
        ("sent", None, 1, ""),
        ("failed", None, 1, "M_FORBIDDEN"),
        ("pending", '{"body":3}', 0, ""),
    ]
    assert await store.sweep(NOW + timedelta(days=7), **KEPT)
    assert (await store.stored())["outbox"] == 3
    assert await store.sweep(NOW + timedelta(days=7, microseconds=1), **KEPT)
    assert (await store.stored())["outbox"] == 1
    assert await waiting(store) == [3]


async def test_message_numbers_go_on_after_the_outbox_was_emptied(store: Store) -> None:
    await post(store, *((number, "jsonlines:kari") for number in range(1, 4)))
    rows = await store.unsent("jsonlines", NOW, 100)
    await store.sent([row.id for row in rows])
    for _ in range(2):
        assert await store.sweep(NOW + timedelta(days=8), **KEPT)
        assert (await store.stored())["outbox"] == 0
        assert await store.next_number() == 4
    await post(store, (4, "jsonlines:kari"))
    assert (await store.unsent("jsonlines", NOW, 1))[0].id > rows[-1].id
    assert await store.next_number() == 5


async def test_seen_events_are_forgotten_after_their_time(store: Store) -> None:
    ids = [f"jsonlines:{number}" for number in range(5000)]
    async with store.turn() as turn:
        await turn.unseen(ids, NOW)
    async with store.turn() as turn:
        await turn.unseen(["jsonlines:later"], LATER)
    await store.sweep(NOW + timedelta(hours=48, seconds=1), **KEPT)
    assert (await store.stored())["seen"] == 1
    async with store.turn() as turn:
        assert await turn.unseen(["jsonlines:0", "jsonlines:later"], LATER) == {"jsonlines:0"}


async def test_what_was_sent_is_written_by_the_next_turn_on_its_way(store: Store) -> None:
    await post(store, (1, "jsonlines:kari"), (2, "jsonlines:ola"))
    first, second = await store.unsent("jsonlines", NOW, 2)
    marking = [asyncio.create_task(store.sent([row.id], patience=60)) for row in (first, second)]
    await asyncio.sleep(0)
    await post(store, (3, "jsonlines:kari"))
    await asyncio.wait_for(asyncio.gather(*marking), 10)
    assert await waiting(store) == [3]


async def test_what_a_channel_wants_to_know_after_a_restart_is_kept_with_what_was_sent(data: Path) -> None:
    before = await Store.open(data)
    await post(before, (1, "telegram:42"), (2, "telegram:43"), (3, "telegram:42"), (4, "jsonlines:kari"))
    first, second, third = await before.unsent("telegram", NOW, 9)
    await before.sent([first.id, second.id], marks={first.id: "question:7"})
    await before.retry(third.id, NOW, "telegram-network")
    await before.sent([third.id], marks={third.id: "answer:9"})
    await before.close()
    after = await Store.open(data)
    assert await after.marks("telegram", 9) == [("telegram:42", "question:7"), ("telegram:42", "answer:9")]
    assert await after.marks("telegram", 1) == [("telegram:42", "answer:9")]
    assert await after.marks("jsonlines", 9) == []
    await after.close()


async def test_a_turn_that_fails_forgets_nothing_of_what_was_sent(store: Store) -> None:
    await post(store, (1, "jsonlines:kari"))
    (row,) = await store.unsent("jsonlines", NOW, 1)
    marking = asyncio.create_task(store.sent([row.id], patience=0.05))
    await asyncio.sleep(0)
    with pytest.raises(ZeroDivisionError):
        async with store.turn():
            raise ZeroDivisionError
    assert await waiting(store) == [1]
    await marking
    assert await waiting(store) == []
