"""How long a reply waits at most while the content is read again, beside the same turns while nothing changes."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from channels.driving import Talk  # noqa: E402 -- tests/ is no package

QUESTION = "Hva vil du gjøre?"


def turns(talk: Talk, until: str, at_most: float, at_least: float = 0.0) -> list[float]:
    """Seconds that each reply took, until the menu begins with these words."""
    taken: list[float] = []
    start = time.perf_counter()
    while (spent := time.perf_counter() - start) < at_most:
        before = time.perf_counter()
        said = talk.types("kari", "meny")
        taken.append(time.perf_counter() - before)
        if until and spent > at_least and said[-1]["text"].startswith(until):
            return taken
    if until:
        raise SystemExit(f"the new text was not live after {at_most} s\n{talk.complaints()}")
    return taken


def row(name: str, taken: list[float]) -> str:
    ordered = sorted(taken)
    p50, p99 = ordered[len(ordered) // 2], ordered[len(ordered) * 99 // 100]
    return f"{name:16} {len(ordered):7} {p50 * 1000:9.2f} {p99 * 1000:9.2f} {ordered[-1] * 1000:9.2f}"


def main(reloads: int, seconds: float) -> None:
    with tempfile.TemporaryDirectory() as directory:
        place = Path(directory)
        for folder in ("knowledge", "flows"):
            shutil.copytree(ROOT / folder, place / folder)
        texts = place / "knowledge" / "tekster.yaml"
        original = texts.read_text(encoding="utf-8")
        content = ("--knowledge", place / "knowledge", "--flows", place / "flows")
        with Talk(place / "data", *content, errors=place / "errors") as talk:
            talk.types("kari", "hei")
            quiet = turns(talk, "", seconds)
            busy: list[float] = []
            live: list[float] = []
            for number in range(reloads):
                texts.write_text(original.replace(QUESTION, f"Runde {number}."), encoding="utf-8")
                before = time.perf_counter()
                busy += turns(talk, f"Runde {number}.", 30.0)
                live.append(time.perf_counter() - before)
                busy += turns(talk, "", 0.5)
            talk.quits()
            print(talk.complaints(), end="")
    print(f"{'turns':16} {'n':>7} {'p50 ms':>9} {'p99 ms':>9} {'max ms':>9}")
    print(row("nothing changes", quiet))
    print(row(f"{reloads} reloads", busy))
    print(f"a change is live after {max(live):.1f} s at most (target 3 s); longest wait target: 50 ms more")


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--reloads", type=int, default=5)
    arguments.add_argument("--seconds", type=float, default=5.0, help="while nothing changes")
    given = arguments.parse_args()
    main(given.reloads, given.seconds)
