"""Prints ours and the rivals side by side, all in one run, as the tables of README.md: python -m tests.bench.answers.

Each row runs in a process of its own, so that memory is its own.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys

from tests.bench.answers.questions import KINDS, load

ROWS = {
    "varde": "varde",
    "rapidfuzz-token-set": "rapidfuzz token_set_ratio",
    "rapidfuzz-wratio": "rapidfuzz WRatio",
    "fts5-unicode61": "FTS5 unicode61",
    "fts5-trigram": "FTS5 trigram",
    "bm25s-snowball": "bm25s, Snowball",
    "tantivy-nb": "tantivy, Norwegian stemmer",
}
TOO_SLOW = "rapidfuzz-wratio"
"""Takes more than ten minutes with as many entries as `--large` has."""
SETS = ("held-out", "fresh-held", "second-held", "fourth-held", "languages")
OTHERS = ("train", "fresh-train", "second-chosen", "third-chosen")
SHARES = ("R@1", "R@3", *KINDS, "none-F1")
COSTS = {"build s": 2, "p50 ms": 1, "p99 ms": 1, "MB": 0}
"""Column -> decimals."""
NAMES = {"typo": "typing mistakes", "nn": "nynorsk", "en": "English"}
Measured = dict[str, float | None]


def main() -> None:
    arguments = argparse.ArgumentParser(prog="python -m tests.bench.answers")
    arguments.add_argument("--only", choices=ROWS)
    arguments.add_argument("--questions", nargs="*", default=SETS, choices=SETS + OTHERS)
    arguments.add_argument("--large", type=int, default=20_000, help="entries of a second run, on held-out; 0 is none")
    given = arguments.parse_args()
    rows = (given.only,) if given.only else tuple(ROWS)
    for questions in given.questions:
        _table(rows, 0, questions)
    if given.large:
        _table(tuple(row for row in rows if row != TOO_SLOW), given.large, "held-out")


def _table(rows: tuple[str, ...], size: int, questions: str) -> None:
    """One Markdown table; the best share of each column is bold, and all that draw level with it."""
    asked = load(questions)
    many = {kind: sum(q.kind == "answer" and q.written == kind for q in asked) for kind in KINDS}
    heads = [f"{NAMES[name]} ({many[name]})" if name in KINDS else name for name in (*SHARES, *COSTS)]
    answers, outside = (sum(q.kind == kind for q in asked) for kind in ("answer", "none"))
    about = f"{f'{size:,} entries' if size else 'shipped'}, {questions}: {answers} answers, {outside} out of scope"
    measured = {row: _measured(row, size, questions) for row in rows}
    best = {name: max((m[name] or 0.0 for m in measured.values() if isinstance(m, dict)), default=0) for name in SHARES}
    print(f"\n| {about} | {' | '.join(heads)} |\n|---{'|---' * len(heads)}|")
    for row, found in measured.items():
        cells = found if isinstance(found, str) else " | ".join((*_shares(found, best), *_costs(found)))
        print(f"| {ROWS[row]} | {cells} |", flush=True)


def _shares(found: Measured, best: dict[str, float]) -> list[str]:
    cells = []
    for name in SHARES:
        share = found[name]
        text = "–" if share is None else f"{share:.3f}".removeprefix("0")
        cells.append(f"**{text}**" if share is not None and round(share, 3) == round(best[name], 3) else text)
    return cells


def _costs(found: Measured) -> list[str]:
    return [f"{found[name]:.{decimals}f}" for name, decimals in COSTS.items()]


def _measured(name: str, size: int, questions: str) -> Measured | str:
    """What the row measured, or why there is nothing."""
    command = [sys.executable, "-m", "tests.bench.answers.row", name, str(size), questions]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        return f"skipped: {done.stderr.strip().splitlines()[-1] if done.stderr.strip() else done.returncode}"
    found: Measured = json.loads(done.stdout.strip().splitlines()[-1])
    return found


if __name__ == "__main__":
    main()
