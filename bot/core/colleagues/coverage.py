"""Which units have enough barneansvarlige who can be reached, today and in the next two weeks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.core.events import Address, DistrictId, UnitId
from bot.core.people import Barneansvarlig, People, Unit
from bot.core.windows import Window

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


def coverage(
    people: People, met: Mapping[Address, date | None], today: date, usual: Window
) -> tuple[Coverage, ...]:
    """Every unit. `met`: who has met Varde at which address, and the last day she has said in chat to be away. `usual`:
    when a unit is called that says nothing else."""
    return tuple(_unit(unit, people, met, today, unit.window or usual) for unit in people.units.values())


def _unit(unit: Unit, people: People, met: Mapping[Address, date | None], today: date, window: Window) -> Coverage:
    coming = [today + timedelta(days=ahead) for ahead in range(AHEAD)]
    coming = [day for day in coming if window.runs_on(day)] or [today]
    there = [_there(unit, people, met, day) for day in coming]
    fewest = min(there)
    return Coverage(
        unit.id,
        unit.name,
        unit.district,
        tuple(_covered(one, met, today) for one in unit.barneansvarlige),
        _there(unit, people, met, today),
        fewest,
        coming[there.index(fewest)],
        _covered(unit.reserve, met, today) if unit.reserve else None,
    )


def _there(unit: Unit, people: People, met: Mapping[Address, date | None], day: date) -> int:
    """How many different people can be asked; who stands in counts as the one who is away."""
    found = (_in_place(one, people, met, day) for one in unit.barneansvarlige)
    return len({one.id for one in found if one is not None})


def _in_place(
    one: Barneansvarlig, people: People, met: Mapping[Address, date | None], day: date
) -> Barneansvarlig | None:
    seen: set[str] = set()
    asked: Barneansvarlig | None = one
    while asked is not None and asked.id not in seen:
        seen.add(asked.id)
        away = asked.away_on(day)
        if away is None:
            return asked if _covered(asked, met, day).reach is Reach.REACHED else None
        asked = people.by_id.get(away.stand_in)
    return None


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
