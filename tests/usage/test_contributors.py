"""Who stands behind a number is never more than what is sure."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.core.conversation import Settings
from bot.core.counts import What
from bot.core.effects import Count
from bot.usage.contributors import Contributors
from bot.usage.tallying import Counted
from playing import shipped

NOW = datetime(2026, 1, 14, 9, tzinfo=UTC)


async def test_somebody_who_writes_on_two_channels_is_not_two_people() -> None:
    people = Contributors()
    counted = Counted(shipped(), people, NOW)
    for address in ("matrix:@kari:x.no", "matrix:@ola:x.no", "telegram:1", "telegram:2", "telegram:3"):
        counted.add(Count(What.HELP), address, Settings())
        counted.turn(address)
    counted.committed()
    assert set(people.sizes().values()) == {3}, "three for sure; the other two may be the same"


async def test_a_turn_that_is_undone_makes_nobody_a_contributor() -> None:
    people = Contributors()
    counted = Counted(shipped(), people, NOW)
    counted.add(Count(What.HELP), "jsonlines:a", Settings())
    assert people.sizes() == {}
    counted.committed()
    assert set(people.sizes().values()) == {1}
