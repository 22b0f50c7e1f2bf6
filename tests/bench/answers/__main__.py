"""Prints ours and the rivals side by side in one run: python -m tests.bench.answers [--only NAME] [--size 20000].

Each row runs in a process of its own, so that memory is its own.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys

ROWS = (
    "varde",
    "rapidfuzz-token-set",
    "rapidfuzz-wratio",
    "fts5-unicode61",
    "fts5-trigram",
    "bm25s-snowball",
    "tantivy-nb",
)
QUESTIONS = ("held-out", "fresh-held", "second-held", "languages", "train", "fresh-train", "second-chosen")
COLUMNS = ("R@1", "R@3", "typo", "nn", "en", "none-F1", "build s", "p50 ms", "p99 ms", "MB")


def main() -> None:
    arguments = argparse.ArgumentParser(prog="python -m tests.bench.answers")
    arguments.add_argument("--only", choices=ROWS)
    arguments.add_argument("--questions", default="held-out", choices=QUESTIONS)
    arguments.add_argument("--size", type=int, nargs="*", default=[0, 20_000], help="entries; 0 is the shipped content")
    given = arguments.parse_args()
    for size in given.size:
        print(f"\n{size or 'shipped'} entries, {given.questions}.jsonl")
        print(f"{'':22}" + "".join(f"{name:>9}" for name in COLUMNS))
        for row in (given.only,) if given.only else ROWS:
            print(f"{row:22}{_row(row, size, given.questions)}", flush=True)


def _row(name: str, size: int, questions: str) -> str:
    command = [sys.executable, "-m", "tests.bench.answers.row", name, str(size), questions]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        return f"  skipped: {done.stderr.strip().splitlines()[-1] if done.stderr.strip() else done.returncode}"
    measured = json.loads(done.stdout.strip().splitlines()[-1])
    return "".join(f"{measured[column]:>9}" for column in COLUMNS)


if __name__ == "__main__":
    main()
