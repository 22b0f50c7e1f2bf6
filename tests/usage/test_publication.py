"""What was printed of a week or a quarter is printed the same for ever, whatever becomes of content and program."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.core.flow import StepId
from bot.core.library import World
from bot.store.rows import Tally
from bot.usage import file
from bot.usage.demo import year
from bot.usage.file import Applied, Codes, Number
from bot.usage.publication import publish
from bot.usage.report import report
from bot.usage.schema import codes, flows_of_steps
from bot.usage.tables import TURN, cells
from playing import shipped

NOW = 202641
QUARTER = (202627, 202639)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A usage.db of a pilot of 60 people, with nothing decided on."""
    place = tmp_path_factory.mktemp("filled") / file.NAME
    numbers = year(shipped(), date(2026, 10, 5), 60, 1, districts=3).numbers()
    file.add(place, numbers, Codes(codes(shipped()), flows_of_steps(shipped())), Applied(), Applied(1, 1, NOW))
    return place.read_bytes()


@pytest.fixture
def used(filled: bytes, tmp_path: Path) -> Path:
    place = tmp_path / file.NAME
    place.write_bytes(filled)
    return place


def without(step: str) -> World:
    """The content after somebody has taken a question out of a flow."""
    world = shipped()
    flows = world.library.flows
    fewer = replace(flows, steps={id_: each for id_, each in flows.steps.items() if id_ != StepId(step)})
    return replace(world, library=replace(world.library, flows=fewer))


def printed(place: Path, world: World) -> dict[str, int | None]:
    """Every number of a quarter and its weeks, by what it is the number of."""
    told = report(file.read(place), world, QUARTER, NOW)
    (quarter,) = told["quarters"]
    numbers = {f"{w['week']} {what}": n for w in told["weeks"] for what, n in w["use"].items()}
    numbers |= {outcome["id"]: outcome["n"] for outcome in quarter["outcomes"]}
    steps = [step for flow in quarter["flows"] for step in flow["steps"]]
    return numbers | {f"{step['id']} {o['id']}": o["n"] for step in steps for o in step["options"]}


def test_content_that_changes_later_shows_and_hides_nothing_else(used: Path) -> None:
    before, changed = printed(used, shipped()), without("bk-vold")

    def other() -> dict[str, int | None]:
        return {which: n for which, n in printed(used, changed).items() if before[which] != n}

    assert other(), "or else nothing is tried here"
    publish(used, shipped(), NOW)
    assert other() == {}


def test_what_is_decided_is_what_was_printed_before(used: Path) -> None:
    before = printed(used, shipped())
    publish(used, shipped(), NOW)
    assert printed(used, shipped()) == before


def test_a_later_decision_adds_and_changes_nothing(used: Path) -> None:
    publish(used, shipped(), 202633)
    first = file.read(used).published
    publish(used, without("bk-type"), NOW)
    second = file.read(used).published
    assert first.periods < second.periods
    assert {cell for cell in second.cells if cell[1] in first.periods} == first.cells


def test_before_a_week_is_over_no_hour_has_a_shade(used: Path) -> None:
    """Else whoever looks now and again sees the fifth person come."""
    assert not any(map(any, report(file.read(used), shipped(), QUARTER, NOW)["hours"]))
    publish(used, shipped(), NOW)
    assert any(map(any, report(file.read(used), shipped(), QUARTER, NOW)["hours"]))


def test_a_turn_of_this_week_changes_no_shade_of_the_hours(used: Path) -> None:
    publish(used, shipped(), NOW)
    before = report(file.read(used), shipped(), QUARTER, NOW)["hours"]
    known = Codes(codes(shipped()), flows_of_steps(shipped()))
    (night,) = cells(Tally(NOW, TURN, "6-3"))
    file.add(used, {night: Number(10_000, 5)}, known, Applied(1, 1, NOW), Applied(1, 2, NOW))
    assert report(file.read(used), shipped(), QUARTER, NOW)["hours"] == before
    publish(used, shipped(), NOW + 1)
    assert report(file.read(used), shipped(), QUARTER, NOW + 1)["hours"][6][3] == 4


def test_a_file_of_the_version_before_is_read_and_goes_on(used: Path) -> None:
    with closing(sqlite3.connect(used)) as old:
        for (table,) in old.execute("SELECT name FROM sqlite_master WHERE name LIKE 'shown_%'").fetchall():
            old.execute(f"DROP TABLE {table}")
        old.executescript("DROP TABLE published; DROP TABLE hour_level; PRAGMA user_version = 1;")
    before = file.read(used)
    assert not before.published.periods
    publish(used, shipped(), NOW)
    after = file.read(used)
    assert after.numbers == before.numbers
    assert 20263 in after.published.periods
