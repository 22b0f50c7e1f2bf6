"""Which units have enough barneansvarlige who can be reached, today and in the next two weeks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.core.events import Address, DistrictId, UnitId
from bot.core.people import Barneansvarlig, People, Unit

AHEAD = 14
"""Days."""
ENOUGH = 2
"""The professional recommendation: two barneansvarlige for each unit."""


class Reach(StrEnum):
    """Whether a person can be asked today."""

    REACHED = "kan-nas"
    AWAY = "borte"
    NOT_MET = "ikke-nabar-enna"
    NO_CHAT = "uten-chat"


@dataclass(frozen=True, slots=True)
class Covered:
    """One person, and until when she is away."""

    id: str
    name: str
    reach: Reach
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """One unit; `fewest` can be reached on the day `on`, the first such in the next two weeks."""

    unit: UnitId
    name: str
    district: DistrictId | None
    people: tuple[Covered, ...]
    reached: int
    fewest: int
    on: date
    leader: Covered | None
    """Who is told when nobody answers."""

    @property
    def enough(self) -> bool:
        return self.fewest >= ENOUGH


def coverage(people: People, met: Mapping[Address, date | None], today: date) -> tuple[Coverage, ...]:
    """Every unit. `met`: who has met Varde at which address, and the last day she has said in chat to be away."""
    return tuple(_unit(unit, met, today) for unit in people.units.values())


def _unit(unit: Unit, met: Mapping[Address, date | None], today: date) -> Coverage:
    coming = [today + timedelta(days=ahead) for ahead in range(AHEAD)]
    there = [sum(_covered(one, met, day).reach is Reach.REACHED for one in unit.barneansvarlige) for day in coming]
    fewest = min(there)
    return Coverage(
        unit.id,
        unit.name,
        unit.district,
        tuple(_covered(one, met, today) for one in unit.barneansvarlige),
        there[0],
        fewest,
        coming[there.index(fewest)],
        _covered(unit.reserve, met, today) if unit.reserve else None,
    )


def _covered(one: Barneansvarlig, met: Mapping[Address, date | None], day: date) -> Covered:
    if not one.addresses:
        return Covered(one.id, one.name, Reach.NO_CHAT)
    known = [met[address] for address in one.addresses if address in met]
    away = one.away_on(day)
    said = max((last for last in known if last is not None), default=None)
    if away is not None or (said is not None and said >= day):
        last = [each for each in (away.last if away else None, said) if each is not None]
        return Covered(one.id, one.name, Reach.AWAY, max(last))
    return Covered(one.id, one.name, Reach.REACHED if known else Reach.NOT_MET)
