"""Takes turns without end and says each one that is committed; for a test that kills it."""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path

from bot.store import Post, Saved, Store, Tally

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)


async def main(data: Path) -> None:
    store = await Store.open(data)
    number = await store.next_number()
    while True:
        async with store.turn() as turn:
            await turn.unseen([f"jsonlines:{number}"], NOW)
            await turn.save({f"samtale:{number % 5}": Saved(str(number), NOW)})
            await turn.post([Post(number, "jsonlines", "jsonlines:kari", "say", "{}", NOW)])
            await turn.count({Tally(202602, "steg-besvart", "rolle"): 1})
        print("turn", number, flush=True)
        if number % 3 == 0:
            rows = await store.unsent("jsonlines", NOW, 2)
            await store.sent([row.id for row in rows])
            print("sent", rows[-1].number, flush=True)
        number += 1


asyncio.run(main(Path(sys.argv[1])))
