"""Rows that speak for a state: handed over only at its place, withdrawn with it, and missed by the audit when lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.store import Post, Saved, Store

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
LATER = NOW + timedelta(seconds=30)
LATE = timedelta(minutes=5)


async def ping(store: Store, tag: str, due: datetime | None = NOW, key: str = "ping:1") -> None:
    async with store.turn() as turn:
        await turn.save({key: Saved("{}", due, tag)})


async def post(store: Store, number: int, tag: str, owner: str = "ping:1") -> int:
    async with store.turn() as turn:
        await turn.post([Post(number, "jsonlines", f"jsonlines:{number}", "say", "{}", NOW, owner, tag)])
    return next(row.id for row in await store.unsent("jsonlines", NOW, 100) if row.number == number)


async def waiting(store: Store) -> list[int | None]:
    return [row.number for row in await store.unsent("jsonlines", NOW, 100)]


async def test_a_row_is_claimed_only_while_its_owner_is_at_that_place(store: Store) -> None:
    await ping(store, "0.0.0.mona")
    row = await post(store, 1, "0.0.0.mona")
    assert await store.claim(row, LATER)
    assert await waiting(store) == [], "it is on its way"
    other = await post(store, 2, "0.0.0.mona")
    await ping(store, "0.0.1.ali")
    assert not await store.claim(other, LATER)
    assert (await store.stored())["outbox"] == 2
    assert await store.next_retry("jsonlines", NOW - LATE) == LATER, "what is withdrawn waits for nothing"


@pytest.mark.parametrize("owner", ["ping:1", "ping:2"])
async def test_a_row_whose_owner_is_gone_is_never_handed_over(store: Store, owner: str) -> None:
    await ping(store, "0")
    row = await post(store, 1, "0", owner)
    async with store.turn() as turn:
        await turn.save({"ping:1": None})
    assert not await store.claim(row, LATER)


async def test_withdrawn_is_what_waits_with_that_tag_and_nothing_else(store: Store) -> None:
    await ping(store, "0")
    claimed = await post(store, 1, "0")
    await store.claim(claimed, LATER)
    for number, tag, owner in ((2, "0", "ping:1"), (3, "1", "ping:1"), (4, "0", "ping:2")):
        await post(store, number, tag, owner)
    async with store.turn() as turn:
        await turn.withdraw([("ping:1", "0")])
    assert await waiting(store) == [3, 4]
    await store.release()
    assert await waiting(store) == [1, 3, 4], "what an earlier run had claimed goes out after all"


async def test_it_is_known_when_the_newest_row_was_taken_by_a_network(store: Store) -> None:
    await ping(store, "0")
    row = await post(store, 1, "0")
    await post(store, 2, "0")
    async with store.turn() as turn:
        assert await turn.delivered(["ping:1"]) == {}
        await turn.sent([row])
        assert await turn.delivered(["ping:1", "ping:2"]) == {"ping:1": NOW}


async def test_the_audit_misses_who_has_neither_a_time_nor_an_unsent_row(store: Store) -> None:
    await ping(store, "0", None)
    await ping(store, "ferdig", None, "ping:2")
    await ping(store, "0", NOW, "ping:3")
    await ping(store, "0", None, "samtale:kari")
    assert (await store.audit("ping:", ["ferdig"], NOW, LATE)).lost == ("ping:1",)
    row = await post(store, 1, "0")
    assert (await store.audit("ping:", ["ferdig"], NOW, LATE)).clean, "an unsent row will bring it on"
    await store.sent([row])
    assert not (await store.audit("ping:", ["ferdig"], NOW, LATE)).clean


async def test_the_audit_counts_who_was_not_woken_and_the_oldest_row(store: Store) -> None:
    await ping(store, "0")
    await post(store, 1, "0")
    found = await store.audit("ping:", [], NOW + LATE, LATE)
    assert (found.overdue, found.oldest_unsent, found.clean) == (0, NOW, True)
    assert (await store.audit("ping:", [], NOW + LATE + LATE, LATE)).overdue == 1
