"""The program as a whole: what a step of the core takes, how soon it answers, how much it can bear, how big it gets."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import deque
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from bot.core.conversation import Conversation  # noqa: E402 -- tests/ is no package
from bot.core.engine import advance  # noqa: E402
from bot.core.events import Address, EventId, MessageNumber, MessageReceived  # noqa: E402
from bot.core.library import World  # noqa: E402
from bot.core.typed import Typed  # noqa: E402
from channels.driving import Child  # noqa: E402
from playing import shipped  # noqa: E402

VARDE = Path(sys.executable).with_name("varde")
CASE = "start veiviser/5/2/3/tilbake/hvorfor/endre 1/3/2/oppsummer/usikker/avslutt".split("/")
ASKED = "hvem kan en ungdom snakke med på grorud?/må jeg ha samtykke/når er helsestasjonen åpen/kva er bur".split("/")
HELLO = '{"user":"kari","text":"hei"}\n'
PEOPLE = 100
TURNS = 5000


def shares(taken: list[float]) -> str:
    ordered = sorted(taken)
    p50, p99 = ordered[len(ordered) // 2], ordered[len(ordered) * 99 // 100]
    return f"p50 {p50 * 1000:.2f} ms, p99 {p99 * 1000:.2f} ms ({len(ordered)})"


def core(world: World, lines: list[str], rounds: int) -> list[float]:
    """Processor seconds of each step when the lines are typed one after the other."""
    now, kari = datetime(2026, 1, 5, 9, tzinfo=UTC), Address("jsonlines:kari")
    taken: list[float] = []
    for _ in range(rounds):
        state: Conversation | None = None
        for line in lines:
            now += timedelta(seconds=5)
            event = MessageReceived(EventId(str(now)), kari, Typed(line))
            before = time.thread_time()
            state = advance(state, event, now, world, MessageNumber(1)).state
            taken.append(time.thread_time() - before)
    return taken


def soonest(command: list[str], typed: str, until: bytes) -> float:
    """Seconds from starting a command to the first bytes that have `until` in them; the best of five."""
    best = 60.0
    for _ in range(5):
        with tempfile.TemporaryDirectory() as data:
            before = time.perf_counter()
            arguments = [str(VARDE), *command, *(["--data", data] if "chat" in command else [])]
            child = subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            assert child.stdin is not None
            assert child.stdout is not None
            child.stdin.write(typed.encode())
            child.stdin.flush()
            said = b""
            while until not in said and (more := os.read(child.stdout.fileno(), 65536)):
                said += more
            best = min(best, time.perf_counter() - before)
            child.communicate()
    return best


def crowd() -> tuple[float, list[float], float]:
    """Turns a second, seconds of each, and megabytes at the end, when 100 people write again as soon as answered."""
    place = Path(tempfile.mkdtemp(dir=ROOT, prefix=".bench-"))
    with Child("chat", "--jsonl", "--data", place, errors=place / "errors") as child:
        asked = deque[float]()
        taken: list[float] = []
        start = time.perf_counter()
        for turn in range(PEOPLE):
            asked.append(ask(child, turn))
        while len(taken) < TURNS:
            said = child.next()
            assert said is not None
            if "idle" in said:
                taken.append(time.perf_counter() - asked.popleft())
                asked.append(ask(child, PEOPLE + len(taken)))
        spent = time.perf_counter() - start
        megabytes = psutil.Process(child.process.pid).memory_info().rss / 1e6
    shutil.rmtree(place)
    return TURNS / spent, taken, megabytes


def ask(child: Child, turn: int) -> float:
    """The next line of whoever's turn it is; when it was written."""
    line = {"user": f"kari-{turn % PEOPLE}", "text": CASE[turn // PEOPLE % len(CASE)]}
    child.write(json.dumps(line).encode() + b"\n")
    return time.perf_counter()


def main() -> None:
    world = shipped()
    print("a core step in a flow:  ", shares(core(world, CASE, 200)))
    print("a core step, a question:", shares(core(world, ASKED, 200)))
    print(f"varde --help:            {soonest(['--help'], '', b'COMMAND'):.2f} s")
    print(f"first reply of chat:     {soonest(['chat', '--jsonl'], HELLO, b'idle'):.2f} s")
    a_second, taken, megabytes = crowd()
    print(f"{PEOPLE} people at once:      {a_second:.0f} turns a second, {shares(taken)}")
    print(f"resident memory:         {megabytes:.0f} MB")


if __name__ == "__main__":
    main()
