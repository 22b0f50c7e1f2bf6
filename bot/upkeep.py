"""What is looked after from time to time: what is due, pings that no timer remembers, what is too old to be kept."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from bot.core.colleagues.ping import OVER
from bot.core.engine import PING
from bot.core.events import UnitId
from bot.deciding import Clock, Content, Deciding
from bot.store import Audit, Store
from bot.store.orders import ordered_practices

SWEEP_EVERY = timedelta(hours=1)
AUDIT_EVERY = timedelta(minutes=1)
LATE = timedelta(minutes=5)
"""A timer that is so late was not rung."""

log = logging.getLogger("varde.upkeep")


class Upkeep:
    """Asked every half minute; does what it is time for. Every method raises StoreError."""

    def __init__(self, store: Store, content: Content, clock: Clock) -> None:
        self._store = store
        self._content = content
        self._clock = clock
        self._swept_at: datetime | None = None
        self._audited_at: datetime | None = None
        self.audit = Audit((), 0, None)
        """What the last look at the timers and the outbox found."""
        self.thin_units = 0
        """Units where too few could be reached at that look."""

    async def wake(self, deciding: Deciding) -> None:
        """What was ordered from outside, and what is due."""
        for unit in ordered_practices(self._store.directory):
            await deciding.practise_all(UnitId(unit))
        await deciding.wake()

    async def look(self, deciding: Deciding) -> None:
        """Whether anything was forgotten or is too old, each as often as it is worth it."""
        now = self._clock.now()
        if _is_time(self._audited_at, now, AUDIT_EVERY):
            await self._audit(deciding)
        if _is_time(self._swept_at, now, SWEEP_EVERY):
            await self.sweep()

    async def sweep(self) -> None:
        """Delete what is too old."""
        kept = self._content.world.retention
        self._swept_at = self._clock.now()
        if not await self._store.sweep(self._swept_at, outbox_kept=kept.outbox, seen_kept=kept.seen):
            # Somebody else was reading, so what was deleted still stands in the log: again at the next look.
            self._swept_at = None

    async def _audit(self, deciding: Deciding) -> None:
        """Is any ping forgotten by its timers? A heartbeat is given only when none is (PING.md, 1)."""
        self._audited_at = self._clock.now()
        over = [stage.value for stage in OVER]
        self.audit = await self._store.audit(f"{PING}:", over, self._audited_at, LATE)
        self.thin_units = await deciding.thin_units()
        if self.audit.clean:
            log.debug("audit-clean")
        else:
            log.error("pings-lost %d overdue %d", len(self.audit.lost), self.audit.overdue)


def _is_time(last: datetime | None, now: datetime, every: timedelta) -> bool:
    """Also where the clock was set back since: it would not be time again until it has caught up."""
    return last is None or not timedelta(0) <= now - last < every
