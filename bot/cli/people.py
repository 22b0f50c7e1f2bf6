"""`varde people`: check the people file, show who can be reached, and send a practice ping."""

from __future__ import annotations

import argparse
import asyncio
import html
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import date, datetime
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

import yaml

from bot import saved
from bot.cli import check, setting
from bot.config import Config, ConfigError
from bot.content import Known
from bot.core.conversation import Conversation
from bot.core.coverage import ENOUGH, Coverage, Covered, Reach, coverage
from bot.core.engine import CONVERSATION
from bot.core.events import Address
from bot.core.library import World
from bot.store import Store, StoreError
from bot.store.looking import look
from bot.store.orders import order_practice
from bot.store.place import DATABASE


def run(given: argparse.Namespace) -> int:
    settings = setting.config(given)
    shelf = setting.shelf(given, settings)
    if shelf.people is None:
        raise ConfigError("people: no people file is named; use --people F or the key people in the configuration")
    if given.what == "check":
        given.paths = [shelf.people]
        return check.run(given, _known(given, settings))
    world = setting.world(given, settings)
    try:
        return asyncio.run(_look(given, settings, world))
    except StoreError as error:
        raise ConfigError(str(error)) from None


def _known(given: argparse.Namespace, settings: Config) -> Known:
    """The channels that are turned on, all of them where there is no configuration; and whom Varde has met."""
    wanted = settings.file.channels
    on = {name for name in type(wanted).model_fields if getattr(wanted, name) is not None}
    data, url = setting.data(given, settings), settings.file.database
    try:
        met = asyncio.run(look(data, f"{CONVERSATION}:", url=url)) if url or (data / DATABASE).is_file() else None
    except StoreError as error:
        raise ConfigError(str(error)) from None
    channels = frozenset(on or (*type(wanted).model_fields, "terminal"))
    return Known(channels, None if met is None else frozenset(seen.key.partition(":")[2] for seen in met))


async def _look(given: argparse.Namespace, settings: Config, world: World) -> int:
    data = setting.data(given, settings)
    today = setting.today(given, settings)
    now = setting.moment(given, settings)
    met = await _met(data, settings.file.database, world, now)
    if given.what == "test":
        return await _test(given, settings, world, coverage(world.people, met, today))
    found = coverage(world.people, met, today)
    form = "json" if given.json else given.format
    print({"json": _json, "html": _html, "text": _text}[form](world, found))
    return 0


async def _met(data: Path, url: str, world: World, now: datetime) -> dict[Address, date | None]:
    """Who of the people file has met Varde, and the last day that she has said in chat to be away."""
    met: dict[Address, date | None] = {}
    for seen in await look(data, f"{CONVERSATION}:", url=url):
        address = Address(seen.key.partition(":")[2])
        state = saved.state(seen.key, seen.json) if address in world.people.by_address else None
        known = state.at(now, world.retention) if isinstance(state, Conversation) else None
        if known is not None:
            away = known.away
            met[address] = date.fromordinal(away.until.astimezone(world.zone).toordinal() - 1) if away else None
    return met


async def _test(given: argparse.Namespace, settings: Config, world: World, found: Iterable[Coverage]) -> int:
    """A practice ping to everybody of the unit who can be reached: now, or by the service that runs."""
    unit = next((one for one in found if one.unit == given.unit), None)
    if unit is None:
        raise ConfigError(f"people test: which unit? One of {', '.join(world.people.units)}")
    reached = [one.id for one in unit.people if one.reach is Reach.REACHED]
    for one in unit.people:
        text = "ovelse-sendt" if one.id in reached else "ovelse-ikke"
        print(_words()[text].format(navn=one.name, grunn=_reach(one)))
    if reached and not await _send(setting.data(given, settings), settings, world, unit, reached):
        print(_words()["ovelse-bestilt"])
    return 0


async def _send(data: Path, settings: Config, world: World, unit: Coverage, people: list[str]) -> bool:
    """False: a service holds the directory, and was asked to."""
    from bot.core.events import MessageNumber
    from bot.deciding import Deciding
    from bot.usage.contributors import Contributors

    try:
        store = await Store.open(data, url=settings.file.database)
    except StoreError:
        order_practice(data, unit.unit)
        return False
    try:
        first = MessageNumber(await store.next_number())
        virtual = await store.clock()
        clock = _Clock(virtual[0] if virtual else setting.RealClock().now())
        await Deciding(store, _Content(world), clock, Contributors(), first).practise(unit.unit, people)
    finally:
        await store.close()
    return True


class _Clock:
    """A time that stands."""

    def __init__(self, stands: datetime) -> None:
        self._stands = stands

    def now(self) -> datetime:
        return self._stands


class _Content:
    """A world that stays."""

    def __init__(self, world: World) -> None:
        self.world = world


def _json(_: World, found: tuple[Coverage, ...]) -> str:
    units = [{**asdict(one), "on": one.on.isoformat(), "enough": one.enough, "people": _people(one)} for one in found]
    districts = [
        {"id": place, "units": len(of), "enough": sum(one.enough for one in of)} for place, of in _by_place(found)
    ]
    return json.dumps({"recommended": ENOUGH, "units": units, "districts": districts}, ensure_ascii=False, indent=2)


def _people(one: Coverage) -> list[dict[str, Any]]:
    return [
        {"id": each.id, "name": each.name, "reach": each.reach.value, "until": each.until and each.until.isoformat()}
        for each in one.people
    ]


def _text(world: World, found: tuple[Coverage, ...]) -> str:
    lines: list[str] = []
    for place, units in _by_place(found):
        rows = [_words()["kolonner"].split("|"), *(_row(one) for one in units)]
        widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
        lines += ["", _title(world, place)]
        for row, unit in zip(rows, (None, *units), strict=True):
            lines.append("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
            lines += [f"    {one.name}: {_reach(one)}" for one in (unit.people if unit else ())]
    return "\n".join((*lines, "", _summary(found))).lstrip()


def _html(world: World, found: tuple[Coverage, ...]) -> str:
    """A page with one table for each place."""
    return "\n".join(("<!doctype html>", '<html lang="nb"><meta charset="utf-8">', *_page(world, found), "</html>"))


def _page(world: World, found: tuple[Coverage, ...]) -> Iterator[str]:
    yield f"<title>{html.escape(_words()['under'])}</title>"
    yield f"<p>{html.escape(_summary(found))}</p>"
    for place, units in _by_place(found):
        yield f"<h2>{html.escape(_title(world, place))}</h2><table border=1>"
        yield _tr((*_words()["kolonner"].split("|"), _words()["under"]), "th")
        for one in units:
            yield _tr((*_row(one), "; ".join(f"{each.name}: {_reach(each)}" for each in one.people)), "td")
        yield "</table>"


def _tr(cells: Iterable[str], tag: str) -> str:
    return "<tr>" + "".join(f"<{tag}>{html.escape(cell)}</{tag}>" for cell in cells) + "</tr>"


def _row(one: Coverage) -> list[str]:
    words = _words()
    enough = words["nok"] if one.enough else words["ingen" if not one.fewest else "for-fa"]
    when = f"{one.fewest} ({one.on.day}.{one.on.month}.)"
    return [one.name, str(one.reached), when, enough, words["nok" if one.reserve else "uten-reserve"]]


def _summary(found: tuple[Coverage, ...]) -> str:
    return _words()["anbefaling"].format(nok=sum(one.enough for one in found), alle=len(found))


def _title(world: World, place: str) -> str:
    district = next((d for d in world.library.knowledge.districts.values() if d.id == place), None)
    return _words()["overskrift"].format(sted=district.name if district else _words()["uten-sted"])


def _reach(one: Covered) -> str:
    day = f"{one.until.day}.{one.until.month}.{one.until.year}" if one.until else ""
    return _words()[one.reach.value].format(dag=day)


def _by_place(found: tuple[Coverage, ...]) -> list[tuple[str, list[Coverage]]]:
    ordered = sorted(found, key=lambda one: one.district or "")
    return [(place, list(units)) for place, units in groupby(ordered, key=lambda one: one.district or "")]


@cache
def _words() -> Mapping[str, str]:
    words: Mapping[str, str] = yaml.safe_load(Path(__file__).with_name("folk.yaml").read_text(encoding="utf-8"))
    return words



