"""The health endpoint, and that a homeserver that is down is told there and holds up nothing."""

from __future__ import annotations

import json
import signal
import time
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiohttp import ClientSession

from bot.health import Health, served
from bot.store import Audit, Store
from bot.usage.mover import UsageHealth
from channels.driving import Child
from matrix.homeserver import Homeserver, free_port
from matrix.person import Person
from matrix.varde import ENDS_WITHIN, Varde
from store.refusing import at_most_bytes_a_file

Make = Callable[..., Varde]


def asked(port: int, where: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{where}", timeout=10) as answer:
            return int(answer.status), answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def with_health(varde: Varde) -> int:
    port = free_port()
    varde.settings["health"] = {"listen": f"127.0.0.1:{port}"}
    return port


def answered(child: Child, text: str) -> list[str]:
    """What kinds of messages Mona is sent for a line, on standard output."""
    child.write(json.dumps({"user": "mona", "text": text}).encode() + b"\n")
    kinds = []
    while "idle" not in (line := child.next() or {}):
        kinds.append(line["kind"])
    return kinds


async def test_health_and_metrics(own_varde: Make, kari: Person) -> None:
    varde = own_varde()
    port = with_health(varde)
    varde.start()
    room = await kari.chat_with(varde.user)
    await kari.asks(room, varde.user, "meny", 2)
    status, state = asked(port, "/healthz")
    assert status == 200
    assert json.loads(state)["channels"] == {"matrix": True}
    status, metrics = asked(port, "/metrics")
    assert status == 200
    assert 'varde_channel_connected{channel="matrix"} 1\n' in metrics
    assert "kari" not in metrics
    assert varde.stop() == 0


def test_a_port_that_is_taken_is_one_line(own_varde: Make) -> None:
    varde = own_varde()
    other = own_varde()
    other.settings["health"] = {"listen": f"127.0.0.1:{with_health(varde)}"}
    varde.start()
    other.start(ready=False)
    assert other.ended() == 2
    assert "health.listen" in other.complaints()


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    store = await Store.open(tmp_path)
    yield store
    await store.close()


LOST = Audit(("ping:1",), 0, None)


@pytest.mark.parametrize(
    ("usage", "audit", "status"),
    [
        (UsageHealth(), Audit((), 0, None), "ok"),
        (UsageHealth(trouble="disk-full"), Audit((), 0, None), "degraded"),
        (UsageHealth(clock_behind=True), Audit((), 0, None), "degraded"),
        (UsageHealth(), LOST, "degraded"),
    ],
)
async def test_who_answers_people_is_not_restarted_for_anything_else(
    store: Store, usage: UsageHealth, audit: Audit, status: str
) -> None:
    port = free_port()
    async with served(Health(store, [], lambda: usage, lambda: audit), f"127.0.0.1:{port}"), ClientSession() as session:
        answer = await session.get(f"http://127.0.0.1:{port}/healthz")
        assert (answer.status, (await answer.json())["status"]) == (200, status)


async def test_a_disk_that_refuses_is_told_while_people_are_answered(tmp_path: Path) -> None:
    store = await Store.open(tmp_path, floats=True)
    health = Health(store, [], UsageHealth)
    with at_most_bytes_a_file(1):
        await store.close_counts()
        state = await health.state()
        assert (state["status"], state["store"], state["disk"]) == ("degraded", True, "refuses")
        assert "varde_disk 0\n" in await health.metrics()
    await store.land()
    assert (await health.state())["status"] == "ok"
    assert "varde_disk 1\n" in await health.metrics()
    await store.close()


async def test_numbers_are_told_to_the_last_digit(store: Store) -> None:
    """A time with six digits is wrong by an hour."""
    unsent = Audit((), 0, datetime(2026, 11, 26, 22, 7, 33, tzinfo=UTC))
    metrics = await Health(store, [], lambda: UsageHealth(clock_behind=True), lambda: unsent).metrics()
    assert f"varde_oldest_unsent {int(datetime(2026, 11, 26, 22, 7, 33, tzinfo=UTC).timestamp())}\n" in metrics
    assert "varde_clock_behind 1\n" in metrics


async def test_a_homeserver_that_goes_and_comes_back_holds_up_nobody_on_another_channel(tmp_path: Path) -> None:
    """It is told; the bot waits, starts without the server too, and stops in time."""
    server = Homeserver()
    try:
        varde = Varde(tmp_path, server.url, server.register("varde"))
        port = with_health(varde)
        kari = Person(server.url, server.register("kari"))
        varde.start()
        async with kari:
            room = await kari.chat_with(varde.user)
            await kari.asks(room, varde.user, "meny", 2)
            server.stop()
            end = time.monotonic() + 10
            while asked(port, "/healthz")[0] == 200:
                assert time.monotonic() < end
                time.sleep(0.1)
            assert varde.stop() == 0
            varde.settings["channels"]["jsonlines"] = {}  # type: ignore[index]
            varde.configure()
            with Child("run", "--config", varde.config, errors=varde.errors) as both:
                assert answered(both, "hei") == ["welcome", "menu"]
                status, state = asked(port, "/healthz")
                assert (status, json.loads(state)["channels"]) == (503, {"matrix": False, "jsonlines": True})
                assert varde.complaints().count("varde: ready") == 1
                server.start()
                assert await kari.asks(room, varde.user, "hjelp")
                assert asked(port, "/healthz")[0] == 200
                assert varde.complaints().count("varde: ready") == 2
                server.stop()
                assert answered(both, "takk") == ["notice", "menu"]
                both.tell(signal.SIGTERM)
                assert both.process.wait(ENDS_WITHIN) == 0
                assert both.rest() == []
        assert "Traceback" not in varde.complaints()
    finally:
        varde.kill()
        server.close()
