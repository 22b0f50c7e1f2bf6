"""People: units where too few can be reached, leaders who cannot be told, and stand-ins who cannot stand in.

None of this stops the service: a ping that finds nobody goes to the leader and back to the asker at once. So it is
looked for where somebody looks after the file, and not at each start.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from bot.content.checks.chats import Known, usable
from bot.content.gathering import Gathered, Placed
from bot.content.knowledge_building import absences, duty
from bot.content.people_file import AwayWritten, BarneansvarligWritten, UnitWritten
from bot.content.problems import Problem, did_you_mean, problem
from bot.core.windows import Window

AHEAD = timedelta(days=14)
ENOUGH = 2
"""The professional recommendation: two barneansvarlige for each unit."""


def units(found: Gathered, today: date, at: Known | None) -> Iterator[Problem]:
    """Everything about people, unit by unit."""
    absent = absences(unit.value for unit in found.units)
    everybody = (b for unit in found.units for b in unit.value.barneansvarlige)
    known = {b.id: b.model_copy(update={"away": absent[b.id]}) for b in everybody}
    for unit in found.units:
        yield from _too_few(unit, today, known, at)
        yield from _leader(unit)
        for place, one in enumerate(unit.value.barneansvarlige):
            if set(one.away) != set(absent[one.id]):
                yield problem("ulikt-fravær", unit.spot("barneansvarlige", place), navn=one.name)
            for number, away in enumerate(one.away):
                yield from _stand_in(unit, place, number, one, away, known)


def _too_few(
    unit: Placed[UnitWritten], today: date, known: Mapping[str, BarneansvarligWritten], at: Known | None
) -> Iterator[Problem]:
    """On the days that the unit is called."""
    name, spot = unit.value.name, unit.spot("barneansvarlige")
    window = duty(unit.value) or Window()
    days = [today + timedelta(days=ahead) for ahead in range(AHEAD.days)]
    days = [day for day in days if window.runs_on(day)] or [today]
    there = [len({_in_place(b.id, day, known, at) for b in unit.value.barneansvarlige} - {None}) for day in days]
    fewest = min(there)
    if not unit.value.barneansvarlige:
        yield problem("ingen-barneansvarlige", spot, enhet=name)
    elif not fewest:
        empty = [day for day, count in zip(days, there, strict=True) if not count]
        yield problem("alle-borte", spot, enhet=name, dato=empty[0], antall=len(empty))
    elif fewest < ENOUGH:
        yield problem("for-få-barneansvarlige", spot, enhet=name, antall=fewest, dato=days[there.index(fewest)])


def _leader(unit: Placed[UnitWritten]) -> Iterator[Problem]:
    leader = unit.value.reserve
    if leader is None:
        yield problem("uten-reserve", unit.spot(), enhet=unit.value.name)
    elif not leader.chat:
        yield problem("reserve-uten-chat", unit.spot("reserve"), navn=leader.name)


def _in_place(name: str, day: date, known: Mapping[str, BarneansvarligWritten], at: Known | None) -> str | None:
    """Who is asked that day: the person herself, or who stands in for her."""
    seen: set[str] = set()
    while name in known and name not in seen:
        seen.add(name)
        one = known[name]
        away = next((away for away in one.away if away.start <= day <= away.end), None)
        if away is None:
            return name if any(usable(chat, at) for chat in one.chat) else None
        name = away.stand_in or ""
    return None


def _stand_in(
    unit: Placed[UnitWritten],
    place: int,
    number: int,
    one: BarneansvarligWritten,
    away: AwayWritten,
    known: Mapping[str, BarneansvarligWritten],
) -> Iterator[Problem]:
    if away.stand_in is None:
        return
    spot = unit.spot("barneansvarlige", place, "fravær", number, "vikar")
    stand_in = known.get(away.stand_in)
    if stand_in is None:
        yield problem("vikar-finnes-ikke", spot, did_you_mean(away.stand_in, known), id=away.stand_in)
    elif _in_circle(one, away, known):
        yield problem("vikar-i-ring", spot, id=one.id, vikar=away.stand_in)
    elif _away_then(stand_in, away):
        yield problem("vikar-borte", spot, vikar=away.stand_in, fra=away.start, til=away.end)


def _away_then(one: BarneansvarligWritten, away: AwayWritten) -> list[AwayWritten]:
    return [other for other in one.away if other.start <= away.end and away.start <= other.end]


def _in_circle(one: BarneansvarligWritten, away: AwayWritten, known: Mapping[str, BarneansvarligWritten]) -> bool:
    """Whether following the stand-ins, absence by absence at the same time, leads back to where it began."""
    seen: set[str] = set()
    waiting = [away.stand_in]
    while waiting:
        name = waiting.pop()
        if name == one.id:
            return True
        stand_in = known.get(name) if name is not None and name not in seen else None
        if stand_in is not None:
            seen.add(stand_in.id)
            waiting.extend(other.stand_in for other in _away_then(stand_in, away))
    return False
