"""Calls from one network to another while time goes by: nobody answers, or a network takes nothing any more."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from standin import TOKEN, Standin
from talking import buttons

from bot.app import App, VirtualClock
from bot.channels.jsonlines import JsonLines
from bot.channels.lines import Lines
from bot.channels.telegram import Account, Telegram
from bot.core.events import Address
from bot.core.library import World
from bot.core.people import RESERVE, Barneansvarlig, People
from bot.store import Store
from escalation.scene import UNIT, at, one, unit
from playing import staffed

MONA, LISE = 5001, 6001
MINUTES = 60


@dataclass
class Content:
    """A world that stays."""

    world: World


@dataclass
class Program:
    """The app in this process, with a clock that a line on JSON lines moves on."""

    network: Standin
    pen: int
    said: list[dict[str, Any]] = field(default_factory=list)
    news: asyncio.Event = field(default_factory=asyncio.Event)
    lines: int = 0

    def put(self, line: str) -> None:
        self.said.append(json.loads(line))
        self.news.set()

    async def line(self, **what: Any) -> list[dict[str, Any]]:
        """One line; what came out for it on JSON lines."""
        self.lines += 1
        known = len(self.said)
        os.write(self.pen, json.dumps(what).encode() + b"\n")
        async with asyncio.timeout(30):
            while {"idle": self.lines} not in self.said:
                self.news.clear()
                await self.news.wait()
        return [line for line in self.said[known:] if "idle" not in line]

    async def on_telegram(self, holds: Callable[[], object]) -> None:
        await asyncio.to_thread(self.network.until, holds)

    def told(self, person: int, about: str) -> list[dict[str, Any]]:
        return [message for message in self.network.told(person) if about in message["text"]]


def world() -> World:
    """Mona is called on Telegram, then Ali on JSON lines; the leader is on Telegram."""
    leader = Barneansvarlig(RESERVE, "Lise Leder", "", (Address(f"telegram:{LISE}"),), "21 00 00 09")
    made = unit(one("mona", addresses=(f"telegram:{MONA}",)), one("ali"), reserve=leader)
    return replace(staffed(), people=People({UNIT: made}))


@pytest.fixture
async def program(own: Standin, tmp_path: Path) -> AsyncIterator[Program]:
    """Everybody has met Varde, and Kari on JSON lines is about to confirm; it is Monday, ten o'clock."""
    store = await Store.open(tmp_path / "data")
    read, pen = os.pipe()
    content, going = Content(world()), Program(own, pen)
    stands = at("2026-01-05", "10:00")
    lines = Lines(read)
    channels = (
        JsonLines(lines, going.put, lambda: content.world, "s", virtual=True),
        Telegram(Account(own.url, TOKEN, ("*",)), lambda: content.world.library.texts, print),
    )
    running = asyncio.create_task(App(store, channels, content, VirtualClock(stands, stands)).run())
    await going.line(user="ali", text="hei")
    for person in (MONA, LISE):
        own.writes(person, "hei")
    await going.on_telegram(lambda: going.told(MONA, "Hva vil du") and going.told(LISE, "Hva vil du"))
    await going.line(user="kari", profile={"unit": UNIT})
    await going.line(user="kari", text="varsle")
    yield going
    own.slow.clear()
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
    os.close(pen)
    os.close(read)
    await store.close()


async def test_unanswered_on_both_networks_it_ends_at_the_leader_and_the_asker_hears_it(program: Program) -> None:
    await program.line(user="kari", choice="bekreft")
    await program.on_telegram(lambda: program.told(MONA, "ber om råd"))
    said = await program.line(advance=30 * MINUTES)
    assert [(line["to"], line["kind"]) for line in said] == [("ali", "ping"), ("kari", "ping")]
    said = await program.line(advance=30 * MINUTES)
    assert [line["to"] for line in said] == ["kari"]
    assert "Lise Leder, 21 00 00 09" in said[0]["text"]
    await program.on_telegram(lambda: program.told(LISE, "Kan du hjelpe"))
    late = program.told(MONA, "ber om råd")[0]
    program.network.presses(MONA, buttons(late)["ta"], late["message_id"])
    await program.on_telegram(lambda: program.told(MONA, "Du har tatt") and program.told(LISE, "tatt av Mona"))


async def test_a_network_that_takes_nothing_is_told_to_the_asker_on_hers_and_the_next_is_asked(
    program: Program,
) -> None:
    program.network.slow.add(MONA)
    await program.line(user="kari", choice="bekreft")
    assert await program.line(advance=15 * MINUTES - 1) == []
    [said] = await program.line(advance=1)
    assert (said["to"], "Ring heller" in said["text"]) == ("kari", True)
    said = (await program.line(advance=15 * MINUTES))[0]
    assert (said["to"], said["kind"]) == ("ali", "ping")
    said = (await program.line(user="ali", choice="ta"))[0]
    assert "Du har tatt" in said["text"]
    assert not program.told(MONA, "ber om råd")
