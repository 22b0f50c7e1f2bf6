"""Units, and the barneansvarlige who are called there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.core.events import Address, DistrictId, UnitId


@dataclass(frozen=True, slots=True)
class Barneansvarlig:
    """One person who is called in a unit; the first address is tried first."""

    id: str
    name: str
    title: str
    addresses: tuple[Address, ...]
    phone: str


@dataclass(frozen=True, slots=True)
class Unit:
    """A place of work. `service` is an option id of the step `rolle`, so that the role need not be asked."""

    id: UnitId
    name: str
    district: DistrictId | None
    service: str
    barneansvarlige: tuple[Barneansvarlig, ...]


@dataclass(frozen=True, slots=True)
class People:
    """All units; empty where no people file is configured."""

    units: Mapping[UnitId, Unit] = field(default_factory=dict)
