"""`varde people`: check the people file, show who can be reached, and send a practice ping."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

from bot import saved
from bot.cli import check, covering, setting
from bot.config import Config, ConfigError
from bot.content import Known
from bot.core.colleagues.coverage import Coverage, Reach, coverage
from bot.core.conversation import Conversation
from bot.core.engine import CONVERSATION
from bot.core.events import Address
from bot.core.library import World
from bot.core.talking import leave
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
    found = coverage(world.people, met, today, world.escalation.window)
    if given.what == "test":
        return await _test(given, settings, world, found)
    form = "json" if given.json else given.format
    if form == "html":
        print(covering.page(world, found, today))
    else:
        print({"json": covering.as_json, "text": covering.text}[form](world, found))
    return 0


async def _met(data: Path, url: str, world: World, now: datetime) -> dict[Address, date | None]:
    """Who of the people file has met Varde."""
    known: dict[Address, Conversation] = {}
    for seen in await look(data, f"{CONVERSATION}:", url=url):
        address = Address(seen.key.partition(":")[2])
        state = saved.state(seen.key, seen.json) if address in world.people.by_address else None
        if isinstance(state, Conversation) and (there := state.at(now, world.retention)):
            known[address] = there
    return leave.met(known, world)


async def _test(given: argparse.Namespace, settings: Config, world: World, found: Iterable[Coverage]) -> int:
    """A practice ping to everybody of the unit who can be reached, and its leader: now, or by the service that runs."""
    unit = next((one for one in found if one.unit == given.unit), None)
    if unit is None:
        raise ConfigError(f"people test: which unit? One of {', '.join(world.people.units)}")
    called = (*unit.people, *((unit.leader,) if unit.leader else ()))
    reached = [one.id for one in called if one.reach is Reach.REACHED]
    for one in called:
        text = "ovelse-sendt" if one.id in reached else "ovelse-ikke"
        print(covering.words()[text].format(navn=one.name, grunn=covering.reach(one)))
    if reached and not await _send(setting.data(given, settings), settings, world, unit, reached):
        print(covering.words()["ovelse-bestilt"])
    return 0


async def _send(data: Path, settings: Config, world: World, unit: Coverage, people: list[str]) -> bool:
    """False: a service holds the directory, and was asked to."""
    from bot.core.events import MessageNumber
    from bot.deciding import Deciding
    from bot.usage.contributors import Contributors

    try:
        store = await Store.open(data, url=settings.file.database, at=setting.RealClock().now())
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
