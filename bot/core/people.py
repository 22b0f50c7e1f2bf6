"""Units, and the barneansvarlige who are called there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from bot.core.events import Address, DistrictId, UnitId
from bot.core.windows import Window

RESERVE = ":reserve"
"""The leader's id in a chain; no barneansvarlig can have it."""


@dataclass(frozen=True, slots=True)
class Away:
    """Days on which somebody is away, both included, and the id of who stands in."""

    first: date
    last: date
    stand_in: str = ""

    def on(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Barneansvarlig:
    """One person who is called in a unit, at all her addresses at once."""

    id: str
    name: str
    title: str = ""
    addresses: tuple[Address, ...] = ()
    phone: str = ""
    away: tuple[Away, ...] = ()

    def away_on(self, day: date) -> Away | None:
        return next((away for away in self.away if away.on(day)), None)


@dataclass(frozen=True, slots=True)
class Unit:
    """A place of work. `service` is an option id of the step `rolle`, so that the role need not be asked."""

    id: UnitId
    name: str
    district: DistrictId | None
    service: str
    barneansvarlige: tuple[Barneansvarlig, ...] = ()
    reserve: Barneansvarlig | None = None
    """The leader, who is told when nobody answers."""
    wait: timedelta | None = None
    """How long one person is waited for; None: as everywhere."""
    rounds: int | None = None
    """How many times the chain is gone through again; None: as everywhere."""
    window: Window | None = None
    """When the unit may be called; None: as everywhere."""


@dataclass(frozen=True, slots=True)
class Escalation:
    """How a unit is called that says nothing else about it (PING.md, defaults)."""

    wait: timedelta = timedelta(minutes=30)
    rounds: int = 1
    window: Window = field(default_factory=Window)


@dataclass(frozen=True)
class People:
    """All units; empty where no people file is configured."""

    units: Mapping[UnitId, Unit] = field(default_factory=dict)

    @cached_property
    def by_id(self) -> Mapping[str, Barneansvarlig]:
        return {one.id: one for unit in self.units.values() for one in unit.barneansvarlige}

    @cached_property
    def by_address(self) -> Mapping[Address, Barneansvarlig]:
        """Everybody who may be called, the leaders too."""
        return {address: one for one in self._everybody() for address in one.addresses}

    def colleagues(self, address: Address) -> tuple[Barneansvarlig, ...]:
        """The other barneansvarlige of the units that this person is called for."""
        me = self.by_address.get(address)
        if me is None:
            return ()
        mine = (u.barneansvarlige for u in self.units.values() if me.id in {b.id for b in u.barneansvarlige})
        return tuple({one.id: one for many in mine for one in many if one.id != me.id}.values())

    def _everybody(self) -> Iterator[Barneansvarlig]:
        for unit in self.units.values():
            if unit.reserve is not None:
                yield unit.reserve
        for unit in self.units.values():
            yield from unit.barneansvarlige
