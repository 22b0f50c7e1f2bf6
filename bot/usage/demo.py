"""A made-up year of use in a scratch directory, so that a newcomer sees what the report looks like."""

from __future__ import annotations

import random
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from bot.core.counts import BUCKETS, TOPICS, What
from bot.core.flow import Flows, Outcome, Severity, StepId
from bot.core.library import World
from bot.store.rows import Tally
from bot.usage import file
from bot.usage.contributors import ENOUGH
from bot.usage.file import Applied, Codes, Number
from bot.usage.periods import week_of
from bot.usage.publication import publish
from bot.usage.schema import KINDS, codes, flows_of_steps
from bot.usage.tables import TURN, Cell, cells

Counting = Callable[..., None]
_WEEKS = 52
_QUIET = frozenset({28, 29, 30, 52})
"""Weeks of holidays."""


@dataclass
class Year:
    """Numbers that grow by what invented people do."""

    world: World
    chance: random.Random
    turning_back: float
    """So often somebody goes back from a question; at 0 everything along the flows adds up to the last digit."""
    own: defaultdict[int, Counter[Cell]] = field(default_factory=lambda: defaultdict(Counter))
    """Person -> what she did; nothing that a real usage.db could tell."""

    def add(self, tally: Tally, person: int) -> None:
        self.own[person].update(cells(tally))

    def numbers(self) -> dict[Cell, Number]:
        counts, people = Counter[Cell](), Counter[Cell]()
        for did in self.own.values():
            counts.update(did)
            people.update(did.keys())
        return {cell: Number(n, min(ENOUGH, people[cell])) for cell, n in counts.items()}


@dataclass(frozen=True, slots=True)
class Employee:
    """An invented person and how she is set up."""

    number: int
    district: str
    kind: str
    channel: str
    language: str


@contextmanager
def pretended(world: World, today: date, staff: int = 400, seed: int = 7) -> Iterator[Path]:
    """A directory with a usage.db of a year in which so many people use Varde; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="varde-demo-") as name:
        numbers = year(world, today, staff, seed).numbers()
        known = Codes(codes(world), flows_of_steps(world))
        file.add(Path(name) / file.NAME, numbers, known, Applied(), Applied(1, 1, week_of(today)))
        publish(Path(name) / file.NAME, world, week_of(today))
        yield Path(name)


def year(
    world: World, today: date, staff: int, seed: int, districts: int = 8, *, turning_back: float = 0.06
) -> Year:
    """A year of use up to this week."""
    made = Year(world, random.Random(seed), turning_back)  # noqa: S311 -- nothing is kept secret with it
    everybody = _employed(made, staff, districts)
    for back in range(_WEEKS, -1, -1):
        day = today - timedelta(weeks=back)
        busy = 0.15 if day.isocalendar().week in _QUIET else 0.35 + 0.25 * (1 - back / _WEEKS)
        for person in everybody:
            while made.chance.random() < busy:
                _session(made, person, week_of(day))
    return made


def _employed(made: Year, staff: int, districts: int) -> list[Employee]:
    chance, served = made.chance, sorted(made.world.library.knowledge.served)[:districts]
    weights = [1 / (place + 1) for place in range(len(served))]
    return [
        Employee(
            number,
            chance.choices(served, weights)[0] if chance.random() < 0.85 else "",
            chance.choices((*KINDS, ""), (3, 6, 1, 1, 2))[0],
            chance.choices(("matrix", "telegram"), (9, 1))[0],
            chance.choices(("nb", "nn", "en"), (17, 2, 1))[0],
        )
        for number in range(staff)
    ]


def _session(made: Year, person: Employee, week: int) -> None:
    chance = made.chance
    place = (person.district, person.channel, person.language, person.kind)

    def count(what: What, subject: str = "", option: str = "") -> None:
        made.add(Tally(week, what.value, subject, option, *place), person.number)

    day = chance.choices(range(7), (20, 20, 20, 18, 14, 4, 4))[0]
    hour = min(23, max(0, round(chance.gauss(12, 3.5))))
    made.add(Tally(week, TURN, f"{day}-{hour}"), person.number)
    flows = made.world.library.flows
    if chance.random() < 0.6:
        entry = chance.choice([flows.start, flows.start, *(entry.to for entry in flows.entries.values())])
        _walk(made, flows, entry, count)
    else:
        _questions(made, count)
    if chance.random() < 0.04:
        acute = [outcome.id for outcome in flows.outcomes.values() if outcome.severity is Severity.ACUTE]
        count(What.EMERGENCY_SHOWN, chance.choice(acute))
    if chance.random() < 0.02:
        count(What.IDENTITY_STOPPED)
        count(What.IDENTITY_DELETED)
    if chance.random() < 0.15:
        _ping(made, count)


def _walk(made: Year, flows: Flows, start: StepId, count: Counting) -> None:
    chance = made.chance
    count(What.FLOW_STARTED, start)
    at = flows.steps[start]
    while True:
        count(What.STEP_SHOWN, at.id)
        if chance.random() < 0.04:
            count(What.HELP)
        if chance.random() < made.turning_back:
            count(What.BACK)
            count(What.STEP_LEFT, at.id)
            continue  # and is asked again
        if chance.random() < 0.05:
            count(What.GIVEN_UP, at.id)
            return
        weights = [1 / (place + 1) for place in range(len(at.options))]
        option = chance.choices(at.options, weights[::-1] if at.id == flows.start else weights)[0]
        count(What.STEP_ANSWERED, at.id, option.id)
        target = flows.at(option.to)
        if isinstance(target, Outcome):
            break
        at = target
    count(What.FLOW_ENDED, target.id)
    if chance.random() < 0.4:
        count(What.USEFUL_YES if chance.random() < 0.8 else What.USEFUL_NO, target.id)
    if chance.random() < 0.12:
        count(What.REMINDER_SET)
    if chance.random() < 0.09:
        count(What.FOLLOW_UP_YES if chance.random() < 0.7 else What.FOLLOW_UP_NOT_YET)


def _questions(made: Year, count: Counting) -> None:
    chance, knowledge = made.chance, made.world.library.knowledge
    entries = [*knowledge.offers, *knowledge.articles]
    for _ in range(chance.choice((1, 1, 2, 3))):
        luck = chance.random()
        if luck < 0.75:
            entry = entries[int(len(entries) * chance.random() ** 4)]
            count(What.ANSWER_GIVEN, entry)
            if chance.random() < 0.01:
                count(What.WRONG_ENTRY, entry)
        elif luck < 0.9:
            count(What.ASKED_BACK, chance.choice(TOPICS))
        else:
            count(What.NOT_KNOWN, chance.choices((*TOPICS, "bekymring"), (5, 3, 2, 1, 2))[0])


def _ping(made: Year, count: Counting) -> None:
    count(What.PING_OPENED)
    if made.chance.random() < 0.85:
        count(What.PING_TAKEN, made.chance.choices(BUCKETS, (2, 5, 6, 4, 2, 1, 1))[0])
    else:
        count(What.PING_UNANSWERED)
