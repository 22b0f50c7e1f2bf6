"""What runs while pings are open reads no whole table: every statement finds its rows by an index."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, event

from bot.store import Post, Saved, Store

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
_WHOLE_TABLE = re.compile(r"SCAN (states|outbox|seen)(?! USING)")


@contextmanager
def statements() -> Iterator[dict[str, tuple[object, ...]]]:
    """Everything that is asked of a database meanwhile, with values."""
    asked: dict[str, tuple[object, ...]] = {}

    def note(_: object, __: object, statement: str, values: object, *___: object) -> None:
        first = values[0] if isinstance(values, list) else values
        if statement.split()[0] in ("SELECT", "UPDATE", "DELETE", "INSERT"):
            asked[statement] = tuple(first)  # type: ignore[arg-type]

    event.listen(Engine, "before_cursor_execute", note)
    yield asked
    event.remove(Engine, "before_cursor_execute", note)


async def everything(store: Store) -> None:
    """One ping is opened, claimed, sent, refused, due, taken, withdrawn and audited."""
    ping = {"ping:1": Saved("{}", NOW, "0")}
    row = Post(1, "jsonlines", "jsonlines:mona", "say", "{}", NOW, "ping:1", "0")
    async with store.turn() as turn:
        await turn.unseen(["e1"], NOW)
        await turn.states(["ping:1", "samtale:jsonlines:mona"])
        await turn.save(ping)
        await turn.withdraw([("ping:1", "0")])
        await turn.post([row])
        await turn.due(NOW, 64)
        await turn.delivered(["ping:1"])
        await turn.sent([1])
    await store.unsent("jsonlines", NOW, 64, ["jsonlines:ali"])
    await store.next_retry("jsonlines", NOW)
    await store.claim(1, NOW)
    await store.release()
    await store.retry(1, NOW, "")
    await store.failed(1, "")
    await store.next_due()
    await store.audit("ping:", ["ferdig"], NOW, timedelta(minutes=5))
    await store.sweep(NOW, outbox_kept=timedelta(days=7), seen_kept=timedelta(days=2))


async def test_no_statement_reads_a_whole_table(store: Store, data: Path) -> None:
    with statements() as asked:
        await everything(store)
    assert len(asked) > 15
    with closing(sqlite3.connect(data / "varde.db")) as connection:
        for statement, values in asked.items():
            plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}", values)]
            assert not [step for step in plan if _WHOLE_TABLE.search(step)], statement
