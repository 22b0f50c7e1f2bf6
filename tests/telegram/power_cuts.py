"""A conversation on Telegram, once in peace and once with the power cut at another moment of each step."""

from __future__ import annotations

import sqlite3
import time
from collections import deque
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field

from faults import Fault
from running import Varde
from standin import Standin
from talking import buttons

from bot.core.flow import SAFETY, paths
from bot.core.library import World

PATIENCE = 60.0
START, NUMBER = "start veiviser", "27045951478"
AFTER = ("nyttig-ja", "nyttig-ja", "oppsummer", NUMBER, "hva er BarnsBeste?", "meny")
"""What one does when a path has ended."""
QUIET = 0.4
"""Seconds without a call; what Varde does when nobody waits is done by then."""


@dataclass(frozen=True)
class Moment:
    """The power goes when this call comes; or when it is `done`, before Varde hears of that. No method: between two."""

    method: str = ""
    done: bool = False


MOMENTS = (
    Moment("sendMessage", done=True),
    Moment("getUpdates"),
    Moment("answerCallbackQuery"),
    Moment("getUpdates", done=True),
    Moment("sendMessage"),
    Moment("editMessageReplyMarkup", done=True),
    Moment("answerCallbackQuery", done=True),
    Moment("deleteMessage", done=True),
    Moment(),
    Moment("deleteMessage"),
    Moment("editMessageReplyMarkup"),
)


@dataclass
class Walk:
    """One person's way: `steps` are ids of choices, else what she types. `by_text`: she types the labels."""

    network: Standin
    person: int
    steps: Sequence[str]
    by_text: bool = False
    methods: list[set[str]] = field(default_factory=list)
    """What was called in each step, when nothing disturbed it."""
    doubled: list[int] = field(default_factory=list)
    """How many messages were the same as the one before, in each step."""

    def in_peace(self, varde: Varde) -> None:
        for step in self.steps:
            first, repeats = len(self.network.calls), self.repeats
            self._goes_on(varde, step)
            self._until_quiet(varde)
            self.doubled.append(self.repeats - repeats)
            self.methods.append({call.method for call in self.network.calls[first:]})

    def disturbed(self, varde: Varde, peaceful: Walk, shift: int, every: int = 1) -> int:
        """The same way, killed once in each step, or in every so-many-th; how often."""
        self._until_quiet(varde)
        for place, step in enumerate(self.steps):
            if (place + shift) % every:
                self._goes_on(varde, step)
                continue
            known, repeats = len(self.network.told(self.person)), self.repeats
            possible = [moment for moment in MOMENTS if moment.method in {"", *peaceful.methods[place]}]
            self._cut(varde, step, possible[(place + shift) % len(possible)])
            varde.start()
            self._until_quiet(varde)
            assert len(self.network.told(self.person)) > known, step
            assert self.repeats - repeats - peaceful.doubled[place] <= 1, step
        return sum((place + shift) % every == 0 for place in range(len(self.steps)))

    @property
    def texts(self) -> list[str]:
        """Each message once: what comes twice, one right after the other, is one message repeated."""
        said = [message["text"] for message in self.network.told(self.person)]
        return [text for place, text in enumerate(said) if place == 0 or text != said[place - 1]]

    @property
    def repeats(self) -> int:
        return len(self.network.told(self.person)) - len(self.texts)

    def _goes_on(self, varde: Varde, step: str) -> None:
        """Nothing is cut here; everything that is said to it has come."""
        known = len(self.network.told(self.person))
        self._do(step)
        self.network.until(lambda: len(self.network.told(self.person)) > known and not unsent(varde), PATIENCE)

    def _cut(self, varde: Varde, step: str, moment: Moment) -> None:
        if not moment.method:
            varde.kill()
            self._do(step)
            return
        assert varde.process is not None
        planned = self.network.faults[moment.method]
        planned.append(Fault(cut=True, done=moment.done, then=varde.process.kill))
        self._do(step)
        if not self._comes_to_pass(planned):
            planned.clear()
            varde.kill()
        varde.ended()

    def _comes_to_pass(self, planned: deque[Fault]) -> bool:
        """False: after a start Varde does not know of that keyboard, and there is nothing for it to take away."""
        calls = -1
        while planned and calls != len(self.network.calls):
            calls = len(self.network.calls)
            with suppress(AssertionError):
                self.network.until(lambda: not planned, QUIET * 5)
        return not planned

    def _do(self, step: str) -> None:
        offer = next((m for m in reversed(self.network.told(self.person)) if step in buttons(m)), None)
        if offer is None:
            self.network.writes(self.person, step)
        elif self.by_text:
            rows = offer["reply_markup"]["inline_keyboard"]
            label = next(button["text"] for [button] in rows if button["callback_data"] == buttons(offer)[step])
            self.network.writes(self.person, label)
        else:
            self.network.presses(self.person, buttons(offer)[step], offer["message_id"])

    def _until_quiet(self, varde: Varde) -> None:
        """Everything that was done is stored, and everything that is said to it is out."""
        self.network.until(lambda: not self.network.unacknowledged(), PATIENCE)
        self.network.until(lambda: not unsent(varde), PATIENCE)
        calls = -1
        while calls != len(self.network.calls):
            calls = len(self.network.calls)
            time.sleep(QUIET)


def longest(world: World) -> list[str]:
    """The choices of the path through the main flow that has the most questions."""
    return [str(option) for _, option in max((path.answers for path in paths(world.library.flows, SAFETY)), key=len)]


def unsent(varde: Varde) -> int:
    """Messages that a running Varde has still to send, or to mark as sent."""
    with closing(sqlite3.connect(varde.place / "data" / "varde.db")) as database:
        return int(database.execute("SELECT count(*) FROM outbox WHERE body IS NOT NULL").fetchone()[0])


def left(varde: Varde) -> dict[str, object]:
    """What a run has done, when it has ended: events seen, messages not sent, and everything that was counted."""
    found: dict[str, object] = {}
    with closing(sqlite3.connect(varde.place / "data" / "varde.db")) as database:
        found["seen"] = database.execute("SELECT count(*) FROM seen").fetchall()
        found["unsent"] = database.execute("SELECT count(*) FROM outbox WHERE body IS NOT NULL").fetchall()
        found["failed"] = database.execute("SELECT count(*) FROM outbox WHERE status = 'failed'").fetchall()
    with closing(sqlite3.connect(varde.place / "data" / "usage.db")) as database:
        found["used"] = database.execute("SELECT what, n FROM counter ORDER BY what").fetchall()
        found["steps"] = database.execute("SELECT step, option, n FROM quarter_step ORDER BY 1, 2").fetchall()
        found["outcomes"] = database.execute("SELECT outcome, n FROM quarter_outcome ORDER BY 1").fetchall()
    return found
