"""How the guard hears a stranger: `python -m tests.bench.alarms.measure`.

Reads stranger.txt and prints a table for each half: what was written, against what leads the reply.
"""

import hashlib
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from bot.core.listening.likeness import WORRY
from playing import shipped

NEITHER = "ingen"
URGENT = "nød"
KINDS = (URGENT, WORRY, NEITHER)
Half = Counter[tuple[str, str]]


def held_out(sentence: str) -> bool:
    """Whether a sentence is kept for measuring, by a checksum of its words."""
    return hashlib.sha256(sentence.encode()).digest()[0] % 2 == 0


def tables() -> dict[bool, Half]:
    """How often each kind was heard as which, for the half that is held out and for the other."""
    guard = shipped().library.guard
    halves: dict[bool, Half] = {True: Counter(), False: Counter()}
    for line in Path(__file__).with_name("stranger.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        group, sentence = line.split(" | ", 1)
        heard = URGENT if guard.dangers(sentence) else WORRY if guard.concern(sentence) else NEITHER
        halves[held_out(sentence)][group if group in KINDS else URGENT, heard] += 1
    return halves


if __name__ == "__main__":
    for held, half in tables().items():
        print("held out" if held else "the other half", "heard as", *KINDS)
        for kind in KINDS:
            print(f"{kind:10}", *(f"{half[kind, heard]:6}" for heard in KINDS))
