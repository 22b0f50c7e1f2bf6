"""What the metrics say about who can be asked."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pytest

from bot.core.events import (
    Address,
    ChatOpened,
    ChoiceId,
    ChoicePressed,
    EventId,
    MessageNumber,
    MessageReceived,
    SettingsChanged,
)
from bot.core.library import World
from bot.core.people import People, Unit
from bot.core.typed import Typed
from bot.deciding import Deciding
from bot.health import Health, Reach
from bot.store import Store
from bot.usage.contributors import Contributors
from bot.usage.mover import UsageHealth
from escalation.scene import ALI, KARI, UNIT, days, one, oslo, unit
from playing import shipped

NOW = oslo("2026-01-05 10:00")


@dataclass
class Here:
    """Content that does not change and a clock that stands still."""

    world: World

    def now(self) -> datetime:
        return NOW


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = await Store.open(tmp_path)
    yield opened
    await opened.close()


def deciding(store: Store, place: Unit) -> Deciding:
    here = Here(replace(shipped(), people=People({UNIT: place})))
    return Deciding(store, here, here, Contributors(), MessageNumber(1))


async def test_a_unit_is_thin_until_two_have_met_varde(store: Store) -> None:
    asked = deciding(store, unit(one("mona"), one("ali")))
    assert await asked.thin_units() == 1
    for who in ("mona", "ali"):
        await asked.take([ChatOpened(EventId(who), Address(f"jsonlines:{who}"))])
    assert await asked.thin_units() == 0


async def test_a_rung_with_nobody_on_it_is_counted_and_shown(store: Store) -> None:
    asked = deciding(store, unit(one("mona", days("2026-01-01", "2026-01-09")), one("ali")))
    await asked.take([ChatOpened(EventId("ali"), ALI)])
    await asked.take([SettingsChanged(EventId("unit"), KARI, unit=UNIT)])
    await asked.take([MessageReceived(EventId("ask"), KARI, Typed("varsle"))])
    await asked.take([ChoicePressed(EventId("yes"), KARI, ChoiceId("bekreft"))])
    assert asked.empty_rungs == 1
    health = Health(store, [], UsageHealth, reach=lambda: Reach(asked.empty_rungs, 1))
    shown = await health.metrics()
    assert "varde_ping_empty_rungs 1\n" in shown
    assert "varde_units_thin 1\n" in shown
