"""Adds to a count what is known beside it: week, channel, and the asker's district, language and kind of unit."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.core.conversation import Settings
from bot.core.effects import Count
from bot.core.library import World
from bot.store.rows import Tally
from bot.usage.contributors import Contributors
from bot.usage.periods import week_of
from bot.usage.tables import TURN


@dataclass
class Counted:
    """What one transaction counts; the people become contributors only when it is committed."""

    world: World
    contributors: Contributors
    now: datetime
    counts: dict[Tally, int] = field(default_factory=dict)
    _whose: dict[tuple[Tally, bytes], None] = field(default_factory=dict)
    _hashes: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._local = self.now.astimezone(self.world.zone)
        self._week = week_of(self._local.date())

    def add(self, count: Count, address: str, settings: Settings) -> None:
        """One more, by a person with these settings."""
        channel = address.partition(":")[0]
        kind = _unit_kind(self.world, settings)
        place = (settings.district or "", channel, settings.language, kind)
        # Plain text: the driver would look at each member of an enumeration for longer.
        subject, option = str(count.subject), str(count.option)
        self._add(Tally(self._week, count.what.value, subject, option, *place), address)

    def turn(self, address: str) -> None:
        """A person did something: its hour of the week."""
        hour = f"{self._local.weekday()}-{self._local.hour}"
        self._add(Tally(self._week, TURN, hour, channel=address.partition(":")[0]), address)

    def committed(self) -> None:
        """It cannot be undone any more."""
        self.contributors.keep(self._whose)

    def _add(self, tally: Tally, address: str) -> None:
        self.counts[tally] = self.counts.get(tally, 0) + 1
        hashed = self._hashes.get(address)
        if hashed is None:
            hashed = self._hashes[address] = self.contributors.hashed(address)
        self._whose[tally, hashed] = None


def _unit_kind(world: World, settings: Settings) -> str:
    unit = world.people.units.get(settings.unit) if settings.unit else None
    if unit is not None and unit.service:
        return unit.service.value if isinstance(unit.service, StrEnum) else unit.service
    return "ikke-helse" if settings.health_personnel is False else ""
