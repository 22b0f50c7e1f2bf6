"""How the service is, over HTTP: `/healthz` for whoever restarts it, `/metrics` for Prometheus; numbers only."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from typing import NamedTuple

from aiohttp import web

from bot.channel import Channel
from bot.store import Audit, Store, StoreError
from bot.usage.mover import UsageHealth

_TYPES = (
    ("varde_up", "Whether the service runs and its store answers."),
    ("varde_disk", "Whether the disk takes varde.db; 0: what happens is in memory only, free some space."),
    ("varde_channel_connected", "Whether a channel reached its network when it last tried."),
    ("varde_rows", "Rows in a table of varde.db."),
    ("varde_pings_lost", "Pings that no timer and no unsent message would bring on: 0, or somebody is forgotten."),
    ("varde_pings_overdue", "Pings whose timer is more than five minutes late."),
    ("varde_ping_empty_rungs", "How often nobody on a rung could be asked, since the start."),
    ("varde_units_thin", "Units where fewer than two can be reached, today or on a day of the next two weeks."),
    ("varde_oldest_unsent", "When the oldest unsent message was decided on, in seconds since 1970; 0: none."),
    ("varde_counting", "Whether what was counted could be written to usage.db."),
    ("varde_clock_behind", "Whether the clock of this machine stands before what was counted last."),
)


class Reach(NamedTuple):
    """Whether somebody can be asked."""

    empty_rungs: int
    thin_units: int


Metrics = dict[str, list[tuple[Mapping[str, str], float]]]


class Health:
    """Looks at the store and the channels when it is asked, and never before."""

    def __init__(
        self,
        store: Store,
        channels: Iterable[Channel],
        usage: Callable[[], UsageHealth],
        audit: Callable[[], Audit] = lambda: Audit((), 0, None),
        reach: Callable[[], Reach] = lambda: Reach(0, 0),
    ) -> None:
        self._store = store
        self._channels = list(channels)
        self._usage = usage
        self._audit = audit
        self._reach = reach

    async def state(self) -> dict[str, object]:
        """`ok` when all is well, `degraded` when it answers people all the same, `down` when it cannot."""
        channels = {channel.name: channel.connected for channel in self._channels}
        store = await self._rows() is not None
        usage = self._usage()
        answers = store and all(channels.values())
        fine = not usage.trouble and not usage.clock_behind and self._audit().clean and not self._store.afloat
        return {
            "status": "down" if not answers else "ok" if fine else "degraded",
            "store": store,
            "disk": "refuses" if self._store.afloat else "ok",
            "channels": channels,
            "pings": "ok" if self._audit().clean else "lost or late",
            "counting": usage.trouble or "ok",
            "clock_behind": usage.clock_behind,
        }

    async def metrics(self) -> str:
        """The exposition format of Prometheus."""
        rows, audit = await self._rows(), self._audit()
        found: Metrics = {
            "varde_up": [({}, float(rows is not None))],
            "varde_disk": [({}, float(not self._store.afloat))],
            "varde_channel_connected": [({"channel": c.name}, float(c.connected)) for c in self._channels],
            "varde_rows": [({"table": table}, float(count)) for table, count in sorted((rows or {}).items())],
            "varde_pings_lost": [({}, float(len(audit.lost)))],
            "varde_pings_overdue": [({}, float(audit.overdue))],
            "varde_ping_empty_rungs": [({}, float(self._reach().empty_rungs))],
            "varde_units_thin": [({}, float(self._reach().thin_units))],
            "varde_oldest_unsent": [({}, audit.oldest_unsent.timestamp() if audit.oldest_unsent else 0.0)],
            "varde_counting": [({}, float(not self._usage().trouble))],
            "varde_clock_behind": [({}, float(self._usage().clock_behind))],
        }
        return "".join(_exposed(name, about, found[name]) for name, about in _TYPES if name in found)

    async def _rows(self) -> dict[str, int] | None:
        try:
            return await self._store.stored()
        except StoreError:
            return None


def _exposed(name: str, about: str, samples: Iterable[tuple[Mapping[str, str], float]]) -> str:
    lines = [f"# HELP {name} {about}", f"# TYPE {name} gauge"]
    for labels, value in samples:
        named = ",".join(f'{key}="{text}"' for key, text in labels.items())
        shown = int(value) if value.is_integer() else value
        lines.append(f"{name}{{{named}}} {shown}" if named else f"{name} {shown}")
    return "\n".join(lines) + "\n"


@asynccontextmanager
async def served(health: Health, listen: str) -> AsyncIterator[None]:
    """Answer at HOST:PORT for as long as this lasts. Raises OSError where somebody else listens there."""

    async def healthz(_: web.Request) -> web.Response:
        state = await health.state()
        # What a restart would not mend is no reason for one.
        return web.json_response(state, status=503 if state["status"] == "down" else 200)

    async def metrics(_: web.Request) -> web.Response:
        return web.Response(text=await health.metrics(), content_type="text/plain", charset="utf-8")

    app = web.Application()
    app.router.add_get("/healthz", healthz)
    app.router.add_get("/metrics", metrics)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        host, _, port = listen.rpartition(":")
        await web.TCPSite(runner, host, int(port)).start()
        yield
    finally:
        await runner.cleanup()
