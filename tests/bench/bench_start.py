"""How soon `varde chat` says something, how soon `varde --help` does, and how much memory a thousand turns take."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from channels.driving import VARDE, Child, Talk, bare_environment  # noqa: E402 -- tests/ is no package

TURNS = ("hei", "start veiviser", "5", "2", "hva er BarnsBeste?", "tilbake", "akutt", "1", "oppsummer", "e-melding")


def first_reply(place: Path) -> tuple[float, float]:
    """Seconds from the start of `varde chat` on a new data directory to its first line, and of work in them."""
    before = time.perf_counter()
    with Child("chat", "--data", place / "data", errors=place / "errors") as chat:
        chat.line_out()
        taken = time.perf_counter() - before
        spent = psutil.Process(chat.process.pid).cpu_times()
        chat.hang_up()
        chat.ended()
    return taken, spent.user + spent.system


def help_text() -> float:
    before = time.perf_counter()
    subprocess.run([VARDE, "--help"], check=True, capture_output=True, env=bare_environment())
    return time.perf_counter() - before


def memory(place: Path) -> tuple[float, float]:
    """MiB resident after the first turn and after a thousand turns of a hundred people."""
    with Talk(place / "data", errors=place / "errors") as talk:
        process = psutil.Process(talk.process.pid)
        talk.types("kari", "hei")
        first = process.memory_info().rss
        for turn in TURNS:
            talk.post(json.dumps({"user": f"kari-{n}", "text": turn}).encode() for n in range(100))
        for number in range(2, 1002):
            talk.answer(number)
        last = process.memory_info().rss
        talk.quits()
    return first / 2**20, last / 2**20


def main(times: int) -> None:
    with tempfile.TemporaryDirectory() as directory:
        places = [Path(directory) / str(number) for number in range(times + 1)]
        for place in places:
            place.mkdir()
        replies = sorted(first_reply(place) for place in places[1:])
        helps = sorted(help_text() for _ in range(times))
        first, last = memory(places[0])
    print(f"{'':34} {'median':>8} {'worst':>8}  target")
    print(f"{'first reply of varde chat, s':34} {replies[times // 2][0]:8.2f} {replies[-1][0]:8.2f}  < 2")
    print(f"{'  of it work of the processor, s':34} {replies[times // 2][1]:8.2f}")
    print(f"{'varde --help, s':34} {helps[times // 2]:8.2f} {helps[-1]:8.2f}  < 0.3")
    print(f"{'memory after 1 turn, MiB':34} {first:8.0f}")
    print(f"{'memory after 1,000 turns, MiB':34} {last:8.0f} {'':8}  < 120")


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--times", type=int, default=5)
    main(arguments.parse_args().times)
