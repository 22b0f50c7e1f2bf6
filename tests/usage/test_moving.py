"""What waits in varde.db comes into usage.db exactly once, whatever happens in between."""

from __future__ import annotations

import asyncio
import resource
import signal
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.core.conversation import Settings
from bot.core.counts import What
from bot.core.effects import Count
from bot.health import Health
from bot.store import Store, Tally
from bot.usage import file
from bot.usage.contributors import Contributors
from bot.usage.file import Number
from bot.usage.mover import Mover
from bot.usage.report import report
from bot.usage.tallying import Counted
from playing import shipped
from store.refusing import at_most_bytes_a_file, reading

NOW = datetime(2026, 1, 14, 9, tzinfo=UTC)
WEEK = timedelta(days=7)
HELP = Tally(202603, What.HELP.value)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    store = await Store.open(tmp_path)
    yield store
    await store.close()


async def count(store: Store, contributors: Contributors, *people: str, now: datetime = NOW) -> None:
    """Each of these asks for help once."""
    counted = Counted(shipped(), contributors, now)
    for person in people:
        counted.add(Count(What.HELP), f"jsonlines:{person}", Settings())
    async with store.turn() as turn:
        await turn.count(counted.counts)
    counted.committed()


def used(store: Store) -> dict[tuple[int, str], Number]:
    rows = file.read(store.directory / file.NAME).numbers
    return {(when, names[0]): number for (table, when, names), number in rows.items() if table == "week_use"}


async def waiting(store: Store) -> int:
    return (await store.stored())["count_pending"]


async def test_counts_are_added_up_and_people_are_told_apart_up_to_five(store: Store) -> None:
    people = Contributors()
    mover = Mover(store, store.directory, people)
    for names in (["a", "b", "b"], ["a", "c"], ["d", "e", "f", "g"]):
        await count(store, people, *names)
        await mover.move(shipped(), NOW)
    assert used(store) == {(202603, "hjelp"): Number(9, 5)}
    assert await waiting(store) == 0
    assert mover.health.trouble == ""


async def test_a_restart_never_counts_the_same_person_twice(store: Store) -> None:
    for _ in range(3):
        people = Contributors()
        await count(store, people, "a", "b")
        await Mover(store, store.directory, people).move(shipped(), NOW)
    assert used(store) == {(202603, "hjelp"): Number(6, 2)}


async def test_a_batch_that_is_known_there_is_only_deleted_here(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine stops after usage.db is written and before varde.db is."""
    people = Contributors()
    await count(store, people, "a")

    async def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(store, "counts_moved", stopped)
        with pytest.raises(KeyboardInterrupt):
            await Mover(store, store.directory, people).move(shipped(), NOW)
    assert await waiting(store) == 1
    await Mover(store, store.directory, Contributors()).move(shipped(), NOW)
    assert used(store) == {(202603, "hjelp"): Number(1, 1)}
    assert await waiting(store) == 0


async def test_a_stop_in_the_middle_of_a_move_and_the_last_move_count_once(store: Store) -> None:
    """The thread that writes goes on when its move is cancelled; a slow disk is what operators restart for."""
    people = Contributors()
    mover = Mover(store, store.directory, people)
    await count(store, people, "a")
    await mover.move(shipped(), NOW)
    await count(store, people, "b", "c")
    with reading(store.directory / file.NAME) as other:
        other.execute("BEGIN IMMEDIATE")
        moves = []
        for _ in range(2):
            moves.append(asyncio.create_task(mover.move(shipped(), NOW)))
            _, at_work = await asyncio.wait(moves, timeout=0.5)
            assert at_work, "it waits for the lock"
            moves[0].cancel()
        other.execute("ROLLBACK")
    await asyncio.wait(moves)
    await mover.move(shipped(), NOW)
    assert used(store)[202603, "hjelp"].n == 3
    assert await waiting(store) == 0


async def test_a_clock_ahead_for_a_while_ends_no_week_in_which_nothing_was_counted(store: Store) -> None:
    people = Contributors()
    mover = Mover(store, store.directory, people)
    await count(store, people, "a")
    await mover.move(shipped(), NOW)
    await mover.move(shipped(), NOW + WEEK)
    assert not file.read(store.directory / file.NAME).published.periods
    await count(store, people, "b")
    await mover.move(shipped(), NOW)
    assert used(store)[202603, "hjelp"].n == 2
    await count(store, people, "c", now=NOW + WEEK)
    await mover.move(shipped(), NOW + WEEK)
    assert file.read(store.directory / file.NAME).published.periods == {202603}


async def test_what_comes_late_is_added_to_the_week_it_comes_in_as_one_persons(store: Store) -> None:
    """The week before is published: it stays as it is."""
    people = Contributors()
    await count(store, people, "a", "b", "c")
    await Mover(store, store.directory, people).move(shipped(), NOW + WEEK)
    assert used(store) == {(202604, "hjelp"): Number(3, 1)}


async def test_a_clock_set_back_changes_no_week_that_is_over(store: Store) -> None:
    people = Contributors()
    mover = Mover(store, store.directory, people)
    await count(store, people, "a", now=NOW + WEEK)
    await mover.move(shipped(), NOW + WEEK)
    await count(store, people, "b")
    await mover.move(shipped(), NOW)
    assert used(store) == {(202604, "hjelp"): Number(2, 1)}
    assert mover.health.clock_behind


async def test_a_clock_that_was_years_ahead_swallows_nothing_that_comes_after(store: Store) -> None:
    """What was counted then is lost to the report; what comes later waits, seen by the operator, who begins anew."""
    people = Contributors()
    mover = Mover(store, store.directory, people)
    far = NOW + timedelta(days=5 * 365)
    await count(store, people, "a", now=far)
    await mover.move(shipped(), far)
    await count(store, people, "b", "c")
    await mover.move(shipped(), NOW)
    assert (mover.health.trouble, mover.health.clock_behind) == ("clock", True)
    assert (await Health(store, [], lambda: mover.health).state())["counting"] == "clock"
    assert await waiting(store) == 1
    (store.directory / file.NAME).write_bytes(b"")
    await mover.move(shipped(), NOW)
    assert used(store) == {(202603, "hjelp"): Number(2, 2)}
    assert mover.health.trouble == ""


MINUTE = timedelta(minutes=1)


async def counted_in_week_3(store: Store, people: Contributors) -> Mover:
    """As a service does it: counted, moved, and looked at again a minute later."""
    mover = Mover(store, store.directory, people)
    await count(store, people, "a")
    await mover.move(shipped(), NOW)
    return mover


async def test_a_clock_that_leaps_ahead_and_comes_back_within_the_hour_has_done_no_harm(store: Store) -> None:
    people = Contributors()
    mover = await counted_in_week_3(store, people)
    far = NOW + 10 * WEEK
    for passed in (1, 59):
        await count(store, people, "b", now=far + passed * MINUTE)
        await mover.move(shipped(), far + passed * MINUTE)
        assert mover.health.trouble == "clock-ahead"
    assert (await Health(store, [], lambda: mover.health).state())["status"] == "degraded"
    await mover.move(shipped(), NOW + 60 * MINUTE)
    assert used(store) == {(202603, "hjelp"): Number(3, 1)}
    assert file.read(store.directory / file.NAME).published.periods == frozenset()
    assert mover.health.trouble == ""
    await mover.move(shipped(), far + 62 * MINUTE)
    assert mover.health.trouble == "clock-ahead", "and it is doubted anew"


async def test_after_a_long_rest_counting_begins_within_the_hour_also_in_short_runs(store: Store) -> None:
    people = Contributors()
    await counted_in_week_3(store, people)
    for passed, trouble in ((0, "clock-ahead"), (50, "clock-ahead"), (61, "")):
        people = Contributors()
        mover = Mover(store, store.directory, people)
        now = NOW + 5 * WEEK + passed * MINUTE
        await count(store, people, "b", now=now)
        await mover.move(shipped(), now)
        assert mover.health.trouble == trouble
    assert used(store) == {(202603, "hjelp"): Number(1, 1), (202608, "hjelp"): Number(3, 1)}


async def test_weeks_without_use_are_no_leap(store: Store) -> None:
    people = Contributors()
    mover = await counted_in_week_3(store, people)
    for week in range(1, 6):
        await mover.move(shipped(), NOW + week * WEEK)
    await count(store, people, "b", now=NOW + 5 * WEEK)
    await mover.move(shipped(), NOW + 5 * WEEK)
    assert mover.health.trouble == ""
    assert used(store) == {(202603, "hjelp"): Number(1, 1), (202608, "hjelp"): Number(1, 1)}


async def test_a_stop_while_the_file_is_made_does_not_end_counting(store: Store) -> None:
    """It leaves a file without a byte in it."""
    people = Contributors()
    (store.directory / file.NAME).touch()
    assert used(store) == {}
    await count(store, people, "a")
    mover = Mover(store, store.directory, people)
    await mover.move(shipped(), NOW)
    assert mover.health.trouble == ""
    assert used(store) == {(202603, "hjelp"): Number(1, 1)}


@pytest.mark.parametrize("harm", ["missing", "damaged", "not-ours"])
async def test_a_file_that_cannot_be_used_leaves_the_counts_waiting_and_says_so(store: Store, harm: str) -> None:
    people = Contributors()
    mover = Mover(store, store.directory, people)
    await count(store, people, "a")
    await mover.move(shipped(), NOW)
    place = store.directory / file.NAME
    whole = place.read_bytes()
    if harm == "missing":
        place.unlink()
    elif harm == "damaged":
        place.write_bytes(b"x" * 9000)
    else:
        place.unlink()
        with closing(sqlite3.connect(place)) as other:
            other.execute("CREATE TABLE theirs (a)")
    await count(store, people, "b")
    await mover.move(shipped(), NOW)
    assert mover.health.trouble == harm
    assert await waiting(store) == 1
    place.write_bytes(whole)
    await mover.move(shipped(), NOW)
    assert used(store) == {(202603, "hjelp"): Number(2, 2)}
    assert mover.health.trouble == ""


@contextmanager
def full(most: int) -> Iterator[None]:
    """No file may become longer than so many bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    told = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, told)


async def test_a_disk_that_is_full_loses_nothing_and_shows_on_the_health_page(store: Store) -> None:
    """The empty usage.db would have 160 kB; the log of varde.db stays below that. Then there is room again."""
    people = Contributors()
    mover = Mover(store, store.directory, people)
    health = Health(store, [], lambda: mover.health)
    assert (await health.state())["status"] == "ok"
    await count(store, people, "a", "b")
    with full(150_000):
        await mover.move(shipped(), NOW)
        await count(store, people, "c")
        await mover.move(shipped(), NOW)
        state = await health.state()
    assert state["status"] == "degraded"
    assert state["store"] is True, "the rest goes on"
    assert state["counting"] in ("disk-full", "cannot-write")
    assert "varde_counting 0\n" in await health.metrics()
    await mover.move(shipped(), NOW)
    assert used(store) == {(202603, "hjelp"): Number(3, 3)}
    assert (await health.state())["status"] == "ok"


async def test_nothing_is_moved_while_varde_db_is_in_memory_or_a_kill_would_count_it_twice(tmp_path: Path) -> None:
    store = await Store.open(tmp_path, floats=True)
    people = Contributors()
    mover = Mover(store, store.directory, people)
    await count(store, people, "kari")
    with at_most_bytes_a_file(1):
        await store.close_counts()
    assert store.afloat
    await mover.move(shipped(), NOW)
    assert mover.health.trouble == "cannot-write"
    assert not (tmp_path / file.NAME).exists()
    await store.land()
    await mover.move(shipped(), NOW)
    assert mover.health.trouble == ""
    assert used(store) == {(202603, What.HELP.value): Number(1, 1)}
    await store.close()


async def test_a_mistake_of_ours_in_counting_stops_nobody(store: Store) -> None:
    people = Contributors()
    mover = Mover(store, store.directory, people)
    await count(store, people, "a")
    await mover.move(shipped(), NOW)
    with closing(sqlite3.connect(store.directory / file.NAME)) as other:
        other.execute("CREATE TRIGGER no BEFORE INSERT ON week_use BEGIN SELECT RAISE(ABORT, 'no'); END")
    await count(store, people, "b")
    await mover.move(shipped(), NOW)
    assert mover.health.trouble == "failed"
    with closing(sqlite3.connect(store.directory / file.NAME)) as other:
        other.execute("DROP TRIGGER no")
    await mover.move(shipped(), NOW)
    assert used(store) == {(202603, "hjelp"): Number(2, 2)}


async def test_a_week_without_use_is_over_like_every_other(store: Store) -> None:
    people = Contributors()
    mover = Mover(store, store.directory, people)
    for weeks_later in (0, 2):
        await count(store, people, "a", now=NOW + weeks_later * WEEK)
        await mover.move(shipped(), NOW + weeks_later * WEEK)
    found = file.read(store.directory / file.NAME)
    assert found.published.periods == {202603, 202604}, "decided when the next week with use began"
    told = report(found, shipped(), (202601, 202610), 202606)
    assert [week["week"] for week in told["weeks"]][-3:] == ["2026-W03", "2026-W04", "2026-W05"]
    assert all(n is None for week in told["weeks"] for n in week["use"].values())


async def test_from_many_rows_on_those_that_wait_are_summed(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.store.counts.SUMMED_FROM", 10)
    (store.directory / file.NAME).write_bytes(b"broken" * 100)
    people = Contributors()
    mover = Mover(store, store.directory, people)
    for _ in range(12):
        await count(store, people, "a")
        await mover.move(shipped(), NOW)
    assert await waiting(store) < 10
    (store.directory / file.NAME).unlink()
    await mover.move(shipped(), NOW)
    assert used(store) == {(202603, "hjelp"): Number(12, 1)}


async def test_an_older_varde_db_put_back_loses_nothing_that_comes_after(tmp_path: Path) -> None:
    """Its batches have numbers that usage.db knows already."""
    first = await Store.open(tmp_path)
    people = Contributors()
    await count(first, people, "a")
    await Mover(first, tmp_path, people).move(shipped(), NOW)
    await first.close()
    backup = (tmp_path / "varde.db").read_bytes()
    second = await Store.open(tmp_path)
    mover = Mover(second, tmp_path, people)
    for _ in range(5):
        await count(second, people, "b")
        await mover.move(shipped(), NOW)
    await second.close()
    (tmp_path / "varde.db").write_bytes(backup)
    third = await Store.open(tmp_path)
    mover = Mover(third, tmp_path, people)
    await mover.move(shipped(), NOW)
    await count(third, people, "c")
    await mover.move(shipped(), NOW)
    assert used(third)[202603, "hjelp"].n == 7
    await third.close()


async def test_nor_does_one_that_counted_before_usage_db_could_be_reached_and_was_killed(tmp_path: Path) -> None:
    people, at = Contributors(), iter(NOW + timedelta(seconds=step * 60) for step in range(9))
    first = await Store.open(tmp_path, at=next(at))
    await count(first, people, "a")
    await first.close()
    backup = (tmp_path / "varde.db").read_bytes()
    second = await Store.open(tmp_path, at=next(at))
    mover = Mover(second, tmp_path, people)
    for _ in range(5):
        await count(second, people, "b")
        await mover.move(shipped(), NOW)
    await second.close()
    (tmp_path / "varde.db").write_bytes(backup)
    known = (tmp_path / file.NAME).read_bytes()
    (tmp_path / file.NAME).write_bytes(b"broken")
    for person in ("c", "d"):
        store = await Store.open(tmp_path, at=next(at))
        await count(store, people, person)
        mover = Mover(store, tmp_path, people)
        await mover.move(shipped(), NOW)
        assert mover.health.trouble
        await store.close()
    (tmp_path / file.NAME).write_bytes(known)
    last = await Store.open(tmp_path, at=next(at))
    await Mover(last, tmp_path, people).move(shipped(), NOW)
    assert used(last)[202603, "hjelp"].n == 8
    assert await waiting(last) == 0
    await last.close()


async def test_words_that_the_content_does_not_have_cannot_get_in(store: Store) -> None:
    async with store.turn() as turn:
        await turn.count({Tally(202603, What.NOT_KNOWN.value, "hva Kari skrev", "", "Karis gate", "kari", "x", "y"): 1})
    await Mover(store, store.directory, Contributors()).move(shipped(), NOW)
    whole = (store.directory / file.NAME).read_bytes()
    assert b"Kari" not in whole
    assert b"kari" not in whole.replace(b"kariesprofylakse", b"")
    with closing(sqlite3.connect(store.directory / file.NAME)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute("INSERT INTO week_use VALUES (202603, 'hva Kari skrev', 1, 1)")
        tables = [sql for (sql,) in connection.execute("SELECT sql FROM sqlite_master WHERE type = 'table'")]
        assert all("STRICT" in sql for sql in tables)
