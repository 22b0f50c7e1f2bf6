"""Who can be reached in which unit, as text, as JSON, and as a page that a leader can read and print."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import date
from functools import cache
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any

import yaml

from bot.core.colleagues.coverage import ENOUGH, Coverage, Covered
from bot.core.library import World

_HERE = Path(__file__).parent
_HEAD = (
    '<!doctype html><html lang="nb"><head><meta charset="utf-8"><title>{title}</title>'
    '<meta name="viewport" content="width=device-width"><meta name="referrer" content="no-referrer">'
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    "<style>{style}</style></head><body>"
)


def as_json(_: World, found: tuple[Coverage, ...]) -> str:
    units = [{**asdict(one), "on": one.on.isoformat(), "enough": one.enough, **_people(one)} for one in found]
    districts = [
        {"id": place, "units": len(of), "enough": sum(one.enough for one in of)} for place, of in _by_place(found)
    ]
    return json.dumps({"recommended": ENOUGH, "units": units, "districts": districts}, ensure_ascii=False, indent=2)


def text(world: World, found: tuple[Coverage, ...]) -> str:
    lines: list[str] = []
    for place, units in _by_place(found):
        rows = [words()["kolonner"].split("|"), *(_row(one) for one in units)]
        widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
        lines += ["", _title(world, place)]
        for row, unit in zip(rows, (None, *units), strict=True):
            lines.append("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
            lines += [f"    {one.name}: {reach(one)}" for one in (unit.people if unit else ())]
    return "\n".join((*lines, "", _summary(found))).lstrip()


def page(world: World, found: tuple[Coverage, ...], today: date) -> str:
    """One file that needs nothing else; a table for each place, the units that lack somebody first."""
    title = words()["tittel"]
    style = (_HERE / "dekning.css").read_text(encoding="utf-8")
    return _HEAD.format(title=escape(title), style=style) + "".join(_body(world, found, today)) + "</body></html>"


def reach(one: Covered) -> str:
    """Whether she can be reached, in words."""
    return words()[one.reach.value].format(dag=_day(one.until) if one.until else "")


@cache
def words() -> Mapping[str, str]:
    """What `varde people` prints."""
    found: Mapping[str, str] = yaml.safe_load((_HERE / "folk.yaml").read_text(encoding="utf-8"))
    return found


def _people(one: Coverage) -> dict[str, Any]:
    return {"people": [_person(each) for each in one.people], "leader": _person(one.leader) if one.leader else None}


def _person(one: Covered) -> dict[str, Any]:
    return {"id": one.id, "name": one.name, "reach": one.reach.value, "until": one.until and one.until.isoformat()}


def _body(world: World, found: tuple[Coverage, ...], today: date) -> Iterator[str]:
    yield f"<h1>{escape(words()['tittel'])}</h1>"
    yield f'<p class="summary">{escape(_summary(found))}</p>'
    for place, units in _by_place(found):
        yield f"<section><h2>{escape(_title(world, place))}</h2><table><thead><tr>"
        yield "".join(f"<th>{escape(name)}</th>" for name in _headings())
        yield "</tr></thead><tbody>"
        yield from (_tr(one) for one in sorted(units, key=lambda one: one.fewest))
        yield "</tbody></table></section>"
    stand = words()["stand"].format(dag=_day(today))
    yield f"<footer><p>{escape(words()['forklaring'])}</p><p>{escape(stand)}</p></footer>"


def _tr(one: Coverage) -> str:
    cover = _enough(one)
    cells = (
        str(one.reached),
        escape(_fewest(one)),
        f'<span class="{cover}">{escape(words()[f"dekning-{cover}"])}</span>',
        _names(one.people),
        _names((one.leader,) if one.leader else ()),
    )
    # On a phone each value stands under its own heading.
    named = zip(_headings()[1:], cells, strict=True)
    values = "".join(f'<td data-name="{escape(name)}">{cell}</td>' for name, cell in named)
    return f"<tr><th>{escape(one.name)}</th>{values}</tr>"


def _headings() -> list[str]:
    return words()["kolonner-side"].split("|")


def _names(people: Iterable[Covered]) -> str:
    each = [f'<li class="{one.reach.value}">{escape(one.name)}: {escape(reach(one))}</li>' for one in people]
    return f"<ul>{''.join(each)}</ul>" if each else escape(words()["uten-reserve"])


def _row(one: Coverage) -> list[str]:
    enough = words()["nok" if (cover := _enough(one)) == "ja" else cover]
    leader = reach(one.leader) if one.leader else words()["uten-reserve"]
    return [one.name, str(one.reached), _fewest(one), enough, leader]


def _enough(one: Coverage) -> str:
    return "ja" if one.enough else "for-fa" if one.fewest else "ingen"


def _fewest(one: Coverage) -> str:
    return f"{one.fewest} ({one.on.day}.{one.on.month}.)"


def _summary(found: tuple[Coverage, ...]) -> str:
    return words()["anbefaling"].format(nok=sum(one.enough for one in found), alle=len(found))


def _title(world: World, place: str) -> str:
    district = next((d for d in world.library.knowledge.districts.values() if d.id == place), None)
    return words()["overskrift"].format(sted=district.name if district else words()["uten-sted"])


def _day(day: date) -> str:
    return f"{day.day}.{day.month}.{day.year}"


def _by_place(found: tuple[Coverage, ...]) -> list[tuple[str, list[Coverage]]]:
    ordered = sorted(found, key=lambda one: one.district or "")
    return [(place, list(units)) for place, units in groupby(ordered, key=lambda one: one.district or "")]


