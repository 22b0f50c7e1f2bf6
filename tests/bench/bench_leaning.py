"""Which questions of their own are taken for questions that lean on the answer before them.

    python -m tests.bench.bench_leaning FILE.jsonl …

Each question is asked of somebody who has asked nothing, and of somebody who has just been answered with an offer. The
replies should be the same, but for what leans on the offer in truth.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from playing import Play, shipped

BEFORE = ("oslohjelpa alna", "hfu grorud", "åpningstider hfu alna", "hva er en barneansvarlig?")


def replies(question: str, district: str | None, before: str) -> list[str]:
    """What is said to the question, after another one."""
    going = Play(shipped(), sparing=True)
    going.opens("en")
    going.sets(district)
    if before:
        said = going.types(before)
        assert said[0].ref, f"{before}: {said[0].text}"
    return [each.text for each in going.types(question)]


def main(files: list[str]) -> None:
    for file in files:
        rows = [json.loads(line) for line in Path(file).read_text(encoding="utf-8").splitlines() if line]
        other: list[str] = []
        for row in rows:
            alone = replies(row["q"], row.get("district"), "")
            for before in BEFORE:
                after = replies(row["q"], row.get("district"), before)
                if after != alone:
                    other.append(f"  after «{before}»: {row['q']}\n    {alone[0][:90]!r}\n    {after[0][:90]!r}")
        print(f"{file}: {len(other)} of {len(BEFORE) * len(rows)} replies are other ones", *other, sep="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
