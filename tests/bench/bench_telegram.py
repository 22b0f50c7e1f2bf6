"""Varde on Telegram beside a bare python-telegram-bot echo bot, on the same stand-in in the same run.

Three measurements: one person who writes when she is answered (round trip); fifty such people (messages a second); and
200 people who write six lines at once while each send takes 50 ms (messages a second, and the order in each chat)."""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "telegram")]

from running import Varde  # noqa: E402 -- tests/ is no package
from standin import TOKEN, Standin  # noqa: E402

LINES = ("oppsummer", "hvorfor", "tilbake", "hvorfor", "oppsummer", "tilbake")
"""Each is answered by one message."""
CROWD, SLOW_CROWD = 50, 200
ECHO = """
import sys
from telegram import Update
from telegram.ext import Application, MessageHandler, filters

async def echo(update, context):
    await update.message.reply_text(update.message.text)

built = Application.builder().token(sys.argv[2]).base_url(sys.argv[1] + "/bot")
built = built.concurrent_updates(sys.argv[3] == "concurrent").connection_pool_size(256).build()
built.add_handler(MessageHandler(filters.TEXT, echo))
built.run_polling()
"""


@dataclass
class Bench(Standin):
    """People who write again when they are answered, until the time is over."""

    until_then: float = 0.0
    came: dict[int, list[tuple[float, str]]] = field(default_factory=lambda: defaultdict(list))
    asked: dict[int, float] = field(default_factory=dict)
    trips: list[float] = field(default_factory=list)

    async def _do_sendMessage(  # noqa: N802
        self, chat_id: int, text: str = "", reply_markup: dict[str, Any] | None = None, **more: Any
    ) -> dict[str, Any]:
        now = time.perf_counter()
        self.came[chat_id].append((now, text))
        if chat_id in self.asked:
            self.trips.append(now - self.asked.pop(chat_id))
            if now < self.until_then:
                self.ask(chat_id)
        return await super()._do_sendMessage(chat_id, text, reply_markup, **more)

    def ask(self, person: int, line: str = LINES[0]) -> None:
        self.asked[person] = time.perf_counter()
        self.writes(person, line)

    def talk(self, people: Sequence[int], seconds: float) -> list[float]:
        """Round trips, in seconds."""
        self.trips.clear()
        self.until_then = time.perf_counter() + seconds
        for person in people:
            self.ask(person)
        time.sleep(seconds)
        self.until(lambda: not self.asked)
        return sorted(self.trips)

    def all_at_once(self, people: Sequence[int]) -> float:
        """Messages a second, when everybody writes everything and then waits."""
        before = {person: len(self.came[person]) for person in people}
        start = time.perf_counter()
        for line in LINES:
            for person in people:
                self.writes(person, line)
        self.until(lambda: all(len(self.came[p]) - before[p] >= len(LINES) for p in people), 120)
        last = max(self.came[person][-1][0] for person in people)
        return len(people) * len(LINES) / (last - start)


@contextmanager
def echo(api: Bench, place: Path, how: str) -> Iterator[int]:
    place.mkdir()
    (place / "echo.py").write_text(ECHO)
    process = subprocess.Popen([sys.executable, place / "echo.py", api.url, TOKEN, how])
    api.until(lambda: api.called("getUpdates"))
    yield process.pid
    process.terminate()
    process.wait(20)


@contextmanager
def varde(api: Bench, place: Path, _: str) -> Iterator[int]:
    running = Varde(place, api.url)
    running.start()
    assert running.process is not None
    yield running.process.pid
    running.stop()


def measured(name: str, bot: Callable[..., Any], how: str, place: Path, seconds: float) -> tuple[float, float, float]:
    """Round trip p50 in ms, messages a second, messages a second with slow sends."""
    with Bench() as api, bot(api, place, how) as pid:
        process = psutil.Process(pid)
        met = range(1, SLOW_CROWD + 1)
        for person in met:
            api.writes(person, "/start")
        api.until(lambda: all(api.came[person] for person in met) or how == "echo", 60)
        time.sleep(2.0)
        api.talk([1], 1.0)
        alone = api.talk([1], seconds)
        cpu = sum(process.cpu_times()[:2])
        crowd = api.talk(met[:CROWD], seconds)
        cpu = (sum(process.cpu_times()[:2]) - cpu) / len(crowd)
        api.calls.clear()
        api.delay = 0.05
        slow = api.all_at_once(met)
        ordered = in_order(api, met)
    p50, p99 = statistics.median(alone) * 1000, alone[len(alone) * 99 // 100] * 1000
    rate = len(crowd) / seconds
    print(f"{name:28} {p50:7.1f} {p99:7.1f} {rate:9.0f} {cpu * 1000:8.2f} {slow:9.0f} {'yes' if ordered else 'NO':>6}")
    return p50, rate, slow


def in_order(api: Bench, people: Sequence[int]) -> bool:
    """Everybody got the same answers in the same order."""
    answers = {tuple(text for _, text in api.came[person][-len(LINES) :]) for person in people}
    return len(answers) == 1


def bench(seconds: float) -> None:
    threading.stack_size(1 << 20)
    print(f"{'':28} {'p50 ms':>7} {'p99 ms':>7} {'a second':>9} {'CPU ms':>8} {'at 50 ms':>9} {'order':>6}")
    with tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".bench-") as directory:
        place = Path(directory)
        echo_p50, echo_rate, _ = measured("echo, concurrent", echo, "concurrent", place / "c", seconds)
        measured("echo, one after the other", echo, "one", place / "o", seconds)
        p50, rate, slow = measured("Varde", varde, "", place / "v", seconds)
    print(f"round trip {p50 / echo_p50:.2f} times the echo bot's (aim 1.5)")
    print(f"messages a second {rate / echo_rate:.2f} times the echo bot's (aim 0.7)")
    print(f"with 50 ms for each send {slow:.0f} messages a second over {SLOW_CROWD} chats (aim 150)")


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seconds", type=float, default=5.0, help="for each measurement")
    bench(arguments.parse_args().seconds)
