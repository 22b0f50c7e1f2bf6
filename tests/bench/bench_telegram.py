"""Varde on Telegram beside a bare python-telegram-bot echo bot, each on a stand-in of its own, turn about in one run.

Three measurements: one person who writes when she is answered (round trip); fifty such people (messages a second); and
200 people who write six lines at once while each send takes 50 ms (messages a second, and the order in each chat). Each
round measures one bot right after the other, so that a busy machine slows both; what counts is the median of the
rounds' ratios, and their spread says what it is worth."""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
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
built = built.concurrent_updates(True).connection_pool_size(256).build()
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


@dataclass
class Bot:
    """A running bot, on a stand-in of its own."""

    name: str
    api: Bench
    process: psutil.Process
    trip: list[float] = field(default_factory=list)
    slowest: list[float] = field(default_factory=list)
    rate: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    slow: list[float] = field(default_factory=list)
    ordered: bool = True

    def greet(self) -> None:
        """Everybody has met the bot; what comes later is of the same kind."""
        people = range(1, SLOW_CROWD + 1)
        for person in people:
            self.api.writes(person, "/start")
        self.api.until(lambda: all(self.api.came[person] for person in people) or self.name != "Varde", 120)
        time.sleep(2.0)
        self.api.talk([1], 1.0)

    def alone(self, seconds: float) -> None:
        trips = self.api.talk([1], seconds)
        self.trip.append(statistics.median(trips) * 1000)
        self.slowest.append(trips[len(trips) * 99 // 100] * 1000)

    def crowd(self, seconds: float) -> None:
        before = sum(self.process.cpu_times()[:2])
        trips = self.api.talk(range(1, CROWD + 1), seconds)
        self.rate.append(len(trips) / seconds)
        self.cpu.append((sum(self.process.cpu_times()[:2]) - before) / len(trips) * 1000)

    def slowly(self) -> None:
        people = range(1, SLOW_CROWD + 1)
        self.api.delay = 0.05
        self.slow.append(self.api.all_at_once(people))
        self.api.delay = 0.0
        self.ordered = self.ordered and in_order(self.api, people)


@contextmanager
def echo(place: Path) -> Iterator[Bot]:
    place.mkdir()
    (place / "echo.py").write_text(ECHO)
    with Bench() as api:
        process = subprocess.Popen([sys.executable, place / "echo.py", api.url, TOKEN])
        api.until(lambda: api.called("getUpdates"), 60)
        yield Bot("echo", api, psutil.Process(process.pid))
        process.terminate()
        process.wait(20)


@contextmanager
def varde(place: Path) -> Iterator[Bot]:
    with Bench() as api:
        running = Varde(place, api.url)
        running.start()
        assert running.process is not None
        yield Bot("Varde", api, psutil.Process(running.process.pid))
        running.stop()


def in_order(api: Bench, people: Sequence[int]) -> bool:
    """Everybody got the same answers in the same order."""
    answers = {tuple(text for _, text in api.came[person][-len(LINES) :]) for person in people}
    return len(answers) == 1


def spread(found: Sequence[float]) -> str:
    return f"{statistics.median(found):.2f} ({min(found):.2f} to {max(found):.2f})"


def bench(seconds: float, rounds: int) -> None:
    threading.stack_size(1 << 20)
    with (
        tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".bench-") as directory,
        echo(Path(directory) / "e") as other,
        varde(Path(directory) / "v") as ours,
    ):
        bots = (other, ours)
        for bot in bots:
            bot.greet()
        for _ in range(rounds):
            for measure in (lambda bot: bot.alone(seconds), lambda bot: bot.crowd(seconds), Bot.slowly):
                for bot in bots:
                    measure(bot)
                    bot.api.calls.clear()
    print(f"the median of {rounds} rounds of {seconds:g} s each (lowest to highest)")
    for bot in bots:
        print(f"{bot.name}: round trip p50 {spread(bot.trip)} ms, p99 {spread(bot.slowest)} ms; {CROWD} people")
        print(f"    {spread(bot.rate)} messages a second, {spread(bot.cpu)} ms CPU a message; 50 ms for each send,")
        print(f"    {SLOW_CROWD} people {spread(bot.slow)} messages a second, in order: {bot.ordered}")
    print(f"round trip {spread(ratios(ours.trip, other.trip))} times the echo bot's (aim 1.5)")
    print(f"messages a second {spread(ratios(ours.rate, other.rate))} times the echo bot's (aim 0.7)")
    print(f"CPU a message {spread(ratios(ours.cpu, other.cpu))} times the echo bot's")


def ratios(ours: Sequence[float], others: Sequence[float]) -> list[float]:
    return [mine / theirs for mine, theirs in zip(ours, others, strict=True)]


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seconds", type=float, default=4.0, help="for each measurement")
    arguments.add_argument("--rounds", type=int, default=5)
    bench(arguments.parse_args().seconds, arguments.parse_args().rounds)
