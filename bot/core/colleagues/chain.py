"""Who is called in which order: a copy that a ping takes when it opens, so that a new people file changes nothing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.core.events import Address
from bot.core.people import Barneansvarlig, Escalation, People, Unit
from bot.core.windows import Window


@dataclass(frozen=True, slots=True)
class Chain:
    """Contacts, waits and windows. `people` has the stand-ins too, who are called only in somebody's place."""

    order: tuple[str, ...]
    people: tuple[Barneansvarlig, ...]
    reserve: Barneansvarlig | None
    wait: timedelta
    rounds: int
    """How many times the chain is gone through again."""
    window: Window

    def leader_called(self) -> Chain:
        """The leader among those who can be asked, and nobody behind them."""
        return replace(self, people=(*self.people, *((self.reserve,) if self.reserve else ())), reserve=None)

    def person(self, name: str) -> Barneansvarlig | None:
        return next((one for one in self.people if one.id == name), None)

    def at(self, address: Address) -> Barneansvarlig | None:
        """Who of those in the chain has this address; the leader last."""
        everybody = (*self.people, *((self.reserve,) if self.reserve else ()))
        return next((one for one in everybody if address in one.addresses), None)

    def present(self, name: str, day: date, asked: Collection[str]) -> Barneansvarlig | None:
        """The person, or who stands in for her on that day; nobody who was asked already, nobody twice in a circle."""
        seen: set[str] = set()
        while name and name not in seen:
            seen.add(name)
            one = self.person(name)
            away = one.away_on(day) if one else None
            if one is None or away is None:
                return one if one and one.addresses and one.id not in asked else None
            name = away.stand_in
        return None


def chain_of(unit: Unit, people: People, usual: Escalation, asker: Address | None = None) -> Chain:
    """The unit's chain as it stands now, with everybody who stands in for somebody in it, but never the asker."""
    found = {one.id: one for one in unit.barneansvarlige}
    waiting = list(unit.barneansvarlige)
    while waiting:
        for away in waiting.pop().away:
            stand_in = people.by_id.get(away.stand_in)
            if stand_in is not None and stand_in.id not in found:
                found[stand_in.id] = stand_in
                waiting.append(stand_in)
    return Chain(
        order=tuple(one.id for one in unit.barneansvarlige if asker not in one.addresses),
        people=tuple(one for one in found.values() if asker not in one.addresses),
        reserve=unit.reserve if unit.reserve and asker not in unit.reserve.addresses else None,
        wait=usual.wait if unit.wait is None else unit.wait,
        rounds=usual.rounds if unit.rounds is None else unit.rounds,
        window=unit.window or usual.window,
    )
