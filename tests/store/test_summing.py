"""Counts that usage.db does not take are summed from many rows on, but never with what it may have taken already."""

from __future__ import annotations

from bot.store import Tally
from bot.store.counts import SUMMED_FROM
from store.conftest import Opening

ASKED = Tally(202603, "hjelp")


async def test_what_an_earlier_run_left_is_not_summed_with_what_this_one_counted(opening: Opening) -> None:
    """Killed after usage.db had taken its batch, it left it here as well: it is told by its number, and dropped."""
    first = await opening()
    async with first.turn() as turn:
        await turn.count({ASKED: 2})
    taken = await first.close_counts()
    await first.close()
    store = await opening()
    for _ in range(2):
        async with store.turn() as turn:
            await turn.count({ASKED: 1, **{Tally(week, "hjelp"): 1 for week in range(SUMMED_FROM // 2)}})
        closed = await store.close_counts()
    before = (await store.stored())["count_pending"]
    await store.sum_counts(closed)
    assert (await store.stored())["count_pending"] < before
    assert dict(await store.waiting_counts(taken, closed))[ASKED] == 2
    assert dict(await store.waiting_counts(0, taken)) == {ASKED: 2}
