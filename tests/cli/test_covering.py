"""Who can be reached where, as a leader reads it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

from bot.cli import covering
from bot.core.colleagues.coverage import Coverage, Reach, coverage
from bot.core.events import Address, DistrictId, UnitId
from bot.core.library import World
from bot.core.people import People, Unit
from bot.core.windows import Window
from escalation.scene import LEADER, days, one
from playing import staffed

MONDAY = date(2026, 1, 5)
MET: dict[Address, date | None] = {
    Address("jsonlines:mona"): None,
    Address("jsonlines:ali"): date(2026, 1, 6),
    Address("jsonlines:eva"): None,
}


def unit(name: str, *people: str, district: str = "grorud") -> Unit:
    called = [one(each, days("2026-01-08", "2026-01-08")) if each == "eva" else one(each) for each in people]
    return Unit(UnitId(name), f"Enhet <{name}>", DistrictId(district), "kommune", tuple(called), LEADER)


def found(*units: Unit) -> tuple[World, tuple[Coverage, ...]]:
    people = People({each.id: each for each in units})
    return replace(staffed(), people=people), coverage(people, MET, MONDAY, Window())


def test_it_is_known_who_can_be_reached_today_and_on_the_worst_of_the_next_days() -> None:
    _, (here,) = found(unit("a", "mona", "ali", "eva", "per"))
    assert [one.reach for one in here.people] == [Reach.REACHED, Reach.AWAY, Reach.REACHED, Reach.NOT_MET]
    assert here.people[1].until == date(2026, 1, 6)
    assert (here.reached, here.fewest, here.on) == (2, 2, MONDAY)
    _, (here,) = found(unit("a", "mona", "eva"))
    assert (here.reached, here.fewest, here.on, here.enough) == (2, 1, date(2026, 1, 8), False)


def test_a_leader_who_never_met_varde_cannot_be_told() -> None:
    world, units = found(unit("a", "mona"))
    [told] = json.loads(covering.as_json(world, units))["units"]
    assert told["leader"] == {"id": LEADER.id, "name": LEADER.name, "reach": "ikke-nabar-enna", "until": None}
    assert "ikke nåbar ennå" in covering.text(world, units)


class Reader(HTMLParser):
    """What stands in the cells, row by row; and that every tag is closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.rows: list[list[str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "meta":
            self.open.append(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if {"td", "th"} & set(self.open):
            self.rows[-1][-1] += data


def test_the_page_has_a_row_for_each_unit_those_without_anybody_first() -> None:
    world, units = found(unit("a", "mona", "eva"), unit("b", "per"), unit("c", "mona", district="stovner"))
    page = covering.page(world, units, MONDAY)
    reader = Reader()
    reader.feed(page)
    assert reader.open == ["html"] or not reader.open
    rows = [row for row in reader.rows if row[0].startswith("Enhet <")]
    assert [(row[0], row[3]) for row in rows] == [
        ("Enhet <b>", "ingen"), ("Enhet <a>", "bare én"), ("Enhet <c>", "bare én"),
    ]  # fmt: skip
    assert not re.search(r"https?://|<script|<img|url\(", page), "it needs nothing else"


def test_a_stand_in_counts_and_a_day_without_duty_does_not() -> None:
    mona = one("mona", days("2026-01-06", "2026-01-06", "eva"), days("2026-01-10", "2026-01-10"))
    here = replace(unit("a"), barneansvarlige=(mona,))
    elsewhere = replace(unit("b"), barneansvarlige=(one("eva"),))
    _, (first, _) = found(here, elsewhere)
    assert (first.fewest, first.on) == (1, MONDAY)
